#!/usr/bin/env python3
"""Derives the explicit renderer's face model from two public meshes.

    make_face_model.py --data DIR --out face.safetensors

DIR holds (see README.md for where they come from):
  canon.npz             MediaPipe's canonical face mesh (Apache-2.0): V 468 x (x y z u v) in cm, F 898 triangles
  ict_neutral.obj       ICT-FaceKit's neutral mesh (MIT)
  ict_blendshapes.npz   N neutral vertices, d_<shape> vertex deltas
  ict_vertex_indices.json   idx_to_landmark_verts: the 68 landmarks

Frame of everything written: canonical space, cm, x to the image's right (the person's left), y up, z to the camera.
Needs numpy and scipy only; the same input gives the same bytes.
"""
import argparse
import json
import pathlib

import numpy as np

from arkit_basis import arkit_basis
from ict import Ict
from mouth_interior import mouth_interior


def write_safetensors(path, tensors, metadata):
    """https://github.com/huggingface/safetensors: u64 header length, JSON header, raw little-endian data."""
    kinds = {np.dtype("float16"): "F16", np.dtype("float32"): "F32", np.dtype("uint16"): "U16", np.dtype("uint8"): "U8"}
    header, blobs, at = {"__metadata__": metadata}, [], 0
    for name in sorted(tensors):
        blob = np.ascontiguousarray(tensors[name])
        header[name] = {"dtype": kinds[blob.dtype], "shape": list(blob.shape), "data_offsets": [at, at + blob.nbytes]}
        blobs.append(blob.tobytes())
        at += blob.nbytes
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(len(text).to_bytes(8, "little"))
        out.write(text)
        for blob in blobs:
            out.write(blob)


def main():
    parser = argparse.ArgumentParser(description="derive face.safetensors from MediaPipe's mesh and ICT-FaceKit")
    parser.add_argument("--data", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    args = parser.parse_args()

    canon = np.load(args.data / "canon.npz")
    vertices, triangles = canon["V"][:, :3], canon["F"]
    ict = Ict(args.data, vertices)
    tensors = {"vertices": vertices.astype(np.float32), "triangles": triangles.astype(np.uint16)}
    for name, field in arkit_basis(ict, vertices).items():
        tensors["basis." + name] = field.astype(np.float16)
    for name, value in mouth_interior(ict).items():
        tensors["interior." + name] = value
    write_safetensors(args.out, tensors, {
        "format": "visavis.face.1",
        "sources": "MediaPipe canonical face mesh (Apache-2.0); ICT-FaceKit (MIT, (c) 2020 USC Institute for Creative "
                   "Technologies)"})
    print(f"{args.out}: {args.out.stat().st_size} bytes, interior {len(tensors['interior.vertices'])} vertices, "
          f"{len(tensors['interior.triangles'])} triangles")


if __name__ == "__main__":
    main()
