"""Prepares the motion sets: ``python -m visavis_training.motion_data --data DIR --run DIR``. Resumable by part.

Speech of one speaker is joined to sequences of 15-25 s with pauses between, heard by the trained audio encoder exactly
as a call hears it (level control from its start, phase and look-ahead of the stream), clean or damaged, and given
several performances: articulation in varying style, everything else by the stochastic model.
"""
import argparse
from pathlib import Path

import numpy as np
import torch

from . import articulation, augment, coefficients, melspec, prosody, stochastic
from .data import held_out, parts
from .encoder import AudioEncoder

PHASE = 2  # mel frames of the first output: output m hears mel frames up to 4 m + 1
PERFORMANCES = 4
LOOK_AHEAD_MS = 120
DELAY = 3  # outputs between a frame's own and the one that describes it


def load_encoder(run):
    saved = torch.load(Path(run) / "encoder.pt", weights_only=True)
    model = AudioEncoder(**saved["settings"])
    model.load_state_dict(saved["average"])
    return model.eval()


@torch.no_grad()
def hear(model, power, look_ahead_ms=LOOK_AHEAD_MS):
    """Features of frames 0, 1, ... from raw band power (frames x BANDS) as the stream gives them."""
    power = np.concatenate([np.zeros((PHASE, melspec.BANDS), np.float32), power.astype(np.float32)])
    power = power[:len(power) // 4 * 4]
    mel, _ = melspec.levelled(power[None])
    return model.features(torch.from_numpy(mel), None, look_ahead_ms)[0, look_ahead_ms // 40:].numpy()


def sequences(part, allowed, random):
    """Joins the utterances of each speaker; yields (log power, articulation phones with times, phone ids)."""
    speakers = {}
    for index in allowed:
        speakers.setdefault(part.utterances[index]["speaker"], []).append(index)
    for indices in speakers.values():
        indices = [int(i) for i in random.permutation(indices)]
        while indices:
            pieces, length = [], 0
            while indices and length < 1500:
                index = indices.pop()
                pieces.append(index)
                length += np.diff(part.frames(index))[0]
            yield _join(part, pieces, random)


def _join(part, pieces, random):
    powers, phones, ids, at = [], [], [], 0
    for index in pieces:
        first, last = part.frames(index)
        power = np.array(part.power[first:last], np.float32)
        quiet = _quiet(power, int(100 * random.choice([random.uniform(.2, 1), random.uniform(1, 4)])), random)
        powers += [quiet, power]
        ids += [np.zeros(len(quiet), np.int64), part.phones[first:last].astype(np.int64)]
        at += len(quiet)
        phones += [(p, a + at / 100, b + at / 100) for p, a, b in part.utterances[index]["phones"]]
        at += len(power)
    powers.append(_quiet(power, 150, random))
    ids.append(np.zeros(150, np.int64))
    return np.concatenate(powers), phones, np.concatenate(ids)


def _quiet(power, frames, random):
    """The room's own silence: the recording's quietest frames, fluctuating."""
    order = np.argsort(np.exp(power).sum(1))[:max(3, len(power) // 12)]
    floor = np.log(np.exp(power[order]).mean(0) + 1e-10)
    return floor + np.log(random.exponential(size=(frames, power.shape[1])) * .8 + .2).astype(np.float32)


def damaged(log_power):
    """The augmentation chain on a whole sequence (without tempo), band power out."""
    return augment.hard(torch.from_numpy(log_power)[None])[0].numpy()


def performance(phones, voice, random, loud):
    """One performance at 25 Hz: conditions and code."""
    conditions = stochastic.Conditions.draw(random)
    style = articulation.Style(float(np.exp(random.normal(0, .1))), float(np.exp(random.normal(0, .12))), 1.)
    code = stochastic.perform(voice, random, conditions)
    lips = articulation.tracks(phones, 4 * len(voice), style=style)[2::4]
    lips[:, [articulation.JAW, articulation.UPPER]] *= 1 + .3 * (loud[:, None] - .65)
    code[:, coefficients.LIPS_AT] = lips
    return conditions.vector(), code


def prepare(part, allowed, model, path, seed, performances=PERFORMANCES):
    """Writes one part: features and codes of all sequences, and where each begins."""
    random = np.random.default_rng(seed)
    torch.manual_seed(seed)
    features, codes, conditions, starts = [], [], [], [0]
    for log_power, phones, ids in sequences(part, allowed, random):
        voice = prosody.labels(log_power, ids)[2::4]
        hard = random.random() < .5
        power = damaged(log_power) if hard else np.exp(log_power)
        heard = hear(model, power * 10 ** random.uniform(-1, 1))
        frames = min(len(heard), len(voice))
        made = [performance(phones, voice[:frames], random, voice[:frames, 0]) for _ in range(performances)]
        features.append(heard[:frames].astype(np.float16))
        codes.append(np.stack([code for _, code in made], 1).astype(np.float16))
        conditions.append(np.stack([vector for vector, _ in made]))
        starts.append(starts[-1] + frames)
    partial = Path(path).with_suffix(".partial.npz")
    np.savez(partial, features=np.concatenate(features), codes=np.concatenate(codes),
             conditions=np.stack(conditions), starts=np.array(starts))
    partial.rename(path)
    return starts[-1] / 25 / 3600


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--run", required=True, help="folder with encoder.pt; receives motion_*.npz")
    options = parser.parse_args()
    torch.set_num_threads(1)
    model = load_encoder(options.run)
    for seed, part in enumerate(parts(options.data)):
        path = Path(options.run) / f"motion_{part.name.removeprefix('train_')}.npz"
        if not path.exists():
            allowed = [i for i, u in enumerate(part.utterances) if not held_out(u["speaker"])]
            print(f"{path.name}: {prepare(part, allowed, model, path, seed):.2f} h", flush=True)


if __name__ == "__main__":
    main()
