"""int8 by standard operators: DynamicQuantizeLinear + MatMulInteger, weights per column (ONNX Runtime fuses them).

Products whose inputs must stay exact keep float32: the spectrum and the mel bank (their names say so), and anything
small. Weights have seven bits: processors with AVX2 but without VNNI add pairs of products in 16 bits, where 255 x 127 x 2 would
not fit, and saturate silently. Rows of one run share the activation's scale, so figures differ in the last digits between batch sizes.
"""
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

EXACT = ("spectrum", "bank", "evening", "shapes", "emotion", "profile", "wished", "spoken", "told_more", "loudness")
SMALLEST = 32
LARGEST = 64  # 2 x 255 x 64 < 2^15


def quantise(source, target):
    """Rewrites the graph; gives how many products became int8."""
    model = onnx.load(source)
    graph = model.graph
    constants = {i.name: i for i in graph.initializer}
    nodes, replaced, added = [], set(), {}
    for node in graph.node:
        weight = constants.get(node.input[1]) if node.op_type == "MatMul" else None
        if weight is None or len(weight.dims) != 2 or min(weight.dims) < SMALLEST or _exact(weight.name):
            nodes.append(node)
            continue
        replaced.add(weight.name)
        if weight.name not in added:
            added[weight.name] = _integers(weight)
        nodes += _integer_product(node, weight.name)
    used = {name for node in nodes for name in node.input}
    kept = [i for i in graph.initializer if i.name in used]
    kept += [tensor for tensors in added.values() for tensor in tensors]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, target)
    return len(replaced)


def store_half(path):
    """Keeps the large weights of a float32 graph as float16 with a Cast behind them; ONNX Runtime folds it on load.
    Exact where the weights were rounded to half precision before."""
    model = onnx.load(path)
    graph = model.graph
    products = {n.input[1] for n in graph.node if n.op_type == "MatMul"}
    casts = []
    for weight in graph.initializer:
        if weight.name in products and len(weight.dims) == 2 and not _exact(weight.name):
            halved = numpy_helper.from_array(numpy_helper.to_array(weight).astype(np.float16), weight.name + ".half")
            casts.append(helper.make_node("Cast", [halved.name], [weight.name], to=TensorProto.FLOAT))
            weight.CopyFrom(halved)
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def _exact(name):
    return name.split(".")[-1] in EXACT


def _integers(weight):
    values = numpy_helper.to_array(weight).astype(np.float32)
    scale = (np.abs(values).max(0) / LARGEST + 1e-12).astype(np.float32)
    name = weight.name
    return [numpy_helper.from_array(np.clip(np.rint(values / scale), -LARGEST, LARGEST).astype(np.int8), name + ".int8"),
            numpy_helper.from_array(scale, name + ".scale"),
            numpy_helper.from_array(np.zeros(len(scale), np.int8), name + ".zero")]


def _integer_product(node, weight):
    out = node.output[0]
    return [helper.make_node("DynamicQuantizeLinear", [node.input[0]], [out + ".q", out + ".s", out + ".z"]),
            helper.make_node("MatMulInteger", [out + ".q", weight + ".int8", out + ".z", weight + ".zero"], [out + ".i"]),
            helper.make_node("Cast", [out + ".i"], [out + ".f"], to=TensorProto.FLOAT),
            helper.make_node("Mul", [out + ".s", weight + ".scale"], [out + ".w"]),
            helper.make_node("Mul", [out + ".f", out + ".w"], [out])]
