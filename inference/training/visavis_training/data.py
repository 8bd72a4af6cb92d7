"""Prepares the training sets: ``python -m visavis_training.data --speech DIR --out DIR``. Resumable: a part that is
there is left alone.

For every part of the speech: ``<part>.power.npy`` (log band power, float16, frames of 10 ms of all utterances one
after the other), ``<part>.labels.npz`` (articulation, phone ids, first frame of each utterance) and
``<part>.json`` (names, speakers and phones).
"""
import argparse
import hashlib
import json
from pathlib import Path

import numpy as np

from . import articulation, speech


HELD_OUT_PERCENT = 4


def held_out(speaker):
    """True for the training speakers kept for choosing between models; the test speakers stay untouched."""
    return hashlib.sha256(speaker.encode()).digest()[0] % 100 < HELD_OUT_PERCENT


class Part:
    """One prepared part: frames of all its utterances, and where each begins."""

    def __init__(self, folder, name):
        folder = Path(folder)
        self.name = name
        self.power = np.load(folder / f"{name}.power.npy", mmap_mode="r")
        with np.load(folder / f"{name}.labels.npz") as labels:
            self.tracks, self.phones, self.starts = labels["tracks"], labels["phones"], labels["starts"]
        self.utterances = json.loads((folder / f"{name}.json").read_text())

    def __len__(self):
        return len(self.starts) - 1

    def frames(self, index):
        """Range of frames of one utterance."""
        return int(self.starts[index]), int(self.starts[index + 1])


def parts(folder, prefix="train"):
    names = sorted(p.name.removesuffix(".power.npy") for p in Path(folder).glob(f"{prefix}_*.power.npy"))
    if not names:
        raise FileNotFoundError(f"no {prefix} data in {folder}: run python -m visavis_training.data first")
    return [Part(folder, n) for n in names]


def prepare(utterances, folder, name):
    """Writes one part, whole or not at all."""
    folder = Path(folder)
    if (folder / f"{name}.power.npy").exists():
        return
    power = [speech.mel_power(u) for u in utterances]
    lengths = [len(p) for p in power]
    tracks = [articulation.tracks(u.phones, n).astype(np.float16) for u, n in zip(utterances, lengths)]
    phones = [articulation.phone_ids(u.phones, n).astype(np.uint8) for u, n in zip(utterances, lengths)]
    np.savez(folder / f"{name}.labels.npz", tracks=np.concatenate(tracks), phones=np.concatenate(phones),
             starts=np.concatenate([[0], np.cumsum(lengths)]))
    rows = [{"speaker": u.speaker, "name": u.name, "phones": u.phones} for u in utterances]
    (folder / f"{name}.json").write_text(json.dumps(rows))
    partial = folder / f"{name}.partial.npy"
    np.save(partial, np.concatenate(power))
    partial.rename(folder / f"{name}.power.npy")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speech", required=True, help="folder with train_*.jsonl, test_*.jsonl and their audio")
    parser.add_argument("--out", required=True)
    parser.add_argument("--prefix", default="train", help="train or test")
    options = parser.parse_args()
    Path(options.out).mkdir(parents=True, exist_ok=True)
    utterances = speech.read(options.speech, options.prefix)
    for name in sorted({u.part for u in utterances}):
        mine = [u for u in utterances if u.part == name]
        prepare(mine, options.out, name)
        print(f"{name}: {len(mine)} utterances", flush=True)


if __name__ == "__main__":
    main()
