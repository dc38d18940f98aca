"""Runs other programs quietly: their output is shown only when they fail."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence

from setup.stamps import ROOT

LAST_LINES = 8


def attempt(command: Sequence[str], extra: Mapping[str, str] | None = None) -> tuple[bool, str]:
    """Whether the command succeeded, and the end of what it said."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, **(extra or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        return False, str(error)
    said = [line for line in done.stdout.splitlines() if line.strip()]
    return done.returncode == 0, "\n".join("    " + line for line in said[-LAST_LINES:])
