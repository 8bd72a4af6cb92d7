"""Augmentation of speech, whole batches at once, on any device: what carries a small corpus to other voices and lines.

In the waveform: speed (with pitch), rooms, coloured noise, babble, other voices, microphones, band limits of telephone
and codecs, level, clipping, lost packets. In its spectrum: vocal-tract length, tempo, coding noise. In the log-mel:
masks (Park et al. 2019). Labels follow speed and tempo.
"""
import math

import torch
import torch.nn.functional as F

from . import melspec

FRAMES = 480  # of a crop after augmentation
SPEED, TEMPO = (.88, 1.14), (.86, 1.18)
STRETCHED = math.ceil(FRAMES * TEMPO[1]) + 2  # frames before tempo
SOURCE = math.ceil(STRETCHED * SPEED[1]) + 2  # frames to cut out for it
BINS = melspec.FFT // 2 + 1


def _uniform(like, low, high, *shape):
    return torch.rand(*shape, device=like.device) * (high - low) + low


def _some(like, share, *shape):
    """1 with probability ``share``, else 0."""
    return (torch.rand(*shape, device=like.device) < share).float()


def resampled(pcm, speed):
    """rows x SOURCE frames of samples read ``speed`` times as fast (Catmull-Rom), rows x STRETCHED frames."""
    at = torch.arange(STRETCHED * melspec.HOP, device=pcm.device)[None] * speed[:, None]
    low = at.floor().clamp(1, pcm.shape[1] - 3)
    t = at - low
    a, b, c, d = (torch.gather(pcm, 1, low.long() + i) for i in (-1, 0, 1, 2))
    return b + .5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))


def _curve(like, knots, points, spread):
    """Smooth random curves, one a row."""
    raw = torch.randn(len(like), 1, knots, device=like.device) * spread
    return F.interpolate(raw, points, mode="linear", align_corners=True)[:, 0]


def _frequencies(like, samples):
    return torch.fft.rfftfreq(samples, 1 / melspec.RATE, device=like.device)


def _colour(pcm, hz):
    """Amplitude of coloured noise over frequency: white to brown with bumps; pink is in the middle."""
    octaves = torch.log2(hz.clamp(min=40) / 1000)
    tilt = _uniform(pcm, -6.5, 1, len(pcm), 1)  # dB an octave of power
    place = ((octaves + 5) / 8 * 255).clamp(0, 255).long()
    bumps = torch.gather(_curve(pcm, 8, 256, 4.), 1, place[None].expand(len(pcm), -1))
    return 10 ** ((tilt * octaves + bumps) / 20)


def _line(pcm, hz):
    """Amplitude response of microphones, and on a third of the rows of telephone or codec bands."""
    rows = len(pcm)
    place = (torch.log2(hz.clamp(min=60) / 60) / 7.2 * 255).clamp(0, 255).long()
    equaliser = torch.gather(_curve(pcm, 7, 256, 3.), 1, place[None].expand(rows, -1))
    phone = _some(pcm, .5, rows, 1) > 0
    top = torch.where(phone, _uniform(pcm, 3200, 3700, rows, 1), _uniform(pcm, 3700, 7200, rows, 1))
    bottom = torch.where(phone, _uniform(pcm, 200, 350, rows, 1), _uniform(pcm, 50, 250, rows, 1))
    steep = _uniform(pcm, 24, 90, rows, 1)
    loss = (hz / top).clamp(min=1e-3).log2().clamp(min=0) * steep
    loss = loss + (bottom / hz.clamp(min=1)).log2().clamp(min=0) * 24
    return 10 ** ((equaliser - loss.clamp(max=70) * _some(pcm, .35, rows, 1)) / 20)


def _room(pcm, samples):
    """Spectrum of room responses on 40 % of the rows: direct sound, then a decaying tail, RT60 0.12-0.8 s."""
    rows, length = len(pcm), int(.6 * melspec.RATE)
    time = torch.arange(length, device=pcm.device)[None] / melspec.RATE
    tail = torch.randn(rows, length, device=pcm.device) * 10 ** (-3 * time / _uniform(pcm, .12, .8, rows, 1))
    tail = tail * (time > _uniform(pcm, .001, .012, rows, 1))
    tail = tail / (tail.square().sum(1, keepdim=True) + 1e-9).sqrt() * 10 ** (-_uniform(pcm, -2, 18, rows, 1) / 20)
    tail = tail * _some(pcm, .4, rows, 1)
    tail[:, 0] = 1
    return torch.fft.rfft(tail, samples)


def _others(pcm):
    """What else can be heard: coloured noise, a crowd of the batch's other rows, or one other voice; unit power."""
    rows, samples = pcm.shape
    hz = _frequencies(pcm, samples)
    noise = torch.fft.irfft(torch.fft.rfft(torch.randn_like(pcm)) * _colour(pcm, hz), samples)
    noise = noise * 10 ** (_curve(pcm, 12, samples, 1.) * 2.5 / 20)
    crowd = sum(torch.roll(pcm, (i, 1601 * i), (0, 1)).flip(1) for i in (1, 2, 3, 5, 7))
    voice = torch.roll(pcm, (4, 3001), (0, 1))
    which = torch.rand(rows, 1, device=pcm.device)
    other = torch.where(which < .74, noise, torch.where(which < .94, crowd, voice))
    floor = torch.where(which < .94, 1., 40.)  # a single other voice stays well below
    return other / (other.square().mean(1, keepdim=True) * floor + 1e-12).sqrt()


def damaged(pcm):
    """Rooms, noise, lines, clipping and lost packets: rows x samples, in and out."""
    rows, samples = pcm.shape
    power = pcm.square().mean(1, keepdim=True)
    snr = 1 + 36 * torch.rand(rows, 1, device=pcm.device) ** 1.1
    gain = (power * 10 ** (-snr / 10)).sqrt() * _some(pcm, .75, rows, 1)
    spectrum = torch.fft.rfft(pcm) * _room(pcm, samples) + torch.fft.rfft(_others(pcm)) * gain
    out = torch.fft.irfft(spectrum * _line(pcm, _frequencies(pcm, samples)), samples)
    peak = out.abs().amax(1, keepdim=True) * torch.where(torch.rand(rows, 1, device=pcm.device) < .05,
                                                         _uniform(pcm, .1, .5, rows, 1), 1.)
    return _lost(torch.maximum(torch.minimum(out, peak), -peak))


def _lost(pcm):
    """Packets of 20 ms that never came, on 30 % of the rows: silence, as without concealment."""
    rows, samples = pcm.shape
    packets = -(-samples // 320)
    rate = _uniform(pcm, .01, .12, rows, 1) * _some(pcm, .3, rows, 1)
    gone = torch.rand(rows, packets, device=pcm.device) < rate
    kept = (~gone).float().repeat_interleave(320, 1)[:, :samples]
    return pcm * kept


def spectrum(pcm):
    """Power spectrum of every 10 ms (see :mod:`melspec`), rows x frames x BINS."""
    frames = F.pad(pcm, (melspec.WINDOW - melspec.HOP, 0)).unfold(1, melspec.WINDOW, melspec.HOP)
    hann = torch.hann_window(melspec.WINDOW, periodic=False, device=pcm.device)
    return torch.fft.rfft(frames * hann, melspec.FFT).abs().square()


def warped(power, factor):
    """The spectrum's frequencies times ``factor``: one a row, the length of the vocal tract; or rows x BINS, which moves
    the formants apart, too."""
    factor = factor if factor.dim() == 2 else factor[:, None]
    source = (torch.arange(BINS, device=power.device)[None] / factor).clamp(0, BINS - 1.01)
    low = source.long()
    share = (source - low)[:, None]
    low = low[:, None].expand(-1, power.shape[1], -1)
    return torch.gather(power, 2, low) * (1 - share) + torch.gather(power, 2, low + 1) * share


def coded(power):
    """Noise that a codec at 8-16 kbps leaves near the speech, on 20 % of the rows."""
    rows, frames, bands = power.shape
    on = _some(power, .2, rows, 1, 1)
    grain = torch.empty_like(power).exponential_()
    smooth = F.avg_pool1d(power.flatten(0, 1)[:, None], 9, 1, 4).reshape(power.shape)
    return power + on * 10 ** (-_uniform(power, 6, 20, rows, 1, 1) / 10) * smooth * grain


def _read(values, at):
    """Linear interpolation along frames; ``values`` rows x frames x n, ``at`` rows x FRAMES."""
    low = at.long().clamp(0, values.shape[1] - 2)
    share = (at - low)[..., None]
    low = low[..., None].expand(-1, -1, values.shape[2])
    return torch.gather(values, 1, low) * (1 - share) + torch.gather(values, 1, low + 1) * share


def levelled(power, start):
    """:func:`melspec.levelled` without a loop over time: the recursion is linear once its rates are known, so guess
    the level, take the rates from the guess, solve, and again until it stands."""
    energy = torch.log(power.sum(-1) + 1e-10).double()
    level = start.double()[:, None].expand_as(energy)
    for _ in range(6):
        before = torch.cat([start.double()[:, None], level[:, :-1]], 1)
        rate = torch.where(energy > before, melspec.RATE_UP,
                           torch.where(energy > before - melspec.NEAR, melspec.RATE_DOWN, melspec.RATE_FAR))
        rate = torch.where(energy > melspec.LEVEL_GATE, rate, 0.)
        kept = torch.cumprod(1 - rate, 1)
        level = kept * (start.double()[:, None] + torch.cumsum(rate * energy / kept, 1))
        level = level.clamp(melspec.LEVEL_MIN, melspec.LEVEL_MAX)
    gain = torch.exp(melspec.LEVEL_REFERENCE - level.float())[..., None]
    log_mel = torch.log(power * gain + melspec.POWER_FLOOR).clamp(min=melspec.LOG_MIN)
    return (log_mel - melspec.MEAN) / melspec.SCALE


def masked(mel, share=.7):
    """Two band masks (to 14 bands) and three gaps (to 120 ms) on most rows."""
    rows, frames, bands = mel.shape
    hidden = torch.zeros(rows, frames, bands, dtype=torch.bool, device=mel.device)
    for count, size, widest, shape in ((2, bands, 15, (rows, 1, bands)), (3, frames, 13, (rows, frames, 1))):
        for _ in range(count):
            place = torch.arange(size, device=mel.device).view(1, *(s if s > 1 else 1 for s in shape[1:]))
            first, width = _uniform(mel, 0, size, rows, 1, 1), _uniform(mel, 0, widest, rows, 1, 1)
            hidden = hidden | ((place >= first) & (place < first + width))
    hidden = hidden & (_some(mel, share, rows, 1, 1) > 0)
    return torch.where(hidden, mel.mean((1, 2), keepdim=True), mel)


def heard(pcm, labels, hard=.85):
    """A batch as a call might hear it.

    :param pcm: rows x SOURCE frames of 160 samples, +-1
    :param labels: tensors of rows x SOURCE frames x n, 100 a second
    :return: normalised log-mel, rows x FRAMES x BANDS, and the labels of its frames
    """
    rows = len(pcm)
    speed = torch.where(_some(pcm, .5, rows) > 0, _uniform(pcm, *SPEED, rows), 1.)
    tempo = torch.where(_some(pcm, .5, rows) > 0, _uniform(pcm, *TEMPO, rows), 1.)
    tract = torch.where(_some(pcm, .75, rows) > 0, _uniform(pcm, .8, 1.24, rows) / speed, 1.)
    vowels = torch.exp(_curve(pcm, 7, BINS, .05) * _some(pcm, .5, rows, 1))  # other people's, and other accents'
    clean = resampled(pcm, speed)
    harmed = _some(pcm, hard, rows)[:, None]
    power = warped(spectrum(torch.where(harmed > 0, damaged(clean), clean)), tract[:, None] * vowels)
    bank = torch.from_numpy(melspec.mel_bank().T).float().to(pcm.device)
    power = coded(power) @ bank
    at = torch.arange(FRAMES, device=pcm.device)[None] * tempo[:, None]
    power = torch.exp(_read(torch.log(power + 1e-10), at))
    learnt = _uniform(pcm, .5, 1.1, rows, 1) * _some(pcm, .85, rows, 1)  # some calls have just begun
    power = evened(power * 10 ** _uniform(pcm, -1.5, 1.2, rows, 1, 1), learnt)
    return masked(levelled(power, _settled(power))), [_read(x, at * speed[:, None]) for x in labels]


def evened(power, learnt):
    """:func:`melspec.evened` of crops out of calls that have learnt a share of their spectrum so far (rows x 1)."""
    energy = torch.log(power.sum(-1, keepdim=True) + 1e-10)
    high = torch.quantile(energy, .85, dim=1, keepdim=True)
    loud = (energy > high - melspec.LOUD).float()
    usual = torch.from_numpy(melspec.USUAL_SPECTRUM).float().to(power.device)
    away = ((torch.log(power + 1e-8) - energy - usual) * loud).sum(1) / loud.sum(1)
    start = (away * learnt).clamp(-melspec.FARTHEST, melspec.FARTHEST)
    level = high.flatten().clamp(melspec.LEVEL_MIN, melspec.LEVEL_MAX)
    even = melspec.evened(power.cpu().numpy(), start.cpu().numpy(), level.cpu().numpy())
    return torch.from_numpy(even).to(power.device)


def _settled(power):
    """A level such as a call has: mostly settled, sometimes at its start."""
    loud = torch.quantile(torch.log(power.sum(-1) + 1e-10), .85, dim=1)
    level = loud + torch.randn_like(loud) * .8
    level = torch.where(_some(power, .2, len(power)) > 0, melspec.LEVEL_START, level)
    return level.clamp(melspec.LEVEL_MIN, melspec.LEVEL_MAX)
