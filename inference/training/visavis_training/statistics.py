"""Figures of motion, on coefficients: latents at 25 Hz (frames x 59) and the loudness of their speech.

Definitions follow the judge's: DeltaP is the mean absolute frame-to-frame change of yaw, pitch and roll in degrees,
smoothed by a Gaussian of one frame; a gaze shift is a change of more than 4 degrees of the eyes within 120 ms.
"""
import numpy as np
from scipy.ndimage import gaussian_filter1d

from . import coefficients as c

FPS = 25
LEAD, SETTLED = 2, 100  # frames: see loudness_coupling
REAL = {"yaw_std": 4.4, "pitch_std": 3.8, "roll_std": 3.1, "delta_p": .340, "speed_p10": 4, "speed_p50": 12,
        "speed_p90": 39, "speed_p99": 88, "power_0_.5": .56, "power_.5_1": .27, "power_1_2": .11, "power_2_4": .05,
        "autocorrelation_.24": .74, "autocorrelation_.48": .45, "autocorrelation_1": .07, "gaze_shifts_per_s": .65,
        "gaze_std_h": 4.0, "gaze_std_v": 2.2, "blinks_per_min": 31, "blink_depth": .72}


def eye_degrees(latent):
    """Turn of the eyes in the head, frames x (yaw + image right, pitch + up), from the left eye."""
    def at(name):
        return latent[:, c.shape_at(name)] * c.EYE_LOOK_DEGREES
    return np.stack([at("eyeLookOutLeft") - at("eyeLookInLeft"), at("eyeLookUpLeft") - at("eyeLookDownLeft")], 1)


def head(latent, loudness=None):
    """Statistics of the head's own movement."""
    pose = latent[:, :3].astype(float)
    smooth = gaussian_filter1d(pose, 1, axis=0)
    speed = np.linalg.norm(np.diff(smooth, axis=0), axis=1) * FPS
    out = dict(zip(("yaw_std", "pitch_std", "roll_std"), pose.std(0)))
    out["delta_p"] = np.abs(np.diff(smooth, axis=0)).mean()
    out |= {f"speed_p{p}": np.percentile(speed, p) for p in (10, 50, 90, 99)}
    out |= _spectrum(pose[:, 0])
    if loudness is not None:
        out |= loudness_coupling(speed, loudness)
    return out


def _spectrum(yaw):
    yaw = yaw - yaw.mean()
    power = np.abs(np.fft.rfft(yaw * np.hanning(len(yaw)))) ** 2
    hz = np.fft.rfftfreq(len(yaw), 1 / FPS)
    bands = {"0_.5": (0, .5), ".5_1": (.5, 1), "1_2": (1, 2), "2_4": (2, 4)}
    out = {f"power_{k}": power[(hz >= a) & (hz < b)].sum() / power.sum() for k, (a, b) in bands.items()}
    for seconds, lag in ((".24", 6), (".48", 12), ("1", 25)):
        out[f"autocorrelation_{seconds}"] = np.mean(yaw[lag:] * yaw[:-lag]) / np.mean(yaw ** 2)
    return out


def loudness_coupling(speed, loudness):
    """Correlation of head speed with the loudness LEAD frames later, both smoothed 200 ms. Without the first SETTLED
    frames: a call's head starts at rest and its sound in silence, which ties any head to any sound. Not the best of
    several leads: the largest of eleven is .04 above their mean for sound that is another's."""
    a, b = gaussian_filter1d(speed, 3), gaussian_filter1d(loudness[:len(speed)].astype(float), 3)
    return {"loudness_r": np.corrcoef(a[SETTLED:len(a) - LEAD], b[SETTLED + LEAD:len(a)])[0, 1]}


def eyes(latent):
    """Gaze and blinks."""
    eye = eye_degrees(latent)
    change = np.linalg.norm(eye[3:] - eye[:-3], axis=1)
    shifts = _onsets(change > 4, 6)
    lid = latent[:, [c.shape_at("eyeBlinkLeft"), c.shape_at("eyeBlinkRight")]].mean(1)
    blinks = _onsets(lid > .4, 4)
    minutes = len(latent) / FPS / 60
    peaks = [lid[b:b + 8].max() for b in blinks]
    steps = np.diff(lid) * FPS
    out = {"gaze_std_h": eye[:, 0].std(), "gaze_std_v": eye[:, 1].std(), "gaze_shifts_per_s": len(shifts) / minutes / 60,
           "blinks_per_min": len(blinks) / minutes, "blink_depth": float(np.median(peaks)) if peaks else 0.}
    return out | {"closing_speed": np.percentile(steps, 99.7), "opening_speed": -np.percentile(steps, .3)}


def _onsets(active, refractory):
    """First frames of the active stretches, at least ``refractory`` frames apart."""
    found = []
    for at in np.flatnonzero(active[1:] & ~active[:-1]) + 1:
        if not found or at - found[-1] >= refractory:
            found.append(at)
    return found


def motion(latent, loudness=None):
    """All of them, as plain floats."""
    brow = latent[:, c.shape_at("browInnerUp")]
    out = head(latent, loudness) | eyes(latent) | {"brow_std": brow.std()}
    return {k: float(v) for k, v in out.items()}
