"""Measures a trained run: ``python -m visavis_training.evaluate --speech DIR --run DIR --out FILE.json``.

Always through the streaming graphs, on the test speakers, on coefficients: articulation (single sample, mean of eight
seeds, damaged speech, each look-ahead's head), liveliness (statistics of the motion beside real people's, diversity,
tie to the voice), silence, controls, and a table of variants. ``--every N`` takes every N-th utterance.
"""
import argparse
import json
from pathlib import Path

import numpy as np
import torch

from . import coefficients as c
from . import damage, melspec, motion_data, prosody, sampling, speech, statistics, stochastic, tts
from .articulation import phone_ids
from .checkpoint import default_device
from .data import held_out_utterances, parts
from .export import deployed, ticks
from .motion import WINDOW
from .scoring import articulation_scores
from .stream import NEUTRAL, listen, move
from .train_motion import load

SEEDS = 8
ENGLISH = "My mother bought five pounds of apples before the big boat moved away from the people on the beach."
SPOKEN = {  # name: espeak-ng's voice, pitch 0-99, text
    "English": ("en-us", 50, ENGLISH), "very low": ("en-us+m7", 0, ENGLISH), "very high": ("en-us+f2", 99, ENGLISH),
    "whispered": ("en-us+whisper", 50, ENGLISH),
    "German": ("de", 50, "Am Abend brachte meine Mutter fünf Pfund Äpfel mit, bevor das Boot vom Ufer weg fuhr und wir baden gingen."),
    "French": ("fr", 50, "Ma mère a pris une pomme au marché, puis le bateau est parti vers la mer avec beaucoup de monde à bord."),
    "Mandarin": ("cmn", 50, "我妈妈买了五个苹果。她把苹果放在桌子上面，然后我们跑步去海边看白色的帆船。")}
SUNG = {"AA": (730, 1090, 2440), "IY": (270, 2290, 3010), "UW": (300, 870, 2240)}  # formants (Peterson and Barney 1952)
SPREAD = ("delta_p", "gaze_shifts_per_s", "blinks_per_min")  # over calls and seeds
SHOWN = ("delta_p", "yaw_std", "loudness_r", "gaze_shifts_per_s", "blinks_per_min")  # in the table of variants


WHOLE_WINDOWS = [  # name, steps, guidance: lambda by condition
    ("regressor (one step)", 1, {}), ("diffusion, 4 steps", 4, {}), ("diffusion, 10 steps", 10, {}),
    ("10 steps, audio .5", 10, {"audio": .5}), ("10 steps, audio 1, gaze 1", 10, {"audio": 1., "gaze": 1.}),
    ("10 steps, audio removed", 10, {"audio": -1.}), ("diffusion, 50 steps", 50, {})]


class Speech:
    """Utterances, batched by length."""

    def __init__(self, utterances):
        self.utterances = sorted(utterances, key=lambda u: u.phones[-1][2])
        self.pcm = [u.pcm() for u in self.utterances]

    def batches(self, size=24):
        for at in range(0, len(self.pcm), size):
            yield self.utterances[at:at + size], self.pcm[at:at + size]


def padded(pcms, tail=3 * 640):
    longest = max(len(p) for p in pcms) + tail
    return torch.from_numpy(np.stack([np.pad(p, (0, longest - len(p))) for p in pcms]).astype(np.float32))


def hear(audio, pcms):
    """Features of each, cut to its own length."""
    features = listen(audio, padded(pcms))
    return features, [min(len(p) // 640, features.shape[1]) for p in pcms]


def speak(audio, motion, test, seeds=1, harm=lambda x: x, controls=NEUTRAL):
    """Projected articulation of every utterance (mean over seeds) and its phones."""
    outputs, phones = [], []
    for utterances, pcms in test.batches():
        features, lengths = hear(audio, [harm(p) for p in pcms])
        mean = sum(c.project(move(motion, features, controls, s).numpy()) for s in range(seeds)) / seeds
        outputs += [mean[i, :n] for i, n in enumerate(lengths)]
        phones += [u.phones for u in utterances]
    return outputs, phones


def heads(audio, test):
    """Articulation of each look-ahead's head of the encoder alone, and of the phase that 80 and 100 ms need."""
    table = {}
    for ms in (80, 100, 120):
        outputs, phones = [], []
        for utterance, pcm in zip(test.utterances, test.pcm):
            power = melspec.band_power(np.concatenate([pcm, np.zeros(3200, np.float32)]))
            phase = 0 if ms == 100 else motion_data.PHASE
            power = np.concatenate([np.zeros((phase, melspec.BANDS), np.float32), power])
            mel = torch.from_numpy(melspec.levelled(melspec.evened(power[None, :len(power) // 4 * 4]))[0])
            with torch.no_grad():
                tracks = audio.encoder.features(mel.to(next(audio.parameters()).device), None, ms)[0, ms // 40:, :8].cpu().numpy()
            outputs.append(tracks[:len(pcm) // 640])
            phones.append(utterance.phones)
        table[ms] = articulation_scores(outputs, phones)
    return table


def calls(test, seconds=45, random=None):
    """The utterances of each speaker joined to calls with pauses; (samples, loudness labels at 25 Hz)."""
    random = random or np.random.default_rng(1)
    by_speaker = {}
    for utterance, pcm in zip(test.utterances, test.pcm):
        by_speaker.setdefault(utterance.speaker, []).append((utterance, pcm))
    for pairs in by_speaker.values():
        pieces, ids = [], []
        for utterance, pcm in pairs:
            quiet = (random.standard_normal(int(16000 * random.uniform(.3, 1.5)) // 640 * 640) * 1e-4).astype(np.float32)
            pcm = pcm[:len(pcm) // 640 * 640]
            pieces += [quiet, pcm]
            ids += [np.zeros(len(quiet) // 160, int), phone_ids(utterance.phones, len(pcm) // 160)]
        joined, phones = np.concatenate(pieces)[:seconds * 16000], np.concatenate(ids)[:seconds * 100]
        if len(joined) > 12 * 16000:
            yield joined, prosody.labels(np.log(melspec.band_power(joined) + 1e-10), phones)[2::4]


def mean_of(rows):
    return {k: float(np.mean([r[k] for r in rows])) for k in rows[0]}


def liveliness(audio, motion, joined, seeds):
    """Motion statistics, tie to the voice (true and swapped), and diversity over seeds."""
    features, lengths = hear(audio, [pcm for pcm, _ in joined])
    latents = np.stack([move(motion, features, NEUTRAL, seed).numpy() for seed in range(seeds)])
    rows, swapped = [], []
    for i, (_, voice) in enumerate(joined):
        for take in latents[:, i]:
            latent = take[:min(lengths[i], len(voice))]
            rows.append(statistics.motion(latent, voice[:len(latent), 0]))
            for other, (_, sound) in enumerate(joined):
                if other != i and len(sound) >= len(latent):
                    swapped.append(statistics.head(latent, sound[:len(latent), 0])["loudness_r"])
    true = np.array([r["loudness_r"] for r in rows])
    spread = {f"{k}_p10_50_90": np.percentile([r[k] for r in rows], (10, 50, 90)).tolist() for k in SPREAD}
    return mean_of(rows) | spread | diversity(latents, lengths) | {
        "loudness_r_swapped": float(np.mean(swapped)), "loudness_auc": float((true[:, None] > np.array(swapped)).mean())}


def diversity(latents, lengths):
    """Standard deviation over seeds over that in time, for pose, gaze and brows; ``latents`` seeds x calls x ...."""
    eyes = np.stack([[statistics.eye_degrees(x) for x in seed] for seed in latents])
    brow = latents[..., c.shape_at("browInnerUp"), None]
    out = {}
    for name, values in (("pose", latents[..., :3]), ("gaze", eyes), ("brows", brow)):
        ratios = [values[:, i, 25:n].std(0).mean(0) / values[:, i, 25:n].std(1).mean(0) for i, n in enumerate(lengths)]
        out[f"diversity_{name}"] = float(np.mean(ratios))
    return out


def silence(audio, motion, seconds=30):
    """A quiet room: lips still, head alive."""
    out = {}
    for name, level in (("digital", 0.), ("room", 3e-4), ("loud noise", .3)):
        pcm = np.random.default_rng(2).standard_normal(seconds * 16000).astype(np.float32) * level
        latent = move(motion, hear(audio, [pcm])[0]).numpy()[0, 50:]
        lips = c.project(latent)
        out[name] = {"jaw_std": float(lips[:, 0].std()), "press_std": float(lips[:, 3].std()),
                     "jaw_mean": float(lips[:, 0].mean()), "aperture_like_max": float(lips[:, 0].max()),
                     "yaw_std": float(latent[:, 0].std()), "finite": bool(np.isfinite(latent).all()),
                     "blinks_per_min": statistics.eyes(latent)["blinks_per_min"]}
    return out


def other_voices(audio, motion):
    """Languages, pitches and whispering by espeak-ng, whose phone times are known; singing; music."""
    espeak, out = tts.Espeak(), {}
    for name, (voice, pitch, text) in SPOKEN.items():
        pcm, phones = espeak.speak(text, voice, 150, pitch, 50)
        features, (length,) = hear(audio, [pcm])
        scores = articulation_scores([c.project(move(motion, features).numpy())[0, :length]], [phones])
        out[name] = {k: scores[k] for k in ("mean_r", "f1")} | {"jaw": scores["r"]["jawOpen"]}
    vowels, pcm = sung()
    features, _ = hear(audio, [pcm])
    jaw = c.project(move(motion, features).numpy())[0, :, 0]
    out["sung"] = {v: float(np.mean([jaw[25 * i + 8:25 * i + 22].mean() for i, x in enumerate(vowels) if x == v]))
                   for v in ("AA", "IY", "UW", "SIL")}
    time = np.arange(16000 * 20) / 16000
    chord = sum(np.sin(2 * np.pi * f * 2 ** (int(k) / 12) * time) for f, k in ((220, 0), (220, 4), (220, 7)))
    chord = (.06 * chord * (.6 + .4 * np.sign(np.sin(2 * np.pi * 2 * time)))).astype(np.float32)
    jaw = c.project(move(motion, hear(audio, [chord])[0]).numpy())[0, 50:, 0]
    out["music"] = {"jaw_mean": float(jaw.mean()), "jaw_std": float(jaw.std())}
    return out


def sung(seconds=16):
    """Long vowels with vibrato, a note and a vowel each second, and rests between."""
    names = ["AA", "IY", "UW", "SIL"] * (seconds // 4)
    rise = np.arange(16000) / 16000
    pieces = []
    for i, name in enumerate(names):
        pitch = 165 * 2 ** ([0, 4, 7, 0, 9][i % 5] / 12) * (1 + .01 * np.sin(2 * np.pi * 5.5 * rise))
        phase = 2 * np.pi * np.cumsum(pitch) / 16000
        wave = np.zeros(16000)
        for k in range(1, 24):
            gain = sum(1 / (1 + ((k * pitch.mean() - f) / 90) ** 2) for f in SUNG.get(name, ()))
            wave += (gain + .01) / k ** .3 * np.sin(k * phase) if name != "SIL" else 0
        pieces.append(.12 * wave * np.minimum(1, np.minimum(rise, 1 - rise) / .06))
    return names, np.concatenate(pieces).astype(np.float32)


def seams(audio, motion, pcms):
    """The head's velocity and acceleration on every WINDOW-th frame against all others; largest ratio over phases."""
    latent = move(motion, hear(audio, pcms)[0].repeat(SEEDS, 1, 1)).numpy()[:, 25:, :3]
    out = {}
    for name, order in (("velocity", 1), ("acceleration", 2)):
        size = np.linalg.norm(np.diff(latent, order, axis=1), axis=-1)
        ratios = [size[:, phase::WINDOW].mean() / size.mean() for phase in range(WINDOW)]
        out[name] = {"largest": float(max(ratios)), "smallest": float(min(ratios))}
    return out


def controls(audio, motion, pcm, change=250):
    """Steps of gaze and distance after 10 s: time to 90 %, error of the mean over 2 s, top head speed; blink rates."""
    features, _ = hear(audio, [pcm[:16000 * 16]])
    features = features.repeat(SEEDS, 1, 1)
    base = move(motion, features).numpy()
    out = {}
    for name, index, value, read in (("gaze", 0, 20., _look), ("distance", 2, 1.3, _distance)):
        wishes = NEUTRAL.repeat(SEEDS, features.shape[1], 1)
        wishes[:, change:, index] = value
        moved = move(motion, features, wishes).numpy()
        moving = read(moved) - read(base)
        reached = np.flatnonzero(moving.mean(0) >= .9 * (value - float(NEUTRAL[index])))
        error = np.abs(read(moved)[:, change + 25:change + 75].mean(1) - value)
        speed = np.linalg.norm(np.diff(moved[:, change:, :3], axis=1), axis=-1) * statistics.FPS
        out[name] = {"ms_to_90": float(40 * (reached[0] - change)) if len(reached) else None,
                     "mean_error": float(error.mean()), "largest_error": float(error.max()),
                     "head_speed_p99": float(np.percentile(speed, 99))}
    for blinks in (0, 10, 20, 30, 45, 60):
        wishes = NEUTRAL.clone()
        wishes[13] = blinks
        latents = move(motion, features, wishes).numpy()
        out[f"blinks at {blinks}"] = float(np.mean([statistics.eyes(x)["blinks_per_min"] for x in latents]))
    return out


def _look(latents):
    """Gaze in the camera's frame, degrees to image right."""
    return latents[..., 0] + np.stack([statistics.eye_degrees(x)[:, 0] for x in latents])


def _distance(latents):
    return 1 / latents[..., 5]


def expressiveness(audio, motion, test):
    """What the audio's guidance scale does to the lips."""
    out = {}
    for scale in (0., .5, 1., 1.5, 2.):
        wishes = NEUTRAL.clone()
        wishes[11] = scale
        outputs, phones = speak(audio, motion, test, controls=wishes)
        scores = articulation_scores(outputs, phones)
        out[scale] = {"mean_r": scores["mean_r"], "jaw_std": float(np.concatenate(outputs)[:, 0].std())}
    return out


def variants(plain, audio, motion, test, joined):
    """The table: stochastic model, regressor, diffusion in whole windows, rolling window without distilled guidance."""
    features, lengths = hear(audio, [pcm for pcm, _ in joined])
    table = {}
    for name, steps, guidance in WHOLE_WINDOWS:
        outputs, phones = [], []
        for utterances, pcms in test.batches():
            heard, own = hear(audio, pcms)
            codes = sampling.sample(plain, heard, steps, guidance=guidance).numpy()
            outputs += [codes[i, :n, c.LIPS_AT] for i, n in enumerate(own)]
            phones += [u.phones for u in utterances]
        latents = [sampling.decode(motion, sampling.sample(plain, features, steps, seed, guidance)).numpy()
                   for seed in range(2)]
        table[name] = _row(articulation_scores(outputs, phones), np.stack(latents), lengths, joined)
    made = [stochastic.perform(v, np.random.default_rng(i), stochastic.Conditions()) for i, (_, v) in enumerate(joined)]
    rows = [statistics.motion(sampling.decode(motion, torch.from_numpy(code)[None]).numpy()[0], v[:, 0])
            for code, (_, v) in zip(made, joined)]
    table["stochastic model alone"] = {k: mean_of(rows)[k] for k in SHOWN}
    return table


def _row(scores, latents, lengths, joined):
    rows = [statistics.motion(latents[0, i, :min(n, len(v))], v[:n, 0]) for i, (n, (_, v)) in enumerate(zip(lengths, joined))]
    motion = mean_of(rows)
    return {"mean_r": scores["mean_r"], "f1": scores["f1"], "lag_jaw_ms": scores["lag_jaw_ms"]} | {
        k: motion[k] for k in SHOWN} | diversity(latents, lengths)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--speech", help="folder with test_*.jsonl")
    parser.add_argument("--data", help="instead: prepared training parts, of which the held-out speakers are taken")
    parser.add_argument("--run", required=True, help="folder with encoder.pt and the motion models")
    parser.add_argument("--out", required=True)
    parser.add_argument("--motion", default="motion.distilled.pt")
    parser.add_argument("--pack", help="instead of --run's modules: the int8 graphs of this pack, in ONNX Runtime")
    parser.add_argument("--teacher", default="motion.pt", help="the model without distilled guidance")
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=SEEDS, help="of liveliness")
    parser.add_argument("--only", nargs="*", help="names of the stages to run")
    parser.add_argument("--device", default=default_device(), help="cpu or cuda")
    options = parser.parse_args()
    if options.device == "cpu":
        torch.set_num_threads(1)
    audio, motion = deployed(options.pack) if options.pack else ticks(options.run, options.motion)
    audio, motion = audio.to(options.device), motion.to(options.device)
    if options.data:
        test = third = Speech(held_out_utterances(parts(options.data))[::options.every])
    else:
        utterances = speech.read(options.speech, "test")[::options.every]
        test, third = Speech(utterances), Speech([u for u in utterances if u.part == "test_lsto"][::3])
    joined = list(calls(test))
    results = {}

    def stage(name, make):
        if options.only and name not in options.only:
            return
        results[name] = make()
        Path(options.out).write_text(json.dumps(results, indent=1))
        print(name, json.dumps(results[name]), flush=True)

    stage("single", lambda: articulation_scores(*speak(audio, motion, test)))
    stage("eight seeds", lambda: articulation_scores(*speak(audio, motion, third, SEEDS)))
    stage("look-ahead", lambda: heads(audio, test))
    for name, harm in (("clean", lambda x: x), ("pink 10 dB", lambda x: damage.pink(x, 10)), ("telephone", damage.telephone),
                       ("reverberation", damage.reverberant), ("opus 12 kbps, 5 % lost", damage.opus)):
        stage(name, lambda: articulation_scores(*speak(audio, motion, third, harm=harm)))
    stage("motion", lambda: liveliness(audio, motion, joined, options.seeds))
    stage("silence", lambda: silence(audio, motion))
    stage("other voices", lambda: other_voices(audio, motion))
    stage("seams", lambda: seams(audio, motion, [pcm for pcm, _ in joined[:4]]))
    stage("controls", lambda: controls(audio, motion, joined[0][0]))
    stage("expressiveness", lambda: expressiveness(audio, motion, third))
    stage("variants", lambda: variants(load(Path(options.run) / options.teacher).to(options.device), audio, motion, third, joined))


if __name__ == "__main__":
    main()
