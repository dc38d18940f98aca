"""`python -m benchmarks`: every line with its target; `--check` fails when one is missed."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import chat, desk, masking, pages, search
from benchmarks.report import Line
from benchmarks.running import prepare, start


def lines(data: Path) -> Iterator[Line]:
    """Everything, on a folder of its own."""
    prepare(data)
    running = start(data)
    try:
        yield from pages.pages(running, data)
        yield from pages.first_load(running)
    finally:
        running.stop()
    yield from pages.starting(data)
    yield from searching()
    yield from masking.lines()
    yield from chat.lines()
    yield from desk.lines()


def searching() -> Iterator[Line]:
    """The search's lines, from the search's own benchmark."""
    seeds = search.shipped()
    asked = search.queries(seeds)
    for count, target, _ in search.SIZES:
        matters = seeds if count == len(seeds) else search.generated(count, seeds)
        _, _, p99 = search.measure(matters, asked)
        yield Line(f"search at {count} matters, p99, CPU", p99, target, "ms")


def main() -> int:
    parser = argparse.ArgumentParser(prog="vejviser bench", description=__doc__)
    parser.add_argument("--check", action="store_true", help="exit 1 when a target is missed")
    options = parser.parse_args()
    missed = False
    with tempfile.TemporaryDirectory(prefix="vejviser-bench-") as folder:
        for line in lines(Path(folder)):
            print(line, flush=True)
            missed |= line.missed
    return int(missed and options.check)


if __name__ == "__main__":
    sys.exit(main())
