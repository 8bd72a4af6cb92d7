"""Random crops of prepared speech with their labels, drawn and augmented on the device that trains."""
import numpy as np
import torch

from . import articulation, melspec, waveform
from .data import fold, held_out

# How often a part is drawn; one not named gets .15. Text-to-speech teaches little about real voices (FACTS 10).
SHARES = {"train_lstc": .28, "train_lswa": .12, "train_sotr": .20, "train_lsdc": .30, "train_lsjs": .20, "train_sokids": .06,
          "train_lj": .02, "train_tts": .10}
SILENT_ROWS = .03
SILENCE = [.03, 0, 0, 0, 0, 0, 0, 0]
TRACKS, VOICE = slice(0, 8), slice(8, 12)


class Corpus:
    """All utterances that ``wanted`` admits, one after the other, on one device.

    ``phones`` are classes (frames) and, once a teacher has spoken, ``taught`` its probabilities.
    """

    def __init__(self, parts, device, wanted=lambda speaker: not held_out(speaker)):
        pcm, labels, phones, self.ends, shares, self.names = [], [], [], [0], [], []
        for part in parts:
            chosen = [i for i, u in enumerate(part.utterances) if wanted(u["speaker"])]
            for first, last in map(part.frames, chosen):
                pcm.append(part.pcm[first * melspec.HOP:last * melspec.HOP])
                labels.append(np.concatenate([part.tracks[first:last], part.voice[first:last]], 1))
                phones.append(part.phones[first:last])
            self.ends.append(sum(len(p) for p in phones))
            shares.append(SHARES.get(part.name, .15) if chosen else 0.)
        self.device = device
        self.pcm = torch.from_numpy(np.concatenate(pcm)).to(device)
        self.labels = torch.from_numpy(np.concatenate(labels)).to(device)
        self.phones = torch.from_numpy(np.concatenate(phones)).to(device).long()
        self.taught = None
        self.shares = torch.tensor(shares, device=device)
        self.first = torch.tensor(self.ends[:-1], device=device)
        self.room = (torch.tensor(self.ends[1:], device=device) - self.first - waveform.SOURCE).clamp(min=1)

    def __len__(self):
        return len(self.phones)

    def track_weights(self):
        return 1 / (self.labels[::50, TRACKS].float().std(0) + .02) ** 2

    def draw(self, rows):
        """Log-mel (rows x FRAMES x BANDS), tracks, voice, phone classes or probabilities."""
        part = torch.multinomial(self.shares, rows, replacement=True)
        start = self.first[part] + (torch.rand(rows, device=self.device) * self.room[part]).long()
        at = start[:, None] + torch.arange(waveform.SOURCE, device=self.device)
        at = at.clamp(max=len(self) - 1)
        samples = (start * melspec.HOP)[:, None] + torch.arange(waveform.SOURCE * melspec.HOP, device=self.device)
        pcm = self.pcm[samples.clamp(max=len(self.pcm) - 1)].float() / 32768
        silent = torch.arange(rows, device=self.device) < max(1, int(rows * SILENT_ROWS))
        pcm = torch.where(silent[:, None], torch.randn_like(pcm) * 10 ** (-2 - 2 * torch.rand_like(pcm[:, :1])), pcm)
        labels = self.labels[at].float()
        quiet = torch.tensor(SILENCE + [0, 0, 1, 0], device=self.device)
        labels = torch.where(silent[:, None, None], quiet, labels)
        phones = self.phones[at] * ~silent[:, None]
        mel, (labels, place) = waveform.heard(pcm, [labels, torch.arange(
            waveform.SOURCE, device=self.device).float()[None, :, None].expand(rows, -1, 1)])
        nearest = (place[..., 0] + .5).long().clamp(max=waveform.SOURCE - 1)
        classes = torch.gather(phones, 1, nearest)
        if self.taught is not None:
            classes = self._blended(classes, torch.gather(at, 1, nearest), silent)
        return mel, labels[..., TRACKS], labels[..., VOICE], classes

    def _blended(self, classes, at, silent, share=.5):
        """Half the aligned phone, half what teachers made of it."""
        hard = torch.nn.functional.one_hot(classes, len(articulation.PHONES)).float()
        soft = torch.where(silent[:, None, None], hard, self.taught[at].float())
        return (1 - share) * hard + share * soft


def of_fold(number, folds, inside):
    """Speakers of one fold, or of all others; never those held out."""
    return lambda speaker: not held_out(speaker) and (fold(speaker, folds) == number) == inside
