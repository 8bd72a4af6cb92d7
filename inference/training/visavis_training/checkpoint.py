"""Resumable training runs: one file holds weights, their moving average, the optimiser and the step."""
import copy
import math
import os
from pathlib import Path

import torch


class Run:
    """A model in training. Learning rate: linear warm-up, then a cosine to 2 % of the peak."""

    def __init__(self, model, path, steps, rate, decay=.998, warm_up=150, weight_decay=.02):
        self.model, self.path, self.steps, self.rate = model, Path(path), steps, rate
        self.decay, self.warm_up = decay, min(warm_up, steps // 4)
        self.average = copy.deepcopy(model).requires_grad_(False)
        self.optimiser = torch.optim.AdamW(model.parameters(), rate, betas=(.9, .98), weight_decay=weight_decay)
        self.step, self.seconds = 0, 0.0
        if self.path.exists():
            saved = torch.load(self.path, weights_only=True)
            self.model.load_state_dict(saved["model"])
            self.average.load_state_dict(saved["average"])
            self.optimiser.load_state_dict(saved["optimiser"])
            self.step, self.seconds = saved["step"], saved["seconds"]

    def update(self, loss):
        """One optimiser step; a loss or gradient that is not finite stops the run, because it never heals."""
        progress = self.step / self.steps
        rate = self.rate * min(1, (self.step + 1) / self.warm_up) * (.49 * (1 + math.cos(math.pi * progress)) + .02)
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.zero_grad()
        loss.backward()
        norm = torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.)
        if not torch.isfinite(norm):
            raise FloatingPointError(f"loss or gradient is not finite at step {self.step}; the last checkpoint is good")
        self.optimiser.step()
        self.step += 1
        decay = min(self.decay, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for mean, now in zip(self.average.parameters(), self.model.parameters()):
                mean.lerp_(now, 1 - decay)

    def save(self):
        partial = self.path.with_suffix(".partial")
        torch.save({"model": self.model.state_dict(), "average": self.average.state_dict(), "step": self.step,
                    "optimiser": self.optimiser.state_dict(), "seconds": self.seconds,
                    "settings": getattr(self.model, "settings", {})}, partial)
        os.replace(partial, self.path)
