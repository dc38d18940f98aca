"""What the tests use from the operating system: installed where that is allowed, named where it is not."""

from __future__ import annotations

import ctypes.util
import os
import shutil
from pathlib import Path

from setup.commands import attempt
from setup.say import step

# RUNLEVEL=1 tells Debian's packages not to start their services: the tests start their own, on free ports.
QUIET = {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
# Chromium at half the cost. Tests that need a browser take the other where a distribution has no such package.
SPARED = "chromium-headless-shell"


def missing() -> list[str]:
    """Debian packages that are not there."""
    found = {
        "chromium": bool(shutil.which("chromium") or shutil.which("chromium-browser")),
        SPARED: bool(shutil.which(SPARED)),
        "libatomic1": bool(ctypes.util.find_library("atomic")),
        "redis-server": bool(shutil.which("redis-server")),
        "postgresql": bool(shutil.which("initdb") or list(Path("/usr/lib/postgresql").glob("*/bin/initdb"))),
        "i18nspector": bool(shutil.which("i18nspector")),
        "nginx": bool(shutil.which("nginx") or Path("/usr/sbin/nginx").exists()),
        "prometheus": bool(shutil.which("prometheus") and shutil.which("promtool")),
        "dovecot-imapd": bool(shutil.which("dovecot") or Path("/usr/sbin/dovecot").exists()),
    }
    return [name for name, is_there in found.items() if not is_there]


def ensure() -> None:
    """Installs what is missing if this is root on Debian; otherwise tells which tests will be skipped by name."""
    names = missing()
    if names and os.geteuid() == 0 and shutil.which("apt-get"):
        step(f"Installing {', '.join(names)} with apt-get")
        if not _install(names):
            attempt(["apt-get", "update", "-qq"], QUIET)
            _install(names) or _install([name for name in names if name != SPARED])
    names = [name for name in missing() if name != SPARED]
    if names:
        step(f"Not here: {', '.join(names)}. The tests that need them are skipped by name.")


def _install(names: list[str]) -> bool:
    return attempt(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names], QUIET)[0]
