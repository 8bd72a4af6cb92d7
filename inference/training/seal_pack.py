"""Writes the SHA-256 of every file into a model pack's pack.json: run it whenever a file of the pack has changed.

    python3 seal_pack.py inference/src/main/resources/dev/visavis/inference/explicit
"""
import hashlib
import json
import os
import sys

folder = sys.argv[1]
path = os.path.join(folder, "pack.json")
with open(path) as f:
    pack = json.load(f)
files = sorted(set(os.listdir(folder)) - {"pack.json", "CARD.md"})
pack["files"] = {name: hashlib.sha256(open(os.path.join(folder, name), "rb").read()).hexdigest() for name in files}
with open(path, "w") as f:
    f.write(json.dumps(pack, indent=2) + "\n")
print("sealed", ", ".join(files))
