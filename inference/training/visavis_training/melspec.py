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
