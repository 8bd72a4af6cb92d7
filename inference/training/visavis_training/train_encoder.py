"""Trains the audio encoder: ``python -m visavis_training.train_encoder --data DIR --out DIR``. Resumable.

Loss: squared error of the articulation tracks over their variance, a little heavier where lips close; cross-entropy of
the aligned phones; squared error of the prosody labels. Every look-ahead has its own head on one trunk.

``--teachers N`` first trains N larger encoders that hear 480 ms ahead, each without one N-th of the speakers, and lets
each label the speakers it never heard: the encoder then learns half from the alignment and half from these labels, which say
what can be heard at all (cross-fitted distillation, Dao et al. 2021). Aligned labels are noisy, and a small corpus is
soon learnt by heart; honest soft labels help against both.

``--start FILE`` goes on from the averaged weights of an earlier run at a low ``--rate``, without dropout: what a CPU can
still add to an encoder that a GPU has trained.
"""
import argparse
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from . import crops, mean, melspec, teaching
from .articulation import LABIO, PRESS
from .checkpoint import Run, default_device, half_is_faster
from .data import held_out, parts
from .encoder import AudioEncoder
from .scoring import CLOSED, PREDICTED
from .validation import Validation

EMPHASIS = {PRESS: .3, LABIO: .3}  # more biases the closures upwards: recall without precision
SHARPNESS = 15.  # of what counts as a closure in training
FIRST_OUTPUT = 8  # outputs before this have too little past to be judged


def loss_of(model, mel, tracks, voice, phones, weights, closures=0.):
    """The loss, and what it is of: articulation, phones, prosody.

    :param closures: weight of bilabial closures missed or invented, for the look-aheads that can ship
    """
    heads, voiced, embedded = model(mel)
    emphasis = torch.zeros_like(weights)
    for track, value in EMPHASIS.items():
        emphasis[track] = value
    end = 4 * (torch.arange(mel.shape[1] // 4, device=mel.device) + 1)
    regression = content = missed = 0
    for ms, (estimate, logits) in zip(model.look_ahead_ms, heads):
        heard = slice(max(FIRST_OUTPUT, ms // 40 + 1), None)
        at = (end - ms // 10)[heard].clamp(max=mel.shape[1] - 1)
        truth = tracks[:, at]
        error = (estimate[:, heard].float() - truth) ** 2 * weights * (1 + emphasis * truth)
        regression = regression + error.mean() / len(heads)
        content = content + _entropy(logits[:, heard], phones[:, at]) / len(heads)
        if closures and ms >= 80:
            missed = missed + _missed(estimate[:, heard, PRESS].float(), truth[..., PRESS]) / 3
    content = content + .5 * _entropy(embedded[:, heard], phones[:, at])
    prosodic = ((voiced[:, heard].float() - voice[:, at]) ** 2).mean()
    return regression + .3 * content + 2 * prosodic + closures * missed, regression, content, prosodic


def _missed(press, truth):
    """1 - F1 of closures, made smooth; a frame early or late is forgiven, as in scoring."""
    def near(active):
        return F.max_pool1d(active[:, None], 3, 1, 1)[:, 0]

    closed, found = (truth > CLOSED).float(), torch.sigmoid(SHARPNESS * (press - PREDICTED))
    recall = (closed * near(found)).sum() / (closed.sum() + 1)
    precision = (found * near(closed)).sum() / (found.sum() + 1)
    return 1 - 2 * recall * precision / (recall + precision + 1e-3)


def _entropy(logits, phones):
    """``phones``: classes, or probabilities with one more dimension."""
    logits = logits.float().flatten(0, 1)
    if phones.dim() == 2:
        return F.cross_entropy(logits, phones.flatten(), label_smoothing=.05)
    return F.cross_entropy(logits, phones.flatten(0, 1))


def fit(run, corpus, rows, report, validation=None, closures=0.):
    """Runs to the end of its steps or minutes; gives the losses of each report."""
    weights, losses, recent = corpus.track_weights(), [], []
    faster = half_is_faster(corpus.device)
    run.model.train()
    done = run.progress() >= 1
    while not done:
        with torch.no_grad():
            drawn = corpus.draw(rows)
        with torch.autocast(corpus.device, torch.bfloat16, enabled=faster):
            total, *each = loss_of(run.model, *drawn, weights, closures)
        run.update(total)
        recent.append(torch.stack([x.detach() for x in each]))
        done = run.progress() >= 1
        if run.step % report == 0 or done:
            losses.append(torch.stack(recent).mean(0).cpu().numpy())
            recent = []
            figures = validation.text(run.average) if validation else ""
            print(f"{run.path.stem} step {run.step}: articulation {losses[-1][0]:.3f} phones {losses[-1][1]:.3f} "
                  f"prosody {losses[-1][2]:.4f}; {run.seconds:.0f} s{figures}", flush=True)
            run.save()
    return losses


def train(data, out, steps=6000, rows=32, rate=2.5e-3, seed=1, report=100, model=None, device="cpu", minutes=None,
          teachers=0, teacher=None, start=None, closures=0.):
    """Trains for ``steps``, or for ``minutes``; gives the run and the losses of each report.

    :param teachers: how many; ``teacher``: dictionary of what :func:`teaching.taught` takes
    :param start: an earlier run's file, whose averaged weights are the first
    """
    torch.manual_seed(seed)
    torch.backends.cuda.matmul.allow_tf32 = True
    if device == "cpu":
        torch.set_num_threads(1)
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    everything = parts(data)
    corpus = crops.Corpus(everything, device)
    validation = Validation(everything, device) if any(held_out(u["speaker"]) for p in everything
                                                       for u in p.utterances) else None
    if teachers:
        teaching.taught(everything, corpus, out, fit, folds=teachers, **(teacher or {}))
    model = (begun(start) if start else model or AudioEncoder(drop=.15, skip=.1)).to(device)
    run = Run(model, out / "encoder.pt", steps, rate, decay=.998 if start else .9995, weight_decay=.05, minutes=minutes)
    print(f"{len(corpus) / 360000:.2f} h of speech, {sum(p.numel() for p in model.parameters()) / 1e6:.2f} M parameters, "
          f"{device}", flush=True)
    return run, fit(run, corpus, rows, report, validation, closures)


def begun(path):
    """The averaged encoder of an earlier run, or its mean with what it became later, without dropout."""
    saved = torch.load(path, weights_only=True, map_location="cpu")
    model = AudioEncoder(**saved["settings"] | {"drop": 0., "skip": 0.})
    model.load_state_dict(mean.of_run(saved, Path(path).parent))
    return model


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--minutes", type=float, help="train for this time instead of --steps")
    parser.add_argument("--rows", type=int, default=32)
    parser.add_argument("--report", type=int, default=100)
    parser.add_argument("--rate", type=float, default=2.5e-3, help="the peak of the learning rate")
    parser.add_argument("--start", help="encoder.pt of an earlier run to go on from")
    parser.add_argument("--closures", type=float, default=0., help="weight of the F1 of bilabial closures in the loss")
    parser.add_argument("--device", default=default_device(), help="cpu or cuda")
    parser.add_argument("--teachers", type=int, default=0, help="larger encoders to learn from as well; 3 is enough")
    parser.add_argument("--teacher-minutes", type=float, default=1., help="time of each teacher (meant for a GPU)")
    options = parser.parse_args()
    train(options.data, options.out, options.steps, options.rows, options.rate, report=options.report,
          device=options.device, minutes=options.minutes, teachers=options.teachers,
          teacher={"minutes": options.teacher_minutes}, start=options.start, closures=options.closures)


if __name__ == "__main__":
    main()
