"""Gives back the contrast that a mean-square fit takes: ``python -m visavis_training.calibrate``.

On the held-out training speakers. Lips: the spread of every articulation track is compared with its target's; the gain
(1 to 1.45, around the mean) goes into the motion graph; the closure's is the one with the best F1. Slow channels: head,
eyes and brows are compared with the stochastic model's on the same speech, gain 1 to 1.6. Writes calibration.json.
"""
import argparse
import json
from pathlib import Path

import numpy as np

from . import articulation, statistics, stochastic
from . import coefficients as c
from .checkpoint import default_device
from .data import held_out_utterances, parts
from .evaluate import NEUTRAL, Speech, calls, hear, speak
from .export import ticks
from .scoring import closures, targets
from .stream import move

MOST_LIPS, MOST_SLOW = 1.45, 1.6
CALLS = 16


def lips(audio, motion, speakers):
    """Gain and centre of the eight tracks, and the closure's F1 by gain."""
    outputs, phones = speak(audio, motion, speakers)
    truths = [targets(p, len(o))[0] for o, p in zip(outputs, phones)]
    joined, truth = np.concatenate(outputs), np.concatenate(truths)
    mean, gain = joined.mean(0), np.clip(truth.std(0) / joined.std(0), 1, MOST_LIPS)
    by_gain = {}
    for g in np.arange(.9, 1.5, .05):
        by_gain[g] = closures([(mean + g * (o - mean), t) for o, t in zip(outputs, truths)])["f1"]
    gain[articulation.PRESS] = max(by_gain, key=by_gain.get)
    return gain, mean, by_gain


def _spreads(latent):
    """Standard deviations in time of pose, of what the eyes do beside the head, and of the brows."""
    pose = latent[:, :6].copy()
    pose[:, 5] = np.log(pose[:, 5])
    eyes = statistics.eye_degrees(latent) + .5 * pose[:, :2]
    return np.concatenate([pose.std(0), eyes.std(0), [latent[:, c.shape_at("browInnerUp")].std()]])


def slow(audio, motion, speakers):
    """Gain of the slow channels: the stochastic model's spread over the generator's."""
    joined = list(calls(speakers, 30))[:CALLS]
    latents = move(motion, hear(audio, [pcm for pcm, _ in joined])[0], NEUTRAL).numpy()
    made, wanted = [], []
    for i, (_, voice) in enumerate(joined):
        made.append(_spreads(latents[i, :len(voice)]))
        code = stochastic.perform(voice, np.random.default_rng(i), stochastic.Conditions())
        brow = np.maximum(code[:, c.BROW_UP], 0).std()
        wanted.append(np.concatenate([code[:, c.POSE_AT].std(0), code[:, c.GAZE_AT].std(0), [brow]]))
    ratio = np.clip(np.mean(wanted, 0) / np.mean(made, 0), 1, MOST_SLOW)
    gain = np.ones(c.SIZE)
    gain[c.POSE_AT], gain[c.GAZE_AT], gain[c.BROW_UP] = ratio[:6], ratio[6:8], ratio[8]
    return gain


def calibrate(data, run, motion_file="motion.distilled.pt", device="cpu"):
    path = Path(run) / "calibration.json"
    path.unlink(missing_ok=True)
    audio, motion = (tick.to(device) for tick in ticks(run, motion_file))
    speakers = Speech(held_out_utterances(parts(data)))
    gain, mean, by_gain = lips(audio, motion, speakers)
    values = {"lip_gain": gain.tolist(), "lip_mean": mean.tolist(), "slow_gain": slow(audio, motion, speakers).tolist()}
    path.write_text(json.dumps(values))
    return values, by_gain


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--run", required=True)
    parser.add_argument("--motion", default="motion.distilled.pt")
    parser.add_argument("--device", default=default_device(), help="cpu or cuda")
    options = parser.parse_args()
    values, by_gain = calibrate(options.data, options.run, options.motion, options.device)
    print(f"held-out speakers: best closure F1 {max(by_gain.values()):.3f}")
    for name, numbers in values.items():
        print(name, np.round(numbers, 2).tolist())


if __name__ == "__main__":
    main()
