"""Scores an encoder on the training speakers held out: correlation with the aligned tracks, and bilabial closures."""
import numpy as np
import torch

from . import melspec, waveform
from .articulation import PRESS
from .data import held_out
from .scoring import closures

LONGEST = 1600  # frames of 10 ms
PHASE = 2  # mel frames of the first output: output m hears mel frames up to 4 m + 1 (motion_data.py)


class Validation:
    """Held-out utterances as one padded batch, heard as a call hears them."""

    def __init__(self, parts, device, most=220):
        chosen = [(p, *p.frames(i)) for p in parts for i, u in enumerate(p.utterances) if held_out(u["speaker"])]
        chosen = [c for c in chosen if c[2] - c[1] <= LONGEST][:most]
        self.truth = [p.tracks[a:b][2::4].astype(np.float32) for p, a, b in chosen]
        pcm = np.zeros((len(chosen), (LONGEST + 16) * melspec.HOP), np.float32)
        for row, (p, a, b) in zip(pcm, chosen):
            row[PHASE * melspec.HOP:(PHASE + b - a) * melspec.HOP] = p.pcm[a * melspec.HOP:b * melspec.HOP] / 32768
        bank = torch.from_numpy(melspec.mel_bank().T).float()
        power = (waveform.spectrum(torch.from_numpy(pcm)) @ bank).numpy()
        self.mel = torch.from_numpy(melspec.levelled(melspec.evened(power))[0]).to(device)

    @torch.no_grad()
    def outputs(self, model, ms=120):
        model.eval()
        with torch.autocast(self.mel.device.type, torch.bfloat16):
            found = torch.cat([model.features(x, None, ms)[..., :8].float() for x in self.mel.split(64)])
        found = found[:, ms // 40:].cpu().numpy()
        return [f[:len(t)] for f, t in zip(found, self.truth)]

    def text(self, model):
        outputs = self.outputs(model)
        joined, truth = np.concatenate(outputs), np.concatenate(self.truth)
        r = [np.corrcoef(joined[:, i], truth[:, i])[0, 1] for i in range(8)]
        f1 = {t: closures(zip(outputs, self.truth), t)["f1"] for t in (.3, .4, .5)}
        return (f"; held out r {np.mean(r):.3f} ({' '.join(f'{x:.2f}' for x in r)}), "
                f"closures {' '.join(f'{f:.3f}' for f in f1.values())}")
