"""Says what a GPU is worth here: ``python -m visavis_training.cuda_check``.

Prints GPU, driver and PyTorch; the largest difference between CPU and CUDA (float32) of the two streaming graphs, with
random weights and of the sizes that ship; milliseconds a tick for 1, 8 and 64 calls at once, also of VASA-1's motion
size (8 layers, 512); and training steps a second. Without a GPU it says so and exits with 1.
"""
import copy
import subprocess
import sys
import time

import torch

from . import coefficients as c
from . import train_encoder, waveform
from .checkpoint import Run
from .encoder import FEATURES, AudioEncoder
from .motion import MotionTransformer
from .stream import CHUNK, NEUTRAL, AudioTick, MotionTick

DEVICE = "cuda"
BOUND = 1e-3
SHIPPED = {"size": 384, "layers": 6, "heads": 6, "inner": 1152}
REFERENCE = {"size": 512, "layers": 8, "heads": 8, "inner": 2048}  # VASA-1, section 3.2


def encoder_tick():
    return AudioTick(AudioEncoder())


def motion_tick(settings):
    model = MotionTransformer(**settings)
    torch.nn.init.normal_(model.head.weight, std=.02)  # it starts at zero, which would hide everything before it
    return MotionTick(model)


def audio_inputs(rows, tick):
    return [torch.randn(rows, CHUNK) * .05, torch.zeros(rows, tick.state_size())]


def motion_inputs(rows, tick):
    return [torch.randn(rows, FEATURES) * .3, torch.full((rows, 1), -100.), NEUTRAL[None].repeat(rows, 1),
            torch.randn(rows, c.SIZE), torch.zeros(rows, tick.state_size())]


@torch.no_grad()
def difference(tick, inputs, ticks=25):
    """Largest difference between CPU and CUDA over a second that carries its state."""
    there, worst = copy.deepcopy(tick).to(DEVICE), 0.
    far = [x.to(DEVICE) for x in inputs]
    for _ in range(ticks):
        near_out, far_out = tick(*inputs), there(*far)
        worst = max(worst, *(float((a - b.cpu()).abs().max()) for a, b in zip(near_out, far_out)))
        inputs[-1], far[-1] = near_out[1], far_out[1]
    return worst


@torch.no_grad()
def tick_ms(tick, inputs, repeats=50):
    """Median milliseconds of one tick, inputs and weights already there."""
    tick, inputs = copy.deepcopy(tick).to(DEVICE), [x.to(DEVICE) for x in inputs]
    times = []
    for number in range(repeats + 10):
        torch.cuda.synchronize()
        begun = time.perf_counter()
        inputs[-1] = tick(*inputs)[1]
        torch.cuda.synchronize()
        times.append(1000 * (time.perf_counter() - begun))
    return sorted(times[10:])[repeats // 2]


def steps_per_second(rows, steps=20):
    """Training steps of the encoder with its augmentation, on noise."""
    model = AudioEncoder(drop=.15, skip=.1).to(DEVICE).train()
    run = Run(model, "/nonexistent/run.pt", 10 ** 6, 1e-3)
    weights = torch.ones(8, device=DEVICE)
    pcm = torch.randn(rows, waveform.SOURCE * 160, device=DEVICE) * .05
    labels = torch.rand(rows, waveform.SOURCE, 12, device=DEVICE)
    phones = torch.randint(0, 40, (rows, waveform.FRAMES), device=DEVICE)
    for number in range(steps + 5):
        if number == 5:
            torch.cuda.synchronize()
            begun = time.perf_counter()
        with torch.no_grad():
            mel, (heard,) = waveform.heard(pcm, [labels])
        with torch.autocast(DEVICE, torch.bfloat16):
            total, *_ = train_encoder.loss_of(model, mel, heard[..., :8], heard[..., 8:], phones, weights)
        run.update(total)
    torch.cuda.synchronize()
    return steps / (time.perf_counter() - begun)


def main():
    if not torch.cuda.is_available():
        print(f"no GPU that PyTorch {torch.__version__} can use (CUDA {torch.version.cuda}); everything runs on the CPU")
        sys.exit(1)
    torch.manual_seed(0)
    torch.backends.cuda.matmul.allow_tf32 = False
    driver = subprocess.run(["nvidia-smi", "--query-gpu=driver_version,memory.total", "--format=csv,noheader"],
                            capture_output=True, text=True).stdout.strip()
    print(f"{torch.cuda.get_device_name()}; driver, memory: {driver}; PyTorch {torch.__version__}, CUDA {torch.version.cuda}")
    worst = 0.
    for name, tick, inputs in (("audio", encoder_tick(), audio_inputs), ("motion 6x384", motion_tick(SHIPPED), motion_inputs),
                               ("motion 8x512", motion_tick(REFERENCE), motion_inputs)):
        tick.eval()
        found = difference(tick, inputs(4, tick))
        worst = max(worst, found)
        times = ", ".join(f"{rows} calls {tick_ms(tick, inputs(rows, tick)):.2f}" for rows in (1, 8, 64))
        print(f"{name}: CPU against CUDA {found:.1e}; ms a tick: {times}", flush=True)
    for rows in (32, 192):
        print(f"encoder training, {rows} crops of 4.8 s: {steps_per_second(rows):.1f} steps a second", flush=True)
    if not worst < BOUND:
        sys.exit(f"CUDA differs from the CPU by {worst:.1e}, more than {BOUND}")


if __name__ == "__main__":
    main()
