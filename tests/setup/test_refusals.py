"""A wrong environment gets one clear sentence and a non-zero exit, never a traceback."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from tests.services import free_port

ROOT = Path(__file__).resolve().parents[2]
TRAVELS = [
    "vejviser",
    "setup",
    *(f"app/{file.name}" for file in (ROOT / "app").glob("config*.py")),
    "requirements.txt",
    "package.json",
    "package-lock.json",
]
NOWHERE = "http://127.0.0.1:9/"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what a start needs before anything is fetched, with nothing prepared."""
    for name in TRAVELS:
        source, target = ROOT / name, tmp_path / "checkout" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, target)
    return tmp_path / "checkout"


def _start(checkout: Path, **settings: str) -> str:
    """What a refused start said; checks the promises that hold for every refusal."""
    ours = (
        "DATABASE_URL",
        "REDIS_URL",
        "PUBLIC_URL",
        "WORKERS",
        "HOST",
        "PORT",
        "PIP_FIND_LINKS",
        "PIP_EXTRA_INDEX_URL",
    )
    environ = {name: value for name, value in os.environ.items() if name not in ours}
    environ.update({"DATA_DIR": str(checkout / "data"), "PORT": str(free_port()), **settings})
    command = [checkout / "vejviser", "run"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode not in (0, 130)
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    return done.stderr


def test_it_works(checkout: Path) -> None:
    said = _start(checkout, DATABASE_URL="mysql://localhost/x")
    assert said.count("\n") == 1
    assert "DATABASE_URL" in said


def test_plain_http_outside_is_refused(checkout: Path) -> None:
    assert "plain http" in _start(checkout, PUBLIC_URL="http://help.example.org")


def test_a_taken_port(checkout: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert f"Port {port} is taken" in _start(checkout, PORT=str(port))


def test_an_old_python(checkout: Path, tmp_path: Path) -> None:
    old = tmp_path / "old-python"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="ascii")
    old.chmod(0o755)
    assert "3.11" in _start(checkout, VEJVISER_PYTHON=str(old))


def test_no_network_at_the_first_start(checkout: Path) -> None:
    said = _start(
        checkout,
        PIP_INDEX_URL=NOWHERE,
        PIP_CONFIG_FILE=os.devnull,
        PIP_NO_CACHE_DIR="1",
        UV_NO_CACHE="1",
    )
    assert "need" in said
    assert "network" in said


def test_a_folder_that_cannot_be_written(checkout: Path) -> None:
    blocked = checkout / "a-file"
    blocked.write_text("not a folder", encoding="ascii")
    assert "DATA_DIR" in _start(checkout, DATA_DIR=str(blocked / "data"))


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root, to become somebody who may not write")
def test_a_checkout_of_somebody_else(checkout: Path) -> None:
    for folder in [folder for folder in (checkout, *checkout.parents) if "pytest" in str(folder)]:
        folder.chmod(0o755)
    data = checkout.parent / "writable"
    data.mkdir()
    os.chown(data, 65534, 65534)
    environ = {"PATH": "/usr/bin:/bin", "DATA_DIR": str(data), "PORT": "8718", "HOME": str(data)}
    done = subprocess.run(
        [checkout / "vejviser", "run"],
        env=environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        user=65534,
        group=65534,
        extra_groups=[],
    )
    assert done.returncode == 1
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
