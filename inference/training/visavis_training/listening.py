"""Listening: what the face does while the partner talks. A rule inside the motion graph, not trained: the speech that
the generator learns from has no listeners in it, and a network that is given a partner without an effect ignores it.

The partner's level is judged against its own running level, so that a quiet microphone is heard as well as a loud one,
and must stand above its running floor, so that a steady hiss is nobody.
While the partner talks and the portrait does not, the face looks at the speaker (its own gaze shifts shrink), the head
moves less, and it nods: now and then within phrases, and at their ends with probability one half (backchannels fall on
pauses after some speech: Ward and Tsukahara 2000). Chance comes from the lips' noise channels, which nothing else reads.
"""
import math

import torch
from torch import nn

from . import coefficients as c

SILENCE_DB = -100.
START_DB, GATE_DB = -30., -60.  # first running level; what is quieter than the gate is nobody
NEAR_DB = 14.  # speech lies within this of its running level
FLOOR_DB, ABOVE_FLOOR_DB = -70., 9.  # first floor, and how far above it speech stands
UP, DOWN = .35, .08  # of "the partner talks", each tick: attentive in 100 ms, over a pause for 300 ms
NOD_TICKS, REST_TICKS = 12, 20
WITHIN, AT_END, TWICE, BROW_TOO = 2.6, 0., .5, .7  # thresholds of standard normal numbers
STILLER, STEADIER = .45, .85  # how much of its own head motion and gaze shifts goes


class Listening(nn.Module):
    """State: running level (dB from START_DB), floor (dB from FLOOR_DB), partner talks, portrait talks, ticks of this turn, nod's ticks left,
    its depth, brow raise."""

    STATE = 8

    def forward(self, partner, own_loudness, noise, state):
        """
        :param partner: level of the partner's last 640 samples, dBFS, calls x 1
        :return: attention 0..1, nod (degrees of pitch), brow raise, next state; calls x 1 each
        """
        level, floor, hears, talks, turn, left, depth, brow = state.split(1, 1)
        partner = partner.clamp(SILENCE_DB, 0)
        level, floor = self._level(partner, level), self._floor(partner, floor)
        active = torch.sigmoid((partner - START_DB - level + NEAR_DB) / 2.5) * (partner > GATE_DB)
        active = active * torch.sigmoid(partner - FLOOR_DB - floor - ABOVE_FLOOR_DB)
        before = hears
        hears, talks = self._smooth(hears, active), self._smooth(talks, (2 * own_loudness).clamp(0, 1))
        attention = hears * (1 - talks)
        turn = torch.where(active > .5, turn + 1, turn - 2).clamp(0, 100)
        chance = noise[:, c.LIPS_AT]
        ended = (before >= .7) & (hears < .7) & (turn > 20)
        wants = (chance[:, :1] > WITHIN) | (ended & (chance[:, 1:2] > AT_END))
        begins = wants & (left < .5 - REST_TICKS) & (attention > .4)
        length = torch.where(chance[:, 2:3] > TWICE, 2. * NOD_TICKS, 1. * NOD_TICKS)
        left = torch.where(begins, length, left)
        depth = torch.where(begins, (2.2 + chance[:, 3:4].abs() * 1.3).clamp(max=5.5), depth)
        brow = torch.where(begins, .3 * (chance[:, 4:5] > BROW_TOO), brow)
        wave = .5 - .5 * torch.cos(2 * math.pi / NOD_TICKS * (left - .5)) * (left > 0) - .5 * (left <= 0)
        fading = torch.where(left > NOD_TICKS, 1.5, 1.) / 1.5  # of two nods the second is smaller
        following = [level, floor, hears, talks, turn, (left - 1).clamp(min=-REST_TICKS), depth, brow]
        return attention, -depth * fading * wave, brow * wave, torch.cat(following, 1)

    @staticmethod
    def _level(partner, level):
        above = partner - START_DB - level
        rate = torch.where(above > 0, .2, torch.where(above > -NEAR_DB, .01, .002))
        rate = torch.where(partner > GATE_DB, rate, 0.)
        return (level + rate * above).clamp(-25, 20)

    @staticmethod
    def _floor(partner, floor):
        above = partner - FLOOR_DB - floor
        return (floor + torch.where(above > 0, .008, .3) * above).clamp(-10, 40)

    @staticmethod
    def _smooth(value, target):
        return value + torch.where(target > value, UP, DOWN) * (target - value)


def level_db(pcm):
    """What a runtime gives as ``partner``: dBFS of the mean square of samples (... x 640), -100 to 0."""
    return (10 * torch.log10((pcm * pcm).mean(-1, keepdim=True) + 1e-10)).clamp(SILENCE_DB, 0)
