"""The stochastic model of everything but the lips: head, gaze, lids, brows, slow movements of the face, at 25 Hz.

Fitted to how real people move while they talk (28 clips, 312 s): spectrum and heavy-tailed speed of the head, its
growth with loudness and its lead of 240 ms, stillness in pauses, gaze shifts, blinks near fast head moves, nods and
brow raises on prominence. It is the teacher of the diffusion model, and one row of the comparison.
"""
from dataclasses import dataclass, field

import numpy as np

from . import coefficients as c
from . import prosody

FPS = 25
LEAD = 6  # frames by which the head leads loudness
POSE_SPREAD = np.array([4.4, 3.7, 3.0, .020, .015, .020])  # standard deviations, the pose's own units
LID_PROFILE = np.array([.5, 1., .8, .5, .25, .1])  # closes in 80 ms, opens in 160


@dataclass
class Conditions:
    """Labels of one performance. Gaze in degrees, blinks a minute."""
    gaze: np.ndarray = field(default_factory=lambda: np.zeros(2))
    distance: float = 1.
    emotion: np.ndarray = field(default_factory=lambda: np.zeros(8))
    blinks: float = 20.

    @staticmethod
    def draw(random):
        """As varied as callers may ask for, half of them neutral."""
        made = Conditions()
        if random.random() < .6:
            made.gaze = np.clip(random.normal(0, [9, 5]), [-30, -20], [30, 20])
        made.distance = float(np.exp(random.uniform(np.log(.7), np.log(1.5))))
        if random.random() < .5:
            made.emotion[random.integers(0, 8)] = random.uniform(.3, 1)
        made.blinks = float(random.choice([0, random.uniform(5, 60), random.uniform(12, 32)], p=[.08, .32, .6]))
        return made

    def vector(self):
        return np.concatenate([self.gaze, [self.distance], self.emotion, [self.blinks]]).astype(np.float32)


def perform(voice, random, conditions):
    """Code (frames x 24) for one stretch of speech; the articulation channels stay zero.

    :param voice: prosody labels at 25 Hz, frames x 4
    """
    frames = len(voice)
    code = np.zeros((frames, c.SIZE))
    arousal = 1 + conditions.emotion @ c.EMOTION_AROUSAL
    code[:, c.POSE_AT] = _head(voice, random, arousal, conditions)
    code[:, c.GAZE_AT] = _gaze(voice, random)
    code[:, c.LID_AT] = _lids(code, random, conditions.blinks)
    _brows(code, voice, random, arousal)
    _slow_face(code, voice, random, conditions.emotion)
    return code.astype(np.float32)


def _shifted(x, frames):
    """The signal's future: x[t + frames], the end held."""
    return x[np.minimum(np.arange(len(x)) + frames, len(x) - 1)]


def _coloured(shape, random, corner_hz, slope, modulation=None):
    """Gaussian noise (frames x channels) with power 1 / (1 + (f / corner)^slope) and unit variance when unmodulated."""
    frames, channels = shape
    padded = frames + 8 * FPS
    white = random.standard_normal((padded, channels))
    if modulation is not None:
        white *= np.pad(modulation, (4 * FPS, 4 * FPS), mode="edge")[:, None]
    hz = np.fft.rfftfreq(padded, 1 / FPS)
    response = 1 / np.sqrt(1 + (hz / corner_hz) ** slope)
    response /= np.sqrt(np.sum(response ** 2) * 2 / padded)
    return np.fft.irfft(np.fft.rfft(white, axis=0) * response[:, None], padded, axis=0)[4 * FPS:4 * FPS + frames]


def _head(voice, random, arousal, conditions):
    loud = _shifted(voice[:, prosody.LOUDNESS], LEAD)
    restless = np.exp(.75 * _coloured((len(voice), 1), random, .5, 2)[:, 0] - .2)
    activity = restless * (.4 + .9 * loud)
    noise = _coloured((len(voice), 6), random, .45, 2.8, activity)
    noise[:, 2] = .3 * noise[:, 0] + .95 * noise[:, 2]
    noise[:, 3] = .6 * noise[:, 0] + .8 * noise[:, 3]
    person = np.exp(random.normal(0, .22)) * arousal
    steadier = (1 - .3 * np.abs(conditions.gaze[0]) / 30) * (1 - .15 * np.log(conditions.distance))
    pose = noise * POSE_SPREAD * person * steadier * .9
    pose[:, 1] += _nods(voice, random) * arousal
    return pose


def _events(voice, random, probability):
    """Frames of prominent syllables, each taken with a probability."""
    prominent = voice[:, prosody.PROMINENCE]
    peaks = np.flatnonzero((prominent[1:-1] > .35) & (prominent[1:-1] >= prominent[:-2])
                           & (prominent[1:-1] > prominent[2:])) + 1
    return peaks[random.random(len(peaks)) < probability]


def _pulse(frames, at, length):
    """A raised cosine of ``length`` frames that begins at ``at``."""
    out = np.zeros(frames)
    first, last = max(0, at), min(frames, at + length)
    if last > first:
        out[first:last] = .5 - .5 * np.cos(2 * np.pi * (np.arange(first, last) - at + .5) / length)
    return out


def _nods(voice, random):
    pitch = np.zeros(len(voice))
    for peak in _events(voice, random, .3):
        length = int(random.integers(9, 15))
        pitch -= random.uniform(2, 5.5) * _pulse(len(voice), peak - length // 2 - 3, length)
    return pitch


def _gaze(voice, random):
    """Looks at the camera, turns away for about a second, more often when a turn begins; rests are not quite still."""
    frames = len(voice)
    out = np.zeros((frames, 2))
    starts = np.flatnonzero((voice[1:, prosody.PAUSE] < .2) & (voice[:-1, prosody.PAUSE] >= .6))
    away, at, place = False, 0, np.zeros(2)
    while at < frames:
        hold = int(FPS * (random.exponential(.75) + .3 if away else random.exponential(2.4) + .4))
        turn = starts[(starts > at) & (starts < at + hold)]
        if not away and len(turn) and random.random() < .45:
            hold = int(turn[0] - at)
        out[at:at + hold + 1] = place
        at += max(1, hold)
        away = not away
        size, angle = np.exp(random.normal(np.log(6.5), .42)), random.choice([0, np.pi]) + random.normal(0, .5)
        place = size * np.array([np.cos(angle), .9 * np.sin(angle)]) if away else random.normal(0, [1., .7])
    moved = np.vstack([out[:1], out])
    return .65 * moved[1:] + .35 * moved[:-1] + .3 * _coloured((frames, 2), random, 3., 2)


def _lids(code, random, blinks):
    """Blinks of the asked mean rate, likelier when head or eyes move fast, at least 320 ms apart."""
    frames = len(code)
    head = np.linalg.norm(np.diff(code[:, :3], axis=0, prepend=code[:1, :3]), axis=1) * FPS
    eyes = np.linalg.norm(np.diff(code[:, c.GAZE_AT], axis=0, prepend=code[:1, c.GAZE_AT]), axis=1) > 2.5
    hazard = .35 + np.clip(head / 25, 0, 3) + 4. * eyes
    hazard = hazard / hazard.mean() * min(blinks / 60 / FPS, .03)
    lid, next_free = np.zeros(frames), 0
    for at in np.flatnonzero(random.random(frames) < hazard * 1.12):
        if at >= next_free:
            length = min(len(LID_PROFILE), frames - at)
            lid[at:at + length] = LID_PROFILE[:length]
            next_free = at + 8
    return lid


def _brows(code, voice, random, arousal):
    frames = len(code)
    slow = _coloured((frames, 3), random, .35, 2.5)
    code[:, c.BROW_UP] = .05 * slow[:, 0]
    code[:, c.BROW_DOWN] = np.maximum(0, .05 * slow[:, 1])
    code[:, c.BROW_TILT] = .025 * slow[:, 2]
    for peak in _events(voice, random, .3):
        length = int(random.integers(10, 22))
        code[:, c.BROW_UP] += random.uniform(.12, .45) * arousal * _pulse(frames, peak - length // 2 - 2, length)


def _slow_face(code, voice, random, emotion):
    frames = len(code)
    slow = _coloured((frames, 4), random, .25, 2.5)
    happy = emotion[c.EMOTIONS.index("happy")]
    code[:, c.SMILE] = (.035 + .06 * happy) * slow[:, 0]
    ends = np.flatnonzero((voice[1:, prosody.PAUSE] > .3) & (voice[:-1, prosody.PAUSE] <= .3))
    for end in ends[random.random(len(ends)) < .2 + .4 * happy]:
        code[:, c.SMILE] += random.uniform(.1, .3) * _pulse(frames, end - 4, int(random.integers(20, 45)))
    code[:, c.TENSION] = .03 * slow[:, 1]
    code[:, c.SKEW] = .03 * slow[:, 2]
    code[:, c.SQUINT] = .03 * slow[:, 3] + .3 * np.maximum(0, code[:, c.SMILE])
