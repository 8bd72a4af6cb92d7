"""Random windows of performances for the motion transformer, drawn and made noisy on the device that trains."""
from pathlib import Path

import numpy as np
import torch

from . import coefficients as c
from .motion import PAST, WINDOW, encode_conditions, rolling_levels, schedule

LID_SPREAD = .25  # wider than its standard deviation: a blink is rare, not large
CHANNEL_WEIGHT = torch.ones(c.SIZE)
CHANNEL_WEIGHT[:3] = 2.
CHANNEL_WEIGHT[14:17] = 1.5
LIP_WEIGHT = torch.tensor([1., 1., 1., 1.5, 1., 1.5, 1., 1.])
DROPPED, PAST_DROPPED = .1, .5  # how often a condition is missing, and the whole past (VASA-1, section 3.2)


class Windows:
    """Windows (PAST + WINDOW frames) out of all prepared sequences."""

    def __init__(self, run, seed, device="cpu"):
        files = sorted(Path(run).glob("motion_*.npz"))
        if not files:
            raise FileNotFoundError(f"no motion_*.npz in {run}: run python -m visavis_training.motion_data first")
        self.device = device
        self.random = torch.Generator(device).manual_seed(seed)
        loaded = [np.load(f) for f in files]
        self.features, self.codes, self.conditions = (
            torch.from_numpy(np.concatenate([x[name] for x in loaded])).to(device)
            for name in ("features", "codes", "conditions"))
        ends = np.cumsum([0] + [x["starts"][-1] for x in loaded])
        first = np.concatenate([x["starts"][:-1] + end for x, end in zip(loaded, ends)])
        last = np.concatenate([x["starts"][1:] + end for x, end in zip(loaded, ends)])
        usable = np.maximum(0, last - first - PAST - WINDOW)
        self.first, self.usable = torch.from_numpy(first).to(device), torch.from_numpy(usable).to(device)
        self.share = torch.from_numpy(usable / usable.sum()).float().to(device)

    def statistics(self):
        """Spread of every code channel; mean and spread of the features."""
        spread = self.codes[::7].flatten(0, 1).float().std(0) + 1e-3
        spread[c.LID_AT] = LID_SPREAD
        features = self.features[::7].float()
        return spread, features.mean(0), features.std(0) + .02

    def draw(self, rows):
        """Codes, features (rows x PAST + WINDOW x ...) and raw conditions."""
        which = torch.multinomial(self.share, rows, replacement=True, generator=self.random)
        place = torch.rand(rows, generator=self.random, device=self.device)
        start = self.first[which] + (place * self.usable[which]).long()
        at = start[:, None] + torch.arange(PAST + WINDOW, device=self.device)
        performance = torch.randint(0, self.codes.shape[1], (rows,), generator=self.random, device=self.device)
        code = self.codes[at, performance[:, None]]
        return code.float(), self.features[at].float(), self.conditions[which, performance].float()


def hide_lips(motion):
    """The past's lips stay hidden: live they are the model's own, and copying the truth would not carry over."""
    return torch.cat([motion[..., :6], torch.zeros_like(motion[..., c.LIPS_AT]), motion[..., 14:]], -1)


class Example:
    """One batch of inputs with everything that is random about it; :meth:`predict` runs a model on it."""

    def __init__(self, drawn, model, rolling_share=.8):
        code, features, conditions = drawn
        self.device = code.device
        rows = len(code)
        motion = (code - model.rest) / model.spread
        self.clean = motion[:, PAST:]
        self.past = hide_lips(motion[:, :PAST])
        self.past = self.past + torch.randn_like(self.past) * .12 * self._uniform(rows, 1, 1)
        self.features = features
        self.rolling = self._uniform(rows) < rolling_share
        self._levels(rows)
        self._known(rows)
        self.conditions = encode_conditions(conditions)
        self.present = (self._uniform(rows, 4) > DROPPED).float()
        self.guidance = torch.ones(rows, 1, device=self.device)
        self._noisy()

    def _uniform(self, *shape):
        return torch.rand(*shape, device=self.device)

    def _levels(self, rows):
        level = self._uniform(rows, 1).expand(-1, WINDOW) * .98 + .02
        slow, lips = (x.to(self.device) for x in rolling_levels())
        self.slow = torch.where(self.rolling[:, None], slow, level)
        self.lips = torch.where(self.rolling[:, None], lips, level)

    def _known(self, rows):
        frames = torch.arange(WINDOW, device=self.device)
        dropped = (5 * self._uniform(rows)).long() * (self._uniform(rows) < .5)
        ahead = torch.where(self.rolling, 1, WINDOW - dropped)
        self.known = (frames[None] < ahead[:, None]).float()
        oldest = torch.where(self._uniform(rows) < .1, (PAST * self._uniform(rows)).long(), 0)
        oldest = torch.where(self._uniform(rows) < PAST_DROPPED, PAST, oldest)
        self.past_known = (torch.arange(PAST, device=self.device)[None] >= oldest[:, None]).float()
        self.silent = self._uniform(rows) < DROPPED

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
        error = (clean.float() - target) ** 2
        weight = (CHANNEL_WEIGHT / CHANNEL_WEIGHT.mean()).to(self.device)
        slow = torch.cat([error[..., :6] * weight[:6], error[..., 14:] * weight[14:]], -1) / slow_scale ** 2
        lips = (error[..., c.LIPS_AT] * LIP_WEIGHT.to(self.device) / lip_scale ** 2).mean(-1)
        return slow.mean(), (lips * self.known).sum() / self.known.sum()

    def speed_loss(self, clean, target):
        """Squared error of the change from frame to frame, slow channels."""
        error = (clean.float() - target).diff(dim=1) ** 2
        return torch.cat([error[..., :6], error[..., 14:]], -1).mean()
