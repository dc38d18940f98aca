"""Figures and chance for every test: what was measured is printed at the end, and one number repeats a failed run."""

from __future__ import annotations

import os
import random
import secrets
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

LONG = os.environ.get("CHAOS") == "long"
PATIENCE_SECONDS = 900
# The folders that ./vejviser chaos plays.
OURS = ("chaos", "many")
_SEED, _FIGURE = "CHAOS_SEED", "figure"

T = TypeVar("T")
Figure = Callable[[str, float, str], None]


def rounds(short: T, long: T) -> T:
    """How often, or how long: the short form belongs to `./vejviser test`, the long one to `./vejviser chaos`."""
    return long if LONG else short


def pytest_configure(config: pytest.Config) -> None:
    """One seed a run, chosen before xdist starts its workers, which inherit it."""
    os.environ.setdefault(_SEED, str(secrets.randbelow(10**9)))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Patience, not a limit: a busy machine is slow. The long form takes as long as it takes, whatever a test says."""
    for item in items:
        if item.path.parent.name in OURS:
            item.add_marker(pytest.mark.timeout(0 if LONG else PATIENCE_SECONDS), append=not LONG)


def pytest_report_header(config: pytest.Config) -> str:
    return f"{_SEED}={os.environ[_SEED]} (set it to repeat this run's chances)"


@pytest.fixture
def seed() -> int:
    """The run's seed, printed so that a failure shows it."""
    found = int(os.environ[_SEED])
    print(f"{_SEED}={found}")
    return found


@pytest.fixture
def dice(seed: int, request: pytest.FixtureRequest) -> random.Random:
    """A test's own chance: the same seed throws the same, alone or among others."""
    return random.Random(f"{seed}/{request.node.nodeid.rsplit('/', 1)[-1]}")


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Call it with a name, a value and a unit: printed in the summary of the run, never asserted."""

    def note(name: str, value: float, unit: str = "") -> None:
        request.node.user_properties.append((_FIGURE, [name, float(value), unit]))

    return note


def pytest_terminal_summary(terminalreporter: Any) -> None:
    found = [
        (report.nodeid.split("::")[0].rsplit("/", 1)[-1], *value)
        for reports in terminalreporter.stats.values()
        for report in reports
        if getattr(report, "when", "") == "call"
        for name, value in report.user_properties
        if name == _FIGURE
    ]
    if not found:
        return
    terminalreporter.section(f"figures of this run ({_SEED}={os.environ[_SEED]})")
    width = max(len(name) for _, name, _, _ in found)
    for where, name, value, unit in sorted(found, key=lambda row: row[0]):
        terminalreporter.write_line(f"{where:24} {name:{width}} {_plain(value):>12} {unit}")


def _plain(value: float) -> str:
    """Whole numbers whole, others with three decimals at most."""
    return f"{value:,.3f}".rstrip("0").rstrip(".")
