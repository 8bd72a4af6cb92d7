"""Trains the audio encoder: ``python -m visavis_training.train_encoder --data DIR --out DIR``. Resumable.

Loss: squared error of the articulation tracks over their variance, heavier where lips close or round; cross-entropy of
the aligned phones; squared error of the prosody labels. Every look-ahead has its own head on one trunk.
"""
import argparse
import queue
import threading
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from . import augment, melspec, prosody
from .articulation import LABIO, PRESS
from .checkpoint import Run
from .data import held_out, parts
from .encoder import LOOK_AHEAD_MS, AudioEncoder

SHARES = {"train_lstc": .43, "train_lswa": .19, "train_sotr": .38}  # of the crops; a part not named gets .3
EMPHASIS = {PRESS: .4, LABIO: .4}  # more biases the closures upwards: recall without precision
SILENT_ROWS = .03
SILENCE = torch.tensor([.03, 0, 0, 0, 0, 0, 0, 0])
FIRST_OUTPUT = 8  # outputs before this have too little past to be judged


class Crops:
    """Draws random crops: log power, tracks and phone ids, each rows x augment.SOURCE x ..."""

    def __init__(self, folder, seed):
        self.random = np.random.default_rng(seed)
        self.parts = parts(folder)
        self.allowed = [[i for i, u in enumerate(p.utterances) if not held_out(u["speaker"])] for p in self.parts]
        shares = np.array([SHARES.get(p.name, .3) for p in self.parts])
        self.shares = shares / shares.sum()
        self.weights = []
        for part, allowed in zip(self.parts, self.allowed):
            length = np.diff(part.starts)[allowed].astype(float)
            self.weights.append(length / length.sum())

    def draw(self, rows):
        return [torch.from_numpy(np.stack(x)) for x in zip(*(self._crop() for _ in range(rows)))]

    def _crop(self):
        which = self.random.choice(len(self.parts), p=self.shares)
        part = self.parts[which]
        first, last = part.frames(self.random.choice(self.allowed[which], p=self.weights[which]))
        start = first + int(self.random.integers(0, max(1, last - first - augment.SOURCE + 1)))
        at = np.minimum(np.arange(start, start + augment.SOURCE), last - 1)
        power, tracks = np.array(part.power[at[0]:at[-1] + 1]), part.tracks[at]
        return power[at - at[0]].astype(np.float32), tracks.astype(np.float32), part.phones[at].astype(np.int64)


def batch(crops, rows, hard=.75):
    """Normalised log-mel and its labels, ready to train on."""
    log_power, tracks, phones = crops.draw(rows)
    log_power, tracks, phones = augment.stretch(log_power, tracks, phones)
    voice = torch.from_numpy(np.stack([prosody.labels(a.numpy(), b.numpy()) for a, b in zip(log_power, phones)]))
    heavy = int(round(rows * hard))
    power = torch.cat([augment.hard(log_power[:heavy]), torch.exp(log_power[heavy:])])
    silent = max(1, int(rows * SILENT_ROWS))
    power[:silent] = augment.add_noise(power[:silent].mean((1, 2), keepdim=True).expand_as(power[:silent]) * 1e-4) \
        * torch.empty(silent, 1, 1).uniform_(0, 4).exp()
    tracks[:silent], phones[:silent], voice[:silent] = SILENCE, 0, torch.tensor([0., 0, 1, 0])
    mel = augment.mask(torch.from_numpy(_levelled(power.numpy())))
    return mel, tracks, phones, voice


def _levelled(power):
    """Level control from a level such as a call has: mostly settled, sometimes at its start."""
    rows = len(power)
    power = power * 10 ** np.random.uniform(-1.5, 1.2, (rows, 1, 1)).astype(np.float32)
    settled = np.quantile(np.log(power.sum(-1) + 1e-10), .85, axis=1) + np.random.normal(0, .8, rows)
    start = np.where(np.random.rand(rows) < .2, melspec.LEVEL_START, settled)
    return melspec.levelled(power, np.clip(start, melspec.LEVEL_MIN, melspec.LEVEL_MAX))[0]


def track_weights(crops):
    spread = np.concatenate([p.tracks[::50] for p in crops.parts]).astype(np.float32).std(0) + .02
    return torch.from_numpy(1 / spread ** 2)


def loss_of(model, mel, tracks, phones, voice, weights):
    heads, voiced, embedded = model(mel)
    emphasis = torch.zeros(8)
    for track, value in EMPHASIS.items():
        emphasis[track] = value
    end = 4 * (torch.arange(mel.shape[1] // 4) + 1)
    regression = content = 0
    for ms, (estimate, logits) in zip(LOOK_AHEAD_MS, heads):
        at = (end - ms // 10).clamp(max=mel.shape[1] - 1)[FIRST_OUTPUT:]
        truth = tracks[:, at]
        error = (estimate[:, FIRST_OUTPUT:].float() - truth) ** 2 * weights * (1 + emphasis * truth)
        regression = regression + error.mean() / len(heads)
        content = content + _entropy(logits[:, FIRST_OUTPUT:], phones[:, at]) / len(heads)
    content = content + .5 * _entropy(embedded[:, FIRST_OUTPUT:], phones[:, at])
    prosodic = ((voiced[:, FIRST_OUTPUT:].float() - voice[:, at]) ** 2).mean()
    return regression + .3 * content + 2 * prosodic, regression, content, prosodic


def _entropy(logits, phones):
    return F.cross_entropy(logits.float().flatten(0, 1), phones.flatten())


class Ahead:
    """Prepares batches on a second thread; at most three wait."""

    def __init__(self, make):
        self.ready = queue.Queue(3)
        threading.Thread(target=self._fill, args=(make,), daemon=True).start()

    def _fill(self, make):
        while True:
            self.ready.put(make())

    def next(self):
        return self.ready.get()


def train(data, out, steps, rows=32, rate=2.5e-3, seed=1, report=100, model=None):
    """Trains up to ``steps``; gives the run and the regression loss of each report."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    run = Run(model or AudioEncoder(), out / "encoder.pt", steps, rate)
    crops = Crops(data, seed + run.step)
    weights, losses, recent = track_weights(crops), [], []
    ahead = Ahead(lambda: batch(crops, rows))
    begun = time.monotonic()
    while run.step < steps:
        with torch.autocast("cpu", torch.bfloat16):
            total, *each = loss_of(run.model, *ahead.next(), weights)
        run.update(total)
        recent.append([x.item() for x in each])
        if run.step % report == 0 or run.step == steps:
            losses.append(np.mean(recent, 0))
            run.seconds += time.monotonic() - begun
            begun, recent = time.monotonic(), []
            print(f"step {run.step}: articulation {losses[-1][0]:.3f} phones {losses[-1][1]:.3f} "
                  f"prosody {losses[-1][2]:.4f}; {run.seconds:.0f} s", flush=True)
            run.save()
    return run, losses


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--rows", type=int, default=32)
    options = parser.parse_args()
    train(options.data, options.out, options.steps, options.rows)


if __name__ == "__main__":
    main()
