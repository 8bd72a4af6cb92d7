"""Compares every tensor of a converted model with TFLite's own interpreter (ai-edge-litert, reference kernels).

The interpreter does not know MediaPipe's custom operators: they are cut out, NumPy computes them from the
interpreter's own tensors by their definition, and their results are fed back as inputs.
"""
import collections

import ai_edge_litert.interpreter as litert
import flatbuffers
import numpy as np
import onnx
import onnxruntime

import tflite_graph

CUSTOM = {"Landmarks2TransformMatrix", "TransformTensorBilinear", "TransformLandmarks"}


def compare(data, graph, converted, seed=1):
    image = smooth_noise(np.random.default_rng(seed), converted.graph.input[0].type.tensor_type.shape.dim[2].dim_value)
    expected = interpret(data, graph, image)
    wanted = [o.outputs[0] for o in graph.operators]
    actual = run_onnx(converted, image, [f"t{t}" for t in wanted])
    worst = collections.defaultdict(float)
    for op, value in zip(graph.operators, actual):
        reference = expected[op.outputs[0]]
        if value.ndim == 4 and op.kind != "RESHAPE":
            value = value.transpose(0, 2, 3, 1)
        difference = np.abs(value.reshape(reference.shape) - reference).max() / (np.abs(reference).max() + 1e-9)
        worst[op.kind] = max(worst[op.kind], float(difference))
    for kind, difference in sorted(worst.items()):
        print(f"  {kind:28s} {sum(o.kind == kind for o in graph.operators):3d}  "
              f"largest difference {difference:.1e} of the tensor's peak")
    if max(worst.values()) > 1e-3:
        raise SystemExit("the conversion differs from TFLite's interpreter")


def smooth_noise(random, side):
    """An image with structure at several scales, 0..1, NCHW; the same for every run."""
    image = np.zeros((3, side, side))
    for cells in (4, 16, 64):
        coarse = random.random((3, cells, cells))
        image += np.kron(coarse, np.ones((-(-side // cells),) * 2))[:, :side, :side] / 3
    return image[None].astype(np.float32)


def run_onnx(model, image, tensors):
    probe = onnx.ModelProto()
    probe.CopyFrom(model)
    known = {o.name for o in probe.graph.output}
    probe.graph.output.extend(onnx.helper.make_empty_tensor_value_info(t) for t in tensors if t not in known)
    options = onnxruntime.SessionOptions()
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = onnxruntime.InferenceSession(probe.SerializeToString(), options, providers=["CPUExecutionProvider"])
    return session.run(tensors, {"image": image})


def interpret(data, graph, image):
    """All tensors of the TFLite model, by number."""
    custom = [op for op in graph.operators if op.kind in CUSTOM]
    interpreter = litert.Interpreter(
        model_content=without_custom(data, [op.outputs[0] for op in custom]),
        experimental_op_resolver_type=litert.OpResolverType.BUILTIN_REF, experimental_preserve_all_tensors=True)
    interpreter.allocate_tensors()
    first = image.transpose(0, 2, 3, 1)
    # the detector takes -1..1; its own graph does that to 0..1, the landmark network takes 0..1
    interpreter.set_tensor(graph.inputs[0], first * 2 - 1 if first.shape[1] == 128 else first)
    interpreter.invoke()
    for op in custom:  # in order: each may need the one before
        result = by_definition(op, [interpreter.get_tensor(t) for t in op.inputs])
        interpreter.set_tensor(op.outputs[0], result.astype(np.float32).reshape(graph.shapes[op.outputs[0]]))
        interpreter.invoke()
    return {op.outputs[0]: interpreter.get_tensor(op.outputs[0]).copy() for op in graph.operators}


def without_custom(data, cut):
    """The model with its custom operators removed and their outputs made inputs."""
    model = tflite_graph.parse(data)
    sub = model.subgraphs[0]
    sub.operators = [o for o in sub.operators if not model.operatorCodes[o.opcodeIndex].customCode]
    sub.inputs = list(sub.inputs) + cut
    builder = flatbuffers.Builder(len(data) + 4096)
    builder.Finish(model.Pack(builder), b"TFL3")
    return bytes(builder.Output())


def by_definition(op, inputs):
    """MediaPipe's util/tflite/operations, version 2 of each, in float64."""
    inputs = [i.astype(np.float64) for i in inputs]
    return {"Landmarks2TransformMatrix": transform_matrix, "TransformTensorBilinear": crop,
            "TransformLandmarks": project}[op.kind](op.options, *inputs)


def transform_matrix(options, points):
    xy = points[0, :, :2]
    dx, dy = xy[options["right_rotation_idx"]] - xy[options["left_rotation_idx"]]
    r = options["target_rotation_radians"] - np.arctan2(dy, dx)
    turn = np.array([[np.cos(r), -np.sin(r)], [np.sin(r), np.cos(r)]])
    level = xy[options["subset_idxs"]] @ turn.T
    low, high = level.min(0), level.max(0)
    out = np.array([options["output_width"], options["output_height"]])
    step = np.array([options["scale_x"], options["scale_y"]]) * (high - low) / out
    matrix = np.eye(4)
    matrix[:2, :2] = turn.T * step
    matrix[:2, 3] = turn.T @ ((low + high) / 2) - matrix[:2, :2] @ (out / 2)
    return matrix[None]


def crop(options, x, matrix):
    height, width = x.shape[1:3]
    padded = np.pad(x[0], ((0, 1), (0, 1), (0, 0)))
    result = np.zeros((1, options["output_height"], options["output_width"], x.shape[3]))
    for row, column in np.ndindex(result.shape[1:3]):
        px, py = (matrix[0] @ [column + .5, row + .5, 0, 1])[:2] - .5
        if not (0 <= px <= width - 1 and 0 <= py <= height - 1):
            continue
        left, top = int(px), int(py)
        a, b = px - left, py - top
        result[0, row, column] = ((1 - b) * ((1 - a) * padded[top, left] + a * padded[top, left + 1])
                                  + b * ((1 - a) * padded[top + 1, left] + a * padded[top + 1, left + 1]))
    return result


def project(options, points, matrix):
    return points @ matrix[0, :2, :2].T + matrix[0, :2, 3]
