"""Writes ONNX nodes for the TFLite operators of MediaPipe's face models.

Images are NHWC in TFLite and NCHW here; a tensor that TFLite only reshapes keeps its order by a transpose before.
The three custom operators follow their definition in MediaPipe's `util/tflite/operations` (version 2 of each), said
again with standard operators: no code of theirs is used.
"""
import numpy as np
from ai_edge_litert import schema_py_generated as schema
from onnx import TensorProto, helper, numpy_helper


class Writer:
    """Collects nodes and initializers. Weights stay float16, as the source has them, and are cast on load."""

    def __init__(self):
        self.nodes, self.initializers, self.names = [], [], set()

    def constant(self, name, array):
        if name not in self.names:
            self.names.add(name)
            array = np.ascontiguousarray(array)
            half = array.dtype == np.float16
            self.initializers.append(numpy_helper.from_array(array, name + "_f16" if half else name))
            if half:
                self.nodes.append(helper.make_node("Cast", [name + "_f16"], [name], to=TensorProto.FLOAT))
        return name

    def node(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    def floats(self, name, *values):
        return self.constant(name, np.array(values, np.float32))

    def ints(self, name, *values):
        return self.constant(name, np.array(values, np.int64))


class Translator:
    """Translates a Graph (tflite_graph.py) node by node; `t<N>` is TFLite's tensor N."""

    def __init__(self, graph, writer):
        self.graph, self.w = graph, writer

    def run(self):
        for op in self.graph.operators:
            method = getattr(self, op.kind.lower(), None)
            if method is None:
                raise ValueError(f"operator {op.index} is {op.kind}, which has no translation yet")
            method(op, *[f"t{i}" for i in op.inputs], out=f"t{op.outputs[0]}")

    def value(self, op, i):
        return self.graph.constants[op.inputs[i]]

    # -- convolution and pooling --------------------------------------------------------------------------------

    def same_pads(self, op, kernel):
        """TFLite's SAME: the odd pixel of padding goes to the bottom and the right."""
        if op.options.padding != schema.Padding.SAME:
            return [0, 0, 0, 0]
        begin, end = [], []
        sizes = self.graph.shapes[op.inputs[0]][1:3]
        for size, k, stride in zip(sizes, kernel, [op.options.strideH, op.options.strideW]):
            total = max((-(-size // stride) - 1) * stride + k - size, 0)
            begin.append(total // 2)
            end.append(total - total // 2)
        return begin + end

    def convolve(self, op, x, w, b, weights, groups, out):
        kernel = list(weights.shape[2:])
        if op.options.dilationHFactor != 1 or op.options.dilationWFactor != 1:
            raise ValueError(f"operator {op.index}: dilation is not translated")
        self.no_activation(op)
        self.w.constant(w, weights)
        self.w.constant(b, self.value(op, 2))
        self.w.node("Conv", [x, w, b], out, kernel_shape=kernel, group=groups, pads=self.same_pads(op, kernel),
                    strides=[op.options.strideH, op.options.strideW])

    def conv_2d(self, op, x, w, b, out):
        self.convolve(op, x, w, b, self.value(op, 1).transpose(0, 3, 1, 2), 1, out)

    def depthwise_conv_2d(self, op, x, w, b, out):
        weights = self.value(op, 1).transpose(3, 0, 1, 2)
        self.convolve(op, x, w, b, weights, weights.shape[0], out)

    def max_pool_2d(self, op, x, out):
        kernel = [op.options.filterHeight, op.options.filterWidth]
        self.no_activation(op)
        self.w.node("MaxPool", [x], out, kernel_shape=kernel, pads=self.same_pads(op, kernel),
                    strides=[op.options.strideH, op.options.strideW])

    def average_pool_2d(self, op, x, out):
        if self.graph.shapes[op.outputs[0]][1:3] != [1, 1]:
            raise ValueError(f"operator {op.index}: only the mean of the whole map is translated")
        self.no_activation(op)
        self.w.node("GlobalAveragePool", [x], out)

    def resize_bilinear(self, op, x, _, out):
        if not op.options.halfPixelCenters or op.options.alignCorners:
            raise ValueError(f"operator {op.index}: only half-pixel centres are translated")
        batch, height, width, channels = self.graph.shapes[op.outputs[0]]
        size = self.w.ints(out + "_size", batch, channels, height, width)
        self.w.node("Resize", [x, "", "", size], out, mode="linear", coordinate_transformation_mode="half_pixel")

    @staticmethod
    def no_activation(op):
        if op.options.fusedActivationFunction != schema.ActivationFunctionType.NONE:
            raise ValueError(f"operator {op.index}: fused activations are not translated")

    # -- element by element -------------------------------------------------------------------------------------

    def prelu(self, op, x, slope, out):
        self.w.constant(slope, self.value(op, 1).reshape(-1, 1, 1))
        self.w.node("PRelu", [x, slope], out)

    def relu(self, op, x, out):
        self.w.node("Relu", [x], out)

    def add(self, op, a, b, out):
        self.no_activation(op)
        self.w.node("Add", [a, b], out)

    def mul(self, op, a, b, out):
        self.no_activation(op)
        if op.inputs[1] in self.graph.constants:
            self.w.constant(b, self.value(op, 1))
        self.w.node("Mul", [a, b], out)

    def hard_swish(self, op, x, out):
        self.w.node("HardSwish", [x], out)

    def logistic(self, op, x, out):
        self.w.node("Sigmoid", [x], out)

    # -- shape --------------------------------------------------------------------------------------------------

    def pad(self, op, x, amounts, out):
        begin, end = self.value(op, 1)[[0, 3, 1, 2]].T
        self.w.ints(amounts, *begin, *end)
        self.w.node("Pad", [x, amounts], out)

    def reshape(self, op, x, *_, out):
        if len(self.graph.shapes[op.inputs[0]]) == 4:
            x = self.w.node("Transpose", [x], out + "_nhwc", perm=[0, 2, 3, 1])
        shape = self.w.ints(out + "_shape", *self.graph.shapes[op.outputs[0]])
        self.w.node("Reshape", [x, shape], out)

    def concatenation(self, op, *inputs, out):
        self.w.node("Concat", list(inputs), out, axis=op.options.axis)

    def strided_slice(self, op, x, *_, out):
        if self.graph.shapes[op.inputs[0]] != self.graph.shapes[op.outputs[0]]:
            raise ValueError(f"operator {op.index}: only the slice that takes everything is translated")
        self.w.node("Identity", [x], out)

    # -- MediaPipe's custom operators -----------------------------------------------------------------------------

    def convolution2dtransposebias(self, op, x, w, b, out):
        """A transposed convolution with stride 2 and a 2x2 kernel: no two kernels overlap."""
        weights = self.value(op, 1).transpose(3, 0, 1, 2)
        if weights.shape[2:] != (2, 2):
            raise ValueError(f"operator {op.index}: only a 2x2 kernel with stride 2 is translated")
        self.w.constant(w, weights)
        self.w.constant(b, self.value(op, 2))
        self.w.node("ConvTranspose", [x, w, b], out, kernel_shape=[2, 2], strides=[2, 2])

    def landmarks2transformmatrix(self, op, x, out):
        """The 4x4 matrix from a crop's pixels to the feature map's, from a region's landmarks (1, 468, 3).

        The region's box, upright after turning the line left-right level, grown by the scale, spans the crop.
        """
        w, o = self.w, op.options
        if o["target_rotation_radians"] != 0:
            raise ValueError(f"operator {op.index}: only a level target is translated")
        side = o["output_width"], o["output_height"]
        ends = w.ints(out + "_ends", o["left_rotation_idx"], o["right_rotation_idx"])
        subset = w.ints(out + "_subset", *o["subset_idxs"])
        xy = w.node("Slice", [x, w.ints("zero", 0), w.ints("two", 2), w.ints("axis2", 2)], out + "_xy")
        pair = w.node("Gather", [xy, ends], out + "_pair", axis=1)
        # (1,1,2): the unit vector (c, s) of the line's direction; no angle is needed
        line = w.node("MatMul", [w.constant("difference", np.array([[[-1, 1]]], np.float32)), pair], out + "_line")
        length = w.node("ReduceL2", [line], out + "_length", axes=[2], keepdims=1)
        unit = w.node("Div", [line, length], out + "_unit")
        # rows (c, -s) and (s, c): from the level frame to the feature map
        turned = w.node("MatMul", [unit, w.constant("quarter", np.array([[[0, 1], [-1, 0]]], np.float32))],
                        out + "_turned")
        axes = w.node("Concat", [unit, turned], out + "_axes", axis=1)
        rotation = w.node("Transpose", [axes], out + "_rotation", perm=[0, 2, 1])
        points = w.node("Gather", [xy, subset], out + "_points", axis=1)
        level = w.node("MatMul", [points, rotation], out + "_level")
        low = w.node("ReduceMin", [level], out + "_low", axes=[1], keepdims=1)
        high = w.node("ReduceMax", [level], out + "_high", axes=[1], keepdims=1)
        sum_ = w.node("Add", [low, high], out + "_sum")
        centre = w.node("Mul", [sum_, w.floats("half", 0.5)], out + "_centre")
        size = w.node("Sub", [high, low], out + "_size")
        step = w.node("Mul", [size, w.floats(out + "_scale", o["scale_x"] / side[0], o["scale_y"] / side[1])],
                      out + "_step")
        # a crop pixel p lies at rotation * (centre + step * (p - side / 2))
        corner = w.node("Mul", [step, w.floats(out + "_half", side[0] / 2, side[1] / 2)], out + "_corner")
        origin = w.node("Sub", [centre, corner], out + "_origin")
        origin = w.node("MatMul", [origin, axes], out + "_shift")
        linear = w.node("Mul", [rotation, step], out + "_linear")
        column = w.node("Transpose", [origin], out + "_column", perm=[0, 2, 1])
        zeros = w.constant("zero_column", np.zeros((1, 2, 1), np.float32))
        rest = w.constant("matrix_rest", np.array([[[0, 0, 1, 0], [0, 0, 0, 1]]], np.float32))
        top = w.node("Concat", [linear, zeros, column], out + "_top", axis=2)
        w.node("Concat", [top, rest], out, axis=1)

    def transformtensorbilinear(self, op, x, matrix, out):
        """Bilinear samples of x at the matrix' image of each output pixel's middle; 0 where that is off the map."""
        w = self.w
        rows, columns = op.options["output_height"], op.options["output_width"]
        _, height, width, _ = self.graph.shapes[op.inputs[0]]
        ys, xs = np.mgrid[0:rows, 0:columns] + 0.5
        grid = np.stack([xs, ys, 0 * xs, 0 * xs + 1], -1).reshape(1, -1, 4).astype(np.float32)
        turned = w.node("Transpose", [matrix], out + "_t", perm=[0, 2, 1])
        places = w.node("MatMul", [w.constant(f"grid{rows}x{columns}", grid), turned], out + "_places")
        xy = w.node("Slice", [places, w.ints("zero", 0), w.ints("two", 2), w.ints("axis2", 2)], out + "_xy")
        xy = w.node("Sub", [xy, w.floats("half", 0.5)], out + "_pixel")
        # GridSample fades to 0 over one pixel outside the map; the operator cuts off at the map's last pixel middle
        far = w.floats(f"far{width}x{height}", width - 1, height - 1)
        held = w.node("Min", [w.node("Max", [xy, w.floats("nought", 0)], out + "_max"), far], out + "_held")
        same = w.node("Cast", [w.node("Equal", [held, xy], out + "_same")], out + "_inside", to=TensorProto.FLOAT)
        mask = w.node("ReduceMin", [same], out + "_mask", axes=[2], keepdims=0)
        mask = w.node("Reshape", [mask, w.ints(out + "_mask_shape", 1, 1, rows, columns)], out + "_mask2")
        scale = w.floats(f"span{width}x{height}", 2 / (width - 1), 2 / (height - 1))
        unit = w.node("Sub", [w.node("Mul", [held, scale], out + "_scaled"), w.floats("one", 1)], out + "_unit")
        unit = w.node("Reshape", [unit, w.ints(out + "_grid_shape", 1, rows, columns, 2)], out + "_grid")
        sampled = w.node("GridSample", [x, unit], out + "_sampled", mode="bilinear", padding_mode="border",
                         align_corners=1)
        w.node("Mul", [sampled, mask], out)

    def transformlandmarks(self, op, x, matrix, out):
        """x, y of each landmark (1, n, 2) through the matrix."""
        w = self.w
        top = w.node("Slice", [matrix, w.ints("zero", 0), w.ints("two", 2), w.ints("axis1", 1)], out + "_top")
        linear = w.node("Slice", [top, w.ints("zero", 0), w.ints("two", 2), w.ints("axis2", 2)], out + "_linear")
        shift = w.node("Slice", [top, w.ints("three", 3), w.ints("four", 4), w.ints("axis2", 2)], out + "_column")
        linear = w.node("Transpose", [linear], out + "_linear_t", perm=[0, 2, 1])
        shift = w.node("Transpose", [shift], out + "_shift", perm=[0, 2, 1])
        w.node("Add", [w.node("MatMul", [x, linear], out + "_turned"), shift], out)
