"""PyTorch 1.13, as Debian 12 packages it, is enough for the training in miniature, but lacks a little of what the training
is written for. Real training needs a current PyTorch."""
import contextlib

import torch


def adapt():
    """Makes an old PyTorch take the calls of the training."""
    if int(torch.__version__.split(".")[0]) >= 2:
        return
    load, export, where = torch.load, torch.onnx.export, torch.where
    torch.autocast = lambda *_, **__: contextlib.nullcontext()  # its layer_norm does not mix bfloat16 and float32
    torch.load = lambda path, weights_only=True, **rest: load(path, **rest)  # its weights_only knows no numbers
    torch.onnx.export = lambda *call, dynamo=False, **rest: export(*call, **rest)
    torch.where = lambda condition, x, y: where(condition, _tensor(x), _tensor(y))  # exports numbers as float64


def _tensor(value):
    return torch.tensor(value, dtype=torch.float32) if isinstance(value, float) else value
