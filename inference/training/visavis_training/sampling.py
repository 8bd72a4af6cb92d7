"""Sampling whole windows at one common noise level, as VASA-1 does: the reference that the live loop is compared with.

Windows follow each other without overlap; each is conditioned on the PAST frames before it and hears all of its own
audio, so its look-ahead is a whole window. One step from pure noise is the regressor of equal size.
"""
import torch

from . import coefficients as c
from .motion import PAST, WINDOW, encode_conditions, step
from .stream import NEUTRAL, SPRINGS
from .windows import hide_lips


CONDITIONS = ["gaze", "distance", "emotion", "blinks"]  # as ``present`` has them


@torch.no_grad()
def sample(model, features, steps, seed=0, guidance=None, controls=NEUTRAL):
    """Codes (rows x frames x 24) of the speech.

    :param guidance: VASA-1's lambda by condition ("audio" or one of CONDITIONS); each costs one evaluation a step more
    """
    rows, frames = features.shape[:2]
    device = model.rest.device
    generator = torch.Generator().manual_seed(seed)
    whole = -(-frames // WINDOW) * WINDOW
    features = torch.cat([features, features[:, -1:].expand(-1, whole - frames, -1)], 1).to(device)
    past, heard = torch.zeros(rows, PAST, c.SIZE, device=device), torch.zeros(rows, PAST, features.shape[2], device=device)
    conditions = encode_conditions(torch.cat([controls[:11], controls[13:]])[None].expand(rows, -1)).to(device)
    out = []
    for at in range(0, whole, WINDOW):
        audio = features[:, at:at + WINDOW]
        known = torch.full((rows, PAST), float(at > 0), device=device)

        def evaluate(window, level, without=None):
            levels = torch.full((rows, WINDOW), level, device=device)
            silent = without == "audio"
            past_audio = model.feature_mean.expand_as(heard) if silent else heard
            present = torch.tensor([[float(name != without) for name in CONDITIONS]], device=device).expand(rows, -1)
            return model(hide_lips(past), past_audio, known, window, levels, levels, audio,
                         torch.full((rows, WINDOW), float(not silent), device=device), conditions, present,
                         torch.ones(rows, 1, device=device))

        window = torch.randn(rows, WINDOW, c.SIZE, generator=generator).to(device)
        window = _denoised(evaluate, window, steps, guidance or {})
        past, heard = window[:, -PAST:], audio[:, -PAST:]
        out.append(window)
    return (torch.cat(out, 1)[:, :frames] * model.spread + model.rest).cpu()


def _denoised(evaluate, window, steps, guidance):
    """x0 = (1 + sum of lambda) H(C) - sum of lambda H(C without c), equation 1 of VASA-1, then a DDIM step."""
    levels = torch.linspace(1, 0, steps + 1)
    for now, lower in zip(levels[:-1], levels[1:]):
        clean = (1 + sum(guidance.values())) * evaluate(window, float(now))
        for name, scale in guidance.items():
            clean = clean - scale * evaluate(window, float(now), name)
        window = step(window, clean, now, lower)
    return window


@torch.no_grad()
def decode(tick, code):
    """Latents of codes (rows x frames x 24) with neutral wishes; blinks as the code has them."""
    pose, lips, gaze, lid, slow = code.reshape(-1, c.SIZE).to(tick.model.rest.device).split(list(c.PIECES.values()), 1)
    latent = tick.decoder(pose, lips, torch.zeros_like(lips), torch.zeros_like(lid), gaze, slow, lid.clamp(0, 1),
                          lid.new_zeros(len(lid), SPRINGS), torch.ones_like(lid))
    return latent.reshape(*code.shape[:2], c.LATENT).cpu()
