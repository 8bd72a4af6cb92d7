"""Writes the SHA-256 of every file into a model pack's pack.json: run it whenever a file of the pack has changed.

    python3 seal_pack.py inference/src/main/resources/dev/visavis/inference/explicit
"""
import hashlib
import json
import sys
from pathlib import Path


def seal(folder):
    """Gives the names of the files."""
    manifest = Path(folder) / "pack.json"
    pack = json.loads(manifest.read_text())
    files = sorted(f for f in Path(folder).iterdir() if f.name not in ("pack.json", "CARD.md"))
    pack["files"] = {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in files}
    manifest.write_text(json.dumps(pack, indent=2) + "\n")
    return list(pack["files"])


if __name__ == "__main__":
    print("sealed", ", ".join(seal(sys.argv[1])))
