"""Scores of articulation against the frozen targets, pooled over utterances at 25 frames a second."""
import numpy as np

from . import articulation

CLOSED = .5  # target's bilabial closure
PREDICTED = .4  # and the output's


def targets(phones, frames):
    """Tracks at the middle of each frame, and the same at 100 Hz for the lag."""
    fine = articulation.tracks(phones, 4 * frames + 100)
    return fine[2:4 * frames + 2:4], fine


def _runs(active):
    edge = np.diff(np.concatenate([[0], active.astype(int), [0]]))
    return list(zip(np.flatnonzero(edge == 1), np.flatnonzero(edge == -1) - 1))


def closures(pairs, threshold=PREDICTED):
    """Recall, precision and F1 of bilabial closures, +-1 frame. ``pairs``: (output, target) frames x 8."""
    wanted = hit = made = right = 0
    for output, target in pairs:
        truth, found = _runs(target[:, articulation.PRESS] > CLOSED), _runs(output[:, articulation.PRESS] > threshold)
        wanted, made = wanted + len(truth), made + len(found)
        hit += sum(any(x <= b + 1 and y >= a - 1 for x, y in found) for a, b in truth)
        right += sum(any(x <= b + 1 and y >= a - 1 for a, b in truth) for x, y in found)
    recall, precision = hit / max(1, wanted), right / max(1, made)
    return {"recall": recall, "precision": precision, "f1": 2 * recall * precision / max(1e-9, recall + precision)}


def lag_ms(outputs, fines, track):
    """How late a track is, by the peak of its correlation with the target shifted in 10 ms steps (parabola)."""
    shifts = np.arange(-12, 13)
    scores = []
    for shift in shifts:
        pairs = []
        for output, fine in zip(outputs, fines):
            at = 4 * np.arange(len(output)) + 2 - shift
            fits = (at >= 0) & (at < len(fine))
            pairs.append(np.stack([output[fits, track], fine[at[fits], track]], 1))
        scores.append(np.corrcoef(np.concatenate(pairs).T)[0, 1])
    best = int(np.argmax(scores))
    if 0 < best < len(scores) - 1:
        a, b, d = scores[best - 1:best + 2]
        return float(10 * (shifts[best] + .5 * (a - d) / (a - 2 * b + d)))
    return float(10 * shifts[best])


def articulation_scores(outputs, phones, threshold=PREDICTED):
    """Everything about the lips. ``outputs``: projected tracks, frames x 8 for each utterance."""
    both = [targets(p, len(o)) for o, p in zip(outputs, phones)]
    coarse, fine = [b[0] for b in both], [b[1] for b in both]
    joined, truth = np.concatenate(outputs), np.concatenate(coarse)
    r = [float(np.corrcoef(joined[:, i], truth[:, i])[0, 1]) for i in range(8)]
    spread = (joined.std(0) / truth.std(0)).tolist()
    return {"r": dict(zip(articulation.TRACKS, r)), "mean_r": float(np.mean(r)), "spread": spread,
            **closures(zip(outputs, coarse), threshold), "lag_jaw_ms": lag_ms(outputs, fine, articulation.JAW),
            "lag_press_ms": lag_ms(outputs, fine, articulation.PRESS)}
