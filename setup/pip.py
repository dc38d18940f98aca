"""Finds a pip: Python's own, the system's, or the one in Debian's archive (which needs no administrator to fetch)."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

from setup.commands import attempt
from setup.say import Stop, step


def installer(python: Path) -> list[str]:
    """The start of a command line that installs into the environment of `python`."""
    into = [str(python), "-m", "pip"]
    if attempt([*into, "--version"])[0]:
        return into
    if importlib.util.find_spec("ensurepip") and attempt([str(python), "-m", "ensurepip", "--default-pip"])[0]:
        return into
    if attempt([sys.executable, "-m", "pip", "--python", str(python), "--version"])[0]:
        return [sys.executable, "-m", "pip", "--python", str(python)]
    wheel = _from_debian(python.parent.parent / "pip-from-debian")
    if wheel is None:
        raise Stop("This Python comes without pip; install it (on Debian: apt install python3-venv) and start again.")
    return [str(python), f"{wheel}/pip"]


def _from_debian(folder: Path) -> Path | None:
    """pip's wheel out of Debian's signed archive, unpacked in `folder`."""
    if not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return None
    if not list(folder.rglob("pip-*.whl")):
        step("This Python comes without pip; fetching Debian's")
        folder.mkdir(parents=True, exist_ok=True)
        _download(folder)
        for package in folder.glob("*.deb"):
            attempt(["dpkg-deb", "-x", str(package), str(folder)])
    return next(iter(sorted(folder.rglob("pip-*.whl"))), None)


def _download(folder: Path) -> None:
    """`apt-get download`, with package lists of our own where the system has none."""
    lists = folder / "lists"
    (lists / "partial").mkdir(parents=True, exist_ok=True)
    own = ["-o", f"Dir::State::lists={lists}", "-o", f"Dir::Cache={folder}"]
    get = f'cd "{folder}" && apt-get -qq'
    if attempt(["sh", "-c", f"{get} download python3-pip-whl"])[0]:
        return
    options = " ".join(f'"{word}"' for word in own)
    attempt(["sh", "-c", f"{get} {options} update && apt-get -qq {options} download python3-pip-whl"])
