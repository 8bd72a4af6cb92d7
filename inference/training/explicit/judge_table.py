"""Commanded against measured: drives every axis of the explicit renderer, tracked by an independent judge.

    ./visavis judge-table --portraits DIR --judge DIR [--limit 10] [--out TABLE.md] [--keep DIR]

DIR of the judge holds track.js and features.py (MediaPipe's face mesh in Chromium); run its judge.sh once beforehand,
so that it has its two npm packages. Needs numpy, node, chromium and ffmpeg. About a minute for each portrait; with --keep
a run that was cut short goes on where it stopped.
"""
import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

ROOT = os.path.abspath(os.path.join(os.path.dirname(__file__), *[os.pardir] * 3))
MODEL = os.path.join(ROOT, "inference/src/main/resources/dev/visavis/inference/explicit/face.safetensors")
FACE_HEIGHT_CM = 17.67  # the judge's unit of length
JUDGE_PITCH_GAIN = 1.35  # stated by the judge
JUDGE_BLINK_GAIN = 0.72  # what it reads of real people's blinks; of lids that meet depth and skew remain (RESULTS.md)
POSE = {"yaw": ("yaw", 1.0), "pitch": ("pitch", JUDGE_PITCH_GAIN), "roll": ("roll", 1.0), "gazeH": ("gaze_h", 1.0),
        "gazeV": ("gaze_v", 1.0), "eyeBlink": ("eye_share", -JUDGE_BLINK_GAIN),
        "cameraH": ("gaze_h", 0.69), "cameraV": ("gaze_v", 0.26)}  # gains: gaze_gain.py, on 571 real people
# A head that turns: the gaze that it leaks into, the axis that turns eyes alone, the one that keeps them on the camera.
TURNS = {"yaw": ("gaze_h", "gazeH", "cameraH"), "pitch": ("gaze_v", "gazeV", "cameraV")}
# Blendshapes whose effect on one of the judge's features follows from the model.
SHAPES = {"jawOpen": "mouth_open", "mouthSmile": "smile", "mouthFrown": "smile", "mouthPucker": "mouth_width",
          "mouthStretch": "mouth_width", "mouthUpperUp": "mouth_open", "mouthLowerDown": "mouth_open",
          "browInnerUp": "brow_inner", "browOuterUp": "brow", "browDown": "brow"}
WATCHED = ["yaw", "pitch", "roll", "mouth_open", "smile", "eye_share", "gaze_h", "gaze_v", "brow"]
DRIVES = {"yaw": "yaw", "pitch": "pitch", "roll": "roll", "mouth_open": "jawOpen", "smile": "mouthSmile",
          "eye_share": "eyeBlink", "gaze_h": "gazeH", "gaze_v": "gazeV", "brow": "browOuterUp"}
# What an axis moves rightly: lids follow the gaze, a smile is of the mouth.
FAMILIES = [(("mouth", "jaw", "cheek", "tongue", "noseSneer"), {"mouth_open", "smile"}),
            (("camera",), {"yaw", "pitch", "gaze_h", "gaze_v", "eye_share"}),
            (("eye", "gaze", "cheekSquint"), {"eye_share", "gaze_h", "gaze_v"}), (("brow", "noseSneer"), {"brow"})]


def read_model():
    raw = open(MODEL, "rb").read()
    size = int.from_bytes(raw[:8], "little")
    head, data = json.loads(raw[8:8 + size]), raw[8 + size:]
    types = {"F32": "<f4", "F16": "<f2", "U8": "u1", "U16": "<u2", "I32": "<i4"}

    def tensor(name):
        t = head[name]
        begin, end = t["data_offsets"]
        return np.frombuffer(data[begin:end], types[t["dtype"]]).reshape(t["shape"]).astype(float)
    return {k[6:]: tensor(k) for k in head if k.startswith("basis.")}


def expected_gain(basis, axis, feature):
    """The judge's feature at a coefficient of 1, lips closed at 0."""
    d = sum(basis[n] for n in (axis, axis + "Left", axis + "Right") if n in basis)
    if feature == "mouth_open":
        value = np.mean([np.linalg.norm(d[a] - d[b]) for a, b in ((13, 14), (82, 87), (312, 317))])
    elif feature == "smile":
        value = (d[61, 1] + d[291, 1] - d[0, 1] - d[17, 1]) / 2
    elif feature == "mouth_width":
        value = d[291, 0] - d[61, 0]
    elif feature == "brow_inner":
        value = (d[55, 1] + d[285, 1]) / 2
    else:
        value = np.mean([d[i, 1] for i in (105, 66, 63, 334, 296, 293)])
    return value / FACE_HEIGHT_CM


def read_features(path):
    with open(path) as f:
        rows = list(csv.DictReader(f))
    out = {k: np.array([float(r[k]) for r in rows]) for k in rows[0]}
    out["eye_share"] = out["eye"] / np.median(out["eye"][:25])
    out["brow"] = (out["brow_l"] + out["brow_r"]) / 2
    return out


def read_commands(path):
    axes = {}
    with open(path) as f:
        for row in csv.DictReader(f):
            frames, values = axes.setdefault(row["axis"], ([], []))
            frames.append(int(row["frame"]))
            values.append(float(row["value"]))
    return {k: (np.array(a), np.array(b)) for k, (a, b) in axes.items()}


def fit(x, y):
    """Slope of y over x and their correlation."""
    x, y = x - x.mean(), y - y.mean()
    return (x @ y) / (x @ x), (x @ y) / max(1e-12, np.sqrt((x @ x) * (y @ y)))


def judge_portrait(stem, basis):
    features, commands = read_features(stem + ".csv"), read_commands(stem + ".commands.csv")
    reach = {}
    for feature, axis in DRIVES.items():
        at, value = commands[axis]
        reach[feature] = abs(fit(value, features[feature][at])[0]) * np.ptp(value)
    result = {}
    for axis, (at, value) in commands.items():
        if axis == "rest":
            continue
        feature, gain = POSE.get(axis) or (SHAPES.get(axis), None)
        entry = result[axis] = {"feature": feature}
        if feature:
            gain = gain or expected_gain(basis, axis, feature)
            entry["slope"], entry["r"] = fit(gain * value, features[feature][at])
        own = {feature}.union(*(f for names, f in FAMILIES if axis.startswith(names)))
        others = [w for w in WATCHED if w not in own]
        leaks = {w: abs(fit(value, features[w][at])[0] - people_read(axis, w, commands, features))
                 * np.ptp(value) / reach[w] for w in others}
        entry["leak"] = max(leaks, key=leaks.get)
        entry["leak_share"] = leaks[entry["leak"]]
    return result, steadiness(features, commands), identity(stem + ".identity.json", basis)


def people_read(axis, watched, commands, features):
    """What the judge reads of real people in a feature that an axis should leave alone, per unit of the axis.

    It takes a turned head's eyes for turned towards the camera. Eyes that are on the camera turn by minus the head's
    angle and read -gain of it; the turn of the eyes alone accounts for -slope, so the rest is read off the head.
    """
    if axis not in TURNS or TURNS[axis][0] != watched:
        return 0
    _, alone, camera = TURNS[axis]
    at, value = commands[alone]
    return fit(value, features[watched][at])[0] - POSE[camera][1]


def steadiness(features, commands):
    """Frame-to-frame change of the mouth gap at rest, and what is not smooth of it while the head turns."""
    rest = features["mouth_open"][commands["rest"][0]]
    turning = features["mouth_open"][commands["yaw"][0]]
    smooth = np.convolve(turning, np.ones(5) / 5, "valid")
    return np.abs(np.diff(rest)).mean(), (turning[2:-2] - smooth).std()


def identity(path, basis):
    """Landmarks of the frame at rest against the photo's, mouth left out: rms in % of the distance of the eyes."""
    data = json.load(open(path))
    photo, rest = (np.array(data[k]).reshape(-1, 3)[:468, :2] for k in ("photo", "rest"))
    moves = sum(np.linalg.norm(basis[n], axis=1) for n in ("jawOpen", "mouthSmileLeft", "mouthSmileRight"))
    still = moves < 0.25
    p, q = photo[still] - photo[still].mean(0), rest[still] - rest[still].mean(0)
    a, b = p @ [1, 1j], q @ [1, 1j]
    moved = a * ((np.conj(a) @ b) / (np.conj(a) @ a).real)
    eyes = np.linalg.norm(rest[[33, 133]].mean(0) - rest[[263, 362]].mean(0))
    return 100 * np.sqrt(np.mean(np.abs(moved - b) ** 2)) / eyes


def track(stems, judge):
    home = os.environ.get("JUDGE_HOME", os.path.expanduser("~/.cache/visavis-judge"))
    if not os.path.isdir(os.path.join(home, "node_modules")):
        sys.exit(f"the judge has no packages in {home} yet; run {judge}/judge.sh on any video once")
    files = [f for s in stems if not os.path.exists(s + ".f32") for f in (s + ".mp4", s + ".f32")]
    if files:
        subprocess.run(["node", os.path.join(judge, "track.js"), *files],
                       env={**os.environ, "JUDGE_MODULES": os.path.join(home, "node_modules")}, check=False)
    tracked = [s for s in stems if os.path.exists(s + ".f32")]
    for s in tracked:
        subprocess.run([sys.executable, os.path.join(judge, "features.py"), s + ".f32", s + ".csv"], check=True)
    return tracked


def table(results, steady, same):
    lines = [f"{len(results)} portraits. r and slope: worst tenth and median over portraits; slope 1 is what is",
             "commanded (pitch after the judge's own gain of 1.35, blink after its .72 of real people's). Cross-talk: the",
             "largest movement of anything that the axis should leave alone, as a share of that thing's own driven range,",
             "median over portraits; of a turning head's gaze less what the judge reads of real people.",
             "",
             "| axis | seen in | r p10 | r p50 | slope p10 | slope p50 | slope p90 | cross-talk p50 | mostly in |",
             "|---|---|---|---|---|---|---|---|---|"]
    for axis in results[0]:
        rows = [r[axis] for r in results]
        leak = f"{100 * np.median([r['leak_share'] for r in rows]):.0f} %"
        names = [r["leak"] for r in rows]
        most = max(set(names), key=names.count)
        if rows[0]["feature"]:
            r, slope = ([x[k] for x in rows] for k in ("r", "slope"))
            figures = [*np.percentile(r, (10, 50)), *np.percentile(slope, (10, 50, 90))]
            cells = [rows[0]["feature"]] + [f"{f:.2f}" for f in figures]
        else:
            cells = ["-"] * 6
        lines.append("| " + " | ".join([axis, *cells, leak, most]) + " |")
    still, turning = np.median(np.array(steady), 0)
    lines += ["", f"Identity: landmarks at rest against the photo's, mouth left out, differ by {np.median(same):.2f} % "
              f"(median; worst {max(same):.2f} %) of the eyes' distance, rms.",
              f"Steadiness: the mouth's gap changes by {still:.5f} face heights a frame at rest (the tracker's own "
              f"noise is .0005 to .0008) and strays by {turning:.5f} from smooth while the head turns."]
    return "\n".join(lines) + "\n"


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--portraits", required=True)
    args.add_argument("--judge", required=True)
    args.add_argument("--limit", default="10")
    args.add_argument("--out")
    args.add_argument("--keep", help="folder for the videos and tracks; temporary if not given")
    args = args.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = args.keep or temporary
        subprocess.run([os.path.join(ROOT, "visavis"), "sweeps", "--portraits", args.portraits, "--out", folder,
                        "--limit", args.limit], check=True)
        stems = sorted(os.path.join(folder, f[:-4]) for f in os.listdir(folder)
                       if f.endswith(".mp4") and os.path.exists(os.path.join(folder, f[:-4] + ".commands.csv")))
        basis = read_model()
        judged = [judge_portrait(s, basis) for s in track(stems, args.judge)]
    if not judged:
        sys.exit("no portrait could be drawn and tracked")
    text = table(*zip(*judged))
    print(text)
    if args.out:
        with open(args.out, "w") as f:
            f.write(text)


if __name__ == "__main__":
    main()
