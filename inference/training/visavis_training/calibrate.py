"""Gives back the contrast that a mean-square fit takes from the lips: ``python -m visavis_training.calibrate``.

On the held-out training speakers, the spread of every articulation track is compared with its target's; the gain
(1 to 1.45, around the mean) goes into the motion graph. The closure's gain is the one with the best F1. Writes
lips.json into the run.
"""
import argparse
import json
from pathlib import Path

import numpy as np
import torch

from . import articulation
from .data import held_out
from .evaluate import Speech, speak
from .export import ticks
from .scoring import closures, targets

MOST = 1.45


def calibrate(speech_folder, run, motion_file="distilled.pt"):
    run = Path(run)
    (run / "lips.json").unlink(missing_ok=True)
    audio, motion = ticks(run, motion_file)
    speakers = Speech(speech_folder, "train", only=lambda u: held_out(u.speaker))
    outputs, phones = speak(audio, motion, speakers)
    truths = [targets(p, len(o))[0] for o, p in zip(outputs, phones)]
    joined, truth = np.concatenate(outputs), np.concatenate(truths)
    r = [np.corrcoef(joined[:, i], truth[:, i])[0, 1] for i in range(8)]
    gain = np.clip(truth.std(0) / joined.std(0), 1, MOST)
    mean = joined.mean(0)
    closed = {g: closures([(mean + g * (o - mean), t) for o, t in zip(outputs, truths)])["f1"] for g in np.arange(.9, 1.5, .05)}
    gain[articulation.PRESS] = max(closed, key=closed.get)
    (run / "lips.json").write_text(json.dumps({"gain": gain.tolist(), "mean": mean.tolist()}))
    return float(np.mean(r)), closed, gain


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speech", required=True)
    parser.add_argument("--run", required=True)
    parser.add_argument("--motion", default="distilled.pt")
    options = parser.parse_args()
    torch.set_num_threads(1)
    r, closed, gain = calibrate(options.speech, options.run, options.motion)
    print(f"held-out speakers: mean r {r:.3f}; best closure F1 {max(closed.values()):.3f}; gains {np.round(gain, 2)}")


if __name__ == "__main__":
    main()
