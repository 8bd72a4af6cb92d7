"""Sampling whole windows at one common noise level, as VASA-1 does: the reference that the live loop is compared with.

Windows follow each other without overlap; each is conditioned on the PAST frames before it and hears all of its own
audio, so its look-ahead is a whole window. One step from pure noise is the regressor of equal size.
"""
import torch

from . import coefficients as c
from .motion import PAST, REST, WINDOW, encode_conditions, step
from .stream import NEUTRAL
from .train_motion import hide_lips


@torch.no_grad()
def sample(model, features, steps, seed=0, guidance=0., controls=NEUTRAL):
    """Codes (rows x frames x 24) of the speech; ``guidance`` is VASA-1's lambda_A (two evaluations a step)."""
    rows, frames = features.shape[:2]
    generator = torch.Generator().manual_seed(seed)
    whole = -(-frames // WINDOW) * WINDOW
    features = torch.cat([features, features[:, -1:].expand(-1, whole - frames, -1)], 1)
    past, heard = torch.zeros(rows, PAST, c.SIZE), torch.zeros(rows, PAST, features.shape[2])
    conditions = encode_conditions(torch.cat([controls[:11], controls[13:]])[None].expand(rows, -1))
    out = []
    for at in range(0, whole, WINDOW):
        audio = features[:, at:at + WINDOW]
        known = torch.full((rows, PAST), float(at > 0))
        window = torch.randn(rows, WINDOW, c.SIZE, generator=generator)

        def evaluate(window, level, present):
            levels = torch.full((rows, WINDOW), level)
            past_audio = heard if present else model.feature_mean.expand_as(heard)
            return model(hide_lips(past), past_audio, known, window, levels, levels, audio,
                         torch.full((rows, WINDOW), float(present)), conditions, torch.ones(rows, 4),
                         torch.ones(rows, 1))

        window = _denoised(evaluate, window, steps, guidance)
        past, heard = window[:, -PAST:], audio[:, -PAST:]
        out.append(window)
    return torch.cat(out, 1)[:, :frames] * model.spread + REST


def _denoised(evaluate, window, steps, guidance):
    levels = torch.linspace(1, 0, steps + 1)
    for now, lower in zip(levels[:-1], levels[1:]):
        clean = evaluate(window, float(now), True)
        if guidance:
            clean = (1 + guidance) * clean - guidance * evaluate(window, float(now), False)
        window = step(window, clean, now, lower)
    return window


@torch.no_grad()
def decode(tick, code):
    """Latents of codes (rows x frames x 24) with neutral wishes; blinks as the code has them."""
    rows = code.reshape(-1, c.SIZE)
    nothing = torch.zeros(len(rows), 2)
    lid = rows[:, c.LID_AT:c.LID_AT + 1].clamp(0, 1)
    latent = tick.decoder(rows, lid, nothing, nothing, nothing[:, :1], torch.zeros(len(rows), 8),
                          torch.ones(len(rows), 1))
    return latent.reshape(*code.shape[:2], c.LATENT)
