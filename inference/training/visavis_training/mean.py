"""Half the way from an encoder to what it became by further training: ``python -m visavis_training.mean --start
weights/encoder.pt --end RUN/encoder.pt --out weights``.

The mean of two ends of one course of training generalises better than either (Wortsman et al. 2022). Only the way is
written, eight bits a number: it is small against the weights, and a quarter of their size. Where ``weights`` has gone part
of a way already, it is half of what was still to go.
"""
import argparse
from pathlib import Path

import numpy as np
import torch

FILE = "encoder.mean.npz"


def write(start, end, folder, share=.5):
    """The way from the start's averaged weights: as far as the folder has it, and from there towards the end's."""
    path = Path(folder) / FILE
    now = moved(start, path) if path.exists() else start
    goal = {name: weight.float() + share * (end[name].float() - weight.float()) for name, weight in now.items()}
    way = {name: (goal[name] - weight.float()).numpy() for name, weight in start.items()}
    steps = {name: np.float32(np.abs(value).max() / 127 + 1e-12) for name, value in way.items()}
    rounded = {name: np.rint(value / steps[name]).astype(np.int8) for name, value in way.items()}
    np.savez_compressed(path, **rounded, **{name + "/step": step for name, step in steps.items()})


def moved(weights, path):
    """Weights at the end of the way."""
    with np.load(path) as way:
        return {name: weight.float() + torch.from_numpy(way[name].astype(np.float32) * way[name + "/step"])
                for name, weight in weights.items()}


def of_run(saved, folder):
    """The averaged weights of a run's encoder, moved where its folder says so."""
    path = Path(folder) / FILE
    return moved(saved["average"], path) if path.exists() else saved["average"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--start", required=True)
    parser.add_argument("--end", required=True)
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    start, end = (torch.load(p, weights_only=True, map_location="cpu")["average"] for p in (options.start, options.end))
    write(start, end, options.out)


if __name__ == "__main__":
    main()
