"""Articulation targets from aligned phones: the coarticulation model that labels all speech.

Dominance functions after Cohen and Massaro (1993): every phone segment s pulls articulator d towards T[s, d] with
strength D = A[s, d] exp(-theta_d max(0, |t - centre| - 0.35 length)); a track is the weighted mean. Lips then obey
hard rules (bilabials close, labiodentals touch, the jaw waits for the lips), and everything is smoothed with 16 ms.
With the neutral style :func:`tracks` equals the frozen scoring targets.

:func:`performed` is how the lips really go: as far as the voice is loud (real mouths open with the local energy), and a
little ahead of the sound.
"""
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import gaussian_filter1d

TRACKS = ["jawOpen", "mouthFunnel", "mouthPucker", "lipPress", "upperLipUp", "labioDental", "tongueTip", "mouthStretch"]
JAW, FUNNEL, PUCKER, PRESS, UPPER, LABIO, TONGUE, STRETCH = range(8)
PHONES = ["SIL", "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH", "IH", "IY",
          "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH", "UW", "V", "W", "Y", "Z", "ZH"]
VOWELS = {"AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW"}
VOICELESS = {"SIL", "CH", "F", "HH", "K", "P", "S", "SH", "T", "TH"}

# Where each viseme wants the articulators:
#           jaw   fun  puc  press up  labio tong stretch
_TARGET = {
    "SIL": [.03, .00, .00, .00, .00, .00, .00, .00],
    "AA":  [.75, .00, .00, .00, .15, .00, .00, .10],
    "AE":  [.65, .00, .00, .00, .25, .00, .00, .35],
    "AH":  [.40, .00, .00, .00, .10, .00, .00, .10],
    "AO":  [.60, .45, .20, .00, .10, .00, .00, .00],
    "EH":  [.45, .00, .00, .00, .20, .00, .00, .30],
    "ER":  [.25, .35, .15, .00, .10, .00, .10, .00],
    "IH":  [.28, .00, .00, .00, .15, .00, .00, .35],
    "IY":  [.18, .00, .00, .00, .15, .00, .00, .60],
    "UH":  [.28, .35, .40, .00, .05, .00, .00, .00],
    "UW":  [.18, .30, .80, .00, .05, .00, .00, .00],
    "P":   [.08, .00, .00, 1.0, .00, .00, .00, .00],
    "F":   [.12, .00, .00, .00, .25, 1.0, .00, .05],
    "TH":  [.20, .00, .00, .00, .10, .00, .90, .10],
    "T":   [.16, .00, .00, .00, .10, .00, .50, .15],
    "L":   [.25, .00, .00, .00, .10, .00, .80, .10],
    "S":   [.08, .00, .00, .00, .20, .00, .35, .30],
    "SH":  [.12, .70, .35, .00, .20, .00, .15, .00],
    "R":   [.18, .40, .35, .00, .05, .00, .10, .00],
    "W":   [.12, .35, .95, .00, .00, .00, .00, .00],
    "Y":   [.15, .00, .00, .00, .10, .00, .00, .45],
    "K":   [.25, .00, .00, .00, .05, .00, .00, .10],
    "HH":  [.30, .00, .00, .00, .05, .00, .00, .05],
}
# How strongly each viseme insists on them:
_DOMINANCE = {v: [1.2, 1., 1., 1., 1., 1., 1., 1.] if v in VOWELS else [1.] * 8 for v in _TARGET} | {
    "SIL": [.6, .6, .6, .8, .6, .8, .8, .6],
    "UW":  [1., 1.5, 2., 1., 1., 1., 1., 1.],
    "UH":  [1., 1.3, 1.4, 1., 1., 1., 1., 1.],
    "AO":  [1.2, 1.5, 1.2, 1., 1., 1., 1., 1.],
    "IY":  [1., 1., 1., 1., 1., 1., 1., 1.5],
    "AH":  [.8, .6, .6, 1., .7, 1., 1., .6],
    "P":   [1.5, .2, .2, 12., .6, 3., .5, .2],
    "F":   [1.5, .25, .25, 4., 1., 12., .6, .3],
    "TH":  [.7, .25, .25, 1., .4, 1., 3., .3],
    "T":   [.5, .2, .2, 1., .3, 1., 1.8, .25],
    "L":   [.6, .25, .25, 1., .4, 1., 2.2, .3],
    "S":   [1.8, .3, .3, 1., .6, 1., 1.2, .5],
    "SH":  [1.5, 2.5, 1.4, 1., .8, 1., 1., 1.],
    "R":   [.7, 1., 1., 1., .5, 1., .8, .6],
    "W":   [1., 1.6, 4., 1.5, .7, 1., .6, 1.2],
    "Y":   [.8, .5, .5, 1., .5, 1., .6, 1.],
    "K":   [.35, .15, .15, 1., .2, .8, .5, .2],
    "HH":  [.2, .1, .1, .6, .15, .6, .3, .1],
}
_VISEME = {"B": "P", "M": "P", "V": "F", "DH": "TH", "D": "T", "N": "T", "Z": "S", "ZH": "SH", "CH": "SH", "JH": "SH",
           "G": "K", "NG": "K"}
_DIPHTHONG = {"AW": ("AA", "UW"), "AY": ("AA", "IH"), "EY": ("EH", "IY"), "OW": ("AO", "UW"), "OY": ("AO", "IY")}
_BEFORE = np.array([18., 11., 11., 50., 16., 45., 32., 15.])  # theta before a segment (anticipation), 1/s
_AFTER = np.array([18., 15., 15., 55., 18., 50., 34., 17.])  # theta after a segment (carry-over), 1/s


@dataclass(frozen=True)
class Style:
    """A way of speaking. :param precision: above 1 sharper, coarticulating less; :param openness: scale of jaw and
    upper lip; :param rate: above 1 the lips move as in faster speech (closer together)."""
    precision: float = 1.0
    openness: float = 1.0
    rate: float = 1.0


NEUTRAL = Style()
LEAD = .018  # seconds by which lips run ahead of the sound that they make
USUAL_EFFORT = .75
EFFORT = {JAW: .2, UPPER: .3}  # share of an opening that follows the local energy


def visemes(phones):
    """Phones (name, start, end) as visemes; diphthongs become two."""
    out = []
    for name, start, end in phones:
        name = _VISEME.get(name, name)
        if name in _DIPHTHONG:
            middle = start + (end - start) * .55
            first, second = _DIPHTHONG[name]
            out += [(first, start, middle), (second, middle, end)]
        else:
            out.append((name if name in _TARGET else "AH", start, end))
    return out


def tracks(phones, frames, rate=100., style=NEUTRAL):
    """The eight articulation tracks, frames x 8, frame k at time k / rate; see :data:`TRACKS`."""
    segments = visemes(phones)
    value, weight = _blend(segments, frames, rate, style)
    result = value / weight
    _close_lips(result, segments, rate)
    result = gaussian_filter1d(result, 1.6 * rate / 100, axis=0, mode="nearest")
    result[:, JAW] *= 1 - .8 * np.clip(result[:, PRESS], 0, 1)
    result[:, [JAW, UPPER]] *= style.openness
    return result.astype(np.float32)


def performed(phones, effort, style=NEUTRAL, rate=100.):
    """The tracks as a speaker performs them, frames x 8.

    :param effort: local loudness, frames (see :func:`prosody.effort`)
    """
    early = [(name, start - LEAD, end - LEAD) for name, start, end in phones]
    result = tracks(early, len(effort), rate, style)
    for track, share in EFFORT.items():
        result[:, track] *= 1 - share + share * effort / USUAL_EFFORT
    return result


def _blend(segments, frames, rate, style):
    time = np.arange(frames) / rate
    value, weight = np.zeros((frames, 8)), np.full((frames, 8), 1e-6)
    sharpness = style.precision / style.rate
    for name, start, end in segments:
        low, high = max(0, int((start - .5) * rate)), min(frames, int((end + .5) * rate) + 1)
        from_centre = time[low:high] - (start + end) / 2
        outside = np.maximum(0, np.abs(from_centre) - (end - start) * .35)[:, None]
        theta = np.where(from_centre[:, None] < 0, _BEFORE, _AFTER) * sharpness
        dominance = np.array(_DOMINANCE[name]) * np.exp(-theta * outside)
        value[low:high] += dominance * np.array(_TARGET[name])
        weight[low:high] += dominance
    return value, weight


def _close_lips(track, segments, rate):
    """Bilabials reach full closure and labiodentals contact over 20-85 % of the segment."""
    frames = len(track)
    for name, start, end in segments:
        if name in ("P", "F"):
            first = int(round((start + .2 * (end - start)) * rate))
            last = max(first + 1, int(round((start + .85 * (end - start)) * rate)))
            first = max(0, min(first, frames - 1))
            contact = PRESS if name == "P" else LABIO
            track[first:min(frames, last), contact] = np.maximum(track[first:min(frames, last), contact], 1.)


def phone_ids(phones, frames, rate=100.):
    """Index into :data:`PHONES` for each frame (silence where nothing is aligned)."""
    ids = np.zeros(frames, np.int64)
    for name, start, end in phones:
        ids[int(round(start * rate)):int(round(end * rate))] = PHONES.index(name) if name in PHONES else 0
    return ids
