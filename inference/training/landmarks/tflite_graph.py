"""Reads a TFLite flatbuffer into plain Python: operators in order, constants with DEQUANTIZE folded away."""
from dataclasses import dataclass, field

import numpy as np
from ai_edge_litert import schema_py_generated as schema
from flatbuffers import flexbuffers

DTYPES = {schema.TensorType.FLOAT32: np.float32, schema.TensorType.FLOAT16: np.float16,
          schema.TensorType.INT32: np.int32}
NAMES = {code: name for name, code in vars(schema.BuiltinOperator).items() if isinstance(code, int)}


@dataclass
class Operator:
    """One node; `kind` is the builtin's name, or the custom operator's own; options as the schema has them."""
    kind: str
    inputs: list
    outputs: list
    options: object
    index: int


@dataclass
class Graph:
    operators: list = field(default_factory=list)
    constants: dict = field(default_factory=dict)  # tensor -> array, float16 where the file stores float16
    shapes: dict = field(default_factory=dict)
    inputs: list = field(default_factory=list)
    outputs: dict = field(default_factory=dict)  # name -> tensor


def parse(data):
    """data: bytes that start with a TFLite model (what follows it is ignored) -> the schema's object."""
    if data[4:8] != b"TFL3":
        raise ValueError("not a TFLite model: the identifier TFL3 is missing")
    return schema.ModelT.InitFromPackedBuf(data, 0)


def builtin_code(code):
    return max(code.builtinCode, code.deprecatedBuiltinCode)  # old files fill only the deprecated field


def read(data):
    model = parse(data)
    source = model.subgraphs[0]
    graph = Graph(inputs=list(source.inputs),
                  outputs={source.tensors[t].name.decode(): t for t in source.outputs})
    for t, tensor in enumerate(source.tensors):
        graph.shapes[t] = [] if tensor.shape is None else list(tensor.shape)
        raw = model.buffers[tensor.buffer].data
        if raw is not None and len(raw):
            graph.constants[t] = np.frombuffer(bytes(raw), DTYPES[tensor.type]).reshape(graph.shapes[t])
    for index, op in enumerate(source.operators):
        code = model.operatorCodes[op.opcodeIndex]
        kind, options = NAMES[builtin_code(code)], op.builtinOptions
        if kind == "CUSTOM":
            kind = code.customCode.decode()
            options = flexbuffers.Loads(bytes(op.customOptions)) if op.customOptions is not None else {}
        if kind == "DEQUANTIZE":
            graph.constants[op.outputs[0]] = graph.constants[op.inputs[0]]
        else:
            graph.operators.append(Operator(kind, list(op.inputs), list(op.outputs), options, index))
    return graph
