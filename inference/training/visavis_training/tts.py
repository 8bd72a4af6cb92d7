"""Aligned speech from text-to-speech: ``python -m visavis_training.tts --text FILE --out DIR``. Resumable.

Speaks the lines of a text file with Debian's flite (four voices, phone times by ``-psdur``) and espeak-ng (formant voices
in many variants, phone times from its library's phoneme events), at random rates and pitches, and writes
``train_tts.jsonl`` with its audio for :mod:`data`. It is a small part of the mix: it does not teach real voices.
"""
import argparse
import ctypes
import json
import re
import subprocess
from pathlib import Path

import numpy as np
import scipy.signal
import soundfile

from . import articulation, melspec

FLITE_VOICES = ["awb", "rms", "slt", "kal16"]
FLITE_PHONES = {"ax": "AH", "axr": "ER", "pau": "SIL", "brth": "SIL", "ssil": "SIL", "el": "L", "em": "M", "en": "N", "dx": "T",
          "hv": "HH", "ix": "IH", "nx": "N", "ux": "UW"}
ESPEAK_ACCENTS = ["en-us", "en-us-nyc", "en", "en-gb-scotland", "en-gb-x-rp", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-029"]
ESPEAK_VARIANTS = ["", "m1", "m3", "m5", "m7", "f1", "f2", "f3", "f4", "f5", "adam", "Andrea", "belinda", "caleb", "john",
                   "linda", "max", "steph", "klatt2"]
_ESPEAK = {"p": "P", "b": "B", "t": "T", "d": "D", "k": "K", "g": "G", "tS": "CH", "dZ": "JH", "f": "F", "v": "V", "T": "TH",
           "D": "DH", "s": "S", "z": "Z", "S": "SH", "Z": "ZH", "h": "HH", "m": "M", "n": "N", "N": "NG", "l": "L", "r": "R",
           "w": "W", "j": "Y", "x": "K", "?": "T", "@": "AH", "3": "ER", "a": "AE", "aa": "AE", "A": "AA", "aI": "AY",
           "aU": "AW", "E": "EH", "e": "EH", "eI": "EY", "I": "IH", "i": "IY", "O": "AO", "oU": "OW", "OI": "OY", "U": "UH",
           "u": "UW", "V": "AH", "0": "AA", "@L": "AH L", "aI@": "AY AH", "aI3": "AY ER", "aU@": "AW AH", "A@": "AA R",
           "O@": "AO R", "o@": "AO R", "i@": "IH AH", "e@": "EH R", "U@": "UH R", "i@3": "IY ER", "@r": "ER", "o": "OW",
           "IR": "ER", "VR": "ER", "nI": "N", "W": "W", "Y": "UW", "y": "UW"}
_ESPEAK_LATE = .02  # its events come after the sound, as the encoder trained on real speech hears it
_PHONEME, _RETRIEVE, _RATE, _PITCH, _RANGE = 7, 1, 1, 3, 4  # of speak_lib.h


def flite(text, voice, stretch, path):
    """Speaks to ``path``; gives samples at 16 kHz and the phones with their times."""
    spoken = subprocess.run(["flite", "-voice", voice, "-psdur", "--setf", f"duration_stretch={stretch:.2f}", "-t", text,
                             "-o", str(path)], capture_output=True, text=True, check=True).stdout
    samples, rate = soundfile.read(path, dtype="float32")
    phones, at = [], 0.
    for name, end in (token.rsplit(":", 1) for token in spoken.split()):
        phones.append((FLITE_PHONES.get(name, name.upper()), at, float(end)))
        at = float(end)
    return at_16k(samples, rate), phones


class Espeak:
    """libespeak-ng with phoneme events."""

    class Event(ctypes.Structure):
        _fields_ = [("type", ctypes.c_int), ("id", ctypes.c_uint), ("text", ctypes.c_int), ("length", ctypes.c_int),
                    ("ms", ctypes.c_int), ("sample", ctypes.c_int), ("user", ctypes.c_void_p), ("name", ctypes.c_char * 8)]

    def __init__(self):
        self.library = ctypes.CDLL("libespeak-ng.so.1")
        self.rate = self.library.espeak_Initialize(_RETRIEVE, 500, None, 1)
        callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int,
                                    ctypes.POINTER(self.Event))
        self.callback = callback(self._hear)  # kept: the library calls it
        self.library.espeak_SetSynthCallback(self.callback)

    def _hear(self, wave, count, events):
        if count > 0 and wave:
            self.pieces.append(np.ctypeslib.as_array(wave, (count,)).copy())
        at = 0
        while events[at].type:
            if events[at].type == _PHONEME:
                self.events.append((max(0., events[at].ms / 1000 - _ESPEAK_LATE), events[at].name.decode("utf8", "replace")))
            at += 1
        return 0

    def speak(self, text, voice, words_per_minute, pitch, span):
        self.pieces, self.events = [], [(0., "_")]
        if self.library.espeak_SetVoiceByName(voice.encode()):
            raise ValueError(f"espeak-ng has no voice {voice}")
        for parameter, value in ((_RATE, words_per_minute), (_PITCH, pitch), (_RANGE, span)):
            self.library.espeak_SetParameter(parameter, int(value), 0)
        line = text.encode()
        self.library.espeak_Synth(line, ctypes.c_size_t(len(line) + 1), 0, 0, 0, 1, None, None)
        self.library.espeak_Synchronize()
        samples = np.concatenate(self.pieces).astype(np.float32) / 32768
        ends = [t for t, _ in self.events[1:]] + [len(samples) / self.rate]
        phones = []
        for (start, name), end in zip(self.events, ends):
            names = _cmu(name)
            length = (end - start) / len(names)
            phones += [(n, start + i * length, start + (i + 1) * length) for i, n in enumerate(names) if length > 0]
        return at_16k(samples, self.rate), phones


def _cmu(name):
    """espeak's phoneme as CMU phones; its stress, length and variant marks do not matter here."""
    if not name or name.startswith("_"):
        return ["SIL"]
    for spelling in (name, name.replace(":", ""), re.sub(r"[^A-Za-z@0?]", "", name), re.sub(r"[^A-Za-z@]", "", name)):
        if spelling in _ESPEAK:
            return _ESPEAK[spelling].split()
    return ["AH"]


def at_16k(samples, rate):
    if rate == melspec.RATE:
        return samples
    common = np.gcd(rate, melspec.RATE)
    return scipy.signal.resample_poly(samples, melspec.RATE // common, rate // common).astype(np.float32)


def speak(lines, out, seed=0):
    """Speaks every line once; every other with flite."""
    random, espeak = np.random.default_rng(seed), Espeak()
    (out / "tts").mkdir(parents=True, exist_ok=True)
    rows = []
    for number, line in enumerate(lines):
        path = out / "tts" / f"{number:05d}.wav"
        if number % 2:
            voice = str(random.choice(FLITE_VOICES))
            samples, phones = flite(line, voice, random.uniform(.8, 1.3), path)
        else:
            variant = str(random.choice(ESPEAK_VARIANTS))
            voice = str(random.choice(ESPEAK_ACCENTS)) + ("+" + variant if variant else "")
            samples, phones = espeak.speak(line, voice, random.uniform(120, 220), random.uniform(25, 75),
                                           random.uniform(25, 75))
        soundfile.write(path, samples, melspec.RATE)
        known = [(p if p in articulation.PHONES else "AH", s, e) for p, s, e in phones]
        rows.append({"audio": f"tts/{path.name}", "spk": voice, "utt": path.stem, "text": line, "phones": known})
    (out / "train_tts.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--text", required=True, help="a file, one sentence a line")
    parser.add_argument("--out", required=True)
    options = parser.parse_args()
    out = Path(options.out)
    if not (out / "train_tts.jsonl").exists():
        speak([line.strip() for line in Path(options.text).read_text().splitlines() if line.strip()], out)


if __name__ == "__main__":
    main()
