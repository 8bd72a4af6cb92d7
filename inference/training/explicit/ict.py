"""ICT-FaceKit's mesh, brought into the space of MediaPipe's canonical face."""
import json

import numpy as np
from scipy.interpolate import RBFInterpolator

# The canonical vertex of each of the 68 landmarks.
LANDMARKS_68 = [
    162, 234, 93, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 323, 454, 389, 71, 63, 105, 66, 107, 336, 296,
    334, 293, 301, 168, 197, 5, 4, 75, 97, 2, 326, 305, 33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380, 61,
    39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181, 78, 82, 13, 312, 308, 317, 14, 87]
JAW_LINE = 17  # the first landmarks: their place on the cheek is vague, so only some of them guide the warp
FACE = slice(0, 9409)
GUMS_AND_TONGUE = (14062, 17039)
TEETH = (17039, 21451)


def similarity(a, b):
    """Least-squares s, R, t with s R a + t = b (Umeyama 1991)."""
    ma, mb = a.mean(0), b.mean(0)
    u, sing, vt = np.linalg.svd((a - ma).T @ (b - mb))
    d = np.diag([1, 1, np.sign(np.linalg.det(u @ vt))])
    r = (u @ d @ vt).T
    s = (sing * np.diag(d)).sum() / ((a - ma) ** 2).sum()
    return s, r, mb - s * r @ ma


class Ict:
    def __init__(self, data, canonical):
        shapes = np.load(data / "ict_blendshapes.npz")
        neutral = shapes["N"]
        landmarks = json.loads((data / "ict_vertex_indices.json").read_text())["idx_to_landmark_verts"]
        source, target = neutral[landmarks], canonical[LANDMARKS_68]
        self.scale, self.rotation, shift = similarity(source[JAW_LINE:], target[JAW_LINE:])
        placed = self.scale * neutral @ self.rotation.T + shift
        guides = list(range(JAW_LINE, 68)) + [8, 6, 10, 4, 12]
        at = placed[landmarks][guides]
        warp = RBFInterpolator(at, target[guides] - at, kernel="thin_plate_spline", smoothing=0.02)
        self.vertices = placed + warp(placed)
        self.names = [k[2:] for k in shapes.files if k.startswith("d_")]
        self._shapes = shapes
        self.triangles = self._triangles(data / "ict_neutral.obj")

    def delta(self, name, vertices=slice(None)):
        """Displacement of a blendshape at 1, in canonical cm."""
        return self.scale * self._shapes["d_" + name][vertices].astype(np.float64) @ self.rotation.T

    @staticmethod
    def _triangles(obj):
        out = []
        for line in open(obj):
            if line.startswith("f "):
                corner = [int(c.split("/")[0]) - 1 for c in line.split()[1:]]
                out += [(corner[0], corner[i], corner[i + 1]) for i in range(1, len(corner) - 1)]
        return np.array(out)
