"""The motion generator: a transformer encoder that predicts x0 from the noisy window (VASA-1, section 3.2).

C = [X_pre, A_pre; A, g, d, e]: the last PAST frames of motion and audio, the window's audio as far as it is known, and
the conditions. Live it runs as a rolling window (Ruhe et al. 2024): the window's frames carry rising noise levels, every
tick denoises all of them by one level with ONE evaluation, frame 0 leaves clean, and a frame of pure noise joins at the
end. Frame 0 is still half noise when its sound is heard (FRONT), so the head can answer the voice without delay. The
lips are different: they follow the sound, of which nothing is known beyond frame
0, so their channels stay at level 1 (pure noise) until they leave, and are predicted in one step from the audio
features. The same network also denoises a whole window at one common level, in as many steps as asked.
"""
import math

import torch
import torch.nn.functional as F
from torch import nn

from . import coefficients as c
from .encoder import FEATURES, TRACKS

PAST, WINDOW = 12, 16
CONDITIONS = 12  # gaze 2, distance, emotion 8, blink rate
LEVELS = 8  # numbers that describe a noise level
FRONT = .3  # noise level below that of the window's first frame, less one step
REST = torch.zeros(c.SIZE)
REST[6] = .03


def schedule(level):
    """Cosine schedule: signal and noise scale of a level 0 (clean) .. 1 (pure noise)."""
    return torch.cos(level * math.pi / 2), torch.sin(level * math.pi / 2)


def rolling_levels():
    """Levels of the window's frames before a tick: of the slow channels, and of the lips."""
    return FRONT + (1 - FRONT) * (torch.arange(WINDOW) + 1.) / WINDOW, torch.ones(WINDOW)


def lowered(levels):
    """Levels after a tick: each frame takes its forerunner's, and the first is clean."""
    return F.pad(levels[..., :-1], (1, 0))


def encode_conditions(raw):
    """Conditions in callers' units (degrees, ratio, weights, blinks a minute) to about +-1."""
    return scale_conditions(torch.cat([raw[:, :2], torch.log(raw[:, 2:3]), raw[:, 3:]], 1))


def scale_conditions(raw):
    """The same, of which the distance is its logarithm already."""
    return raw * raw.new_tensor([1 / 15, 1 / 15, 2.5, *[1.] * 8, 1 / 30])


class Layer(nn.Module):
    def __init__(self, size, heads, inner):
        super().__init__()
        self.heads = heads
        self.before, self.between = nn.LayerNorm(size), nn.LayerNorm(size)
        self.qkv, self.out = nn.Linear(size, 3 * size), nn.Linear(size, size)
        self.wide, self.back = nn.Linear(size, inner), nn.Linear(inner, size)

    def forward(self, x, bias, skipped=0):
        """:param skipped: so many first tokens are only looked at, and not given back"""
        tokens, size = int(x.shape[1]), int(x.shape[2])
        parts = self.qkv(self.before(x)).reshape(-1, tokens, 3 * self.heads, size // self.heads)
        query, key, value = (part.transpose(1, 2) for part in parts.split(self.heads, 2))
        scores = query[:, :, skipped:] @ key.transpose(-1, -2) * (size // self.heads) ** -.5 + bias
        mixed = torch.softmax(scores, -1) @ value
        x = x[:, skipped:] + self.out(mixed.transpose(1, 2).reshape(-1, tokens - skipped, size))
        return x + self.back(F.silu(self.wide(self.between(x))))


class MotionTransformer(nn.Module):
    """Predicts the clean window from the noisy one. All motion is normalised: (code - REST) / spread."""

    def __init__(self, size=384, layers=6, heads=6, inner=1152):
        super().__init__()
        self.settings = {"size": size, "layers": layers, "heads": heads, "inner": inner}
        self.from_past = nn.Linear(c.SIZE + FEATURES, size)
        self.from_window = nn.Linear(c.SIZE + FEATURES + 1 + 2 * LEVELS, size)
        self.from_conditions = nn.Linear(CONDITIONS + 4 + 1, size)
        self.position = nn.Parameter(torch.randn(PAST + WINDOW, size) * .02)
        self.layers = nn.ModuleList(Layer(size, heads, inner) for _ in range(layers))
        self.norm, self.head = nn.LayerNorm(size), nn.Linear(size, c.SIZE)
        nn.init.zeros_(self.head.weight)
        self.register_buffer("waves", math.pi * torch.tensor([.5, 1., 2., 4.]), persistent=False)
        self.register_buffer("rest", REST.clone(), persistent=False)
        self.register_buffer("spread", torch.ones(c.SIZE))
        self.register_buffer("feature_mean", torch.zeros(FEATURES))
        self.register_buffer("feature_spread", torch.ones(FEATURES))

    def forward(self, past, past_audio, past_known, window, slow_level, lip_level, audio, known, conditions, present,
                guidance):
        """
        :param past: rows x PAST x 24; ``past_audio`` rows x PAST x FEATURES (raw); ``past_known`` rows x PAST, 0 or 1
        :param window: noisy, rows x WINDOW x 24; levels rows x WINDOW
        :param audio: rows x WINDOW x FEATURES (raw), meaningless where ``known`` (rows x WINDOW) is 0
        :param conditions: encoded, rows x CONDITIONS; ``present`` rows x 4: gaze, distance, emotion, blinks given
        :param guidance: rows x 1, scale of the audio's guidance (1 = none)
        :return: x0, rows x WINDOW x 24
        """
        heard = (audio - self.feature_mean) / self.feature_spread * known[..., None]
        heard_past = (past_audio - self.feature_mean) / self.feature_spread * past_known[..., None]
        levels = torch.cat([self._describe(slow_level), self._describe(lip_level)], -1)
        tokens = torch.cat([
            self.from_past(torch.cat([past * past_known[..., None], heard_past], -1)),
            self.from_window(torch.cat([window, heard, known[..., None], levels], -1))], 1)
        tokens = tokens + self.position + self._condition(conditions, present, guidance)[:, None]
        return self._clean(window, self._change(tokens, past_known), slow_level, lip_level, audio, known)

    def roll(self, past, past_heard, past_known, window, heard, conditions, guidance):
        """One tick of the rolling window: :meth:`forward` at :func:`rolling_levels`, of whose window the first frame
        alone has its sound and the lips are nothing. All that does not depend on the call is left to constant folding.

        :param past: zeros where unknown; ``past_heard`` rows x PAST x FEATURES and ``heard`` rows x FEATURES: normalised
        :return: the clean slow channels' network output ("v"), rows x WINDOW x 24
        """
        motion, features, rest = self.from_window.weight.split([c.SIZE, FEATURES, 1 + 2 * LEVELS], 1)
        levels = [self._describe(level.to(rest.device)) for level in rolling_levels()]
        known = (torch.arange(WINDOW, device=rest.device) == 0).to(rest.dtype)
        fixed = torch.cat([known[:, None], *levels], 1) @ rest.T + self.from_window.bias + self.position[PAST:]
        first = F.pad((heard @ features.T)[:, None], (0, 0, 0, WINDOW - 1))
        tokens = torch.cat([self.from_past(torch.cat([past, past_heard], -1)) + self.position[:PAST],
                            window @ motion.T + fixed + first], 1)
        wishes, present, scale = self.from_conditions.weight.split([CONDITIONS, 4, 1], 1)
        wish = torch.cat([conditions, guidance - 1], 1) @ torch.cat([wishes, scale], 1).T
        return self._change(tokens + (wish + present.sum(1) + self.from_conditions.bias)[:, None], past_known)

    def _change(self, tokens, past_known):
        """What the layers and the head make of the tokens, for the window."""
        bias = F.pad((past_known - 1) * 1e4, (0, WINDOW))[:, None, None]
        for layer in self.layers[:-1]:
            tokens = layer(tokens, bias)
        return self.head(self.norm(self.layers[-1](tokens, bias, PAST)))

    def _condition(self, conditions, present, guidance):
        each = torch.cat([present[:, :1].expand(-1, 2), present[:, 1:2], present[:, 2:3].expand(-1, 8), present[:, 3:]], 1)
        return self.from_conditions(torch.cat([conditions * each, present, guidance - 1], 1))

    def _describe(self, level):
        waves = level[..., None] * self.waves
        return torch.cat([torch.sin(waves), torch.cos(waves)], -1)

    def _clean(self, window, change, slow_level, lip_level, audio, known):
        """Slow channels by v-prediction (x0 = signal x - noise v); lips start from the encoder's own estimate."""
        signal, noise = schedule(slow_level[..., None])
        slow = signal * window - noise * change
        lip_signal, lip_noise = schedule(lip_level[..., None])
        first = (audio[..., :TRACKS] - self.rest[c.LIPS_AT]) / self.spread[c.LIPS_AT] * known[..., None]
        lips = lip_signal * window[..., c.LIPS_AT] + lip_noise * (lip_noise * first - change[..., c.LIPS_AT])
        return torch.cat([slow[..., :6], lips, slow[..., 14:]], -1)


def step(window, clean, level, lower):
    """Deterministic DDIM step from ``level`` to ``lower``."""
    signal, noise = schedule(level)
    next_signal, next_noise = schedule(lower)
    return next_signal * clean + next_noise * (window - signal * clean) / noise.clamp(min=1e-3)
