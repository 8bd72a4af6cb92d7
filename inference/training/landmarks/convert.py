"""Converts MediaPipe's face detector and its landmark network with iris from TFLite to ONNX (opset 17).

    python convert.py PACKED_ASSETS OUT_DIR [--check]

PACKED_ASSETS is `face_mesh_solution_packed_assets.data` of the npm package @mediapipe/face_mesh 0.4.1633559619
(Apache-2.0, Google). Writes detector.onnx, landmarks.onnx and models.json (their sha-256). --check compares every
tensor with TFLite's own interpreter and prints the largest difference of each operator kind.
"""
import argparse
import hashlib
import json
import pathlib

import numpy as np
import onnx
from onnx import TensorProto, helper

import canonical_mesh
import onnx_ops
import tflite_graph

SOURCE = "npm @mediapipe/face_mesh 0.4.1633559619, Copyright The MediaPipe Authors"
# As the package's loader lists them (start, end); the sha-256 of what we converted guards against another version.
ASSETS_SHA256 = "dbe5905c582c0462cdaea17e7e6ecea92edaa8cccc515c5e2e7291f2cbb5fb99"
LANDMARKS_AT, MESH_AT, DETECTOR_AT = (0, 2495952), (3737848, 3757224), (3757224, 3986256)

DETECTOR_SIDE, LANDMARKS_SIDE = 128, 192
# modules/face_detection/face_detection_short_range.pbtxt: cells per side and anchors per cell of the two maps
ANCHOR_MAPS = [(16, 2), (8, 6)]
# modules/face_landmark/tensors_to_face_landmarks_with_attention.pbtxt: the iris points take these rims' mean z
RIGHT_RIM = [33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173]
LEFT_RIM = [263, 249, 390, 373, 374, 380, 381, 382, 362, 466, 388, 387, 386, 385, 384, 398]


def anchors():
    """Middles of the 896 anchors as fractions of the input; all anchors have size 1."""
    rows = []
    for cells, count in ANCHOR_MAPS:
        ys, xs = (np.mgrid[0:cells, 0:cells] + 0.5) / cells
        rows.append(np.repeat(np.stack([xs, ys], -1).reshape(-1, 2), count, axis=0))
    return np.concatenate(rows).astype(np.float32)


def detector(assets):
    """image (1,3,128,128) 0..1 -> faces (896,17): score 0..1, box x0 y0 x1 y1, six key points x y, as fractions."""
    graph, w = tflite_graph.read(assets[slice(*DETECTOR_AT)]), onnx_ops.Writer()
    w.node("Sub", [w.node("Mul", ["image", w.floats("gain", 2)], "doubled"), w.floats("bias", 1)],
           f"t{graph.inputs[0]}")
    onnx_ops.Translator(graph, w).run()
    scores = w.node("Reshape", [f"t{graph.outputs['classificators']}", w.ints("scores_shape", -1, 1)], "logits")
    scores = w.node("Sigmoid", [scores], "scores")
    raw = w.node("Reshape", [f"t{graph.outputs['regressors']}", w.ints("raw_shape", -1, 16)], "raw")
    raw = w.node("Mul", [raw, w.floats("per_side", 1 / DETECTOR_SIDE)], "fractions")
    # box = middle +- half of (w, h): one matrix turns (cx, cy, w, h) into corners and leaves the key points
    corners = np.eye(16, dtype=np.float32)
    corners[:4, :4] = [[1, 0, 1, 0], [0, 1, 0, 1], [-.5, 0, .5, 0], [0, -.5, 0, .5]]
    places = w.node("MatMul", [raw, w.constant("corners", corners)], "places")
    places = w.node("Add", [places, w.constant("anchors", np.tile(anchors(), (1, 8)))], "placed")
    w.node("Concat", [scores, places], "faces", axis=1)
    side = DETECTOR_SIDE
    return graph, model(w, "face_detector", {"image": [1, 3, side, side]}, {"faces": [896, 17]})


def landmarks(assets):
    """image (1,3,192,192) 0..1 -> landmarks (478,3) in pixels of the input, z on the same scale; presence 0..1.

    A second output, mirrored, is what landmarks would be of the input turned left to right.
    """
    graph, w = tflite_graph.read(assets[slice(*LANDMARKS_AT)]), onnx_ops.Writer()
    w.node("Identity", ["image"], f"t{graph.inputs[0]}")
    onnx_ops.Translator(graph, w).run()
    points = [w.node("Reshape", [f"t{graph.outputs['output_mesh_identity']}", w.ints("mesh_shape", -1, 3)], "mesh")]
    xy = [w.node("Slice", [points[0], w.ints("zero", 0), w.ints("two", 2), w.ints("axis1", 1)], "mesh_xy")]
    source = np.arange(478)
    subsets = region_points(graph)
    offset = 468
    for name in ["lips", "left_eye", "right_eye", "left_iris", "right_iris"]:
        xy.append(w.node("Reshape", [f"t{graph.outputs['output_' + name]}", w.ints("pairs", -1, 2)], name))
        source[subsets[name]] = offset + np.arange(len(subsets[name]))
        offset += len(subsets[name])
    every = w.node("Concat", xy, "every_xy", axis=0)
    refined = w.node("Gather", [every, w.ints("refined_from", *source)], "refined_xy", axis=0)
    z = np.zeros((478, 468), np.float32)
    z[:468, :468] = np.eye(468)
    z[468:473, RIGHT_RIM], z[473:478, LEFT_RIM] = 1 / len(RIGHT_RIM), 1 / len(LEFT_RIM)
    depth = w.node("Slice", [points[0], w.ints("two", 2), w.ints("three", 3), w.ints("axis1", 1)], "mesh_z")
    rims = w.node("MatMul", [w.constant("rims", z[468:].astype(np.float16)), depth], "iris_z")
    depth = w.node("Concat", [depth, rims], "z", axis=0)
    w.node("Concat", [refined, depth], "landmarks", axis=1)
    flag = w.node("Reshape", [f"t{graph.outputs['conv_faceflag']}", w.ints("flag_shape", 1)], "flag")
    w.node("Sigmoid", [flag], "presence")
    across = canonical_mesh.mirrored(canonical_mesh.vertices(assets[slice(*MESH_AT)]))
    swapped = w.node("Gather", ["landmarks", w.ints("across", *across)], "swapped", axis=0)
    turned = w.node("Mul", [swapped, w.floats("turn", -1, 1, 1)], "turned")
    side = LANDMARKS_SIDE
    w.node("Add", [turned, w.floats("width", side, 0, 0)], "mirrored")
    return graph, model(w, "face_landmarks", {"image": [1, 3, side, side]},
                        {"landmarks": [478, 3], "mirrored": [478, 3], "presence": [1]})


def region_points(graph):
    """Mesh points that each refined output replaces: the crop's own subset, in its order."""
    crops = [op.options["subset_idxs"] for op in graph.operators if op.kind == "Landmarks2TransformMatrix"]
    lips, left, right = crops
    return {"lips": lips, "left_eye": left, "right_eye": right,
            "left_iris": list(range(468, 473)), "right_iris": list(range(473, 478))}


def model(writer, name, inputs, outputs):
    def infos(shapes):
        return [helper.make_tensor_value_info(n, TensorProto.FLOAT, s) for n, s in shapes.items()]
    graph = helper.make_graph(writer.nodes, name, infos(inputs), infos(outputs), writer.initializers)
    result = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="visavis",
                               ir_version=8)
    result.doc_string = f"Converted from {SOURCE}, Apache License 2.0"
    onnx.checker.check_model(result, full_check=True)
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("assets", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    assets = args.assets.read_bytes()
    digest = hashlib.sha256(assets).hexdigest()
    if digest != ASSETS_SHA256:
        raise SystemExit(f"{args.assets} has sha-256 {digest}; this script knows {ASSETS_SHA256}: "
                         "install @mediapipe/face_mesh 0.4.1633559619")
    args.out.mkdir(parents=True, exist_ok=True)
    hashes = {}
    for file, build, at in [("detector.onnx", detector, DETECTOR_AT), ("landmarks.onnx", landmarks, LANDMARKS_AT)]:
        graph, converted = build(assets)
        raw = converted.SerializeToString(deterministic=True)
        (args.out / file).write_bytes(raw)
        hashes[file] = hashlib.sha256(raw).hexdigest()
        print(f"{file}: {len(raw):,} bytes, {len(converted.graph.node)} nodes")
        if args.check:
            import check
            check.compare(assets[slice(*at)], graph, converted)
    (args.out / "models.json").write_text(json.dumps(
        {"name": "mediapipe-face", "licence": "Apache-2.0", "source": SOURCE, "files": hashes}, indent=2) + "\n")


if __name__ == "__main__":
    main()
