"""The two streaming graphs as torch modules: what is exported, and what is evaluated. See STREAMING.md.

Each takes its inputs and one flat state vector, and gives its outputs and the next state. A call begins with a state
of zeros. Nothing else is remembered anywhere, so keeping old states is all that going back takes.
"""
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from . import coefficients as c
from . import melspec
from .articulation import JAW, PRESS, PUCKER, USUAL_EFFORT
from .encoder import FEATURES, LOUDNESS_AT, TRACKS, State
from .listening import SILENCE_DB, STEADIER, STILLER, Listening
from .motion import PAST, WINDOW, lowered, rolling_levels, scale_conditions, schedule
from .stochastic import LID_PROFILE
from .windows import hide_lips

CHUNK = 640  # samples a tick
TAIL = melspec.WINDOW - melspec.HOP
CONTROLS = 14  # gaze yaw, gaze pitch, distance, emotion 8, expressiveness, head motion, blinks a minute
SPRINGS = 13  # gaze 2, log distance, emotion 8 of head and face; gaze 2 of the eyes


def _constant(module, name, value):
    module.register_buffer(name, torch.as_tensor(np.asarray(value), dtype=torch.float32))  # exported by its name


class AudioTick(nn.Module):
    """640 samples of 16 kHz speech to one frame of features."""

    def __init__(self, encoder, look_ahead_ms=120):
        super().__init__()
        self.encoder, self.look_ahead_ms = encoder, look_ahead_ms
        angle = 2 * np.pi * np.outer(np.arange(melspec.WINDOW), np.arange(melspec.FFT // 2 + 1)) / melspec.FFT
        hann = np.hanning(melspec.WINDOW)[:, None]
        _constant(self, "spectrum", np.concatenate([hann * np.cos(angle), hann * np.sin(angle)], 1))
        _constant(self, "bank", melspec.mel_bank().T)
        _constant(self, "evening", -melspec.evening())
        _constant(self, "usual", melspec.USUAL_SPECTRUM)

    def state_size(self):
        return sum(self._sizes())

    def _sizes(self):
        return [TAIL, 1, melspec.BANDS, *self.encoder.state_sizes()]

    def forward(self, pcm, state):
        tail, offset, away, *past = state.split(self._sizes(), 1)
        samples, past = torch.cat([tail, pcm], 1), State(past)
        starts = range(0, CHUNK, melspec.HOP)
        frames = torch.cat([samples[:, at:at + melspec.WINDOW] for at in starts], 1).reshape(-1, 4, melspec.WINDOW)
        real, imaginary = (frames @ self.spectrum).split(melspec.FFT // 2 + 1, -1)
        power = (real * real + imaginary * imaginary) @ self.bank
        mel, level, energy = self._levelled(power * torch.exp(away @ self.evening)[:, None], offset)
        away = self._away(away, power.mean(1), energy.mean(1, keepdim=True), level)
        features = self.encoder.features(mel, past, self.look_ahead_ms)[:, 0]
        return features, torch.cat([samples[:, CHUNK:], level, away, *past.new], 1)

    @staticmethod
    def _levelled(power, offset):
        """Level control; the state holds the level minus its start. Gives the frames' energies as well."""
        energy = torch.log(power.sum(-1) + 1e-10)
        heard = (energy > melspec.LEVEL_GATE).to(energy.dtype)
        rates = [(rate * heard).split(1, 1) for rate in (melspec.RATE_UP, melspec.RATE_DOWN, melspec.RATE_FAR)]
        level, levels = offset + melspec.LEVEL_START, []
        for now, up, down, far in zip(energy.split(1, 1), *rates):
            above = now - level
            rate = torch.where(above > 0, up, torch.where(above > -melspec.NEAR, down, far))
            level = (level + rate * above).clamp(melspec.LEVEL_MIN, melspec.LEVEL_MAX)
            levels.append(level)
        gain = torch.exp(melspec.LEVEL_REFERENCE - torch.cat(levels, 1))[..., None]
        log_mel = torch.log(power * gain + melspec.POWER_FLOOR).clamp(min=melspec.LOG_MIN)
        return (log_mel - melspec.MEAN) / melspec.SCALE, level - melspec.LEVEL_START, energy

    def _away(self, away, power, energy, level):
        """How far the call's spectrum is from the usual one, as :func:`melspec.evened` learns it."""
        loud = (energy > (level + (melspec.LEVEL_START - melspec.LOUD)).clamp(min=melspec.LEVEL_GATE)).to(energy.dtype)
        found = torch.log(power + 1e-8) - torch.log(power.sum(1, keepdim=True) + 1e-10) - self.usual
        return (away + melspec.LEARNT * loud * (found - away)).clamp(-melspec.FARTHEST, melspec.FARTHEST)


class Decoder(nn.Module):
    """Code of one frame plus the callers' wishes to the explicit latent (59 numbers). A call's processor is cold every 40 ms,
    and small operations then cost more than the arithmetic in them: what is linear is one product."""

    PITCH_SHOWN = 1 / 1.35  # real people were read by a tracker whose pitch has this gain (FACTS.md 9), the code was not
    FARTHEST = (16., 13., 11.)  # degrees of own yaw, pitch and roll that are never passed
    EYES_FARTHEST = (28., 20.)
    HEAD_TAKES, EYES_GIVE = .55, .5  # shares: of the asked gaze by the head; of the head's own turn taken back by the eyes
    SEALS_FROM, SEALED_AT, SEAL = .50, .85, .9  # lip press at which the jaw begins to give way, and has given way

    def __init__(self):
        super().__init__()
        slow_up, slow_down = c.slow_basis()
        _constant(self, "shapes", np.concatenate([c.ARTICULATION, c.eye_basis(), slow_up, slow_down, c.BESIDE], 1).T)
        _constant(self, "emotion", c.EMOTION.T)
        _constant(self, "wished", self._wished())
        _constant(self, "mouth", [s.startswith(("mouth", "jaw")) for s in c.SHAPES])
        _constant(self, "farthest", self.FARTHEST)
        _constant(self, "farthest_shown", np.array(self.FARTHEST) * (1, self.PITCH_SHOWN, 1))
        _constant(self, "eyes_farthest", self.EYES_FARTHEST)
        _constant(self, "sealed", np.isin(np.arange(8), JAW) * self.SEAL)
        _constant(self, "blink", [s.startswith("eyeBlink") for s in c.SHAPES])
        self.register_buffer("lip_gain", torch.ones(8))
        self.register_buffer("lip_mean", torch.zeros(8))
        self.register_buffer("slow_gain", torch.ones(c.SIZE))

    def _wished(self):
        """What eased wishes (gaze of the head 2, log distance, emotion 8, gaze of the eyes 2) add to yaw, pitch, log scale
        and to the eyes' turn in the head."""
        matrix = np.zeros((SPRINGS, 5))
        matrix[[0, 1], [0, 1]] = self.HEAD_TAKES
        matrix[3:11, 1] = c.EMOTION_PITCH
        matrix[2, 2] = -1
        matrix[[11, 12], [3, 4]] = 1
        matrix[[0, 1], [3, 4]] = -self.HEAD_TAKES
        return matrix

    def forward(self, pose, lips, leading, louder, gaze, slow, lid, wishes, head_motion):
        """
        :param pose: the code's pieces, rows x 6, 8, 2 and 7; ``lid`` rows x 1, 0..1
        :param leading: by how much each lip track will have grown in the next frame, rows x 8
        :param louder: how much louder than usual the voice is, as a share, rows x 1
        :param wishes: eased, rows x SPRINGS; ``head_motion`` rows x 1, scale of the own pose
        """
        pose_gain, _, gaze_gain, _, slow_gain = self.slow_gain.split(list(c.PIECES.values()))
        turned, moved = (pose * pose_gain).split(3, 1)
        turned = self.farthest_shown * torch.tanh(turned / self.farthest)
        turn, roll_and_place, log_scale = (torch.cat([turned, moved], 1) * head_motion).split([2, 3, 1], 1)
        turn_wished, log_scale_wished, eyes_wished = (wishes @ self.wished).split([2, 1, 2], 1)
        eyes = eyes_wished + gaze_gain * gaze - self.EYES_GIVE * turn
        eyes = torch.maximum(torch.minimum(eyes, self.eyes_farthest), -self.eyes_farthest)
        shapes = self._shapes(lips, leading, louder, slow_gain * slow, eyes, wishes[:, 3:11])
        return torch.cat([turn + turn_wished, roll_and_place, torch.exp(log_scale + log_scale_wished),
                          torch.maximum(shapes, lid * self.blink)], 1)

    def _shapes(self, lips, leading, louder, slow, eyes, emotion):
        lips = (self.lip_mean * (1 - self.lip_gain) + self.lip_gain * lips).clamp(0, 1.1)
        # Lips that press are shut, however open the jaw would have them.
        shut = ((lips[:, PRESS:PRESS + 1] - self.SEALS_FROM) / (self.SEALED_AT - self.SEALS_FROM)).clamp(0, 1)
        free = 1 - shut * shut * (3 - 2 * shut) * self.sealed
        lips = lips * free
        # A closed or rounded mouth leaves less room for the emotion's own mouth.
        room = 1 - .6 * self.mouth * lips[:, PUCKER:PRESS + 1].amax(1, keepdim=True).clamp(max=1)
        either_way = torch.cat([lips, eyes, -eyes, slow, -slow], 1).relu()
        jaw, free = lips[:, JAW:JAW + 1], free[:, JAW:JAW + 1]
        either_way = torch.cat([either_way, leading * free, louder * jaw], 1)
        return (either_way @ self.shapes + (emotion @ self.emotion) * room).clamp(0, 1)


class MotionTick(nn.Module):
    """One frame of features, the partner's level, the controls and 24 Gaussian numbers to one latent."""

    HEAD_RATE, EYE_RATE = 7., 20.
    QUIET_SPEED, LOUD_SPEED = .81, .81  # of the head in silence, and what full loudness adds
    LOUDER, SOFTER, BACK = .5, .15, .12  # the heard loudness each tick, and the head's way back to its own course
    USUAL_STEP, LIVELINESS, EVENED = .36, 1 / 150, .6  # see _voiced
    BLINKS_AT = .3
    CHANCE = slice(5, 8)  # of the lips' noise, which only rules read; listening has the first five
    SHIFTS = .62  # gaze shifts a second that are due
    HEARD = .8  # share of the encoder's own estimate in the lips: with the generator's it errs less than either
    STEADIED = .2  # share of either neighbour frame in that estimate: it errs less, too
    AHEAD = .1  # frames by which the jaw is moved on
    EFFORT = .05  # share of the jaw's opening that follows the loudness as measured
    PARTS = {"past": PAST * c.SIZE, "past_heard": PAST * FEATURES, "count": 1, "window": (WINDOW - 1) * c.SIZE,
             "wishes": SPRINGS, "wish_speeds": SPRINGS, "blink": 3, "voiced": 5, "looked": 8,
             "listening": Listening.STATE}

    def __init__(self, model):
        super().__init__()
        self.model, self.decoder, self.listening = model, Decoder(), Listening()
        slow, _ = rolling_levels()
        signal, noise = schedule(slow)
        next_signal, next_noise = schedule(lowered(slow))
        seen = hide_lips(torch.ones(c.SIZE))
        # x0 = signal x - noise v; DDIM: next x = next_signal x0 + next_noise (noise x + signal v). Of the first frame x0.
        keeps, takes = next_signal * signal + next_noise * noise, next_signal * noise - next_noise * signal
        keeps, takes = keeps[:, None] * seen, takes[:, None] * seen
        keeps[0], takes[0] = signal[0] * seen, torch.where(seen > 0, noise[0], torch.ones(()))
        _constant(self, "keeps", keeps.flatten())
        _constant(self, "takes", takes.flatten())
        _constant(self, "seen", seen)
        _constant(self, "jaw", np.arange(TRACKS) == JAW)
        lips = torch.eye(c.SIZE)[c.LIPS_AT]
        _constant(self, "spoken", F.pad(lips / model.spread, (0, 0, 0, FEATURES - TRACKS)))
        _constant(self, "resting", F.pad(model.rest[c.LIPS_AT], (0, FEATURES - TRACKS)))
        _constant(self, "loudness", model.feature_spread[-1:].expand(2)[:, None] / 2 / USUAL_EFFORT)
        _constant(self, "usual_loudness", model.feature_mean[-1] / USUAL_EFFORT - 1)
        _constant(self, "told_from", [0, 10, 20])
        _constant(self, "told_more", [[.8], [1.5], [-1]])
        _constant(self, "nods", torch.eye(c.PIECES["pose"])[1])
        _constant(self, "raises", torch.eye(c.PIECES["slow"])[0])
        _constant(self, "order", PAST - np.arange(PAST))
        _constant(self, "profile", np.concatenate([[0.] * 3, LID_PROFILE[::-1]])[:, None])  # by what remains of the blink
        _constant(self, "remaining", np.arange(1, 10))
        _constant(self, "rates", [self.HEAD_RATE] * 11 + [self.EYE_RATE] * 2)
        _constant(self, "decay", torch.exp(-.04 * self.rates))

    @classmethod
    def state_size(cls):
        return sum(cls.PARTS.values())

    def forward(self, features, partner, controls, noise, state):
        s = dict(zip(self.PARTS, state.split(list(self.PARTS.values()), 1)))
        gaze, distance, emotion, expressiveness, head_motion, blinks = controls.split([2, 1, 8, 1, 1, 1], 1)
        wish = torch.cat([gaze, torch.log(distance), emotion], 1)
        heard = (features - self.model.feature_mean) / self.model.feature_spread
        window = torch.cat([s["window"], noise * self.seen], 1)
        now, lower = self._denoise(s, window, heard, wish, self._told(blinks), expressiveness)
        now = now + (features - self.resting) @ self.spoken
        pose, lips, gaze, raw_lid, slow = (now * self.model.spread + self.model.rest).split(list(c.PIECES.values()), 1)
        before = s["past"][:, -c.SIZE:3 - c.SIZE] * self.model.spread[:3]
        louder = s["past_heard"][:, -1 - FEATURES::FEATURES] @ self.loudness + self.usual_loudness
        before_heard = s["past_heard"][:, -FEATURES:TRACKS - FEATURES] * self.model.feature_spread[:TRACKS]
        before_heard = before_heard + self.model.feature_mean[:TRACKS]
        lips, leading = self._spoken(lips, before_heard, features, louder, expressiveness)
        pose, voiced = self._voiced(pose, before, features[:, -1:], s["voiced"])
        chance = noise[:, c.LIPS_AT][:, self.CHANCE].split(1, 1)
        gaze, looked = self._look(gaze, chance, s["looked"])
        lid, blink = self._blink(raw_lid, chance[0], blinks, s["blink"])
        attention, nod, brow, listening = self.listening(partner, features[:, LOUDNESS_AT:LOUDNESS_AT + 1], noise, s["listening"])
        pose, gaze = pose * (1 - STILLER * attention) + nod * self.nods, gaze * (1 - STEADIER * attention)
        wishes, speeds = self._eased(wish, s["wishes"], s["wish_speeds"])
        latent = self.decoder(pose, lips, leading, louder, gaze, slow + brow * self.raises, lid, wishes, head_motion)
        return latent, torch.cat([s["past"][:, c.SIZE:], now * self.seen, s["past_heard"][:, FEATURES:], heard,
                                  (s["count"] + 1).clamp(max=PAST), lower, wishes, speeds, blink, voiced, looked, listening], 1)

    def _told(self, blinks):
        """The rate that the network must be told for the rate that is asked (fitted on training speakers: told 8, 20, 28,
        40, 60, 80 it blinks 10, 14, 17, 25, 41, 59 times a minute)."""
        return (blinks - self.told_from).relu() @ self.told_more

    def _denoise(self, s, window, heard, wish, blinks, expressiveness):
        """The frame that leaves the window, clean and normalised but for the lips, which are what the network adds to what
        is heard, and the others one level lower, flat."""
        known = (self.order <= s["count"]).to(window.dtype)
        conditions = scale_conditions(torch.cat([wish, blinks], 1))
        change = self.model.roll(s["past"].reshape(-1, PAST, c.SIZE), s["past_heard"].reshape(-1, PAST, FEATURES), known,
                                 window.reshape(-1, WINDOW, c.SIZE), heard, conditions, expressiveness)
        moved = self.keeps * window - self.takes * change.flatten(1)
        return moved.split([c.SIZE, (WINDOW - 1) * c.SIZE], 1)

    def _spoken(self, lips, before, features, louder, expressiveness):
        """Lips as heard, the jaw a little early (along the encoder's estimate of the next frame) and as open as the voice
        is loud: real mouths lead the sound and follow the energy. Most of that is left to the lips
        (:data:`coefficients.BESIDE`), which are told where the tracks go next."""
        heard, following = features[:, :2 * TRACKS].split(TRACKS, 1)
        said = expressiveness.clamp(0, 1)
        leading = said * (following - heard)
        steady = heard + self.STEADIED * (before - heard + leading)
        lips = lips + self.HEARD * said * (steady - lips)
        lips = lips + self.AHEAD * self.jaw * leading
        return lips * (1 + self.EFFORT * self.jaw * louder), leading

    def _voiced(self, pose, before, newest, state):
        """The head is faster while the voice is loud: its steps are scaled by the loudness that is heard ahead of the
        frame. A rule: the rolling window has settled a frame's pose before its sound is known. Steps are evened out as well:
        over some seconds a network's head is calmer or livelier than people differ, and a call should not depend on the luck
        of its seed. Steps are amplified and what they add fades again, which is a filter that raises what is above .5 Hz."""
        turned, loudness, livelier = state.split([3, 1, 1], 1)
        loudness = loudness + torch.where(newest > loudness, self.LOUDER, self.SOFTER) * (newest - loudness)
        course, place = pose.split(3, 1)
        evened = (1 + livelier).clamp(min=.1) ** -self.EVENED
        step = evened * (self.QUIET_SPEED + self.LOUD_SPEED * loudness) * (course - before)
        livelier = livelier + self.LIVELINESS * (step.abs().mean(1, keepdim=True) / self.USUAL_STEP - 1 - livelier)
        turned = turned + step
        turned = turned + self.BACK * (course - turned)
        return torch.cat([turned, place], 1), torch.cat([turned, loudness, livelier], 1)

    COURSE, SACCADE, COUNTS, DRIFT, QUICK = .8, 2.5, 5., .05, .65  # of the network's gaze; degrees; shares a tick
    LEAVES, RETURNS, STAYS, ASIDE, ASIDE_VARIES = 1.7, 1.2, 7., 6.3, 1.4  # standard normal numbers, ticks, degrees

    def _look(self, gaze, chance, state):
        """Eyes move by saccades: they hold still until the gaze that the network wants is a saccade away, and then jump. A
        shift that is due and does not come is made: a glance aside, or back from it. Jumps of less than COUNTS are made, but
        do not count: seen on video they are smaller than 4 degrees."""
        goal, shown, glance, since, due = state.split([2, 2, 2, 1, 1], 1)
        due = (due + self.SHIFTS / 25).clamp(-2, 2)
        away, (luck, sideways, upwards) = glance[:, :1].abs() > 0, chance
        leaves = (due > 1) & (luck > self.LEAVES) & ~away
        returns = away & (since > self.STAYS) & (luck > self.RETURNS)
        aside = torch.cat([self.ASIDE * torch.sign(sideways) + self.ASIDE_VARIES * sideways, 2 * upwards], 1)
        glance = torch.where(leaves, aside, glance * (~returns).to(gaze.dtype))
        gain = self.decoder.slow_gain[c.GAZE_AT]
        way = self.COURSE * gain * gaze + glance - goal
        size = (way * way).sum(1, keepdim=True)
        jumps = (size > self.SACCADE ** 2) & (since > 3)
        goal = goal + torch.where(jumps, 1., self.DRIFT) * way
        since = torch.where(jumps, 0., since + 1)
        due = due - (jumps & (size > self.COUNTS ** 2)).to(gaze.dtype)
        shown = shown + self.QUICK * (goal - shown)
        return shown / gain, torch.cat([goal, shown, glance, since, due], 1)

    LATE, EARLY, BLINKS_LATE = 1., -.8, 1.8  # blinks that are due; a standard normal number

    def _blink(self, raw, luck, rate, state):
        """A lid that wants to close starts one whole blink, unless several came before their time; the next may begin nine
        frames later. One that is due and does not come is made, at times when the eyes move as well."""
        left, depth, due = state.split(1, 1)
        due = (due + rate / (60 * 25)).clamp(-1.5, 2)
        wants = (raw > self.BLINKS_AT) & (due > self.EARLY) | (due > self.LATE) & (luck > self.BLINKS_LATE)
        begins = wants & (left < .5) & (rate > .5)
        depth = torch.where(begins, (.75 + .25 * raw).clamp(.8, 1.), depth)
        left = torch.where(begins, 9., left)
        lid = ((left - self.remaining).abs() < .5).to(raw.dtype) @ self.profile * depth
        return lid, torch.cat([(left - 1).clamp(min=0), depth, due - begins.to(raw.dtype)], 1)

    def _eased(self, wish, position, speed):
        """One 40 ms step of critically damped springs (exact solution); 90 % of a step after 3.9 / rate seconds."""
        target = torch.cat([wish, wish[:, :2]], 1)
        away = position - target
        drift = speed + self.rates * away
        return target + (away + .04 * drift) * self.decay, (speed - .04 * self.rates * drift) * self.decay


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
