"""The explicit pack's motion space, and the compact code that the generator works in.

Latent (59 numbers, the order of the Java class ExplicitMotion): yaw, pitch, roll, tx, ty, scale, then ARKit's 52
coefficients and tongueUp. Code (24 numbers): what really varies when someone talks; see :data:`CODE`.

:data:`ARTICULATION` is the fixed 8-to-ARKit matrix. Scoring projects a latent back with its pseudo-inverse.
"""
import json
from pathlib import Path

import numpy as np

POSE = ["yaw", "pitch", "roll", "tx", "ty", "scale"]
SHAPES = """browDownLeft browDownRight browInnerUp browOuterUpLeft browOuterUpRight cheekPuff cheekSquintLeft
cheekSquintRight eyeBlinkLeft eyeBlinkRight eyeLookDownLeft eyeLookDownRight eyeLookInLeft eyeLookInRight
eyeLookOutLeft eyeLookOutRight eyeLookUpLeft eyeLookUpRight eyeSquintLeft eyeSquintRight eyeWideLeft eyeWideRight
jawForward jawLeft jawOpen jawRight mouthClose mouthDimpleLeft mouthDimpleRight mouthFrownLeft mouthFrownRight
mouthFunnel mouthLeft mouthLowerDownLeft mouthLowerDownRight mouthPressLeft mouthPressRight mouthPucker mouthRight
mouthRollLower mouthRollUpper mouthShrugLower mouthShrugUpper mouthSmileLeft mouthSmileRight mouthStretchLeft
mouthStretchRight mouthUpperUpLeft mouthUpperUpRight noseSneerLeft noseSneerRight tongueOut tongueUp""".split()
LATENT = len(POSE) + len(SHAPES)
EMOTIONS = ["neutral", "happy", "sad", "angry", "surprised", "fear", "disgust", "contempt"]
EYE_LOOK_DEGREES = 30.0

# The code: pose residuals (degrees, face widths, natural log of scale), the eight articulation tracks, where the eyes
# look beside the main gaze (degrees, + image right, + up), lids, brows, and four slow movements of the lower face.
CODE = ["yaw", "pitch", "roll", "tx", "ty", "logScale", "jawOpen", "mouthFunnel", "mouthPucker", "lipPress",
        "upperLipUp", "labioDental", "tongueTip", "mouthStretch", "gazeYaw", "gazePitch", "lid", "browUp", "browDown",
        "browTilt", "smile", "tension", "skew", "squint"]
SIZE = len(CODE)
POSE_AT, LIPS_AT, GAZE_AT, LID_AT = slice(0, 6), slice(6, 14), slice(14, 16), 16
BROW_UP, BROW_DOWN, BROW_TILT, SMILE, TENSION, SKEW, SQUINT = range(17, 24)
PIECES = {"pose": 6, "lips": 8, "gaze": 2, "lid": 1, "slow": 7}


def _both(name, value):
    return {name + "Left": value, name + "Right": value}


# Column by column; fitted on the explicit renderer's viseme sheet and to how real mouths move with the voice (RESULTS.md,
# "Lip geometry"): an opening jaw narrows the mouth, rounding closes it, raised lips of AE and EH widen it, the tongue's tip
# comes with a raised lower lip.
_ARTICULATION = {
    "jawOpen": {"jawOpen": .94, "mouthPucker": .48, "mouthFunnel": .34} | _both("mouthLowerDown", .11),
    "mouthFunnel": {"mouthFunnel": .61, "mouthClose": .17},
    "mouthPucker": {"mouthPucker": .57, "mouthClose": .12},
    "lipPress": _both("mouthPress", .32) | {"mouthRollUpper": .12, "mouthRollLower": .08, "mouthPucker": .18,
                                            "mouthClose": .12},
    "upperLipUp": _both("mouthUpperUp", .90) | _both("mouthLowerDown", .28) | _both("mouthStretch", .38)
    | _both("mouthSmile", .50),
    "labioDental": {"mouthRollLower": .45} | _both("mouthUpperUp", .06),
    "tongueTip": {"tongueUp": .85, "mouthClose": .18, "mouthShrugLower": .48},
    "mouthStretch": _both("mouthStretch", .20) | _both("mouthSmile", .20) | _both("mouthLowerDown", .32)
    | {"mouthShrugLower": .15},
}
# What real lips do beside their tracks: they part before the jaw falls and close before it rises, the lower lip goes
# ahead of the other tracks, too, and opens further while the voice is loud. Coefficients by how much a track will have
# grown 40 ms later, and by the jaw's opening times how much louder than usual the voice is (fitted as the matrix above).
_BESIDE = {
    "jawOpen": _both("mouthLowerDown", .30) | {"mouthClose": -.85, "mouthShrugLower": -.65},
    "mouthPucker": _both("mouthLowerDown", .65) | {"mouthShrugLower": .15},
    "tongueTip": {"mouthClose": .45, "mouthShrugLower": .95},
    "loudness": _both("mouthLowerDown", .25) | {"mouthClose": -.60, "mouthShrugLower": -.40},
}
_SLOW = {  # the code's other linear channels; the second table is for negative values
    "browUp": ({"browInnerUp": 1.0} | _both("browOuterUp", .8) | _both("eyeWide", .25), _both("browDown", .3)),
    "browDown": (_both("browDown", 1.0), {}),
    "browTilt": ({"browOuterUpLeft": 1.0, "browDownRight": .3}, {"browOuterUpRight": 1.0, "browDownLeft": .3}),
    "smile": (_both("mouthSmile", 1.0) | _both("cheekSquint", .6) | _both("mouthDimple", .2), _both("mouthFrown", .5)),
    "tension": (_both("mouthPress", .5) | _both("mouthFrown", .6) | {"mouthShrugLower": .4}, _both("mouthDimple", .3)),
    "skew": ({"mouthLeft": 1.0, "mouthSmileLeft": .3}, {"mouthRight": 1.0, "mouthSmileRight": .3}),
    "squint": (_both("eyeSquint", 1.0), _both("eyeWide", .5)),
}
# What each emotion wears at full strength: one table for training and the Java engine.
_EMOTION = json.loads((Path(__file__).parents[2] / "src/main/resources/dev/visavis/inference/motion/emotions.json")
                      .read_text())


def _rows(table):
    row = np.zeros(len(SHAPES))
    for name, value in table.items():
        row[SHAPES.index(name)] = value
    return row


def _sides(table):
    """A name without its side means both."""
    return {name + side: value for name, value in table.items() for side in ("", "Left", "Right")
            if name + side in SHAPES}


ARTICULATION = np.stack([_rows(c) for c in _ARTICULATION.values()], 1)  # 53 x 8
ARTICULATION_INVERSE = np.linalg.pinv(ARTICULATION)  # 8 x 53
# Of the eight tracks and of loudness, without what would move a track: the jaw stays where the sound has it. 53 x 9.
BESIDE = np.stack([_rows(_BESIDE.get(name, {})) for name in [*_ARTICULATION, "loudness"]], 1)
BESIDE -= ARTICULATION @ (ARTICULATION_INVERSE @ BESIDE)
EMOTION = np.stack([_rows(_sides(_EMOTION[e]["shapes"])) for e in EMOTIONS], 1)  # 53 x 8
EMOTION_PITCH = np.array([float(_EMOTION[e]["pitch"]) for e in EMOTIONS])  # degrees
EMOTION_AROUSAL = np.array([_EMOTION[e]["arousal"] - 1 for e in EMOTIONS])  # of head and brows


def slow_basis():
    """For the code's last seven channels: coefficients per unit, of positive values and of negative ones."""
    return (np.stack([_rows(p) for p, _ in _SLOW.values()], 1), np.stack([_rows(n) for _, n in _SLOW.values()], 1))


def eye_basis():
    """Coefficients per degree of the eye's turn: to image right, up, to image left, down (53 x 4). The person's left
    is image right, so looking there turns the left eye out and the right eye in."""
    per_degree = 1 / EYE_LOOK_DEGREES
    tables = [{"eyeLookOutLeft": per_degree, "eyeLookInRight": per_degree}, _both("eyeLookUp", per_degree),
              {"eyeLookInLeft": per_degree, "eyeLookOutRight": per_degree}, _both("eyeLookDown", per_degree)]
    return np.stack([_rows(t) for t in tables], 1)


def project(latent):
    """Latents (... x 59) back to the eight articulation tracks, for scoring."""
    return latent[..., len(POSE):] @ ARTICULATION_INVERSE.T


def shape_at(name):
    """Index of a coefficient in the latent."""
    return len(POSE) + SHAPES.index(name)
