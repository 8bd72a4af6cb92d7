"""All stages in miniature, in under a minute: ``python -m visavis_training.smoke``.

Makes its own speech-like sound with aligned phones (nothing is downloaded, no data set is needed), trains a tiny
encoder and a tiny motion model for a few steps, exports them, and fails unless losses are finite and fall, streaming
equals the offline pass, and ONNX Runtime gives what torch gave. With ``--pack DIR`` the tiny float32 graphs go into that
copy of the explicit pack, and their parity.json beside them.
"""
import argparse
import json
import shutil
import tempfile
import time
from pathlib import Path

import numpy as np
import soundfile
import torch

from . import (data, export, melspec, motion_data, old_torch, speech, stream, train_encoder, train_motion,
               video, waveform)
from .encoder import FEATURES, AudioEncoder
from .motion import MotionTransformer

FORMANTS = {"AA": (730, 1090), "IY": (270, 2290), "UW": (300, 870), "M": (250, 250), "S": (5500, 6500), "SIL": (0, 0)}


def require(holds, what):
    if not holds:
        raise SystemExit(f"smoke test failed: {what}")


def make_speech(folder, utterances=6, seed=0):
    """Vowels, a nasal, a fricative and silence with known times, in the layout of real speech."""
    random = np.random.default_rng(seed)
    (folder / "train").mkdir(parents=True)
    rows = []
    for number in range(utterances):
        phones, pieces, at = [], [], 0.
        for _ in range(45):
            name = random.choice(list(FORMANTS))
            length = round(float(random.uniform(.07, .22)), 2)
            phones.append([name, at, at + length])
            pieces.append(_sound(name, int(round(length * 16000)), random))
            at = round(at + length, 2)
        path = f"train/{number}.wav"
        soundfile.write(folder / path, np.concatenate(pieces), 16000)
        rows.append({"audio": path, "spk": f"s{number}", "utt": str(number), "phones": phones})
    (folder / "train_smoke.jsonl").write_text("\n".join(json.dumps(r) for r in rows))


def _sound(name, samples, random):
    time_s = np.arange(samples) / 16000
    low, high = FORMANTS[name]
    if name == "SIL":
        return random.standard_normal(samples) * 1e-4
    if name == "S":
        return random.standard_normal(samples) * .05
    return .1 * np.sin(2 * np.pi * low * time_s) + .04 * np.sin(2 * np.pi * high * time_s)


def check_stream(audio, encoder, utterance):
    pcm = utterance.pcm()[:640 * 60]
    offline = motion_data.hear(encoder, melspec.band_power(pcm))
    online = stream.listen(audio, torch.from_numpy(pcm)[None])[0].numpy()
    frames = min(len(online), len(offline))
    difference = np.abs(online[:frames] - offline[:frames]).max()
    require(difference < 1e-4, f"streaming differs from the offline pass by {difference}")


def check_listening(motion):
    """A face at rest nods while a partner talks in phrases, looks steadier, and does nothing of it for a hiss."""
    time_s = np.arange(1500) / 25
    phrases = np.where(time_s % 3 < 2.2, -28 + 6 * np.sin(9 * time_s), -70)
    levels = torch.from_numpy(np.stack([phrases, phrases * 0 - 50, phrases * 0 - 100])).float()
    rest = torch.zeros(1, levels.shape[1], FEATURES).expand(3, -1, -1)
    latents = stream.move(motion, rest, partner=levels, seed=4, alike=True).numpy()
    nods = (latents[:2, :, 1] - latents[2:, :, 1])[:, 250:]
    require(nods[0].min() < -1.5, "no nod for a partner who talks")
    require(np.abs(nods[1]).max() < .2, f"a hiss makes the head move by {np.abs(nods[1]).max()} degrees")


def check_video():
    """Landmarks of a face that turns and speaks give back what moved it."""
    face, random, frames = video.Face(), np.random.default_rng(8), 150
    channels = np.zeros((frames, face.basis.shape[1]))
    driven = {"jaw": 0, "pucker": 2, "upper lip": 4, "lids": 8}
    for i, at in enumerate(driven.values()):
        channels[:, at] = .5 * (.5 - .5 * np.cos(np.arange(frames) * (.31, .23, .17, .11)[i]))
    moved = face.mesh + (channels @ face.basis.T).reshape(frames, -1, 3)
    yaw = np.radians(12 * np.sin(np.arange(frames) * .07))
    turn = np.zeros((frames, 3, 3))
    turn[:, 0, 0] = turn[:, 2, 2] = np.cos(yaw)
    turn[:, 0, 2], turn[:, 2, 0], turn[:, 1, 1] = np.sin(yaw), -np.sin(yaw), 1
    landmarks = 20 * np.einsum("nij,nkj->nki", turn, moved) + [250, -200, 0]
    lips, lid, _ = face.explained(face.straightened(landmarks + random.normal(0, .3, landmarks.shape)))
    found = np.concatenate([lips, lid[:, None]], 1)
    for name, at in driven.items():
        r = np.corrcoef(found[:, at], channels[:, at])[0, 1]
        least = .7 if name == "pucker" else .9  # rounding closes lips, as pressing them does: the two share what is seen
        require(r > least, f"{name} of a tracked face correlates by {r:.2f} only")
    track = {"ok": np.ones(frames), "yaw": np.degrees(yaw), "pitch": yaw * 0, "roll": yaw * 0, "tx": yaw * 0, "ty": yaw * 0}
    track["yaw"][40:] += 15  # a cut
    require(video.stretches(track) == [(41, frames)], f"stretches of a cut video: {video.stretches(track)}")


def check_level_control(utterance):
    """Training solves the level control without a loop; the stream steps it."""
    power = melspec.band_power(utterance.pcm())[None]
    stepped = melspec.levelled(power)[0]
    solved = waveform.levelled(torch.from_numpy(power), torch.tensor([melspec.LEVEL_START])).numpy()
    difference = np.abs(stepped - solved).max()
    require(difference < 1e-3, f"the level control of training differs from the stream's by {difference}")


def check_evening(utterance):
    """A crop is evened as in a call that has learnt its spectrum for a while."""
    power = melspec.band_power(utterance.pcm())
    power = power[None, :len(power) // melspec.TICK * melspec.TICK]
    frames = power.shape[1]
    call = melspec.evened(np.tile(power, (1, 12, 1)))[:, -frames:]
    away = [np.abs(np.log(waveform.evened(torch.from_numpy(power), torch.tensor([[learnt]])).numpy() / call)).mean()
            for learnt in (0., 1.)]
    require(away[1] < .5 * away[0], f"a crop differs from its call by {away[1]}, without what that had learnt by {away[0]}")


def check_falls(name, losses):
    losses = np.array(losses)
    require(np.isfinite(losses).all(), f"{name}: a loss is not finite")
    require(losses[-1].sum() < .9 * losses[0].sum(), f"{name}: losses do not fall: {losses.tolist()}")
    print(f"{name}: {losses[0].round(3).tolist()} -> {losses[-1].round(3).tolist()}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pack", help="folder of a copy of the explicit pack")
    pack = parser.parse_args().pack
    old_torch.adapt()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        make_speech(folder / "speech")
        utterances = speech.read(folder / "speech", "train")
        (folder / "data").mkdir()
        data.prepare(utterances, folder / "data", "train_smoke")
        small = AudioEncoder(channels=48, hidden=64, dilations=(1, 2))
        _, losses = train_encoder.train(folder / "data", folder / "run", 40, rows=4, report=10, model=small, closures=.4)
        check_falls("encoder", losses)
        encoder = motion_data.load_encoder(folder / "run")
        motion_data.prepare(data.parts(folder / "data")[0], range(len(utterances)), encoder,
                            folder / "run" / "motion_smoke.npz", 0, count=2)
        small = MotionTransformer(size=48, layers=2, heads=2, inner=64)
        _, losses = train_motion.train(folder / "run", 200, rows=16, rate=3e-3, report=50, model=small)
        check_falls("motion", losses)
        _, losses = train_motion.train(folder / "run", 10, rows=8, rate=1e-4, report=5, distil=True)
        require(np.isfinite(losses).all(), "distillation: a loss is not finite")
        audio, motion = export.ticks(folder / "run")
        check_stream(audio, encoder, utterances[0])
        check_level_control(utterances[0])
        check_evening(utterances[0])
        check_video()
        check_listening(motion)
        found = export.export(audio, motion, folder / "export")
        require(max(found["float32"]) < 1e-3, f"ONNX Runtime differs from torch: {found}")
        require(np.isfinite(found[".int8"]).all(), f"int8 is not finite: {found}")
        if pack:
            export.install(audio, motion, folder / "export", pack, kind="")
            shutil.copyfile(folder / "export" / "parity.json", Path(pack) / "parity.json")
    print(f"smoke test passed in {time.monotonic() - begun:.0f} s; export {found}")


if __name__ == "__main__":
    main()
