"""Trains the motion transformer: ``python -m visavis_training.train_motion --run DIR``. Resumable.

Rows of a batch are of two kinds: rolling windows exactly as the live loop sees them, and whole windows at one level
with all audio known (VASA-1's form, for sampling in any number of steps). Conditions are dropped with probability
0.1 each, the past with 0.5, the last audio frames at random.

``--distil`` continues from the trained model and folds the audio's guidance into one branch: the student sees the
scale s as an input and learns H(C | no audio) + s (H(C) - H(C | no audio)) from the frozen teacher.
"""
import argparse
import copy
from pathlib import Path

import torch

from .checkpoint import Run, default_device
from .motion import MotionTransformer
from .windows import Example, Windows

LIP_SHARE = 1.5
SIZES = {  # of the network: what ships, a smaller one, VASA-1's
    "6x384": {"size": 384, "layers": 6, "heads": 6, "inner": 1152},
    "6x256": {"size": 256, "layers": 6, "heads": 4, "inner": 768},
    "8x512": {"size": 512, "layers": 8, "heads": 8, "inner": 1536}}


def distilled(example, teacher, student):
    """Losses of the student against the guided teacher at random scales."""
    rows = len(example.clean)
    scale = 2 * torch.rand(rows, 1, device=example.device)
    scale = torch.where(torch.rand_like(scale) < .3, 1., scale)
    nobody, everybody = torch.zeros_like(example.silent), torch.ones_like(example.silent)
    with torch.no_grad():
        with_audio = example.predict(teacher, nobody).float()
        without = example.predict(teacher, everybody).float()
        target = without + scale[..., None] * (with_audio - without)
    return example.losses(example.predict(student, nobody, scale), target)


def train(run_folder, steps, rows=128, rate=1.5e-3, seed=3, report=200, distil=False, model=None, device="cpu",
          minutes=None, speed=0., name="motion"):
    """Trains for ``steps``, or for ``minutes``; gives the run and the losses of each report.

    :param speed: weight of the loss on the change from frame to frame
    :param name: of the run's file, ``<name>.pt``; distilled it is ``<name>.distilled.pt``
    """
    torch.manual_seed(seed)
    run_folder = Path(run_folder)
    windows = Windows(run_folder, seed, device)
    teacher = None
    if distil:
        teacher = load(run_folder / f"{name}.pt").to(device)
        model = copy.deepcopy(teacher).requires_grad_(True)
    else:
        model = (model or MotionTransformer()).to(device)
        model.spread, model.feature_mean, model.feature_spread = windows.statistics()
    path = run_folder / (f"{name}.distilled.pt" if distil else f"{name}.pt")
    run = Run(model.train(), path, steps, rate, decay=.9985, minutes=minutes)
    windows.random.manual_seed(seed + run.step)
    return run, _loop(run, windows, rows, teacher, report, speed)


def _loop(run, windows, rows, teacher, report, speed):
    losses, recent = [], []
    kind = torch.device(windows.device).type
    done = run.progress() >= 1
    while not done:
        example = Example(windows.draw(rows), run.average, .9 if teacher else .8)
        with torch.autocast(kind, torch.bfloat16):
            if teacher:
                slow, lips = distilled(example, teacher, run.model)
            else:
                clean = example.predict(run.model)
                slow, lips = example.losses(clean, example.clean)
                if speed:
                    slow = slow + speed * example.speed_loss(clean, example.clean)
        run.update(slow + LIP_SHARE * lips)
        recent.append(torch.stack([slow.detach(), lips.detach()]))
        done = run.progress() >= 1
        if run.step % report == 0 or done:
            losses.append(torch.stack(recent).mean(0).cpu().numpy())
            recent = []
            print(f"step {run.step}: slow {losses[-1][0]:.4f} lips {losses[-1][1]:.4f}; {run.seconds:.0f} s", flush=True)
            run.save()
    return losses


def load(path):
    """The averaged model of a run."""
    saved = torch.load(path, weights_only=True, map_location="cpu")
    model = MotionTransformer(**saved["settings"])
    model.load_state_dict(saved["average"])
    return model.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", required=True, help="folder with motion_*.npz; receives NAME.pt or NAME.distilled.pt")
    parser.add_argument("--name", default="motion", help="of the run's file")
    parser.add_argument("--size", default="6x384", choices=SIZES, help="layers x width")
    parser.add_argument("--steps", type=int)
    parser.add_argument("--minutes", type=float, help="train for this time instead of --steps")
    parser.add_argument("--rows", type=int, default=128)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--speed", type=float, default=0., help="weight of the loss on the change from frame to frame")
    parser.add_argument("--report", type=int, default=200)
    parser.add_argument("--device", default=default_device(), help="cpu or cuda")
    parser.add_argument("--distil", action="store_true", help="fold the guidance into one branch")
    options = parser.parse_args()
    if options.device == "cpu":
        torch.set_num_threads(1)
    steps = options.steps or (1500 if options.distil else 6000)
    train(options.run, steps, options.rows, options.rate or (4e-4 if options.distil else 1.2e-3), distil=options.distil,
          model=MotionTransformer(**SIZES[options.size]), device=options.device, minutes=options.minutes,
          speed=options.speed, report=options.report, name=options.name)


if __name__ == "__main__":
    main()
