"""Prepares the motion sets: ``python -m visavis_training.motion_data --data DIR --run DIR``. Resumable by part.

Speech of one speaker is joined to sequences of 15-25 s with pauses between, heard by the trained audio encoder exactly
as a call hears it (level control from its start, phase and look-ahead of the stream), clean or damaged, and given
several performances: articulation in varying style and effort, everything else by the stochastic model.
"""
import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from . import articulation, coefficients, mean, melspec, prosody, stochastic, waveform
from .checkpoint import default_device
from .data import held_out, parts
from .encoder import AudioEncoder

PHASE = 2  # mel frames of the first output: output m hears mel frames up to 4 m + 1
PERFORMANCES = 4
LOOK_AHEAD_MS = 120
LONGEST = 1500  # frames of speech after which a sequence takes no more utterances
HARD = .6  # of the sequences are damaged
BATCH = 24  # sequences heard at once


@dataclass(frozen=True)
class Sequence:
    """Joined speech: samples, phones with times, phone ids at 100 Hz."""
    pcm: np.ndarray
    phones: list
    ids: np.ndarray


def load_encoder(run):
    """The averaged encoder of a run; where :mod:`mean` was asked for one, its mean with what it became later."""
    saved = torch.load(Path(run) / "encoder.pt", weights_only=True, map_location="cpu")
    model = AudioEncoder(**saved["settings"])
    model.load_state_dict(mean.of_run(saved, run))
    return model.eval()


@torch.no_grad()
def hear(model, power, look_ahead_ms=LOOK_AHEAD_MS):
    """Features of frames 0, 1, ... from raw band power (frames x BANDS, or rows of it) as the stream gives them."""
    rows = power if power.ndim == 3 else power[None]
    rows = np.pad(rows.astype(np.float32), ((0, 0), (PHASE, 0), (0, 0)))
    mel, _ = melspec.levelled(melspec.evened(rows[:, :rows.shape[1] // 4 * 4]))
    mel = torch.from_numpy(mel).to(next(model.parameters()).device)
    features = model.features(mel, None, look_ahead_ms)[:, look_ahead_ms // 40:].cpu().numpy()
    return features if power.ndim == 3 else features[0]


def sequences(part, allowed, random):
    """Joins the utterances of each speaker."""
    speakers = {}
    for index in allowed:
        speakers.setdefault(part.utterances[index]["speaker"], []).append(index)
    for indices in speakers.values():
        indices = [int(i) for i in random.permutation(indices)]
        while indices:
            pieces, length = [], 0
            while indices and length < LONGEST:
                index = indices.pop()
                pieces.append(index)
                length += np.diff(part.frames(index))[0]
            yield _join(part, pieces, random)


def _join(part, pieces, random):
    samples, phones, ids, at = [], [], [], 0
    for index in pieces:
        first, last = part.frames(index)
        pcm = np.array(part.pcm[first * melspec.HOP:last * melspec.HOP], np.float32) / 32768
        frames = int(100 * random.choice([random.uniform(.2, 1), random.uniform(1, 4)]))
        samples += [_quiet(pcm, frames, random), pcm]
        ids += [np.zeros(frames, np.int64), part.phones[first:last].astype(np.int64)]
        at += frames
        phones += [(p, a + at / 100, b + at / 100) for p, a, b in part.utterances[index]["phones"]]
        at += last - first
    return Sequence(np.concatenate([*samples, _quiet(pcm, 150, random)]), phones,
                    np.concatenate([*ids, np.zeros(150, np.int64)]))


def _quiet(pcm, frames, random, grain=1600):
    """The room's own silence: grains of the recording's quietest tenth of a second, overlapping, either way round."""
    block = grain // 4
    energy = np.square(pcm[:len(pcm) // block * block].reshape(-1, block)).sum(1)
    quietest = block * int(np.argmin(np.convolve(energy, np.ones(4), "valid"))) if len(energy) >= 4 else 0
    source = np.resize(pcm[quietest:quietest + grain], grain) * np.sqrt(np.hanning(grain))
    out = np.zeros(frames * melspec.HOP + grain, np.float32)
    for at in range(0, frames * melspec.HOP, grain // 2):
        out[at:at + grain] += (source if random.random() < .5 else source[::-1]) * random.choice([-1, 1])
    return out[:frames * melspec.HOP]


@torch.no_grad()
def heard(model, pcms, hard, device):
    """Features of several sequences, those marked ``hard`` damaged first; each cut to its own length."""
    longest = max(len(p) for p in pcms)
    pcm = torch.from_numpy(np.stack([np.pad(p, (0, longest - len(p))) for p in pcms])).to(device)
    harmed = torch.tensor(hard, device=device)[:, None]
    power = waveform.spectrum(torch.where(harmed, waveform.damaged(pcm), pcm))
    power = torch.where(harmed[..., None], waveform.coded(power), power)
    power = power @ torch.from_numpy(melspec.mel_bank().T).float().to(device)
    power = power * 10 ** (2 * torch.rand(len(pcms), 1, 1, device=device) - 1)
    return [f[:len(p) // 640] for f, p in zip(hear(model, power.cpu().numpy()), pcms)]


def performances(sequence, seed, count=PERFORMANCES):
    """``count`` performances at 25 Hz: conditions (count x 12) and codes (frames x count x 24)."""
    random = np.random.default_rng(seed)
    log_power = np.log(melspec.band_power(sequence.pcm) + 1e-10)
    frames = len(sequence.ids) // 4
    voice = prosody.labels(log_power, sequence.ids)[2::4][:frames]
    effort = prosody.effort(log_power, sequence.ids)
    made = [_performance(sequence.phones, voice, effort, random) for _ in range(count)]
    return np.stack([m[0] for m in made]), np.stack([m[1] for m in made], 1).astype(np.float16)


def _performance(phones, voice, effort, random):
    conditions = stochastic.Conditions.draw(random)
    style = articulation.Style(float(np.exp(random.normal(0, .1))), float(np.exp(random.normal(0, .12))), 1.)
    code = stochastic.perform(voice, random, conditions)
    code[:, coefficients.LIPS_AT] = articulation.performed(phones, effort, style)[2::4][:len(code)]
    return conditions.vector(), code


def prepare(part, allowed, model, path, seed, count=PERFORMANCES, passes=1, workers=1, device="cpu"):
    """Writes one part: features and codes of all sequences, and where each begins. Gives hours."""
    random = np.random.default_rng(seed)
    torch.manual_seed(seed)
    model = model.to(device)
    joined = [s for _ in range(passes) for s in sequences(part, allowed, random)]
    joined.sort(key=lambda s: len(s.pcm))
    seeds = [(seed, i) for i in range(len(joined))]
    with ProcessPoolExecutor(workers) as pool:  # performs while the encoder hears
        made = pool.map(performances, joined, seeds, [count] * len(joined), chunksize=4)
        features = []
        for at in range(0, len(joined), BATCH):
            pcms = [s.pcm for s in joined[at:at + BATCH]]
            features += heard(model, pcms, (random.random(len(pcms)) < HARD).tolist(), device)
        made = list(made)
    lengths = [min(len(f), len(codes)) for f, (_, codes) in zip(features, made)]
    partial = Path(path).with_suffix(".partial.npz")
    np.savez(partial, features=np.concatenate([f[:n].astype(np.float16) for f, n in zip(features, lengths)]),
             codes=np.concatenate([codes[:n] for (_, codes), n in zip(made, lengths)]),
             conditions=np.stack([conditions for conditions, _ in made]), starts=np.cumsum([0] + lengths))
    partial.rename(path)
    return sum(lengths) / 25 / 3600


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--run", required=True, help="folder with encoder.pt; receives motion_*.npz")
    parser.add_argument("--passes", type=int, default=1, help="times each utterance is joined, damaged and performed")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    parser.add_argument("--device", default=default_device(), help="cpu or cuda")
    options = parser.parse_args()
    model = load_encoder(options.run)
    for seed, part in enumerate(parts(options.data)):
        path = Path(options.run) / f"motion_{part.name.removeprefix('train_')}.npz"
        if not path.exists():
            allowed = [i for i, u in enumerate(part.utterances) if not held_out(u["speaker"])]
            hours = prepare(part, allowed, model, path, seed, passes=options.passes, workers=options.workers,
                            device=options.device)
            print(f"{path.name}: {hours:.2f} h", flush=True)


if __name__ == "__main__":
    main()
