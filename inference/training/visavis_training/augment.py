"""Augmentation in the band-power domain: cheap enough to run on every batch.

Tempo, vocal-tract length (mel warp), late reverberation, a microphone's equaliser, coloured noise with slow
modulation, band limits of telephone and codecs, short drop-outs, gain. FACTS: this is what carries a small corpus.
"""
import math

import torch
import torch.nn.functional as F

from . import melspec

FRAMES = 400  # length of a crop after augmentation
SOURCE = 500  # frames to cut out for it


def _uniform(low, high, *shape):
    return torch.empty(*shape).uniform_(low, high)


def stretch(log_power, tracks, phones):
    """Tempo x 0.85-1.2: resamples frames and labels alike, to FRAMES frames."""
    at = (torch.arange(FRAMES)[None] * _uniform(.85, 1.2, len(log_power), 1)).clamp(max=log_power.shape[1] - 1.01)
    low = at.long()
    share = (at - low)[..., None]

    def take(x):
        index = low[..., None].expand(-1, -1, x.shape[2])
        return torch.gather(x, 1, index) * (1 - share) + torch.gather(x, 1, index + 1) * share

    return take(log_power), take(tracks), torch.gather(phones, 1, (at + .5).long())


def warp(log_power):
    """Vocal-tract length: frequencies x 0.84-1.2."""
    def mel(hz):
        return 2595 * torch.log10(1 + hz / 700)

    low, high = mel(torch.tensor(melspec.LOW_HZ)), mel(torch.tensor(melspec.HIGH_HZ))
    centre = low + (high - low) * (torch.arange(melspec.BANDS) + 1) / (melspec.BANDS + 1)
    hz = 700 * (10 ** (centre / 2595) - 1)
    source = (mel(hz[None] * _uniform(.84, 1.2, len(log_power), 1)) - low) / (high - low) * (melspec.BANDS + 1) - 1
    source = source.clamp(0, melspec.BANDS - 1.01)
    below = source.long()
    share = (source - below)[:, None]
    index = below[:, None].expand(-1, log_power.shape[1], -1)
    return torch.gather(log_power, 2, index) * (1 - share) + torch.gather(log_power, 2, index + 1) * share


def reverberate(power):
    """Late reverberation, RT60 0.15-0.7 s, on half of the rows: an exponential tail of 400 ms in every band."""
    rows, tail = len(power), 40
    decay = 10 ** (-6 * .01 / _uniform(.15, .7, rows, 1))
    shape = decay ** torch.arange(1, tail + 1)[None]
    level = 10 ** (-_uniform(0, 18, rows, 1) / 10) * (torch.rand(rows, 1) < .5)
    kernel = torch.cat([(shape / shape.sum(1, keepdim=True) * level).flip(1), torch.ones(rows, 1)], 1)
    padded = F.pad(power.permute(2, 0, 1), (tail, 0))
    return F.conv1d(padded, kernel[:, None], groups=rows).permute(1, 2, 0)


def equalise(power):
    knots = torch.randn(len(power), 1, 7) * 2.5
    curve = F.interpolate(knots, melspec.BANDS, mode="linear", align_corners=True)
    return power * 10 ** (curve / 10)


def add_noise(power):
    """Coloured noise, 0-40 dB below the speech; every frame and band fluctuates, the level swells slowly."""
    rows, frames, bands = power.shape
    tilt = torch.linspace(1, -1, bands)[None] * _uniform(-4, 12, rows, 1)
    colour = F.interpolate(torch.randn(rows, 1, 6) * 5, bands, mode="linear", align_corners=True)[:, 0] + tilt
    colour = 10 ** (colour / 10)
    colour = colour / colour.mean(1, keepdim=True)
    level = power.mean((1, 2))[:, None] * 10 ** (-_uniform(0, 40, rows, 1) / 10)
    swell = F.interpolate(torch.randn(rows, 1, 9) * 2, frames, mode="linear", align_corners=True)[:, 0]
    grain = torch.empty(rows, frames, bands).exponential_() * .6 + .4
    return power + colour[:, None] * (level * 10 ** (swell / 10))[..., None] * grain


def limit_band(power):
    """Telephone and low-rate codecs: on 35 % of the rows nothing above 3.2-7 kHz and little below 80-400 Hz is left."""
    rows = len(power)
    edges = 700 * (10 ** (torch.linspace(*[2595 * math.log10(1 + f / 700) for f in (50, 7600)], melspec.BANDS) / 2595) - 1)
    top = torch.where(torch.rand(rows, 1) < .5, _uniform(3200, 3700, rows, 1), _uniform(3700, 7000, rows, 1))
    bottom = _uniform(80, 400, rows, 1)
    loss = ((edges / top).log2().clamp(min=0) * 60 + (bottom / edges).log2().clamp(min=0) * 18).clamp(max=60)
    loss = loss * (torch.rand(rows, 1) < .35)
    return power * 10 ** (-loss / 10)[:, None]


def drop_out(power):
    """Lost packets: on 20 % of the rows some gaps of 20-60 ms, held or silent."""
    power = power.clone()
    for row in torch.nonzero(torch.rand(len(power)) < .2).flatten().tolist():
        for _ in range(int(torch.randint(1, 8, ()))):
            start, length = int(torch.randint(1, power.shape[1] - 8, ())), int(torch.randint(2, 7, ()))
            held = power[row, start - 1] * float(torch.rand(()) < .6)
            power[row, start:start + length] = held * .5
    return power


def mask(log_mel):
    """Up to two band masks and two short gaps (40-100 ms) a row, on 60 % of the rows."""
    log_mel = log_mel.clone()
    for row in torch.nonzero(torch.rand(len(log_mel)) < .6).flatten().tolist():
        middle = log_mel[row].mean()
        for _ in range(int(torch.randint(0, 3, ()))):
            band, width = int(torch.randint(0, 68, ())), int(torch.randint(2, 13, ()))
            log_mel[row, :, band:band + width] = middle
        for _ in range(int(torch.randint(0, 3, ()))):
            start, length = int(torch.randint(0, log_mel.shape[1] - 10, ())), int(torch.randint(4, 11, ()))
            log_mel[row, start:start + length] = middle
    return log_mel


def hard(log_power):
    """The whole chain on log band power; band power out."""
    power = torch.exp(warp(log_power))
    return drop_out(limit_band(add_noise(equalise(reverberate(power)))))
