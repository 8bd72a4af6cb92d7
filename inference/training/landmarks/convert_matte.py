"""Converts MediaPipe's selfie segmentation, which tells a person from the background, to ONNX (opset 17).

    python convert_matte.py SELFIE_SEGMENTATION_TFLITE OUT_FILE [--check]

The file is `selfie_segmentation.tflite` of the npm package @mediapipe/selfie_segmentation 0.1.1675465747 (Apache-2.0,
Google). --check compares the converted graph's answer with TFLite's interpreter, the last, custom operator by hand.
"""
import argparse
import hashlib
import pathlib

import ai_edge_litert.interpreter as litert
import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

import check
import onnx_ops
import tflite_graph

SOURCE = "npm @mediapipe/selfie_segmentation 0.1.1675465747, Copyright The MediaPipe Authors"
MODEL_SHA256 = "8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27"
SIDE = 256


def person(data):
    """image (1,3,256,256) 0..1 -> person (1,1,256,256), 0 background, 1 person."""
    graph, w = tflite_graph.read(data), onnx_ops.Writer()
    w.node("Identity", ["image"], f"t{graph.inputs[0]}")
    onnx_ops.Translator(graph, w).run()
    w.node("Identity", [f"t{next(iter(graph.outputs.values()))}"], "person")
    infos = [helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, channels, SIDE, SIDE])
             for name, channels in (("image", 3), ("person", 1))]
    onnx_graph = helper.make_graph(w.nodes, "person_segmentation", infos[:1], infos[1:], w.initializers)
    result = helper.make_model(onnx_graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="visavis",
                               ir_version=8)
    result.doc_string = f"Converted from {SOURCE}, Apache License 2.0"
    onnx.checker.check_model(result, full_check=True)
    return graph, result


def compare(data, graph, converted):
    image = check.smooth_noise(np.random.default_rng(1), SIDE)
    last = next(op for op in graph.operators if op.kind == "Convolution2DTransposeBias")
    interpreter = litert.Interpreter(model_content=check.without_custom(data, [last.outputs[0]]),
                                     experimental_op_resolver_type=litert.OpResolverType.BUILTIN_REF,
                                     experimental_preserve_all_tensors=True)
    interpreter.allocate_tensors()
    interpreter.set_tensor(graph.inputs[0], image.transpose(0, 2, 3, 1))
    interpreter.invoke()
    features = interpreter.get_tensor(last.inputs[0])[0]  # 128 x 128 x 16
    kernel = graph.constants[last.inputs[1]].astype(np.float32)[0]
    spread = np.einsum("ijc,abc->iajb", features, kernel).reshape(SIDE, SIDE)
    logits = spread + float(graph.constants[last.inputs[2]][0])
    expected = .5 * (1 + np.tanh(logits / 2))
    session = onnxruntime.InferenceSession(converted.SerializeToString(), providers=["CPUExecutionProvider"])
    difference = np.abs(session.run(None, {"image": image})[0][0, 0] - expected).max()
    print(f"  largest difference from TFLite's interpreter: {difference:.1e}")
    if difference > 1e-3:
        raise SystemExit("the conversion differs from TFLite's interpreter")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    data = args.model.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != MODEL_SHA256:
        raise SystemExit(f"{args.model} has sha-256 {digest}; this script knows {MODEL_SHA256}: "
                         "install @mediapipe/selfie_segmentation 0.1.1675465747")
    graph, converted = person(data)
    raw = converted.SerializeToString(deterministic=True)
    args.out.write_bytes(raw)
    print(f"{args.out.name}: {len(raw):,} bytes, sha-256 {hashlib.sha256(raw).hexdigest()}")
    if args.check:
        compare(data, graph, converted)


if __name__ == "__main__":
    main()
