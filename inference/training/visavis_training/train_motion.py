"""Trains the motion transformer: ``python -m visavis_training.train_motion --run DIR``. Resumable.

Rows of a batch are of two kinds: rolling windows exactly as the live loop sees them, and whole windows at one level
with all audio known (VASA-1's form, for sampling in any number of steps). Conditions are dropped with probability
0.1 each, the past with 0.25 (VASA-1: 0.5; here a call always has a past), the last audio frames at random.

``--distil`` continues from the trained model and folds the audio's guidance into one branch: the student sees the
scale s as an input and learns H(C | no audio) + s (H(C) - H(C | no audio)) from the frozen teacher.
"""
import argparse
import copy
import queue
import threading
from pathlib import Path

import numpy as np
import torch

from . import coefficients as c
from .checkpoint import Run
from .motion import PAST, REST, WINDOW, MotionTransformer, encode_conditions, rolling_levels, schedule

LID_SPREAD = .25  # wider than its standard deviation: a blink is rare, not large
LIP_SHARE = 1.5
CHANNEL_WEIGHT = torch.ones(c.SIZE)
CHANNEL_WEIGHT[:3] = 2.
CHANNEL_WEIGHT[14:17] = 1.5
LIP_WEIGHT = torch.tensor([1., 1., 1., 1.5, 1., 1.5, 1., 1.])


class Windows:
    """Random windows (PAST + WINDOW frames) out of all prepared sequences."""

    def __init__(self, run, seed):
        self.random = np.random.default_rng(seed)
        files = sorted(Path(run).glob("motion_*.npz"))
        if not files:
            raise FileNotFoundError(f"no motion_*.npz in {run}: run python -m visavis_training.motion_data first")
        loaded = [np.load(f) for f in files]
        self.features = np.concatenate([x["features"] for x in loaded])
        self.codes = np.concatenate([x["codes"] for x in loaded])
        self.conditions = np.concatenate([x["conditions"] for x in loaded])
        ends = np.cumsum([0] + [x["starts"][-1] for x in loaded])
        starts = [(x["starts"][:-1] + end, x["starts"][1:] + end) for x, end in zip(loaded, ends)]
        self.first, self.last = (np.concatenate(s) for s in zip(*starts))
        usable = np.maximum(0, self.last - self.first - PAST - WINDOW)
        self.share = usable / usable.sum()

    def statistics(self):
        """Spread of every code channel; mean and spread of the features."""
        spread = self.codes[::7].reshape(-1, c.SIZE).astype(np.float32).std(0) + 1e-3
        spread[c.LID_AT] = LID_SPREAD
        features = self.features[::7].astype(np.float32)
        return torch.from_numpy(spread), torch.from_numpy(features.mean(0)), torch.from_numpy(features.std(0) + .02)

    def draw(self, rows):
        which = self.random.choice(len(self.first), rows, p=self.share)
        start = self.random.integers(self.first[which], self.last[which] - PAST - WINDOW)
        at = start[:, None] + np.arange(PAST + WINDOW)
        performance = self.random.integers(0, self.codes.shape[1], rows)
        code, features = self.codes[at, performance[:, None]], self.features[at]
        conditions = self.conditions[which, performance]
        return [torch.from_numpy(np.ascontiguousarray(x, np.float32)) for x in (code, features, conditions)]


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


def hide_lips(motion):
    """The past's lips stay hidden: live they are the model's own, and copying the truth would not carry over."""
    return torch.cat([motion[..., :6], torch.zeros_like(motion[..., c.LIPS_AT]), motion[..., 14:]], -1)


class Example:
    """One batch of inputs with everything that is random about it; :meth:`predict` runs a model on it."""

    def __init__(self, drawn, model, rolling_share=.8):
        code, features, conditions = drawn
        rows = len(code)
        motion = (code - REST) / model.spread
        self.clean = motion[:, PAST:]
        self.past = hide_lips(motion[:, :PAST])
        self.past = self.past + torch.randn_like(self.past) * torch.empty(rows, 1, 1).uniform_(0, .12)
        self.features = features
        self.rolling = torch.rand(rows) < rolling_share
        self._levels(rows)
        self._known(rows)
        self.conditions, self.present = encode_conditions(conditions), (torch.rand(rows, 4) > .1).float()
        self.guidance = torch.ones(rows, 1)
        self._noisy()

    def _levels(self, rows):
        level = torch.rand(rows, 1).expand(-1, WINDOW) * .98 + .02
        slow, lips = rolling_levels()
        self.slow = torch.where(self.rolling[:, None], slow, level)
        self.lips = torch.where(self.rolling[:, None], lips, level)

    def _known(self, rows):
        frames = torch.arange(WINDOW)
        ahead = torch.where(self.rolling, 1, WINDOW - torch.randint(0, 5, (rows,)) * (torch.rand(rows) < .5))
        self.known = (frames[None] < ahead[:, None]).float()
        oldest = torch.where(torch.rand(rows) < .1, torch.randint(0, PAST, (rows,)), 0)
        oldest = torch.where(torch.rand(rows) < .25, PAST, oldest)
        self.past_known = (torch.arange(PAST)[None] >= oldest[:, None]).float()
        self.silent = torch.rand(rows) < .1

    def _noisy(self):
        noise = torch.randn_like(self.clean)
        signal, scale = schedule(self.slow[..., None])
        lip_signal, lip_scale = schedule(self.lips[..., None])
        mixed = signal * self.clean + scale * noise
        lips = (lip_signal * self.clean + lip_scale * noise)[..., c.LIPS_AT] * ~self.rolling[:, None, None]
        self.window = torch.cat([mixed[..., :6], lips, mixed[..., 14:]], -1)

    def predict(self, model, silent=None, guidance=None):
        silent = self.silent if silent is None else silent
        heard = (~silent).float()
        past_audio = torch.where(silent[:, None, None], model.feature_mean, self.features[:, :PAST])
        return model(self.past, past_audio, self.past_known, self.window, self.slow, self.lips,
                     self.features[:, PAST:], self.known * heard[:, None], self.conditions, self.present,
                     self.guidance if guidance is None else guidance)

    def losses(self, clean, target):
        """Squared error in units of the noise: slow channels over the window, lips where their audio is known."""
        slow_scale = schedule(self.slow[..., None])[1].clamp(min=.05)
        lip_scale = schedule(self.lips[..., None])[1].clamp(min=.2)
        error = (clean - target).float() ** 2
        weight = CHANNEL_WEIGHT / CHANNEL_WEIGHT.mean()
        slow = torch.cat([error[..., :6] * weight[:6], error[..., 14:] * weight[14:]], -1) / slow_scale ** 2
        lips = (error[..., c.LIPS_AT] * LIP_WEIGHT / lip_scale ** 2).mean(-1)
        return slow.mean(), (lips * self.known).sum() / self.known.sum()


def distilled(example, teacher, student):
    """Losses of the student against the guided teacher at random scales."""
    scale = torch.empty(len(example.clean), 1).uniform_(0, 2)
    scale = torch.where(torch.rand_like(scale) < .3, 1., scale)
    nobody, everybody = torch.zeros_like(example.silent), torch.ones_like(example.silent)
    with torch.no_grad():
        with_audio = example.predict(teacher, nobody).float()
        without = example.predict(teacher, everybody).float()
        target = without + scale[..., None] * (with_audio - without)
    return example.losses(example.predict(student, nobody, scale), target)


def train(run_folder, steps, rows=128, rate=1.5e-3, seed=3, report=200, distil=False, model=None):
    """Trains up to ``steps``; gives the run and the losses of each report."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    run_folder = Path(run_folder)
    windows = Windows(run_folder, seed)
    model = model or MotionTransformer()
    model.spread, model.feature_mean, model.feature_spread = windows.statistics()
    teacher = None
    if distil:
        teacher = load(run_folder / "motion.pt")
        model = copy.deepcopy(teacher).requires_grad_(True)
    run = Run(model.train(), run_folder / ("distilled.pt" if distil else "motion.pt"), steps, rate, decay=.9985)
    windows.random = np.random.default_rng(seed + run.step)
    ahead = Ahead(lambda: Example(windows.draw(rows), run.average, .9 if distil else .8))
    return run, _loop(run, ahead, teacher, report)


def _loop(run, ahead, teacher, report):
    losses, recent = [], []
    while run.step < run.steps:
        example = ahead.next()
        with torch.autocast("cpu", torch.bfloat16):
            if teacher:
                slow, lips = distilled(example, teacher, run.model)
            else:
                slow, lips = example.losses(example.predict(run.model), example.clean)
        run.update(slow + LIP_SHARE * lips)
        recent.append([slow.item(), lips.item()])
        if run.step % report == 0 or run.step == run.steps:
            losses.append(np.mean(recent, 0))
            recent = []
            print(f"step {run.step}: slow {losses[-1][0]:.4f} lips {losses[-1][1]:.4f}; {run.seconds:.0f} s", flush=True)
            run.save()
    return losses


def load(path):
    """The averaged model of a run."""
    saved = torch.load(path, weights_only=True)
    model = MotionTransformer(**saved["settings"])
    model.load_state_dict(saved["average"])
    return model.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", required=True, help="folder with motion_*.npz; receives motion.pt or distilled.pt")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--rows", type=int, default=128)
    parser.add_argument("--distil", action="store_true", help="fold the guidance into one branch")
    options = parser.parse_args()
    steps = options.steps or (1500 if options.distil else 6000)
    train(options.run, steps, options.rows, rate=4e-4 if options.distil else 1.5e-3, distil=options.distil)


if __name__ == "__main__":
    main()
