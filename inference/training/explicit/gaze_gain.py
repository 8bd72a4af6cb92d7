"""How much of a real eye's turn the judge reads: over portraits of people who look into the camera.

    java dev.visavis.inference.photo.LandmarkDump < PHOTO_LIST > LANDMARKS.jsonl    (see ../landmarks/evaluate.py)
    python gaze_gain.py --landmarks LANDMARKS.jsonl --judge DIR

Who looks into the camera with a head turned by yaw has eyes turned back by -yaw. The slope of the judge's gaze over
-yaw (and -pitch) is therefore what it reads of that, and what a drawn head that turns while its eyes stay on the camera
must read, too: judge_table.py's axes cameraH and cameraV. Needs numpy and scipy.
"""
import argparse
import json
import sys

import numpy as np


def read_landmarks(path):
    with open(path) as f:
        found = [json.loads(line).get("landmarks") for line in f]
    return np.array([p for p in found if p], float).reshape(-1, 478, 3)


def gaze(features, local):
    """The judge's gaze, of faces in the head's frame: degrees to image right and up."""
    across, along = [], []
    for iris, a, b in ((468, 33, 133), (473, 362, 263)):
        middle, axis = (local[:, a] + local[:, b]) / 2, (local[:, b] - local[:, a])[:, :2]
        axis /= np.linalg.norm(axis, axis=1)[:, None]
        off = (local[:, iris] - middle)[:, :2]
        across.append((off * axis).sum(1))
        along.append((off * np.stack([-axis[:, 1], axis[:, 0]], 1)).sum(1))
    return [np.degrees(np.arcsin(np.clip(np.mean(x, 0) / 1.2, -.95, .95))) for x in (across, along)]


def main():
    args = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    args.add_argument("--landmarks", required=True)
    args.add_argument("--judge", required=True)
    args = args.parse_args()
    sys.path.insert(0, args.judge)
    import features  # the judge's own

    points = read_landmarks(args.landmarks) * [1, -1, -1]
    scale, rotation, shift = features.sim(points[:, features.RI], features.CAN[features.RI], features.RW)
    local = np.einsum("nji,nkj->nki", rotation, points - shift[:, None]) / scale[:, None, None]
    yaw, pitch, _ = features.euler(rotation)
    for name, turned, seen in zip(("sideways", "up and down"), (-yaw, -pitch), gaze(features, local)):
        slope = np.polyfit(turned, seen, 1)[0]
        r = np.corrcoef(turned, seen)[0, 1]
        print(f"{name}: {len(points)} portraits, gain {slope:.2f}, r {r:.2f}, head turned by {turned.std():.1f} degrees")


if __name__ == "__main__":
    main()
