"""Phone times of speech whose text is known: ``python -m visavis_training.align --text TABLE --out SPEECH --part NAME``.
Resumable.

``TABLE`` has one utterance a line, tab between: audio file (beside the table; any rate, mono), speaker, text. Words, then
phones, by forced alignment with pocketsphinx (``pip install pocketsphinx``, 5 or newer: its US English model and CMU's
dictionary come with it), which finds every closure where the shared alignments of the same speech have it. Words that the
dictionary lacks are pronounced by flite.
"""
import argparse
import json
import re
import subprocess
from pathlib import Path

import numpy as np
import soundfile

from . import melspec
from .tts import FLITE_PHONES, at_16k

SPOKEN = {"mr": "mister", "mrs": "missus", "dr": "doctor", "st": "saint"}
HISS = 1e-4  # amplitude: silence of zeros has no spectrum that the aligner's model knows


class Aligner:
    """Forced alignment with pocketsphinx."""

    def __init__(self):
        from pocketsphinx import Decoder  # only here is it needed
        self.decoder = Decoder(samprate=melspec.RATE, bestpath=False, lm=None, beam=1e-80, wbeam=1e-60, pbeam=1e-80,
                               loglevel="FATAL")

    def phones(self, pcm, text):
        """[phone, start s, end s] of the whole utterance; none where the text does not fit the sound."""
        samples = pcm + HISS * np.random.default_rng(0).standard_normal(len(pcm))
        samples = np.clip(samples * 32767, -32768, 32767).astype(np.int16).tobytes()
        self.decoder.set_align_text(" ".join(self._known(word) for word in words(text)))
        self._hear(samples)
        if self.decoder.hyp() is None:
            return []
        self.decoder.set_alignment()  # the words' times are known, their phones' are found in a second pass
        self._hear(samples)
        return [[phone.name if phone.name.isalpha() else "SIL", phone.start / 100, (phone.start + phone.duration) / 100]
                for word in self.decoder.get_alignment() for phone in word]

    def _hear(self, samples):
        self.decoder.start_utt()
        self.decoder.process_raw(samples, full_utt=True)
        self.decoder.end_utt()

    def _known(self, word):
        """The word as the dictionary spells it, or with flite's pronunciation."""
        for spelling in (word, word.strip("'")):
            if self.decoder.lookup_word(spelling):
                return spelling
        spoken = subprocess.run(["flite", "-t", word.replace("'", ""), "-ps", "-o", "none"], capture_output=True, text=True,
                                check=True).stdout.split()
        phones = [FLITE_PHONES.get(name, name.upper()) for name in spoken]
        self.decoder.add_word(word, " ".join(p for p in phones if p != "SIL"), True)
        return word


def words(text):
    """Lower-case words; numbers must be spelt already."""
    found = re.sub(r"[^a-z' ]+", " ", text.lower().replace("\u2019", "'")).split()
    return [SPOKEN.get(word, word) for word in found if word.strip("'")]


def align(table, out, part):
    """Writes ``train_<part>.jsonl``, and the speech as 16 kHz FLAC."""
    table, out = Path(table), Path(out)
    (out / part).mkdir(parents=True, exist_ok=True)
    path = out / f"train_{part}.jsonl"
    done = {json.loads(line)["utt"] for line in path.read_text().splitlines()} if path.exists() else set()
    aligner = Aligner()
    with path.open("a") as rows:
        for line in table.read_text().splitlines():
            audio, speaker, text = line.split("\t")
            name = Path(audio).stem
            if name in done:
                continue
            pcm = at_16k(*soundfile.read(table.parent / audio, dtype="float32"))
            phones = aligner.phones(pcm, text)
            if not phones:
                print(f"{name}: text and sound do not fit, left out", flush=True)
                continue
            soundfile.write(out / part / f"{name}.flac", pcm, melspec.RATE)
            rows.write(json.dumps({"audio": f"{part}/{name}.flac", "spk": speaker, "utt": name, "text": text,
                                   "phones": phones}) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", required=True, help="table of audio, speaker and text, tab between")
    parser.add_argument("--out", required=True)
    parser.add_argument("--part", required=True, help="name of the part that it becomes")
    options = parser.parse_args()
    align(options.text, options.out, options.part)


if __name__ == "__main__":
    main()
