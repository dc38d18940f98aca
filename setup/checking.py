"""`test`: lint, types, house, then every test in one pytest run; with arguments, only pytest with those.

`chaos`: the long form of tests/chaos."""

from __future__ import annotations

import os
import random
import subprocess
from collections.abc import Mapping, Sequence

from setup import crowd, environment, start, system
from setup.say import step
from setup.stamps import ROOT

CHECKS = {
    "ruff": ["ruff", "check", "."],
    "format": ["ruff", "format", "--check", "--quiet", "."],
    "mypy": ["mypy"],
    "import contracts": ["lint-imports", "--no-cache"],
    "templates": ["djlint", "app/templates", "--lint", "--quiet"],
}
# The order is ours, see tests/conftest.py. Three on two cores: half of what a worker does is waiting for servers to leave,
# leases to run out and browsers to load.
EVERYTHING = ["-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", "tests"]


def run(arguments: list[str]) -> int:
    """Exit status: 0 when all is well."""
    start.prepare(dev=True)
    system.ensure()
    failed = [] if arguments else [name for name, command in CHECKS.items() if not _passes(name, command)]
    status = _everything() if not arguments else _tool(["pytest", *arguments])
    if failed:
        step(f"Did not pass: {', '.join(failed)}")
    return status or int(bool(failed))


def run_with(extras: list[str]) -> int:
    """Only the tests that need one of these extras, which they then must find."""
    start.prepare(dev=True, extras=extras)
    return _tool(["pytest", "-m", "extra", "tests"], {"VEJVISER_EXTRAS": " ".join(extras)})


def run_chaos(arguments: list[str]) -> int:
    """The long form of the harness: as many rounds as are promised, and no limit on how long a test may take."""
    start.prepare(dev=True)
    system.ensure()
    return _tool(
        ["pytest", *(arguments or ["tests/chaos", "tests/many", "tests/deploy/test_front.py"])], {"CHAOS": "long"}
    )


def _everything() -> int:
    chances = {"CHAOS_SEED": os.environ.get("CHAOS_SEED") or str(random.randrange(10**9))}  # the same the second time

    def pytest(arguments: Sequence[str]) -> int:
        return _tool(["pytest", *arguments], chances)

    # What failed in an earlier run is none of this one's.
    return crowd.second_chance(pytest(["--cache-clear", *EVERYTHING]), ROOT, pytest, step)


def _passes(name: str, command: list[str]) -> bool:
    step(f"Checking: {name}")
    return _tool(command) == 0


def _tool(command: list[str], extra: Mapping[str, str] | None = None) -> int:
    path = f"{environment.VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    program = str(environment.VENV / "bin" / command[0])
    environ = {**os.environ, "PATH": path, **(extra or {})}
    return subprocess.run([program, *command[1:]], cwd=ROOT, env=environ, check=False).returncode
