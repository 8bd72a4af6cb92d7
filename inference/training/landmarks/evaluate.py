"""How far our landmarks lie from MediaPipe's own package, as a table in Markdown.

    python evaluate.py PHOTOS_DIR [--cache DIR] [--most N]

Runs the package in Chromium (`reference.mjs`; results are cached) and our Java code (`LandmarkDump`, from
inference/target, so build first: mvn -pl inference test-compile) on the same photos. The error of a photo is the mean
distance of points in the image plane, in percent of the distance between the irises; the table shows its median and
95th percentile over photos. "one look" is our pipeline with the package's single look at the detector's crop; "product"
is what portraits get, the mean over six views. The package itself is shown against its own first pass: its answers move
by that much when its crop comes from tracking instead.
"""
import argparse
import hashlib
import json
import os
import pathlib
import subprocess

import numpy as np

HERE = pathlib.Path(__file__).resolve().parent
MODULE = HERE.parents[1]
PERCENTILES = (50, 95)
LIPS = [61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 185, 40, 39, 37, 0, 267, 269, 270, 409, 78, 95, 88, 178, 87,
        14, 317, 402, 318, 324, 308, 191, 80, 81, 82, 13, 312, 311, 310, 415]
EYES = [33, 7, 163, 144, 145, 153, 154, 155, 133, 246, 161, 160, 159, 158, 157, 173, 263, 249, 390, 373, 374, 380, 381,
        382, 362, 466, 388, 387, 386, 385, 384, 398]
OVAL = [10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
        136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109]
REGIONS = {"all 478 points": range(478), "eyes": EYES, "lips": LIPS, "oval": OVAL, "iris": range(468, 478)}


def photos_in(folder, most):
    """In the order of the SHA-1 of their names without extension, so that a part is a fair sample."""
    files = [f for f in folder.iterdir() if f.suffix.lower() in (".jpg", ".jpeg", ".png")]
    return sorted(files, key=lambda f: hashlib.sha1(f.stem.encode()).hexdigest())[:most]


def reference(photos, cache):
    if not (HERE / "node_modules").is_dir():
        subprocess.run(["npm", "install", "--silent", "--no-package-lock", "--ignore-scripts"], cwd=HERE, check=True)
    subprocess.run(["node", HERE / "reference.mjs", cache], input="\n".join(map(str, photos)), text=True, check=True)
    return [json.loads((cache / (p.stem + ".json")).read_text()) for p in photos]


def ours(photos):
    path = MODULE / "target" / "classpath.txt"
    subprocess.run(["mvn", "-q", "-B", "-pl", "inference", "dependency:build-classpath",
                    f"-Dmdep.outputFile={path}"], cwd=MODULE.parent, check=True)
    folders = [str(MODULE / "target" / f) for f in ("classes", "test-classes")]
    lines = subprocess.run(["java", "dev.visavis.inference.photo.LandmarkDump"], input="\n".join(map(str, photos)),
                           env={**os.environ, "CLASSPATH": ":".join(folders + [path.read_text()])},
                           capture_output=True, text=True, check=True).stdout.splitlines()
    return [json.loads(line) for line in lines]


def points(flat):
    return np.array(flat, float).reshape(478, 3)


def error(a, b, region):
    """Percent of b's distance between the irises."""
    region = list(region)
    apart = np.linalg.norm(b[468, :2] - b[473, :2])
    return 100 * np.linalg.norm((a - b)[region, :2], axis=1).mean() / apart


def table(pairs):
    print("| against the package | " + " | ".join(REGIONS) + " |\n|---|" + "---|" * len(REGIONS))
    for name, both in pairs.items():
        cells = [np.percentile([error(a, b, r) for a, b in both], PERCENTILES) for r in REGIONS.values()]
        print(f"| {name} | " + " | ".join("{:.2f} / {:.2f}".format(*c) for c in cells) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("photos", type=pathlib.Path)
    parser.add_argument("--cache", type=pathlib.Path, default=pathlib.Path.home() / ".cache/visavis-landmarks")
    parser.add_argument("--most", type=int, default=None)
    args = parser.parse_args()
    photos = photos_in(args.photos.resolve(), args.most)
    theirs, found = reference(photos, args.cache.resolve()), ours(photos)
    usable = [(t, f) for t, f in zip(theirs, found) if all(t) and "landmarks" in f]
    print(f"{len(photos)} photos; a face found by the package on {sum(bool(t[0]) for t in theirs)}, "
          f"by us on {sum('landmarks' in f for f in found)}\n")
    first = [points(t[0]) for t, _ in usable]
    last = [points(t[-1]) for t, _ in usable]
    look = [points(f["single"]) for _, f in usable]
    product = [points(f["landmarks"]) for _, f in usable]
    table({"one look, against its first pass": list(zip(look, first)),
           "product, against its first pass": list(zip(product, first)),
           "product, against its fourth pass": list(zip(product, last)),
           "the package's fourth pass against its first": list(zip(last, first))})
    print(f"\nanalysis of a photo: median {np.median([f['ms'] for f in found]):.0f} ms")


if __name__ == "__main__":
    main()
