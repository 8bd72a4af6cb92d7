"""The streaming audio encoder: causal convolutions written as matrix products on the frames they look at.

Written that way, training (whole crops) and streaming (40 ms a call, state passed in and out) share every weight
and every operation, and all of it quantises to int8 MatMuls. Rates: log-mel 100 a second, 50 after ``halve``, 25 after
``quarter``. The encoder is causal; look-ahead comes from the heads, which describe the past: the output after the
sample at time T describes time T - look-ahead.
"""
import torch
import torch.nn.functional as F
from torch import nn

from . import articulation, melspec

LOOK_AHEAD_MS = [0, 40, 80, 100, 120]
TRACKS = len(articulation.TRACKS)
PHONES = len(articulation.PHONES)
PROSODY = 4  # loudness, voicing, time since speech, prominence; see prosody.py
EMBEDDING = 24
FEATURES = 4 * TRACKS + PROSODY + EMBEDDING + 1  # the last: loudness of the newest 40 ms, as it is
LOUDNESS_AT = 4 * TRACKS  # the frame's own loudness, as the network hears it


def windows(x, taps, dilation=1, stride=1):
    """Each output frame's ``taps`` input frames side by side; ``x`` already begins with the frames of the past."""
    span = (taps - 1) * dilation
    count = (int(x.shape[1]) - span - 1) // stride + 1
    if count > 4:
        views = [x[:, i * dilation:i * dilation + (count - 1) * stride + 1:stride] for i in range(taps)]
        return torch.cat(views, -1)
    # A tick's few frames: one gather is cheaper there than many slices.
    frames = [k * stride + i * dilation for k in range(count) for i in range(taps)]
    if frames != list(range(int(x.shape[1]))):
        x = x.index_select(1, torch.tensor(frames, device=x.device))
    return x.reshape(-1, count, taps * int(x.shape[2]))


class Past(nn.Module):
    """Puts the past in front of a sequence: zeros in training, the carried state when streaming."""

    def __init__(self, frames, channels):
        super().__init__()
        self.frames, self.channels = frames, channels

    def forward(self, x, state):
        if state is None:
            return F.pad(x, (0, 0, self.frames, 0))
        past = state.take().reshape(-1, self.frames, self.channels)
        joined = torch.cat([past, x], 1)
        state.give(joined[:, -self.frames:].flatten(1))
        return joined


class State:
    """The pieces of the flat state vector that the layers ask for, in order, and the new ones that they give."""

    def __init__(self, pieces):
        self.pieces, self.new = iter(pieces), []

    def take(self):
        return next(self.pieces)

    def give(self, piece):
        self.new.append(piece)


class Reduce(nn.Module):
    """Causal convolution, optionally with stride, then SiLU and layer normalisation."""

    def __init__(self, inputs, outputs, taps, stride=1):
        super().__init__()
        self.taps, self.stride = taps, stride
        self.past = Past(taps - stride, inputs)
        self.linear = nn.Linear(taps * inputs, outputs)
        self.norm = nn.LayerNorm(outputs)

    def forward(self, x, state):
        x = windows(self.past(x, state), self.taps, stride=self.stride)
        return self.norm(F.silu(self.linear(x)))


class Block(nn.Module):
    """Residual block: three frames ``dilation`` apart. In training some rows skip it (stochastic depth, Huang et al.
    2016)."""

    def __init__(self, channels, hidden, dilation, drop, skip):
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(channels)
        self.past = Past(2 * dilation, channels)
        self.wide = nn.Linear(3 * channels, hidden)
        self.back = nn.Linear(hidden, channels)
        self.scale = nn.Parameter(torch.full((channels,), .3))
        self.drop, self.skip = nn.Dropout(drop), skip

    def forward(self, x, state):
        y = windows(self.past(self.norm(x), state), 3, self.dilation)
        y = self.scale * self.back(self.drop(F.silu(self.wide(y))))
        if self.training and self.skip:
            y = y * ((torch.rand(len(x), 1, 1, device=x.device) >= self.skip) / (1 - self.skip)).to(y.dtype)
        return x + y


class AudioEncoder(nn.Module):
    """Normalised log-mel (batch x 4 n x 80) to n outputs; see :meth:`forward`."""

    def __init__(self, channels=256, hidden=384, dilations=(1, 2, 4, 8, 1, 2, 4, 8), drop=.1, skip=0.,
                 look_ahead_ms=tuple(LOOK_AHEAD_MS)):
        """:param drop: dropout inside the blocks; ``skip``: how often a row skips a block (grows with depth to this);
        :param look_ahead_ms: one head for each; a live encoder has :data:`LOOK_AHEAD_MS`, a teacher may see further"""
        super().__init__()
        self.settings = {"channels": channels, "hidden": hidden, "dilations": list(dilations), "drop": drop,
                         "skip": skip, "look_ahead_ms": list(look_ahead_ms)}
        self.look_ahead_ms = list(look_ahead_ms)
        half = channels * 3 // 4
        self.first = Reduce(melspec.BANDS, channels // 2, 5)
        self.halve = Reduce(channels // 2, half, 4, 2)
        self.fast = Block(half, half, 1, drop, 0.)
        self.quarter = Reduce(half, channels, 4, 2)
        self.blocks = nn.ModuleList(Block(channels, hidden, d, drop, skip * (i + 1) / len(dilations))
                                    for i, d in enumerate(dilations))
        self.norm = nn.LayerNorm(channels)
        self.hidden = nn.ModuleList(nn.Linear(channels, 128) for _ in look_ahead_ms)
        self.tracks = nn.ModuleList(nn.Linear(128, TRACKS) for _ in look_ahead_ms)
        self.phones = nn.ModuleList(nn.Linear(128, PHONES) for _ in look_ahead_ms)
        self.prosody = nn.Linear(channels, PROSODY)
        self.embedding = nn.Linear(channels, EMBEDDING)
        self.embedded_phones = nn.Linear(EMBEDDING, PHONES)

    def trunk(self, mel, state=None):
        x = self.quarter(self.fast(self.halve(self.first(mel, state), state), state), state)
        for block in self.blocks:
            x = block(x, state)
        return self.norm(x)

    def state_sizes(self):
        """Of the pieces of a call's state, in the order in which :meth:`trunk` takes them."""
        return [m.frames * m.channels for m in self.modules() if isinstance(m, Past)]

    def head(self, x, index):
        """Articulation tracks and hidden layer of one look-ahead."""
        hidden = F.silu(self.hidden[index](x))
        return self.tracks[index](hidden), hidden

    def forward(self, mel):
        """For training: per look-ahead (tracks, phone logits), then prosody and the embedding's phone logits."""
        x = self.trunk(mel)
        heads = [self.head(x, i) for i in range(len(self.look_ahead_ms))]
        heads = [(tracks, self.phones[i](hidden)) for i, (tracks, hidden) in enumerate(heads)]
        return heads, self.prosody(x), self.embedded_phones(torch.tanh(self.embedding(x)))

    def features(self, mel, state=None, look_ahead_ms=120):
        """The 25 Hz features, batch x n x FEATURES: the tracks of the described frame and of the three after it (each
        with 40 ms less look-ahead), prosody, embedding, and the loudness of the newest 40 ms."""
        x = self.trunk(mel, state)
        steps = [look_ahead_ms - 40 * i for i in range(4)]
        ahead = [self.look_ahead_ms.index(max(h for h in self.look_ahead_ms if h <= max(0, ms))) for ms in steps]
        hidden = F.silu(_beside([self.hidden[i] for i in ahead], x)).split(self.hidden[0].out_features, -1)
        tracks = [self.tracks[i](h) for i, h in zip(ahead, hidden)]
        prosody, embedding = _beside([self.prosody, self.embedding], x).split([PROSODY, EMBEDDING], -1)
        return torch.cat([*tracks, prosody, torch.tanh(embedding), newest_loudness(mel)], -1)


def _beside(layers, x):
    """Several linear layers of one input as one product."""
    return F.linear(x, torch.cat([layer.weight for layer in layers]), torch.cat([layer.bias for layer in layers]))


def newest_loudness(mel):
    """Level of each output's own 40 ms of sound against the level control, in the units of the prosody's loudness: 1 at
    the running level, 0 at 22 dB below. It runs ahead of the frame that the output describes by the look-ahead."""
    power = torch.exp(mel * melspec.SCALE + melspec.MEAN).sum(-1).reshape(-1, int(mel.shape[1]) // 4, 4).mean(-1)
    return ((torch.log(power) - melspec.LEVEL_REFERENCE) / 5 + 1).clamp(0, 1.3)[..., None]
