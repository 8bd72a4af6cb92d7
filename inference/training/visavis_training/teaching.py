"""Teachers: large encoders that hear far ahead and label the speakers they were not trained on."""
import torch

from . import articulation, crops, melspec, waveform
from .checkpoint import Run
from .encoder import AudioEncoder

AHEAD_MS = 480
CHUNK, OVERLAP = 2048, 512  # frames of 10 ms heard at once, and how much of them only for their past
ROWS = 64


def teacher():
    return AudioEncoder(channels=448, hidden=896, dilations=(1, 2, 4, 1, 2, 4, 8, 1, 2, 4), drop=.25, skip=.2,
                        look_ahead_ms=(240, AHEAD_MS))


def taught(parts, corpus, out, fit, folds, minutes=1., steps=0, rows=160, rate=2e-3, model=teacher, report=400, share=.5):
    """Trains a teacher for each fold of speakers (resumable) and blends its labels into ``corpus``."""
    probabilities = torch.nn.functional.one_hot(corpus.phones, len(articulation.PHONES)).half()
    tracks = corpus.labels[:, crops.TRACKS].clone()
    for number in range(folds):
        others = crops.Corpus(parts, corpus.device, crops.of_fold(number, folds, inside=False))
        run = Run(model().to(corpus.device), out / f"teacher{number}.pt", steps, rate, decay=.998, weight_decay=.05,
                  minutes=minutes if not steps else None)
        fit(run, others, rows, report)
        mine = _frames_of(parts, crops.of_fold(number, folds, inside=True))
        at = torch.from_numpy(mine).to(corpus.device)
        heard, said = label(run.average.eval(), corpus.pcm.view(-1, melspec.HOP)[at].flatten())
        tracks[at], probabilities[at] = heard.to(tracks.dtype), said
    corpus.labels[:, crops.TRACKS] = (1 - share) * corpus.labels[:, crops.TRACKS] + share * tracks
    corpus.taught = probabilities


def _frames_of(parts, wanted):
    """Where the wanted speakers' frames lie in a corpus of all training speakers."""
    import numpy as np
    at, found = 0, []
    for part in parts:
        for i, utterance in enumerate(part.utterances):
            first, last = part.frames(i)
            if crops.held_out(utterance["speaker"]):
                continue
            if wanted(utterance["speaker"]):
                found.append(np.arange(at, at + last - first))
            at += last - first
    return np.concatenate(found) if found else np.zeros(0, np.int64)


@torch.no_grad()
def label(model, pcm):
    """Tracks and phone probabilities of every 10 ms of speech (int16 samples, one after the other), undamaged."""
    frames = len(pcm) // melspec.HOP
    step = CHUNK - OVERLAP
    count = -(-(frames + AHEAD_MS // 10) // step)
    padded = torch.nn.functional.pad(pcm, (OVERLAP * melspec.HOP, (count * step - frames) * melspec.HOP))
    chunks = padded.unfold(0, CHUNK * melspec.HOP, step * melspec.HOP)
    tracks = torch.zeros(count * step + OVERLAP, 8, device=pcm.device, dtype=torch.half)
    phones = torch.zeros(len(tracks), len(articulation.PHONES), device=pcm.device, dtype=torch.half)
    bank = torch.from_numpy(melspec.mel_bank().T).float().to(pcm.device)
    for first in range(0, count, ROWS):
        rows = chunks[first:first + ROWS].float() / 32768
        power = waveform.evened(waveform.spectrum(rows) @ bank, torch.ones(len(rows), 1, device=pcm.device))
        loud = torch.quantile(torch.log(power.sum(-1) + 1e-10), .85, dim=1).clamp(melspec.LEVEL_MIN, melspec.LEVEL_MAX)
        mel = waveform.levelled(power, loud)
        for phase in range(4):
            _place(model, mel, phase, first, step, tracks, phones)
    keep = slice(OVERLAP, OVERLAP + frames)
    return tracks[keep], phones[keep]


def _place(model, mel, phase, first, step, tracks, phones):
    """One of the four phases of the 25 Hz outputs."""
    shifted = mel[:, phase:phase + (CHUNK - phase) // 4 * 4]
    with torch.autocast(mel.device.type, torch.bfloat16):
        (estimate, logits), = model(shifted)[0][-1:]
    local = 4 * (torch.arange(estimate.shape[1], device=mel.device) + 1) + phase - AHEAD_MS // 10
    own = (local >= OVERLAP - AHEAD_MS // 10) & (local < CHUNK - AHEAD_MS // 10)
    for row in range(len(mel)):
        at = (first + row) * step + local[own]
        fits = at >= 0
        tracks[at[fits]] = estimate[row, own][fits].half()
        phones[at[fits]] = torch.softmax(logits[row, own][fits].float(), -1).half()
