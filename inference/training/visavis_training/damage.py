"""What calls do to speech, in the time domain, for the evaluation."""
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import scipy.signal
import soundfile

RATE = 16_000
PACKET = 320


def pink(pcm, snr_db, seed=0):
    """Adds pink noise at a ratio of mean powers."""
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(len(pcm)))
    noise = np.fft.irfft(spectrum / np.sqrt(np.maximum(1, np.arange(len(spectrum)))), len(pcm))
    scale = np.sqrt(np.mean(pcm ** 2) / np.mean(noise ** 2)) * 10 ** (-snr_db / 20)
    return (pcm + scale * noise).astype(np.float32)


def telephone(pcm):
    return scipy.signal.sosfilt(scipy.signal.butter(4, [300, 3400], "band", fs=RATE, output="sos"), pcm).astype(np.float32)


def reverberant(pcm, rt60=.5, seed=0):
    count = int(rt60 * RATE)
    tail = np.random.default_rng(seed).standard_normal(count) * 10 ** (-3 * np.arange(count) / count)
    tail *= 10 ** (-3 / 20) / np.sqrt((tail ** 2).sum())
    tail[0] = 1
    return scipy.signal.fftconvolve(pcm, tail)[:len(pcm)].astype(np.float32)


def opus(pcm, kbps=12, loss=.05):
    """Opus there and back with 20 ms packets; lost packets are silence in their place (no concealment, the worst case,
    but the timing that a jitter buffer keeps)."""
    with tempfile.TemporaryDirectory() as folder:
        source, coded, back = (str(Path(folder) / n) for n in ("a.wav", "b.ogg", "c.wav"))
        soundfile.write(source, pcm, RATE)
        quiet = ["ffmpeg", "-v", "error", "-y"]
        subprocess.run([*quiet, "-i", source, "-c:a", "libopus", "-b:a", f"{kbps}k", "-application", "voip", coded],
                       check=True)
        subprocess.run([*quiet, "-i", coded, "-ar", str(RATE), "-ac", "1", back], check=True)
        found = soundfile.read(back, dtype="float32")[0]
    found = np.pad(found, (0, max(0, len(pcm) - len(found))))[:len(pcm)]
    gone = np.random.default_rng(len(pcm)).random(-(-len(pcm) // PACKET)) < loss
    return np.where(np.repeat(gone, PACKET)[:len(pcm)], 0, found).astype(np.float32)
