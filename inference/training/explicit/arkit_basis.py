"""The ARKit blendshapes as displacement fields on the 468 vertices of MediaPipe's canonical mesh."""
import numpy as np
from scipy.spatial import cKDTree

from ict import FACE

# Rows of lip vertices from the outer rim to the seam, the person's right to left, without the mouth's corners.
UPPER_ROWS = [[185, 40, 39, 37, 0, 267, 269, 270, 409], [184, 74, 73, 72, 11, 302, 303, 304, 408],
              [183, 42, 41, 38, 12, 268, 271, 272, 407], [191, 80, 81, 82, 13, 312, 311, 310, 415]]
LOWER_ROWS = [[146, 91, 181, 84, 17, 314, 405, 321, 375], [77, 90, 180, 85, 16, 315, 404, 320, 307],
              [96, 89, 179, 86, 15, 316, 403, 319, 325], [95, 88, 178, 87, 14, 317, 402, 318, 324]]
CORNERS = [(61, 291), (76, 306), (62, 292), (78, 308)]
NOT_ARKIT = ("PupilDilate_L", "PupilDilate_R", "cheekRaiser_L", "cheekRaiser_R")
# Shapes that draw a corner of the mouth: axis and power of the arc that the lips follow it in.
DRAWN = {"mouthSmile": [(1, 2)], "mouthDimple": [(1, 2)], "mouthFrown": [(0, 1), (1, 2)],
         "mouthStretch": [(0, 1), (1, 2), (2, 2)]}
ONE_SHAPE = ("browInnerUp", "cheekPuff")  # two halves in ICT-FaceKit, one coefficient in ARKit


def arkit_basis(ict, canonical):
    """Name (ARKit's) -> 468 x 3, cm at a coefficient of 1."""
    nearest, weight = _binding(ict, canonical)
    fields = {}
    for name in ict.names:
        if name in NOT_ARKIT:
            continue
        field = (ict.delta(name)[nearest] * weight[..., None]).sum(1)
        if not name.startswith(("eye", "brow")):
            _smooth_lips(name, field, canonical)
        key = _arkit_name(name)
        fields[key] = fields.get(key, 0) + field
    return fields


def _arkit_name(name):
    stem, _, side = name.partition("_")
    return stem if not side or stem in ONE_SHAPE else stem + {"L": "Left", "R": "Right"}[side]


def _binding(ict, canonical):
    """Four ICT vertices for each of ours; a lip takes from its own side of the seam only, or the mouth would stick."""
    face = np.arange(FACE.stop)
    opening = ict.delta("jawOpen", FACE)[:, 1]
    fixed, moving = face[opening > 0.12 * opening.min()], face[opening < 0.45 * opening.min()]
    upper, lower = set(sum(UPPER_ROWS, [])), set(sum(LOWER_ROWS, []))
    trees = {id(part): cKDTree(ict.vertices[part]) for part in (face, fixed, moving)}
    index, weight = np.zeros((len(canonical), 4), int), np.zeros((len(canonical), 4))
    for i, vertex in enumerate(canonical):
        part = fixed if i in upper else moving if i in lower else face
        distance, at = trees[id(part)].query(vertex, 4)
        near = 1 / (distance + 1e-3) ** 2
        index[i], weight[i] = part[at], near / near.sum()
    return index, weight


def _smooth_lips(name, field, canonical):
    """Fits each lip row by a low polynomial along the mouth, corners kept: the transfer alone leaves it ragged."""
    degree = 2 if name in ("mouthPucker", "mouthFunnel") else 4
    for rows in (UPPER_ROWS, LOWER_ROWS):
        for row, (right, left) in zip(rows, CORNERS):
            ids = [right, *row, left]
            x = canonical[ids, 0]
            u = (x - x[0]) / (x[-1] - x[0]) * 2 - 1
            pins = np.ones(len(ids))
            pins[[0, -1]] = 6
            powers = np.stack([u ** p for p in range(degree + 1)], 1)
            fit = powers @ np.linalg.lstsq(powers * pins[:, None], field[ids] * pins[:, None], rcond=None)[0]
            fit[[0, -1]] = field[ids[0]], field[ids[-1]]
            if name == "jawOpen":
                fit = _open_arch(field[ids], u, 0.72 if rows is LOWER_ROWS else 0.95)
            for axis, power in DRAWN.get(name.partition("_")[0], ()):
                fit[:, axis] = _drawn(fit[:, axis], u, 1 if name.endswith("_L") else -1, power)
            field[ids] = fit
    if name.startswith("mouthSmile"):  # alone it does not part the lips
        field[UPPER_ROWS[-1]] = field[LOWER_ROWS[-1]] = (field[UPPER_ROWS[-1]] + field[LOWER_ROWS[-1]]) / 2


def _open_arch(row, u, power):
    """An open mouth is an arch: full in the middle, falling to the corners."""
    corner, middle = (row[0] + row[-1]) / 2, row[4:8].mean(0) * 0.97
    arch = np.clip(1 - np.abs(u) ** 2.3, 0, 1)[:, None] ** power
    return corner * (1 - arch) + middle * arch


def _drawn(row, u, side, power):
    """A corner takes its half of the lips along in one arc: the kit's own lips hook at their ends."""
    corner, middle = row[-1 if side > 0 else 0], row[5]
    return np.where(side * u > 0, middle + (corner - middle) * np.abs(u) ** power, row)
