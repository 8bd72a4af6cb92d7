"""The two streaming graphs as torch modules: what is exported, and what is evaluated. See STREAMING.md.

Each takes its inputs and one flat state vector, and gives its outputs and the next state. A call begins with a state
of zeros. Nothing else is remembered anywhere, so keeping old states is all that going back takes.
"""
import math

import numpy as np
import torch
from torch import nn

from . import coefficients as c
from . import melspec
from .articulation import JAW, PRESS, UPPER, USUAL_EFFORT
from .encoder import FEATURES, LOUDNESS_AT, TRACKS, State
from .listening import SILENCE_DB, STEADIER, STILLER, Listening
from .motion import PAST, WINDOW, encode_conditions, lowered, rolling_levels, step
from .stochastic import LID_PROFILE
from .windows import hide_lips

CHUNK = 640  # samples a tick
TAIL = melspec.WINDOW - melspec.HOP
CONTROLS = 14  # gaze yaw, gaze pitch, distance, emotion 8, expressiveness, head motion, blinks a minute


def _constant(module, name, value):
    module.register_buffer(name, torch.as_tensor(np.asarray(value), dtype=torch.float32), persistent=False)


class AudioTick(nn.Module):
    """640 samples of 16 kHz speech to one frame of features."""

    def __init__(self, encoder, look_ahead_ms=120):
        super().__init__()
        self.encoder, self.look_ahead_ms = encoder, look_ahead_ms
        angle = 2 * np.pi * np.outer(np.arange(melspec.WINDOW), np.arange(melspec.FFT // 2 + 1)) / melspec.FFT
        hann = np.hanning(melspec.WINDOW)[:, None]
        _constant(self, "spectrum", np.concatenate([hann * np.cos(angle), hann * np.sin(angle)], 1))
        _constant(self, "bank", melspec.mel_bank().T)

    def state_size(self):
        return sum(self._sizes())

    def _sizes(self):
        return [TAIL, 1, *self.encoder.state_sizes()]

    def forward(self, pcm, state):
        tail, offset, *past = state.split(self._sizes(), 1)
        samples, past = torch.cat([tail, pcm], 1), State(past)
        starts = range(0, CHUNK, melspec.HOP)
        frames = torch.cat([samples[:, at:at + melspec.WINDOW] for at in starts], 1).reshape(-1, 4, melspec.WINDOW)
        real, imaginary = (frames @ self.spectrum).chunk(2, -1)
        power = (real * real + imaginary * imaginary) @ self.bank
        mel, level = self._levelled(power, offset)
        features = self.encoder.features(mel, past, self.look_ahead_ms)[:, 0]
        return features, torch.cat([samples[:, CHUNK:], level, *past.new], 1)

    @staticmethod
    def _levelled(power, offset):
        """Level control; the state holds the level minus its start."""
        energy = torch.log(power.sum(-1) + 1e-10)
        heard = (energy > melspec.LEVEL_GATE).to(energy.dtype)
        rates = [(rate * heard).chunk(4, 1) for rate in (melspec.RATE_UP, melspec.RATE_DOWN, melspec.RATE_FAR)]
        level, levels = offset + melspec.LEVEL_START, []
        for now, up, down, far in zip(energy.chunk(4, 1), *rates):
            above = now - level
            rate = torch.where(above > 0, up, torch.where(above > -melspec.NEAR, down, far))
            level = (level + rate * above).clamp(melspec.LEVEL_MIN, melspec.LEVEL_MAX)
            levels.append(level)
        gain = torch.exp(melspec.LEVEL_REFERENCE - torch.cat(levels, 1))[..., None]
        log_mel = torch.log(power * gain + melspec.POWER_FLOOR).clamp(min=melspec.LOG_MIN)
        return (log_mel - melspec.MEAN) / melspec.SCALE, level - melspec.LEVEL_START


def eased(position, speed, target, rate):
    """One 40 ms step of a critically damped spring (exact solution); 90 % of a step after 3.9 / rate seconds."""
    decay, away = math.exp(-rate * .04), position - target
    drift = speed + rate * away
    return target + (away + drift * .04) * decay, (speed - rate * drift * .04) * decay


class Decoder(nn.Module):
    """Code of one frame plus the callers' wishes to the explicit latent (59 numbers)."""

    PITCH_SHOWN = 1 / 1.35  # real people were read by a tracker whose pitch has this gain (FACTS.md 9), the code was not
    FARTHEST = (16., 13., 11.)  # degrees of own yaw, pitch and roll that are never passed
    SEALS_FROM, SEALED_AT, SEAL = .35, .70, .9  # lip press at which the jaw begins to give way, and has given way

    def __init__(self):
        super().__init__()
        for name, value in (("articulation", c.ARTICULATION.T), ("emotion", c.EMOTION.T), ("eye", c.eye_basis().T),
                            ("emotion_pitch", c.EMOTION_PITCH)):
            _constant(self, name, value)
        for name, value in zip(("slow_up", "slow_down"), c.slow_basis()):
            _constant(self, name, value.T)
        mouth = [s.startswith(("mouth", "jaw")) for s in c.SHAPES]
        blink = [s.startswith("eyeBlink") for s in c.SHAPES]
        _constant(self, "mouth", mouth)
        _constant(self, "farthest", self.FARTHEST)
        _constant(self, "sealed", np.isin(np.arange(8), JAW) * self.SEAL)
        _constant(self, "blink", blink)
        self.register_buffer("lip_gain", torch.ones(8))
        self.register_buffer("lip_mean", torch.zeros(8))
        self.register_buffer("slow_gain", torch.ones(c.SIZE))

    def forward(self, code, lid, head_gaze, eye_gaze, log_distance, emotion, head_motion):
        code = code * self.slow_gain
        turned = self.farthest * torch.tanh(code[:, :3] / self.farthest)
        turned = torch.cat([turned[:, :1], self.PITCH_SHOWN * turned[:, 1:2], turned[:, 2:]], 1)
        own = torch.cat([turned, code[:, 3:6]], 1) * head_motion
        turn = .55 * head_gaze + own[:, :2]
        tilt = (emotion * self.emotion_pitch).sum(1, keepdim=True)
        scale = torch.exp(own[:, 5:6] - log_distance)
        pose = torch.cat([turn[:, :1], turn[:, 1:] + tilt, own[:, 2:5], scale], 1)
        eye = eye_gaze + code[:, c.GAZE_AT] - .55 * head_gaze - .5 * own[:, :2]
        eye = torch.cat([eye[:, :1].clamp(-28, 28), eye[:, 1:].clamp(-20, 20)], 1)
        return torch.cat([pose, self._shapes(code, lid, eye, emotion)], 1)

    def _shapes(self, code, lid, eye, emotion):
        lips = (self.lip_mean + self.lip_gain * (code[:, c.LIPS_AT] - self.lip_mean)).clamp(0, 1.1)
        # Lips that press are shut, however open the jaw would have them.
        shut = ((lips[:, PRESS:PRESS + 1] - self.SEALS_FROM) / (self.SEALED_AT - self.SEALS_FROM)).clamp(0, 1)
        lips = lips * (1 - shut * shut * (3 - 2 * shut) * self.sealed)
        # A closed or rounded mouth leaves less room for the emotion's own mouth.
        room = 1 - .6 * torch.maximum(lips[:, 3:4], lips[:, 2:3]).clamp(0, 1) * self.mouth
        slow = code[:, c.BROW_UP:]
        look = torch.cat([eye[:, :1].relu(), (-eye[:, :1]).relu(), eye[:, 1:].relu(), (-eye[:, 1:]).relu()], 1)
        shapes = lips @ self.articulation + slow.relu() @ self.slow_up + (-slow).relu() @ self.slow_down
        shapes = (shapes + (emotion @ self.emotion) * room + look @ self.eye).clamp(0, 1)
        return torch.maximum(shapes, lid * self.blink)


class MotionTick(nn.Module):
    """One frame of features, the partner's level, the controls and 24 Gaussian numbers to one latent."""

    HEAD_RATE, EYE_RATE = 7., 20.
    QUIET_SPEED, LOUD_SPEED = .6, .6  # of the head in silence, and what full loudness adds
    LOUDER, SOFTER, BACK = .5, .15, .06  # the heard loudness each tick, and the head's way back to its own course
    BLINKS_AT = .3
    HEARD = .6  # share of the encoder's own estimate in the lips: with the generator's it errs less than either
    AHEAD, OPENERS_AHEAD = .15, .25  # frames by which lips, and jaw and upper lip besides, are moved on
    EFFORT = .2  # share of the openers that follows the loudness as measured
    PARTS = {"past": PAST * c.SIZE, "past_audio": PAST * FEATURES, "count": 1, "window": (WINDOW - 1) * c.SIZE,
             "head_gaze": 4, "eye_gaze": 4, "distance": 2, "emotion": 16, "blink": 2, "voiced": 4,
             "listening": Listening.STATE}

    def __init__(self, model):
        super().__init__()
        self.model, self.decoder, self.listening = model, Decoder(), Listening()
        slow, lips = rolling_levels()
        _constant(self, "slow", slow)
        _constant(self, "lips", lips)
        _constant(self, "lower", lowered(slow))
        _constant(self, "opened", np.isin(np.arange(TRACKS), (JAW, UPPER)))
        _constant(self, "order", PAST - np.arange(PAST))
        _constant(self, "profile", np.concatenate([[0.] * 3, LID_PROFILE[::-1]]))  # by what remains of the blink

    @classmethod
    def state_size(cls):
        return sum(cls.PARTS.values())

    def forward(self, features, partner, controls, noise, state):
        s = dict(zip(self.PARTS, state.split(list(self.PARTS.values()), 1)))
        past, past_audio = s["past"].reshape(-1, PAST, c.SIZE), s["past_audio"].reshape(-1, PAST, FEATURES)
        window = torch.cat([s["window"].reshape(-1, WINDOW - 1, c.SIZE), noise[:, None]], 1)
        window = hide_lips(window)
        clean = self._denoise(past, past_audio, s["count"], window, features, controls)
        lower = step(window, clean, self.slow[None, :, None], self.lower[None, :, None])
        now = clean[:, 0]
        code = now * self.model.spread + self.model.rest
        code = self._spoken(code, features, past_audio[:, -2:, -1].mean(1, keepdim=True), controls[:, 11:12])
        code, voiced = self._voiced(code, past[:, -1, :3] * self.model.spread[:3], features[:, -1:], s["voiced"])
        lid, blink = self._blink(code[:, c.LID_AT:c.LID_AT + 1], controls[:, 13:14], s["blink"])
        code, listening = self._listen(code, features, partner, noise, s["listening"])
        latent, wishes = self._decode(code, lid, controls, s)
        following = [torch.cat([past[:, 1:], now[:, None]], 1).flatten(1),
                     torch.cat([past_audio[:, 1:], features[:, None]], 1).flatten(1),
                     (s["count"] + 1).clamp(max=PAST), hide_lips(lower[:, 1:]).flatten(1), *wishes, blink, voiced, listening]
        return latent, torch.cat(following, 1)

    @staticmethod
    def _told(blinks):
        """The rate that the network must be told for the rate that is asked (fitted on training speakers: told 8, 20, 28,
        40, 60, 80 it blinks 10, 14, 17, 25, 41, 59 times a minute)."""
        return .8 * blinks + 1.5 * (blinks - 10).relu() - (blinks - 20).relu()

    def _denoise(self, past, past_audio, count, window, features, controls):
        rows = features.shape[0]
        known = (self.order <= count).float()
        audio = torch.cat([features[:, None], torch.zeros_like(window[:, 1:, :1]).expand(-1, -1, FEATURES)], 1)
        heard = torch.cat([torch.ones_like(window[:, :1, 0]), torch.zeros_like(window[:, 1:, 0])], 1)
        conditions = encode_conditions(torch.cat([controls[:, :11], self._told(controls[:, 13:14])], 1))
        return self.model(hide_lips(past), past_audio, known, window, self.slow.expand(rows, -1),
                          self.lips.expand(rows, -1), audio, heard, conditions,
                          torch.ones_like(controls[:, :4]), controls[:, 11:12])

    def _spoken(self, code, features, loudness, expressiveness):
        """Lips as heard, a little early (along the encoder's estimate of the next frame), jaw and upper lip as open as the
        voice is loud: real mouths lead the sound and follow the energy."""
        lips, heard, following = code[:, c.LIPS_AT], features[:, :TRACKS], features[:, TRACKS:2 * TRACKS]
        lips = lips + self.HEARD * expressiveness.clamp(0, 1) * (heard - lips)
        lips = lips + (self.AHEAD + self.OPENERS_AHEAD * self.opened) * (following - heard)
        effort = 1 - self.EFFORT + self.EFFORT * loudness / USUAL_EFFORT
        lips = lips * (1 + self.opened * (effort - 1))
        return torch.cat([code[:, :6], lips, code[:, 14:]], 1)

    def _voiced(self, code, before, newest, state):
        """The head is faster while the voice is loud: its steps are scaled by the loudness that is heard ahead of the
        frame. A rule: the rolling window has settled a frame's pose before its sound is known."""
        turned, loudness = state[:, :3], state[:, 3:]
        loudness = loudness + torch.where(newest > loudness, self.LOUDER, self.SOFTER) * (newest - loudness)
        course = code[:, :3]
        turned = turned + (self.QUIET_SPEED + self.LOUD_SPEED * loudness) * (course - before)
        turned = turned + self.BACK * (course - turned)
        return torch.cat([turned, code[:, 3:]], 1), torch.cat([turned, loudness], 1)

    def _listen(self, code, features, partner, noise, state):
        attention, nod, brow, following = self.listening(partner, features[:, LOUDNESS_AT:LOUDNESS_AT + 1], noise, state)
        pose = code[:, c.POSE_AT] * (1 - STILLER * attention)
        pose = torch.cat([pose[:, :1], pose[:, 1:2] + nod, pose[:, 2:]], 1)
        gaze = code[:, c.GAZE_AT] * (1 - STEADIER * attention)
        lid, brow_up = code[:, c.LID_AT:c.LID_AT + 1], code[:, c.BROW_UP:c.BROW_UP + 1] + brow
        return torch.cat([pose, code[:, c.LIPS_AT], gaze, lid, brow_up, code[:, c.BROW_UP + 1:]], 1), following

    def _blink(self, raw, rate, state):
        """A lid that wants to close starts one whole blink; the next may begin nine frames later."""
        left, depth = state[:, :1], state[:, 1:]
        begins = (raw > self.BLINKS_AT) & (left < .5) & (rate > .5)
        depth = torch.where(begins, (.75 + .25 * raw).clamp(.8, 1.), depth)
        left = torch.where(begins, 9., left)
        at = torch.arange(1, 10, device=raw.device)
        lid = ((left - at).abs() < .5).to(raw.dtype) @ self.profile[:, None] * depth
        return lid, torch.cat([(left - 1).clamp(min=0), depth], 1)

    def _decode(self, code, lid, controls, s):
        gaze = controls[:, :2]
        head = eased(s["head_gaze"][:, :2], s["head_gaze"][:, 2:], gaze, self.HEAD_RATE)
        eye = eased(s["eye_gaze"][:, :2], s["eye_gaze"][:, 2:], gaze, self.EYE_RATE)
        distance = eased(s["distance"][:, :1], s["distance"][:, 1:], torch.log(controls[:, 2:3]), self.HEAD_RATE)
        emotion = eased(s["emotion"][:, :8], s["emotion"][:, 8:], controls[:, 3:11], self.HEAD_RATE)
        latent = self.decoder(code, lid, head[0], eye[0], distance[0], emotion[0], controls[:, 12:13])
        return latent, [torch.cat(x, 1) for x in (head, eye, distance, emotion)]


NEUTRAL = torch.tensor([0., 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 20])


def _device(tick):
    return next((p.device for p in tick.parameters()), torch.device("cpu"))


@torch.no_grad()
def listen(tick, pcm):
    """Features of frames 0, 1, ... of speech (rows x samples), as a call gets them: 320 zeros come first."""
    device = _device(tick)
    rows = torch.nn.functional.pad(pcm.to(device), (CHUNK // 2, 0))
    state, out = torch.zeros(len(pcm), tick.state_size(), device=device), []
    for at in range(0, rows.shape[1] - CHUNK + 1, CHUNK):
        features, state = tick(rows[:, at:at + CHUNK], state)
        out.append(features)
    return torch.stack(out[tick.look_ahead_ms // 40:], 1).cpu()


@torch.no_grad()
def move(tick, features, controls=NEUTRAL, seed=0, partner=None, alike=False):
    """Latents (rows x frames x 59) for features (rows x frames x FEATURES); every row has its own noise, or all the
    same where ``alike``.

    :param partner: levels in dBFS, rows x frames; None where there is no partner
    """
    generator, device = torch.Generator().manual_seed(seed), _device(tick)
    rows, frames = features.shape[:2]
    state, out = torch.zeros(rows, tick.state_size(), device=device), []
    if partner is None:
        partner = torch.full((rows, frames), SILENCE_DB)
    controls = controls.expand(rows, frames, CONTROLS) if controls.dim() < 3 else controls
    features, partner, controls = (x.to(device) for x in (features, partner, controls))
    noise = torch.randn(frames, 1 if alike else rows, c.SIZE, generator=generator).to(device)
    for at in range(frames):
        latent, state = tick(features[:, at], partner[:, at:at + 1], controls[:, at], noise[at].expand(rows, -1), state)
        out.append(latent)
    return torch.stack(out, 1).cpu()
