"""Log-mel front end: the exact definition that the streaming graph repeats (STREAMING.md, section 2).

Frame k of 10 ms looks at samples [160 k - 240, 160 k + 160): causal, nothing after its own end. The mel bank is HTK's
(2595 log10(1 + f / 700)) with triangles on the linear power spectrum, without area normalisation.
"""
import numpy as np

RATE = 16_000
HOP = 160
WINDOW = 400
FFT = 512
BANDS = 80
LOW_HZ, HIGH_HZ = 50.0, 7600.0

# Level control, in natural logarithms of the frame's summed band power.
LEVEL_REFERENCE = 5.5  # speech near -25 dBFS settles here
LEVEL_START = 5.5
LEVEL_MIN, LEVEL_MAX = LEVEL_REFERENCE - 7.0, LEVEL_REFERENCE + 5.0
LEVEL_GATE = -4.0  # about -63 dBFS: what is quieter never moves the level
RATE_UP, RATE_DOWN, RATE_FAR = 0.03, 0.003, 0.001  # per 10 ms
NEAR = 4.6  # 20 dB

# Evening of the spectrum: how loud each band of speech usually is against all of them together (natural logarithms, the
# mean of 67 training readers' loud frames), and how fast a call's own is learnt.
USUAL_SPECTRUM = np.array([
    -7.5, -7.0, -6.2, -5.1, -4.3, -3.9, -4.0, -4.6, -5.5, -5.5, -5.3, -5.0, -4.8, -4.8, -5.0, -5.3,
    -5.5, -5.7, -5.8, -5.9, -6.6, -6.7, -6.8, -7.2, -7.1, -7.6, -7.5, -7.7, -7.8, -7.8, -8.0, -8.0,
    -8.0, -8.0, -8.0, -8.0, -7.9, -7.9, -7.9, -8.1, -8.1, -8.1, -8.2, -8.3, -8.4, -8.4, -8.4, -8.4,
    -8.4, -8.4, -8.5, -8.5, -8.6, -8.7, -8.8, -9.0, -9.1, -9.2, -9.4, -9.5, -9.6, -9.7, -9.9, -10.2,
    -10.5, -10.7, -10.9, -11.1, -11.2, -11.3, -11.4, -11.5, -11.6, -11.6, -11.7, -11.7, -11.7, -11.7, -11.8, -11.8])
EVENED = .5  # share of the difference that is taken back
EVENED_OVER = 3.0  # bands: only what is broader than a formant is the microphone's or the room's
LEARNT = .012  # share a tick, of a spectrum that is no more than ...
LOUD = 2.0  # ... below the level
FARTHEST = 5.0
TICK = 4  # frames
POWER_FLOOR = 1e-7
LOG_MIN = -9.0
MEAN, SCALE = -4.0, 3.0


def mel_bank():
    """Weights, BANDS x (FFT / 2 + 1)."""
    def mel(hz):
        return 2595 * np.log10(1 + hz / 700)

    edges = 700 * (10 ** (np.linspace(mel(LOW_HZ), mel(HIGH_HZ), BANDS + 2) / 2595) - 1)
    bins = np.arange(FFT // 2 + 1) * RATE / FFT
    rising = (bins[None] - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - bins[None]) / (edges[2:] - edges[1:-1])[:, None]
    return np.clip(np.minimum(rising, falling), 0, None)


_BANK = mel_bank().astype(np.float32)
_HANN = np.hanning(WINDOW).astype(np.float32)  # symmetric


def band_power(pcm):
    """Band powers of every whole 10 ms of speech, frames x BANDS, before level control."""
    count = len(pcm) // HOP
    padded = np.concatenate([np.zeros(WINDOW - HOP, np.float32), pcm.astype(np.float32)])
    at = np.arange(count)[:, None] * HOP + np.arange(WINDOW)[None]
    spectrum = np.abs(np.fft.rfft(padded[at] * _HANN, FFT)) ** 2
    return (spectrum @ _BANK.T).astype(np.float32)


def level_step(level, energy):
    """One 10 ms step of the level tracker; both arguments are natural logarithms, arrays of any one shape."""
    rate = np.where(energy > level, RATE_UP, np.where(energy > level - NEAR, RATE_DOWN, RATE_FAR))
    rate = np.where(energy > LEVEL_GATE, rate, 0.0)
    return np.clip(level + rate * (energy - level), LEVEL_MIN, LEVEL_MAX)


def evening():
    """BANDS x BANDS: how far a spectrum is from the usual one (a row) to what is taken back of its logarithm."""
    away = np.arange(BANDS)[:, None] - np.arange(BANDS)
    blur = np.exp(-.5 * (away / EVENED_OVER) ** 2)
    return (EVENED * blur / blur.sum(0)).astype(np.float32)


def evened(power, away=0., level=LEVEL_START):
    """Band powers without half of what a microphone, a room and a voice's own timbre do to all that is said; learnt in
    the call, in some three seconds of loud speech.

    :param power: batch x frames x BANDS, whole ticks
    :param away: how far the call's spectrum is from the usual one, as learnt before the first tick (batch x BANDS)
    :param level: the level then, a number or one for each row
    """
    matrix = evening()
    ticks = power.reshape(len(power), -1, TICK, BANDS)
    away = np.broadcast_to(np.asarray(away, np.float32), (len(power), BANDS))
    level = np.broadcast_to(np.asarray(level, np.float32), len(power))
    out = np.empty_like(ticks)
    for t in range(ticks.shape[1]):
        out[:, t] = ticks[:, t] * np.exp(-(away @ matrix))[:, None]
        energy = np.log(out[:, t].sum(-1) + 1e-10)
        for now in energy.T:
            level = level_step(level, now)
        loud = energy.mean(1) > np.maximum(level - LOUD, LEVEL_GATE)
        mean = ticks[:, t].mean(1)
        found = np.log(mean + 1e-8) - np.log(mean.sum(1, keepdims=True) + 1e-10) - USUAL_SPECTRUM
        away = np.clip(away + LEARNT * loud[:, None] * (found - away), -FARTHEST, FARTHEST).astype(np.float32)
    return out.reshape(power.shape)


def levelled(power, start=LEVEL_START):
    """Normalised log-mel after the streaming level control, and the level of each frame.

    :param power: batch x frames x BANDS
    :param start: level before the first frame, a number or one for each row
    """
    energy = np.log(power.sum(-1) + 1e-10)
    level = np.broadcast_to(np.asarray(start, np.float32), energy.shape[:1]).copy()
    track = np.empty_like(energy)
    for k in range(energy.shape[1]):
        level = level_step(level, energy[:, k])
        track[:, k] = level
    gain = np.exp(LEVEL_REFERENCE - track)[..., None]
    log_mel = np.maximum(np.log(power * gain + POWER_FLOOR), LOG_MIN)
    return ((log_mel - MEAN) / SCALE).astype(np.float32), track.astype(np.float32)
