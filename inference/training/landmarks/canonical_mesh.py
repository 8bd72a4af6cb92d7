"""The canonical face mesh in MediaPipe's packed assets: vertices, and which point mirrors which."""
import struct

import numpy as np

VERTEX_FLOATS = 5  # x y z in centimetres, u v


def fields(message):
    """(field number, value) of a protobuf message; varints as int, everything else as bytes."""
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(message):
        tag = varint()
        if tag & 7 == 0:
            yield tag >> 3, varint()
            continue
        size = {1: 8, 2: None, 5: 4}[tag & 7]
        size = varint() if size is None else size
        yield tag >> 3, message[at:at + size]
        at += size


def vertices(metadata):
    """GeometryPipelineMetadata -> (468, 3); its field 1 is the Mesh3d, whose field 3 is the vertex buffer."""
    mesh = next(value for number, value in fields(metadata) if number == 1)
    packed = b"".join(value for number, value in fields(mesh) if number == 3)
    return np.array(struct.unpack(f"<{len(packed) // 4}f", packed)).reshape(-1, VERTEX_FLOATS)[:, :3]


def mirrored(points):
    """For each of the 478 landmarks, the one on the other side of the face."""
    across = np.array([np.argmin(np.linalg.norm(points - p * [-1, 1, 1], axis=1)) for p in points])
    if not (across[across] == np.arange(len(points))).all():
        raise ValueError("the canonical mesh is not symmetric")
    # an iris: its middle, then four points of its rim from 3 o'clock round by 12, as drawn on the photo
    return np.concatenate([across, [473, 476, 475, 474, 477, 468, 471, 470, 469, 472]])
