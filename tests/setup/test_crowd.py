"""Late in the crowd or really wrong: which tests are tried once more, and what the run's exit status is then."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from setup.crowd import FEW, second_chance

# Fails as long as there is no file of its name; makes it.
LATE = """from pathlib import Path


def test_{0}():
    there = Path("{0}").exists()
    Path("{0}").touch()
    assert there
"""


class Run:
    """A folder with tests in it, run as the whole suite is."""

    def __init__(self, root: Path) -> None:
        self.root, self.said, self.runs = root, list[str](), list[list[str]]()

    def write(self, name: str, text: str) -> None:
        file = self.root / "tests" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def pytest(self, arguments: Sequence[str]) -> int:
        self.runs.append(list(arguments))
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:randomly", f"--rootdir={self.root}", *arguments]
        return subprocess.run(command, cwd=self.root, stdout=subprocess.DEVNULL, check=False).returncode

    def whole(self) -> int:
        return second_chance(self.pytest(["tests"]), self.root, self.pytest, self.said.append)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run(tmp_path)


def test_it_works(run: Run) -> None:
    """One was late: it passes alone, and is named all the same."""
    run.write("browser/test_a.py", LATE.format("late") + "\n\ndef test_well():\n    pass\n")
    assert run.whole() == 0
    assert run.runs[1:] == [["-n", "0", "tests/browser/test_a.py::test_late"]]
    assert len(run.said) == 2 and run.said[1].endswith("late in the crowd: tests/browser/test_a.py::test_late")


def test_nothing_failed(run: Run) -> None:
    run.write("browser/test_a.py", "def test_well():\n    pass\n")
    assert run.whole() == 0 and len(run.runs) == 1 and not run.said


def test_what_fails_alone_has_failed(run: Run) -> None:
    run.write("browser/test_a.py", LATE.format("late"))
    run.write("live/test_b.py", "def test_wrong():\n    assert False\n")
    assert run.whole() == 1 and len(run.runs) == 2


def test_what_has_no_clock_gets_no_second_chance(run: Run) -> None:
    run.write("browser/test_a.py", LATE.format("late"))
    run.write("domain/test_b.py", LATE.format("shaky"))
    assert run.whole() == 1 and len(run.runs) == 1


def test_nor_do_many(run: Run) -> None:
    run.write("chaos/test_a.py", "\n\n".join(LATE.format(f"late{one}") for one in range(FEW + 1)))
    assert run.whole() == 1 and len(run.runs) == 1


def test_nor_does_a_run_that_broke_off(run: Run) -> None:
    run.write("browser/test_a.py", "import nothing_of_the_kind\n")
    assert run.whole() == 2 and len(run.runs) == 1
