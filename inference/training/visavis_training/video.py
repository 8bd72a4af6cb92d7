"""Motion sets from real talking video: ``python -m visavis_training.video --videos DIR --judge DIR --run RUN --out DIR``.

Every mp4 of a folder is tracked by the judge (MediaPipe's face mesh in Chromium: its folder holds track.js, features.py and
sync_score.py; run its judge.sh once beforehand), its landmarks are explained by the pack's face (468 vertices with the ARKit
basis), and that, head and eyes become the generator's code. With the sound, as the encoder of RUN hears
it, that is a motion set like those of :mod:`motion_data`: put ``motion_video.npz`` beside them, or train on it alone.

Left out, and said why: what has no sound, a face that is lost or too small, lips that do not go with the sound (sync score
below :data:`SYNC`; the score's lag moves the picture), turns beyond :data:`TURNED`, cuts, stretches below :data:`SHORTEST`.
Use only video of people who agreed to it. Needs node, chromium, ffmpeg. Resumable: tracks are kept in ``--out``.
"""
import argparse
import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import soundfile
from scipy.ndimage import gaussian_filter1d

from . import coefficients as c
from . import melspec

FPS = 25
FACE = Path(__file__).parents[2] / "src/main/resources/dev/visavis/inference/explicit/face.safetensors"
RIGID = [168, 6, 197, 195, 5, 4, 151, 9, 8, 10, 33, 133, 263, 362, 103, 332, 21, 251, 54, 284, 127, 356]  # no jaw, no lids' edges
SMALLEST = 90  # pixels between forehead and chin
TURNED, CUT = 30., 9.  # degrees: largest turn, and largest turn from one frame to the next
SYNC, LATEST = .12, 3  # sync score, and frames of lag that are mended
SHORTEST = 100  # frames
SMOOTH_S = 1.  # slow movements of the lower face stay over this time
RIDGE = .1
DEPTH = .1  # weight of the landmarks' depth, which a tracker guesses


class Face:
    """The pack's mesh and basis: what a head in the mean pose looks like with each coefficient at 1."""

    def __init__(self, path=FACE):
        raw = path.read_bytes()
        size = int.from_bytes(raw[:8], "little")
        head = json.loads(raw[8:8 + size])
        types = {"F32": "<f4", "F16": "<f2"}

        def tensor(name):
            begin, end = head[name]["data_offsets"]
            return np.frombuffer(raw[8 + size:][begin:end], types[head[name]["dtype"]]).reshape(-1, 3).astype(float)

        self.mesh = tensor("vertices")
        still = np.zeros(self.mesh.size)
        basis = np.stack([tensor("basis." + n).ravel() if "basis." + n in head else still for n in c.SHAPES], 1)
        lids = np.array([[float(n.startswith("eyeBlink"))] for n in c.SHAPES])
        self.basis = basis @ np.concatenate([c.ARTICULATION, lids, *c.slow_basis()], 1)

    def straightened(self, landmarks):
        """Landmarks without pose and scale, in the mesh's place: frames x 468 x 3 (x right, y up, z to the camera)."""
        points = landmarks[:, RIGID]
        template = self.mesh[RIGID]
        for _ in range(2):  # the second time onto the person's own shape
            turned, scale, origin = similarity(points, template)
            straight = np.einsum("nji,nkj->nki", turned, landmarks[:, :468] - origin[:, None]) / scale[:, None, None]
            template = np.median(straight[:, RIGID], 0)
        return straight

    def explained(self, straight, steps=400):
        """Articulation (frames x 8), lids, and the seven slow channels that explain straightened landmarks: bounded least
        squares against the person's own rest, all frames at once (FISTA, Beck 2009). Sought are the code's channels, not
        ARKit's fifty shapes, of which many look alike. The rest is only guessed, so channels may fall below it; their own low
        is 0 then."""
        opening = np.linalg.norm(straight[:, 13] - straight[:, 14], axis=1)
        lids = np.linalg.norm(straight[:, 159] - straight[:, 145], axis=1)
        calm = (opening <= np.quantile(opening, .2)) & (lids >= np.quantile(lids, .4))
        rest = np.median(straight[calm if calm.any() else slice(None)], 0)
        seen = np.tile([1., 1., DEPTH], len(rest))[:, None] * self.basis
        away = ((straight - rest) * [1, 1, DEPTH]).reshape(len(straight), -1) @ seen
        normal = seen.T @ seen
        normal += np.diag(RIDGE * np.diag(normal) + 1e-9)
        size = np.sqrt(np.diag(normal))
        away, normal = away / size, normal / np.outer(size, size)
        pace = 1 / np.linalg.eigvalsh(normal)[-1]
        found = ahead = np.zeros(away.shape)
        momentum = 1.
        for _ in range(steps):
            following = np.clip(ahead - pace * (ahead @ normal - away), -.5 * size, 1.1 * size)
            grown = (1 + np.sqrt(1 + 4 * momentum ** 2)) / 2
            ahead, found, momentum = following + (momentum - 1) / grown * (following - found), following, grown
        found = found / size
        speech = np.clip(found[:, :9] - np.quantile(found[:, :9], .05, axis=0), 0, 1.1)
        return speech[:, :8], speech[:, 8], found[:, 9:16] - found[:, 16:]


def similarity(points, template):
    """Rotation, scale and centre that bring the template to the points (Umeyama 1991), frame by frame; the template's
    origin stays the origin."""
    centre, middle = points.mean(1), template.mean(0)
    moved, base = points - centre[:, None], template - middle
    u, s, vt = np.linalg.svd(np.einsum("nki,kj->nij", moved, base))
    sign = np.sign(np.linalg.det(u @ vt))
    u[:, :, 2] *= sign[:, None]
    s[:, 2] *= sign
    turned = u @ vt
    scale = s.sum(1) / (base ** 2).sum()
    return turned, scale, centre - scale[:, None] * np.einsum("nij,j->ni", turned, middle)


def code(track, lips, lid, slow):
    """The generator's code (frames x 24) and the conditions (12) of one stretch.

    :param track: the judge's features: yaw, pitch, roll, tx, ty, scale, gaze_h, gaze_v
    :param lips: articulation, lid, slow: as :meth:`Face.explained` gives them
    """
    out = np.zeros((len(lips), c.SIZE))
    gaze = np.array([np.median(track["yaw"] + track["gaze_h"]), np.median(track["pitch"] + track["gaze_v"])])
    gaze = np.clip(gaze, [-30, -20], [30, 20])
    for i, name in enumerate(("yaw", "pitch", "roll", "tx", "ty")):
        out[:, i] = track[name] - np.median(track[name])
    out[:, 5] = np.log(track["scale"] / np.median(track["scale"]))
    eyes = np.stack([track["gaze_h"], track["gaze_v"]], 1)
    out[:, c.GAZE_AT] = eyes - np.median(eyes, 0) + .5 * out[:, :2]  # as the decoder takes half the head's turn off
    out[:, c.LIPS_AT], out[:, c.LID_AT] = lips, lid
    out[:, c.BROW_UP:] = slow - np.median(slow, 0)
    out[:, c.SMILE:] = gaussian_filter1d(out[:, c.SMILE:], SMOOTH_S * FPS / 4, axis=0)
    blinks = 60 * FPS * np.sum((lid[1:] > .5) & (lid[:-1] <= .5)) / len(lid)
    return out, np.concatenate([gaze, [1.], np.zeros(8), [np.clip(blinks, 0, 60)]])


def stretches(track):
    """First and last frames of what can be learnt from."""
    good = (track["ok"] > .5) & (np.abs(track["yaw"]) < TURNED) & (np.abs(track["pitch"]) < TURNED)
    steps = np.abs(np.diff(np.stack([track["yaw"], track["pitch"], track["roll"]]), axis=1)).max(0)
    shifts = np.hypot(np.diff(track["tx"]), np.diff(track["ty"]))
    good[1:] &= (steps < CUT) & (shifts < .3)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], good.astype(int), [0]])))
    return [(a, b) for a, b in zip(edges[::2], edges[1::2]) if b - a >= SHORTEST]


def read_csv(path):
    with open(path) as file:
        rows = list(csv.DictReader(file))
    return {k: np.array([float(r[k]) for r in rows]) for k in rows[0]}


def tracked(videos, judge, out):
    """The judge's track of each video, made where it is missing: NAME.csv, NAME.npz and NAME.wav (16 kHz mono)."""
    home = os.environ.get("JUDGE_HOME", os.path.expanduser("~/.cache/visavis-judge"))
    if not os.path.isdir(os.path.join(home, "node_modules")):
        sys.exit(f"the judge has no packages in {home} yet; run {judge}/judge.sh on any video once")
    todo = [v for v in videos if not (out / f"{v.stem}.npz").exists()]
    pairs = [str(p) for v in todo for p in (v, out / f"{v.stem}.f32")]
    if pairs:
        subprocess.run(["node", str(judge / "track.js"), *pairs],
                       env={**os.environ, "JUDGE_MODULES": os.path.join(home, "node_modules")}, check=False)
    for video in todo:
        stem = out / video.stem
        if stem.with_suffix(".f32").exists():
            subprocess.run([sys.executable, str(judge / "features.py"), f"{stem}.f32", f"{stem}.csv", f"{stem}.npz"],
                           check=False)
    for video in videos:
        wav = out / f"{video.stem}.wav"
        if not wav.exists():
            subprocess.run(["ffmpeg", "-v", "error", "-y", "-i", str(video), "-vn", "-ac", "1", "-ar", str(melspec.RATE),
                            str(wav)], check=False)
    return [v for v in videos if (out / f"{v.stem}.npz").exists()]


def sync(stem, judge):
    """The judge's sync score and lag in frames (+ = picture late)."""
    said = subprocess.run([sys.executable, str(judge / "sync_score.py"), f"{stem}.csv", f"{stem}.wav", "--json"],
                          capture_output=True, text=True, check=True).stdout
    score = json.loads(said)
    return score["peak"], score["lag"]


def sequences(video, judge, out, face):
    """Samples, code and conditions of each usable stretch of one tracked video; raises ValueError for a refused one."""
    stem = out / video.stem
    if not stem.with_suffix(".wav").exists():
        raise ValueError("it has no sound")
    track = read_csv(f"{stem}.csv")
    with np.load(f"{stem}.npz") as made:
        landmarks, times, at = made["lm"].astype(float) * [1, -1, -1], made["t"], made["T"]
    height = np.linalg.norm(landmarks[:, 10] - landmarks[:, 152], axis=1)
    if not np.nanmedian(height) >= SMALLEST:
        raise ValueError(f"the face is {np.nanmedian(height):.0f} pixels high, {SMALLEST} are needed")
    score, lag = sync(stem, judge)
    if score < SYNC or abs(lag) > LATEST:
        raise ValueError(f"its lips do not go with its sound (sync score {score:.2f} at {lag} frames)")
    seen = np.isfinite(landmarks).all((1, 2))
    index = np.clip(np.searchsorted(times[seen], at - .5 / FPS), 0, seen.sum() - 1)
    straight = face.straightened(landmarks[seen][index])
    channels = face.explained(straight)
    pcm, _ = soundfile.read(f"{stem}.wav", dtype="float32")
    late = lag - int(round(at[0] * FPS))  # frames by which the track is behind the sound
    for a, b in stretches(track):
        a, b = max(a, late), min(b, late + len(pcm) // 640)
        if b - a >= SHORTEST:
            made, conditions = code({k: v[a:b] for k, v in track.items()}, *(x[a:b] for x in channels))
            yield pcm[(a - late) * 640:(b - late) * 640], made, conditions


def load(videos, judge, run, out):
    """Writes ``motion_video.npz``; gives hours of motion, and the refused videos with the reasons."""
    from .motion_data import heard, load_encoder
    out.mkdir(parents=True, exist_ok=True)
    face, model, refused, kept = Face(), load_encoder(run), {}, []
    found = tracked(videos, judge, out)
    refused.update({v.name: "no face was found" for v in videos if v not in found})
    for video in found:
        try:
            kept += sequences(video, judge, out, face)
        except ValueError as e:
            refused[video.name] = str(e)
    if not kept:
        return 0., refused
    features = [heard(model, [pcm], [False], "cpu")[0] for pcm, _, _ in kept]
    lengths = [min(len(f), len(made)) for f, (_, made, _) in zip(features, kept)]
    np.savez(out / "motion_video.npz",
             features=np.concatenate([f[:n].astype(np.float16) for f, n in zip(features, lengths)]),
             codes=np.concatenate([made[:n, None].astype(np.float16) for n, (_, made, _) in zip(lengths, kept)]),
             conditions=np.stack([conditions[None] for _, _, conditions in kept]).astype(np.float32),
             starts=np.cumsum([0] + lengths))
    return sum(lengths) / FPS / 3600, refused


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--videos", required=True, type=Path, help="folder of mp4 files")
    parser.add_argument("--judge", required=True, type=Path)
    parser.add_argument("--run", required=True, help="folder with encoder.pt")
    parser.add_argument("--out", required=True, type=Path)
    options = parser.parse_args()
    hours, refused = load(sorted(options.videos.glob("*.mp4")), options.judge, options.run, options.out)
    for name, reason in refused.items():
        print(f"{name}: left out, {reason}")
    print(f"{hours * 60:.2f} minutes of motion", flush=True)


if __name__ == "__main__":
    main()
