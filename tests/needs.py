"""Programs that tests use from the operating system: a missing one skips by name, and fails in CI."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

PACKAGES = {"chromium": "chromium", "redis": "redis-server", "postgresql": "postgresql", "i18nspector": "i18nspector",
            "dovecot": "dovecot-imapd", "nginx": "nginx", "prometheus": "prometheus", "promtool": "prometheus"}  # fmt: skip
CHROMIUM = ("chromium", "chromium-browser")
# The same engine without the windows, menus and suggestions, which cost as much again as the pages do; it shows no notices.
SHELL = "chromium-headless-shell"
AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"


def program(name: str) -> str | None:
    """Where the program is, or None. PostgreSQL's own tools are often not on PATH."""
    if name == "postgresql":
        found = next(iter(sorted(_debian_postgresql(), reverse=True)), None) or shutil.which("initdb")
        return str(found) if found else None
    if name == "redis":
        return shutil.which("redis-server")
    if name in ("dovecot", "nginx"):
        return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if name == "chromium":
        return next(filter(None, map(shutil.which, CHROMIUM)), None)
    return shutil.which(name)


def _debian_postgresql() -> list[Path]:
    return list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """`@pytest.mark.needs("redis")`: skipped with the reason, or failed where CI=true."""
    for mark in item.iter_markers("needs"):
        for name in mark.args:
            require(name)
    for mark in item.iter_markers("extra"):
        _require_extra(mark.args[0])


def _require_extra(name: str) -> None:
    """Nobody has to have an extra, CI neither; whoever asked for its tests must have it."""
    if importlib.util.find_spec(name):
        return
    reason = f"needs the extra {name}, installed only on request (./vejviser test --with {name})"
    if name in os.environ.get("VEJVISER_EXTRAS", "").split():
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


def require(name: str) -> str:
    """The program's path; skips (or in CI fails) the test that asks when it is not here."""
    found = program(name)
    if found:
        return found
    reason = f"needs {name}, which is not on this machine (on Debian: apt install {PACKAGES.get(name, name)})"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
