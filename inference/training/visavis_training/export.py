"""Exports a pack: ``python -m visavis_training.export --run DIR --out DIR``.

Writes audio.onnx and motion.onnx (float32, opset 17), audio.int8.onnx and motion.int8.onnx, and a parity fixture for
each precision. With ``--pack DIR`` the int8 graphs go into that pack. Both graphs take any number of rows (calls).
"""
import argparse
import json
import logging
import shutil
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

import seal_pack

from . import coefficients as c
from . import quantise
from .encoder import FEATURES
from .listening import SILENCE_DB
from .motion import PAST
from .motion_data import load_encoder
from .stream import CHUNK, CONTROLS, NEUTRAL, AudioTick, MotionTick
from .train_motion import load

OPSET = 17


def ticks(run, motion="motion.distilled.pt"):
    """The two trained graphs as torch modules."""
    run = Path(run)
    audio, tick = AudioTick(load_encoder(run)).eval(), MotionTick(load(run / motion)).eval()
    calibration = run / "calibration.json"
    if calibration.exists():
        values = json.loads(calibration.read_text())
        tick.decoder.lip_gain[:] = torch.tensor(values["lip_gain"])
        tick.decoder.lip_mean[:] = torch.tensor(values["lip_mean"])
        tick.decoder.slow_gain[:] = torch.tensor(values["slow_gain"])
    return audio, tick


def round_weights(module):
    """Large matrices to half precision, as they are stored; the arithmetic stays float32."""
    with torch.no_grad():
        for parameter in module.parameters():
            if parameter.dim() == 2:
                parameter.copy_(parameter.half().float())


def session(path, threads=1):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


class Deployed(torch.nn.Module):
    """An exported graph where a tick's module is wanted: tensors in, tensors out."""

    def __init__(self, path, look_ahead_ms=None):
        super().__init__()
        self.session, self.look_ahead_ms = session(path), look_ahead_ms
        self.names = [i.name for i in self.session.get_inputs()]

    def state_size(self):
        return self.session.get_inputs()[-1].shape[1]

    def forward(self, *inputs):
        feeds = {name: np.ascontiguousarray(x.numpy()) for name, x in zip(self.names, inputs)}
        return [torch.from_numpy(x) for x in self.session.run(None, feeds)]


def deployed(pack):
    """A pack's two graphs as they ship."""
    pack = Path(pack)
    look_ahead_ms = json.loads((pack / "pack.json").read_text())["lookaheadMs"]
    return Deployed(pack / "audio.onnx", look_ahead_ms), Deployed(pack / "motion.onnx")


def write(module, arguments, inputs, outputs, path):
    """One graph with a free first dimension; its output is compared with torch's."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        logging.getLogger("torch.onnx").setLevel(logging.ERROR)
        torch.onnx.export(module, arguments, str(path), input_names=inputs, output_names=outputs, opset_version=OPSET,
                          dynamic_axes={name: {0: "calls"} for name in inputs + outputs}, dynamo=False)
    _fold(str(path))
    onnx.checker.check_model(str(path))


def _fold(path):
    """Computes once what is the same in every tick (ONNX Runtime's basic level, which writes standard operators only)."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    options.optimized_model_filepath = path
    onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"],
                                 disabled_optimizers=["MatMulAddFusion"])  # a Gemm would not be made int8


def example(seed, seconds=2):
    """Speech-like bursts in steps of a thousandth, for parity: deterministic, and nobody's voice."""
    random = np.random.default_rng(seed)
    time = np.arange(int(seconds * 16000)) / 16000
    tone = sum(np.sin(2 * np.pi * 120 * k * time + k) / k for k in range(1, 24))
    loud = np.clip(np.sin(2 * np.pi * 3 * time), 0, 1) * (np.sin(2 * np.pi * .6 * time) > -.6)
    return (np.rint((tone * 40 + random.standard_normal(len(time)) * 20) * loud) / 1000).astype(np.float32)


def run_chain(audio, motion, pcm, partner, controls, noises):
    """Audio and motion sessions over one call; gives features and latents of every tick."""
    audio_state = np.zeros((1, audio.get_inputs()[1].shape[1]), np.float32)
    motion_state = np.zeros((1, motion.get_inputs()[4].shape[1]), np.float32)
    features, latents = [], []
    for tick in range(len(pcm) // CHUNK):
        block = pcm[None, tick * CHUNK:(tick + 1) * CHUNK]
        heard, audio_state = audio.run(None, {"pcm": block, "state": audio_state})
        latent, motion_state = motion.run(None, {"features": heard, "partner": partner[None, tick],
                                                 "controls": controls[None, tick], "noise": noises[None, tick],
                                                 "state": motion_state})
        features.append(heard[0])
        latents.append(latent[0])
    return np.stack(features), np.stack(latents), audio_state[0], motion_state[0]


@torch.no_grad()
def torch_chain(audio, motion, pcm, partner, controls, noises):
    audio_state, motion_state = torch.zeros(1, audio.state_size()), torch.zeros(1, motion.state_size())
    features, latents = [], []
    for tick in range(len(pcm) // CHUNK):
        heard, audio_state = audio(torch.from_numpy(pcm[None, tick * CHUNK:(tick + 1) * CHUNK]), audio_state)
        rows = [torch.from_numpy(x[None, tick]) for x in (partner, controls, noises)]
        latent, motion_state = motion(heard, *rows, motion_state)
        features.append(heard[0].numpy())
        latents.append(latent[0].numpy())
    return np.stack(features), np.stack(latents)


def parity_inputs():
    """Two seconds in which every control moves, and a partner who talks in the second half. With this noise no rule is so
    near its threshold (a saccade, a blink) that another processor's rounding makes it act a frame earlier."""
    pcm = example(5)
    count = len(pcm) // CHUNK
    controls = NEUTRAL.numpy()[None].repeat(count, 0)
    controls[10:, :2], controls[20:, 2], controls[25:, 4], controls[30:, 11:14] = [12, -6], 1.3, .8, [1.6, .5, 45]
    partner = np.full((count, 1), SILENCE_DB, np.float32)
    partner[25:45] = -24
    return pcm, partner, controls, np.random.default_rng(7).standard_normal((count, c.SIZE)).astype(np.float32)


def export(audio, motion, out):
    """Writes the four graphs and the fixture; gives the largest differences from torch."""
    out = Path(out)
    out.mkdir(parents=True, exist_ok=True)
    round_weights(audio)
    round_weights(motion)
    two = (torch.randn(2, CHUNK) * .05, torch.zeros(2, audio.state_size()))
    write(audio, two, ["pcm", "state"], ["features", "next_state"], out / "audio.onnx")
    two = (torch.randn(2, FEATURES), torch.full((2, 1), SILENCE_DB), NEUTRAL[None].repeat(2, 1), torch.randn(2, c.SIZE),
           torch.zeros(2, motion.state_size()))
    write(motion, two, ["features", "partner", "controls", "noise", "state"], ["latent", "next_state"],
          out / "motion.onnx")
    for name in ("audio", "motion"):
        quantise.quantise(out / f"{name}.onnx", out / f"{name}.int8.onnx")
        quantise.store_half(out / f"{name}.onnx")
    call = parity_inputs()
    truth = torch_chain(audio, motion, *call)
    found, differences = {}, {}
    for kind in ("", ".int8"):
        found[kind] = run_chain(session(out / f"audio{kind}.onnx"), session(out / f"motion{kind}.onnx"), *call)
        differences[kind or "float32"] = [float(np.abs(a - b).max()) for a, b in zip(truth, found[kind])]
        _fixture(out / f"parity{kind}.json", *call, *found[kind][:2])
    return differences


def _fixture(path, pcm, partner, controls, noises, features, latents):
    """Inputs and expected outputs of every tick, for the Java tests."""
    def rounded(x):
        return [round(float(v), 5) for v in np.asarray(x).flatten()]

    path.write_text(json.dumps({
        "ticks": len(controls), "pcmThousandths": np.rint(pcm * 1000).astype(int).tolist(), "controls": rounded(controls),
        "partner": rounded(partner), "noise": rounded(noises), "features": rounded(features),
        "latents": rounded(latents)}, separators=(",", ":")))


LICENCES = [
    {"part": "weights of audio encoder and motion generator", "licence": "Apache-2.0", "attribution": "the Visavis project"},
    {"part": "training speech: LibriSpeech", "licence": "CC BY 4.0", "attribution": "(c) 2014 Vassil Panayotov"},
    {"part": "training speech: speechocean762", "licence": "free for commercial and non-commercial use",
     "attribution": "speechocean762, Zhang et al. 2021"},
    {"part": "training speech: text-to-speech by flite and espeak-ng of LJSpeech's lines", "licence": "public domain text",
     "attribution": "LJSpeech, Keith Ito"}]


def install(audio, motion, out, pack, kind=".int8"):
    """Puts the exported graphs of one precision into a pack of the explicit renderer and seals it; a runtime knows all
    that it must from pack.json (STREAMING.md)."""
    out, pack = Path(out), Path(pack)

    def tensor(name, size):
        return {"name": name, "type": "float32", "shape": [1, size]}

    models = {
        "audioEncoder": {"file": "audio.onnx",
                         "inputs": {"pcm": tensor("pcm", CHUNK), "state": tensor("state", audio.state_size())},
                         "outputs": {"feature": tensor("features", FEATURES),
                                     "state": tensor("next_state", audio.state_size())}},
        "motion": {"file": "motion.onnx",
                   "inputs": {"features": tensor("features", FEATURES), "partner": tensor("partner", 1),
                              "controls": tensor("controls", CONTROLS), "noise": tensor("noise", c.SIZE),
                              "state": tensor("state", motion.state_size())},
                   "outputs": {"latents": tensor("latent", c.LATENT),
                               "state": tensor("next_state", motion.state_size())}}}
    for name in ("audio", "motion"):
        shutil.copyfile(out / f"{name}{kind}.onnx", pack / f"{name}.onnx")
    made = json.loads((pack / "pack.json").read_text())
    parts = [licence["part"] for licence in LICENCES]
    made["licences"] = [licence for licence in made["licences"] if licence["part"] not in parts] + LICENCES
    made |= {"featureSize": FEATURES, "latentSize": c.LATENT, "hopFrames": 1, "lookaheadMs": audio.look_ahead_ms,
             "previousFrames": PAST, "steps": 1, "models": made["models"] | models}
    (pack / "pack.json").write_text(json.dumps(made, indent=2) + "\n")
    seal_pack.seal(pack)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--pack", help="folder of the explicit pack, to put the int8 graphs into")
    parser.add_argument("--motion", default="motion.distilled.pt", help="motion.pt for the model without distilled guidance")
    options = parser.parse_args()
    torch.set_num_threads(1)
    audio, motion = ticks(options.run, options.motion)
    for kind, (features, latents) in export(audio, motion, options.out).items():
        print(f"{kind}: largest difference from torch, features {features:.2e}, latents {latents:.2e}")
    if options.pack:
        install(audio, motion, options.out, options.pack)


if __name__ == "__main__":
    main()
