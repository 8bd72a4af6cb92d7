"""Aligned speech: folders with one jsonl a part (audio, spk, dur, phones = [[phone, start s, end s], ...])."""
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import soundfile

from . import melspec


@dataclass(frozen=True)
class Utterance:
    part: str
    speaker: str
    name: str
    path: Path
    phones: list

    def pcm(self):
        """16 kHz mono samples, full scale +-1."""
        samples, rate = soundfile.read(self.path, dtype="float32")
        if rate != melspec.RATE or samples.ndim != 1:
            raise ValueError(f"{self.path} must be 16 kHz mono, is {rate} Hz with shape {samples.shape}")
        return samples


def read(folder, prefix):
    """All utterances of the parts whose jsonl begins with ``prefix`` ("train" or "test")."""
    folder = Path(folder)
    files = sorted(folder.glob(f"{prefix}_*.jsonl"))
    if not files:
        raise FileNotFoundError(f"no {prefix}_*.jsonl in {folder}: give the folder that holds the aligned speech")
    found = []
    for file in files:
        for line in file.read_text().splitlines():
            row = json.loads(line)
            phones = [(p, float(a), float(b)) for p, a, b in row["phones"]]
            found.append(Utterance(file.stem, row["spk"], row["utt"], folder / row["audio"], phones))
    return found


def mel_power(utterance):
    """Stored form of an utterance: natural logarithm of the raw band power, float16."""
    return np.log(melspec.band_power(utterance.pcm()) + 1e-10).astype(np.float16)
