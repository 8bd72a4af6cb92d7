"""Phone segments to articulatory targets at 100 Hz, by Cohen and Massaro's dominance functions (1993):
F(t) = sum_s D_s(t) T_s / sum_s D_s(t), with D_s = alpha_s exp(-theta max(0, |t - centre_s| - 0.35 duration_s))."""
import numpy as np
from scipy.ndimage import gaussian_filter1d

DIMS = ["jawOpen", "mouthFunnel", "mouthPucker", "lipPress", "upperLipUp", "labioDental", "tongueTip", "mouthStretch"]
# Target of each dimension.
TARGET = {
    "SIL": [.03, 0, 0, 0, 0, 0, 0, 0], "AA": [.75, 0, 0, 0, .15, 0, 0, .10], "AE": [.65, 0, 0, 0, .25, 0, 0, .35],
    "AH": [.40, 0, 0, 0, .10, 0, 0, .10], "AO": [.60, .45, .20, 0, .10, 0, 0, 0], "EH": [.45, 0, 0, 0, .20, 0, 0, .30],
    "ER": [.25, .35, .15, 0, .10, 0, .10, 0], "IH": [.28, 0, 0, 0, .15, 0, 0, .35],
    "IY": [.18, 0, 0, 0, .15, 0, 0, .60], "UH": [.28, .35, .40, 0, .05, 0, 0, 0], "UW": [.18, .30, .80, 0, .05, 0, 0, 0],
    "P": [.08, 0, 0, 1, 0, 0, 0, 0], "F": [.12, 0, 0, 0, .25, 1, 0, .05], "TH": [.20, 0, 0, 0, .10, 0, .90, .10],
    "T": [.16, 0, 0, 0, .10, 0, .50, .15], "L": [.25, 0, 0, 0, .10, 0, .80, .10], "S": [.08, 0, 0, 0, .20, 0, .35, .30],
    "SH": [.12, .70, .35, 0, .20, 0, .15, 0], "R": [.18, .40, .35, 0, .05, 0, .10, 0], "W": [.12, .35, .95, 0, 0, 0, 0, 0],
    "Y": [.15, 0, 0, 0, .10, 0, 0, .45], "K": [.25, 0, 0, 0, .05, 0, 0, .10], "HH": [.30, 0, 0, 0, .05, 0, 0, .05]}
SAME = {"B": "P", "M": "P", "V": "F", "DH": "TH", "D": "T", "N": "T", "Z": "S", "ZH": "SH", "CH": "SH", "JH": "SH",
        "G": "K", "NG": "K"}
DIPHTHONGS = {"AW": ("AA", "UW"), "AY": ("AA", "IH"), "EY": ("EH", "IY"), "OW": ("AO", "UW"), "OY": ("AO", "IY")}
# Dominance (alpha) of each dimension.
ALPHA = {k: [1.0] * 8 for k in TARGET}
ALPHA.update({k: [1.2] + [1.0] * 7 for k in ("AA", "AE", "EH", "ER", "IH")})
ALPHA.update({
    "SIL": [.6, .6, .6, .8, .6, .8, .8, .6], "UW": [1, 1.5, 2, 1, 1, 1, 1, 1], "UH": [1, 1.3, 1.4, 1, 1, 1, 1, 1],
    "AO": [1.2, 1.5, 1.2, 1, 1, 1, 1, 1], "IY": [1, 1, 1, 1, 1, 1, 1, 1.5], "AH": [.8, .6, .6, 1, .7, 1, 1, .6],
    "P": [1.5, .2, .2, 12, .6, 3, .5, .2], "F": [1.5, .25, .25, 4, 1, 12, .6, .3], "TH": [.7, .25, .25, 1, .4, 1, 3, .3],
    "T": [.5, .2, .2, 1, .3, 1, 1.8, .25], "L": [.6, .25, .25, 1, .4, 1, 2.2, .3], "S": [1.8, .3, .3, 1, .6, 1, 1.2, .5],
    "SH": [1.5, 2.5, 1.4, 1, .8, 1, 1, 1], "R": [.7, 1, 1, 1, .5, 1, .8, .6], "W": [1, 1.6, 4, 1.5, .7, 1, .6, 1.2],
    "Y": [.8, .5, .5, 1, .5, 1, .6, 1], "K": [.35, .15, .15, 1, .2, .8, .5, .2],
    "HH": [.2, .1, .1, .6, .15, .6, .3, .1]})
BEFORE = np.array([18., 11, 11, 50, 16, 45, 32, 15])  # theta ahead of a segment, 1/s
AFTER = np.array([18., 15, 15, 55, 18, 50, 34, 17])  # theta behind it


def segments(phones):
    out = []
    for phone, start, end in phones:
        phone = SAME.get(phone, phone)
        if phone in DIPHTHONGS:
            middle = start + (end - start) * .55
            first, second = DIPHTHONGS[phone]
            out += [(first, start, middle), (second, middle, end)]
        else:
            out.append((phone if phone in TARGET else "AH", start, end))
    return out


def tracks(phones, n, rate=100.0):
    """n x 8 targets, frame k at time k / rate."""
    phones = segments(phones)
    t = np.arange(n) / rate
    total, weight = np.zeros((n, 8)), np.full((n, 8), 1e-6)
    for phone, start, end in phones:
        lo, hi = max(0, int((start - .5) * rate)), min(n, int((end + .5) * rate) + 1)
        d = t[lo:hi] - (start + end) / 2
        beyond = np.maximum(0, np.abs(d) - (end - start) * .35)[:, None]
        dominance = np.array(ALPHA[phone]) * np.exp(-np.where(d[:, None] < 0, BEFORE, AFTER) * beyond)
        total[lo:hi] += dominance * np.array(TARGET[phone])
        weight[lo:hi] += dominance
    y = total / weight
    for phone, start, end in phones:  # bilabials close and labiodentals touch, whatever the neighbours are
        if phone in ("P", "F"):
            lo = max(0, min(int(round((start + .2 * (end - start)) * rate)), n - 1))
            hi = min(n, max(lo + 1, int(round((start + .85 * (end - start)) * rate))))
            k = 3 if phone == "P" else 5
            y[lo:hi, k] = np.maximum(y[lo:hi, k], 1)
    y = gaussian_filter1d(y, 1.6, axis=0, mode="nearest")
    y[:, 0] *= 1 - .8 * np.clip(y[:, 3], 0, 1)  # the jaw is not open behind closed lips
    return y.astype(np.float32)
