"""Prosody labels at 100 Hz from clean speech: what head, brows and gaze listen to.

Columns: loudness (0 silence .. about 1 loud, of the 120 ms smoothed level), voicing (0/1), pause (1 - exp(-t / 0.5 s)
since the last sound), prominence (how far a syllable's level stands above its 1.5 s surroundings, 0..1).
"""
import numpy as np
from scipy.ndimage import gaussian_filter1d, maximum_filter1d

from . import articulation

LOUDNESS, VOICING, PAUSE, PROMINENCE = range(4)
RANGE = 5.0  # natural logarithm of power: 22 dB from silence to loud
_VOICED = np.array([p not in articulation.VOICELESS for p in articulation.PHONES])


def _energy(log_power):
    return np.log(np.exp(log_power.astype(np.float32)).sum(1) + 1e-10)


def effort(log_power, phones):
    """Local loudness, 0 .. 1 and a little more, of 50 ms: what openings of the mouth follow. Frames."""
    energy, speaking = _energy(log_power), phones != 0
    top = np.percentile(energy[speaking] if speaking.any() else energy, 90)
    return np.clip((gaussian_filter1d(energy, 2) - top) / RANGE + 1, 0, 1.3)


def labels(log_power, phones):
    """:param log_power: frames x bands, natural log; :param phones: ids, frames. Returns frames x 4, float32."""
    energy, speaking = _energy(log_power), phones != 0
    if not speaking.any():
        return np.stack([0 * energy, 0 * energy, 0 * energy + 1, 0 * energy], 1).astype(np.float32)
    top = np.percentile(energy[speaking], 90)
    level = np.clip((energy - top) / RANGE + 1, 0, 1.3) * gaussian_filter1d(speaking.astype(np.float32), 4)
    loudness = gaussian_filter1d(level, 4)
    away = gaussian_filter1d(loudness, 40)
    peak = np.clip((loudness - away - .05) / .35, 0, 1) * (loudness >= maximum_filter1d(loudness, 25) - 1e-4)
    prominence = np.clip(gaussian_filter1d(peak, 6) / gaussian_filter1d(np.eye(1, 41, 20)[0], 6).max(), 0, 1)
    return np.stack([loudness, _VOICED[phones], _pause(speaking), prominence], 1).astype(np.float32)


def _pause(speaking):
    """Time since the last sound, squashed to 0..1."""
    last = np.maximum.accumulate(np.where(speaking, np.arange(len(speaking)), -300))
    return 1 - np.exp(-(np.arange(len(speaking)) - last) / 50)
