"""Teeth, gums and tongue of ICT-FaceKit, cut down to what an open mouth can show."""
import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from ict import GUMS_AND_TONGUE, TEETH

UPPER_TEETH, LOWER_TEETH, UPPER_GUM, LOWER_GUM, TONGUE = range(5)
CELL_CM = {UPPER_TEETH: 0.18, LOWER_TEETH: 0.21, UPPER_GUM: 0.42, LOWER_GUM: 0.45, TONGUE: 0.34}
# The kit's jaws bite deeper than a resting mouth; the same shifts made the prototype's mouths look right.
UPPER_SHIFT_CM, LOWER_SHIFT_CM = -0.12, -0.22
TONGUE_FOLLOWS_JAW = 0.72
JAW_SHAPES = ("jawOpen", "jawLeft", "jawRight", "jawForward")


def mouth_interior(ict):
    """Tensors: vertices, normals n x 3; part n (0..4); triangles m x 3; displacement fields n x 3."""
    first, last = GUMS_AND_TONGUE[0], TEETH[1]
    ids = np.arange(first, last)
    vertices = ict.vertices[ids].copy()
    triangles = ict.triangles[((ict.triangles >= first) & (ict.triangles < last)).all(1)] - first
    fields = {name: ict.delta(name, ids) for name in JAW_SHAPES}
    # Inside the mouth only the lower jaw is meant to follow a sideways or forward jaw.
    jaw = np.linalg.norm(fields["jawOpen"], axis=1)
    part = _parts(vertices, jaw, len(ids) - (TEETH[1] - TEETH[0]))
    for field in fields.values():
        field[part == TONGUE] *= TONGUE_FOLLOWS_JAW
    vertices[:, 1] += np.where(np.isin(part, (UPPER_TEETH, UPPER_GUM)), UPPER_SHIFT_CM, LOWER_SHIFT_CM)
    fields.update(_tongue_fields(vertices, part))

    piece = _pieces(triangles, len(ids))
    triangles = _visible(vertices, triangles, fields)
    cluster = _cluster(vertices, part, piece, triangles)
    return _simplified(vertices, triangles, part, piece, fields, cluster)


def _parts(vertices, jaw, gums):
    is_tooth = np.arange(len(vertices)) >= gums
    moves = jaw > 0.5
    to_tooth = cKDTree(vertices[is_tooth]).query(vertices)[0]
    tongue = ~is_tooth & moves & (to_tooth > 0.45) & (np.abs(vertices[:, 0]) < 2.1)
    part = np.where(is_tooth, np.where(moves, LOWER_TEETH, UPPER_TEETH), np.where(moves, LOWER_GUM, UPPER_GUM))
    part[tongue] = TONGUE
    return part


def _tongue_fields(vertices, part):
    """ICT-FaceKit has no tongue shapes: the tip rises behind the upper teeth, or comes out between the lips."""
    tongue = part == TONGUE
    z = vertices[:, 2]
    front = np.clip((z - 0.0) / (z[tongue].max() - 0.0), 0, 1) * tongue
    up, out = np.zeros_like(vertices), np.zeros_like(vertices)
    bend = front ** 1.6
    up[:, 1], up[:, 2] = 1.5 * bend, 0.3 * bend
    # Only the tip rises over the lower teeth: the blade has to pass under the upper ones.
    out[:, 1], out[:, 2] = 1.35 * front ** 4, 2.4 * bend
    return {"tongueUp": up, "tongueOut": out}


def _pieces(triangles, n):
    """Connected component of each vertex: every tooth is one."""
    ones = np.ones(3 * len(triangles))
    graph = coo_matrix((ones, (triangles.ravel(), np.roll(triangles, 1, 1).ravel())), shape=(n, n))
    return connected_components(graph, False)[1]


def _visible(vertices, triangles, fields):
    """Triangles that some camera in front of some open mouth sees; the lips themselves hide more, never less."""
    seen = np.zeros(len(triangles), bool)
    for jaw, tongue in ((0.0, {}), (0.15, {}), (0.35, {}), (0.35, {"tongueUp": 1.0}), (0.6, {}), (0.25, {"tongueOut": 1})):
        posed = vertices + jaw * fields["jawOpen"] + sum(w * fields[k] for k, w in tongue.items())
        for yaw in (-25, 0, 25):
            for pitch in (-15, 5, 20):
                seen[_seen_from(posed, triangles, np.radians(yaw), np.radians(pitch))] = True
    # With their neighbours, so that what is left has no holes.
    return triangles[np.isin(triangles, np.unique(triangles[seen])).any(1)]


def _seen_from(vertices, triangles, yaw, pitch, per_cm=14):
    cy, sy, cp, sp = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch)
    turned = vertices @ np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]]).T
    turned = turned @ np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]]).T
    low = turned.min(0)
    xy, z = (turned[:, :2] - low[:2]) * per_cm, turned[:, 2]
    width, height = np.ceil(xy.max(0)).astype(int) + 1
    depth, owner = np.full((height, width), -np.inf), np.full((height, width), -1)
    # Only what lies in front of the throat and inside the widest mouth can show.
    near = (turned[triangles][..., 2].max(1) > -3.2) & (np.abs(vertices[triangles][..., 0]).max(1) < 3.8)
    for t in np.flatnonzero(near):
        _fill(xy[triangles[t]], z[triangles[t]], t, depth, owner)
    # The lips cover the roots: nothing above the upper lip's reach is ever seen.
    ids = np.unique(owner[owner >= 0])
    middle = vertices[triangles[ids]].mean(1)
    return ids[(middle[:, 1] < -2.9) & (middle[:, 2] > -3.2)]


def _fill(p, z, owner_id, depth, owner):
    x0, y0 = np.ceil(p.min(0)).astype(int)
    x1, y1 = np.floor(p.max(0)).astype(int)
    (ax, ay), (bx, by), (cx, cy) = p
    area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    if x1 < x0 or y1 < y0 or abs(area) < 1e-9:
        return
    x, y = np.meshgrid(np.arange(x0, x1 + 1), np.arange(y0, y1 + 1))
    wb = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area
    wc = ((y - ay) * (bx - ax) - (x - ax) * (by - ay)) / area
    at = z[0] + wb * (z[1] - z[0]) + wc * (z[2] - z[0])
    box = (slice(y0, y1 + 1), slice(x0, x1 + 1))
    win = (wb >= 0) & (wc >= 0) & (wb + wc <= 1) & (at > depth[box])
    depth[box][win] = at[win]
    owner[box][win] = owner_id


def _cluster(vertices, part, piece, triangles):
    """Vertex clustering (Rossignac and Borrel 1993): vertices of one part, piece and grid cell become one."""
    used = np.unique(triangles)
    cell = np.array([CELL_CM[p] for p in part[used]])
    # Symmetric about x = 0, so that both halves of the mouth simplify alike.
    grid = np.stack([np.sign(vertices[used, 0]) * np.floor(np.abs(vertices[used, 0]) / cell),
                     np.floor(vertices[used, 1] / cell), np.floor(vertices[used, 2] / cell)], 1).astype(int)
    keys = np.concatenate([part[used, None], piece[used, None], (vertices[used, :1] > 0), grid], 1)
    _, label = np.unique(keys, axis=0, return_inverse=True)
    cluster = np.full(len(vertices), -1)
    cluster[used] = label.ravel()
    return cluster


def _keep_teeth_whole(vertices, part, piece, cluster, places):
    """Means shrink a tooth and open gaps beside it: its clusters take their member farthest from its middle."""
    for tooth in np.unique(piece[(cluster >= 0) & (part <= LOWER_TEETH)]):
        ids = np.flatnonzero((piece == tooth) & (cluster >= 0))
        far = np.linalg.norm(vertices[ids] - vertices[ids].mean(0), axis=1)
        for i in ids[np.argsort(far)]:
            places[cluster[i]] = vertices[i]


def _simplified(vertices, triangles, part, piece, fields, cluster):
    n = cluster.max() + 1
    used = cluster >= 0
    count = np.bincount(cluster[used], minlength=n)[:, None]

    def mean(values):
        out = np.zeros((n, values.shape[1]))
        np.add.at(out, cluster[used], values[used])
        return out / count

    places = mean(vertices)
    _keep_teeth_whole(vertices, part, piece, cluster, places)
    normals = np.zeros_like(vertices)
    a, b, c = (vertices[triangles[:, i]] for i in range(3))
    for i in range(3):
        np.add.at(normals, triangles[:, i], np.cross(b - a, c - a))
    normals = mean(normals / (np.linalg.norm(normals, axis=1, keepdims=True) + 1e-12))
    normals /= np.linalg.norm(normals, axis=1, keepdims=True) + 1e-12
    kind = np.zeros(n, np.uint8)
    kind[cluster[used]] = part[used]
    faces = cluster[triangles]
    whole = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 0] != faces[:, 2])
    faces = faces[whole]
    _, first = np.unique(np.sort(faces, 1), axis=0, return_index=True)
    faces = faces[np.sort(first)]
    out = {"vertices": places.astype(np.float16), "normals": normals.astype(np.float16), "part": kind,
           "triangles": faces.astype(np.uint16)}
    for name, field in fields.items():
        out[name] = mean(field).astype(np.float16)
    return out
