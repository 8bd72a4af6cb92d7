"""Fits the articulation network of the plain motion generator (PlainMotionGenerator.java).

    python3 fit.py SPEECH_DIR OUT.json

SPEECH_DIR holds *.jsonl, one utterance a line: {"audio": path of a 16 kHz file beside it, "phones": [[CMU phone
or SIL, start s, end s], ...]}. Files named train_* are learned from, test_* only measured. The shipped numbers
were fitted on LibriSpeech train-clean-100 (CC BY 4.0) with forced alignments. Needs numpy, scipy and ffmpeg.

The features are those of BandAudioEncoder.java: 12 mel bands in nepers of power, plus the lowest and the highest
mean band level within the 40 ms. Window: one feature frame back, two ahead. Targets: targets.py at each frame's middle.
"""
import glob
import json
import os
import subprocess
import sys

import numpy as np

from targets import DIMS, tracks

BANDS, WINDOW, TICK, FLOOR = 12, 400, 160, 1e-3
CONTEXT = (-1, 0, 1, 2)
HIDDEN = 24
OUTPUTS = DIMS + ["speech"]
rng = np.random.RandomState(7)


def mel_bands(lo=60.0, hi=7600.0, size=512, rate=16000):
    mel = lambda f: 2595 * np.log10(1 + f / 700)
    edges = 700 * (10 ** (np.linspace(mel(lo), mel(hi), BANDS + 2) / 2595) - 1)
    bins = np.fft.rfftfreq(size, 1 / rate)
    up = (bins - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    down = (edges[2:, None] - bins) / (edges[2:] - edges[1:-1])[:, None]
    return np.clip(np.minimum(up, down), 0, None)


MEL = mel_bands()
HANN = np.hanning(WINDOW + 1)[:WINDOW]


def features(x):
    """Feature frames of speech that is already at -25 dBFS."""
    n = len(x) // (4 * TICK) * 4
    padded = np.concatenate([np.zeros(WINDOW - TICK), x])
    index = np.arange(n)[:, None] * TICK + np.arange(WINDOW)[None]
    power = np.abs(np.fft.rfft(padded[index] * HANN, 512)) ** 2
    bands = np.log(power @ MEL.T + FLOOR)
    level = bands.mean(1).reshape(-1, 4)
    return np.concatenate([bands.reshape(-1, 4, BANDS).mean(1), level.min(1)[:, None], level.max(1)[:, None]], 1)


def windows(f):
    padded = np.concatenate([np.repeat(f[:1], 1, 0), f, np.repeat(f[-1:], 2, 0)])
    return np.concatenate([padded[1 + c:1 + c + len(f)] for c in CONTEXT], 1)


def normalised(x):
    a = np.abs(x)
    rms = np.sqrt(np.mean(x[a > 0.01 * a.max() + 1e-6] ** 2) + 1e-10)
    return x * (10 ** (-25 / 20) / rms)


def augmented(x):
    """Gain error of a running AGC, coloured noise at 12..40 dB, a spectral tilt."""
    x = x * 10 ** (rng.uniform(-4, 4) / 20)
    noise = rng.randn(len(x))
    spectrum = np.fft.rfft(noise) / (np.arange(len(x) // 2 + 1) + 20.0) ** rng.uniform(0, 0.6)
    noise = np.fft.irfft(spectrum, len(x))
    noise *= np.sqrt(np.mean(x ** 2) / np.mean(noise ** 2)) * 10 ** (-rng.uniform(12, 40) / 20)
    tilt = rng.uniform(-0.3, 0.3)
    y = x + noise
    return y + tilt * np.concatenate([[0], y[:-1]])


def load(path):
    clean, noisy, targets = [], [], []
    for line in open(path):
        u = json.loads(line)
        audio = os.path.join(os.path.dirname(path), u["audio"])
        raw = subprocess.run(["ffmpeg", "-v", "quiet", "-i", audio, "-f", "f32le", "-ac", "1", "-ar", "16000", "-"],
                             capture_output=True, check=True).stdout
        x = normalised(np.frombuffer(raw, np.float32).astype(np.float64))
        y = tracks([tuple(p) for p in u["phones"]], len(x) // TICK + 5)
        silent = np.zeros(len(y))
        for phone, start, end in u["phones"]:
            if phone != "SIL":
                silent[int(start * 100):int(end * 100)] = 1
        y = np.concatenate([y, silent[:, None]], 1)
        f = windows(features(x))
        clean.append(f)
        noisy.append(windows(features(augmented(x))))
        targets.append(y[np.arange(len(f)) * 4 + 2])
    return np.concatenate(clean), np.concatenate(noisy), np.concatenate(targets)


def fit(x, y, steps=9000, batch=512):
    """One hidden tanh layer, Adam, mean square error over variance, closures weighted up."""
    mean, scale = x.mean(0), x.std(0)
    spread = y.std(0)
    x = (x - mean) / scale
    p = [rng.randn(x.shape[1], HIDDEN) / np.sqrt(x.shape[1]), np.zeros(HIDDEN),
         rng.randn(HIDDEN, y.shape[1]) / np.sqrt(HIDDEN) * 0.1, y.mean(0)]
    m, v = [0 * q for q in p], [0 * q for q in p]
    for step in range(1, steps + 1):
        i = rng.randint(0, len(x), batch)
        h = np.tanh(x[i] @ p[0] + p[1])
        error = (h @ p[2] + p[3] - y[i]) / spread ** 2 / batch
        error[:, [3, 5]] *= 1 + 2 * y[i][:, [3, 5]]
        back = error @ p[2].T * (1 - h ** 2)
        grads = [x[i].T @ back + 1e-4 * p[0], back.sum(0), h.T @ error, error.sum(0)]
        rate = 4e-3 * 0.5 * (1 + np.cos(np.pi * step / steps))
        for k, g in enumerate(grads):
            m[k] = 0.9 * m[k] + 0.1 * g
            v[k] = 0.999 * v[k] + 0.001 * g * g
            p[k] = p[k] - rate * (m[k] / (1 - 0.9 ** step)) / (np.sqrt(v[k] / (1 - 0.999 ** step)) + 1e-8)
    p[1] = p[1] - (mean / scale) @ p[0]  # the normalisation goes into the first layer
    p[0] = p[0] / scale[:, None]
    return p


def predict(p, x):
    return np.tanh(x @ p[0] + p[1]) @ p[2] + p[3]


def main(speech, out):
    parts = {os.path.basename(f)[:-6]: load(f) for f in sorted(glob.glob(os.path.join(speech, "*.jsonl")))}
    train = [d for name, d in parts.items() if name.startswith("train_")]
    x = np.concatenate([np.concatenate([c, n]) for c, n, _ in train])
    y = np.concatenate([np.concatenate([t, t]) for _, _, t in train])
    p = fit(x, y)
    for name, (clean, noisy, t) in parts.items():
        for kind, f in (("clean", clean), ("noisy", noisy)):
            r = [np.corrcoef(predict(p, f)[:, k], t[:, k])[0, 1] for k in range(len(OUTPUTS))]
            print(name, kind, len(f), dict(zip(OUTPUTS, np.round(r, 2))), "mean", round(float(np.mean(r[:8])), 3))
    rounded = lambda a: [float("%.4g" % q) for q in a]
    json.dump({"outputs": OUTPUTS, "hiddenWeights": [rounded(q) for q in p[0].T], "hiddenBias": rounded(p[1]),
               "outputWeights": [rounded(q) for q in p[2].T], "outputBias": rounded(p[3])}, open(out, "w"))


if __name__ == "__main__":
    main(*sys.argv[1:])
