"""Prepares the training sets: ``python -m visavis_training.data --speech DIR --out DIR``. Resumable: a part that is
there is left alone.

For every part of the speech: ``<part>.pcm.npy`` (16 kHz, int16, all utterances one after the other, whole frames of
10 ms), ``<part>.power.npy`` (log band power, float16), ``<part>.labels.npz`` (articulation, phone ids, prosody, first
frame of each utterance) and ``<part>.json`` (names, speakers and phones).
"""
import argparse
import hashlib
import json
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from . import articulation, melspec, prosody, speech

HELD_OUT_PERCENT = 4


def held_out(speaker):
    """True for the training speakers kept for choosing between models; the test speakers stay untouched."""
    return hashlib.sha256(("kept " + speaker).encode()).digest()[0] % 100 < HELD_OUT_PERCENT


def fold(speaker, folds):
    """Which of ``folds`` groups of training speakers a speaker belongs to."""
    return hashlib.sha256(("fold " + speaker).encode()).digest()[0] % folds


class Part:
    """One prepared part: frames of all its utterances, and where each begins."""

    def __init__(self, folder, name):
        folder = Path(folder)
        self.name = name
        self.pcm = np.load(folder / f"{name}.pcm.npy", mmap_mode="r")
        self.power = np.load(folder / f"{name}.power.npy", mmap_mode="r")
        with np.load(folder / f"{name}.labels.npz") as labels:
            self.tracks, self.phones, self.voice = labels["tracks"], labels["phones"], labels["voice"]
            self.starts = labels["starts"]
        self.utterances = json.loads((folder / f"{name}.json").read_text())

    def __len__(self):
        return len(self.starts) - 1

    def frames(self, index):
        """Range of frames of one utterance."""
        return int(self.starts[index]), int(self.starts[index + 1])


class Prepared:
    """An utterance of a prepared part, as :class:`speech.Utterance` is one of a file."""

    def __init__(self, part, index):
        row = part.utterances[index]
        self.part, self.speaker, self.name, self.phones = part, row["speaker"], row["name"], row["phones"]
        self.range = part.frames(index)

    def pcm(self):
        first, last = self.range
        return np.array(self.part.pcm[first * melspec.HOP:last * melspec.HOP], np.float32) / 32768


def held_out_utterances(everything):
    """What the held-out training speakers say."""
    return [Prepared(part, index) for part in everything for index, row in enumerate(part.utterances)
            if held_out(row["speaker"])]


def parts(folder, prefix="train"):
    names = sorted(p.name.removesuffix(".power.npy") for p in Path(folder).glob(f"{prefix}_*.power.npy"))
    if not names:
        raise FileNotFoundError(f"no {prefix} data in {folder}: run python -m visavis_training.data first")
    return [Part(folder, n) for n in names]


def _prepared(utterance):
    """Samples, log band power and labels of one utterance."""
    pcm = utterance.pcm()
    pcm = pcm[:len(pcm) // melspec.HOP * melspec.HOP]
    power = np.log(melspec.band_power(pcm) + 1e-10).astype(np.float16)
    tracks = articulation.tracks(utterance.phones, len(power)).astype(np.float16)
    phones = articulation.phone_ids(utterance.phones, len(power)).astype(np.uint8)
    voice = prosody.labels(power, phones).astype(np.float16)
    return np.clip(np.rint(pcm * 32768), -32768, 32767).astype(np.int16), power, tracks, phones, voice


def prepare(utterances, folder, name, workers=1):
    """Writes one part, whole or not at all."""
    folder = Path(folder)
    if (folder / f"{name}.power.npy").exists():
        return
    if workers > 1:
        with ProcessPoolExecutor(workers) as pool:
            made = list(pool.map(_prepared, utterances, chunksize=8))
    else:
        made = [_prepared(u) for u in utterances]
    pcm, power, tracks, phones, voice = (np.concatenate(x) for x in zip(*made))
    starts = np.cumsum([0] + [len(m[1]) for m in made])
    np.save(folder / f"{name}.pcm.npy", pcm)
    np.savez(folder / f"{name}.labels.npz", tracks=tracks, phones=phones, voice=voice, starts=starts)
    rows = [{"speaker": u.speaker, "name": u.name, "phones": u.phones} for u in utterances]
    (folder / f"{name}.json").write_text(json.dumps(rows))
    partial = folder / f"{name}.partial.npy"
    np.save(partial, power)
    partial.rename(folder / f"{name}.power.npy")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speech", required=True, help="folder with train_*.jsonl, test_*.jsonl and their audio")
    parser.add_argument("--out", required=True)
    parser.add_argument("--prefix", default="train", help="train or test")
    parser.add_argument("--workers", type=int, default=1, help="processes")
    options = parser.parse_args()
    Path(options.out).mkdir(parents=True, exist_ok=True)
    utterances = speech.read(options.speech, options.prefix)
    for name in sorted({u.part for u in utterances}):
        mine = [u for u in utterances if u.part == name]
        prepare(mine, options.out, name, options.workers)
        print(f"{name}: {len(mine)} utterances", flush=True)


if __name__ == "__main__":
    main()
