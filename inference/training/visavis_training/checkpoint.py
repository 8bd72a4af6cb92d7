"""Resumable training runs: one file holds weights, their moving average, the optimiser and the step."""
import copy
import math
import os
import time
from pathlib import Path

import torch


def default_device():
    return "cuda" if torch.cuda.is_available() else "cpu"


def half_is_faster(device):
    """True where bfloat16 products have hardware of their own: a GPU, or a CPU with AMX."""
    cpu = Path("/proc/cpuinfo")
    return torch.device(device).type == "cuda" or cpu.exists() and "amx_bf16" in cpu.read_text()


class Run:
    """A model in training, for a number of steps or for a time. Learning rate: linear warm-up, then a cosine to 2 % of
    the peak by the share of steps, or of ``minutes``, that is done."""

    def __init__(self, model, path, steps, rate, decay=.998, warm_up=150, weight_decay=.02, minutes=None):
        self.model, self.path, self.steps, self.rate = model, Path(path), steps, rate
        self.decay, self.minutes = decay, minutes
        self.warm_up = warm_up if minutes else max(1, min(warm_up, steps // 4))
        self.average = copy.deepcopy(model).requires_grad_(False)
        self.device = next(model.parameters()).device
        faster = {"fused": True} if self.device.type == "cuda" else {}
        self.optimiser = torch.optim.AdamW(model.parameters(), rate, betas=(.9, .98), weight_decay=weight_decay, **faster)
        self.step, self.earlier, self.begun = 0, 0.0, None
        if self.path.exists():
            saved = torch.load(self.path, weights_only=True, map_location=self.device)
            self.model.load_state_dict(saved["model"])
            self.average.load_state_dict(saved["average"])
            self.optimiser.load_state_dict(saved["optimiser"])
            self.step, self.earlier = saved["step"], saved["seconds"]

    @property
    def seconds(self):
        """Time in training, earlier runs included."""
        return self.earlier + (time.monotonic() - self.begun if self.begun else 0.)

    def progress(self):
        return min(1., self.seconds / 60 / self.minutes if self.minutes else self.step / self.steps)

    def update(self, loss):
        """One optimiser step; a loss or gradient that is not finite stops the run, because it never heals. (Looked at
        every 16 steps: each look waits for the GPU.)"""
        self.begun = self.begun or time.monotonic()
        progress = self.progress()
        rate = self.rate * min(1, (self.step + 1) / self.warm_up) * (.49 * (1 + math.cos(math.pi * progress)) + .02)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.zero_grad()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.)
        if self.step % 16 == 0 and not torch.isfinite(norm):
            raise FloatingPointError(f"loss or gradient is not finite at step {self.step}; the last checkpoint is good")
        self.optimiser.step()
        self.step += 1
        decay = min(self.decay, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            means = list(self.average.parameters())
            torch._foreach_mul_(means, decay)
            torch._foreach_add_(means, list(self.model.parameters()), alpha=1 - decay)

    def save(self):
        partial = self.path.with_suffix(".partial")
        torch.save({"model": self.model.state_dict(), "average": self.average.state_dict(), "step": self.step,
                    "optimiser": self.optimiser.state_dict(), "seconds": self.seconds,
                    "settings": getattr(self.model, "settings", {})}, partial)
        os.replace(partial, self.path)
