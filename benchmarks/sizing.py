"""How large: what a town, a country and a continent need, by measured costs and stated guesses: `python -m benchmarks.sizing`.

Every assumption is a field with its unit; `--people 120000 --questions 35` and the like try others.
"""

from __future__ import annotations

import argparse
import math
import sys
from dataclasses import dataclass, fields


@dataclass(frozen=True)
class Assumed:
    """What nobody can measure for you. Defaults are guesses on the high side; put your own register's numbers here."""

    questions: float = 20.0  # chats a year for each 1,000 people
    open_hours: float = 2_500.0  # hours a year in which the team answers
    peak: float = 5.0  # the busiest hour of the year, times an average one
    lines: float = 14.0  # messages in a conversation, both sides
    minutes: float = 20.0  # from the question to the goodbye
    pages: float = 40.0  # pages read for each chat that is begun: most people find their way alone
    held: float = 3.0  # conversations a librarian has at once
    tabs: float = 2.0  # open pages with a socket for each conversation: the visitor's, and other devices
    busy: float = 0.5  # how much of a core may be used in that hour: the rest is for bursts and a host that is down


@dataclass(frozen=True)
class Costs:
    """Measured: `python -m benchmarks.scale` (PostgreSQL, one process) and `python -m benchmarks` (pages, sockets)."""

    message_ms: float = 5.2  # our processes, for one message stored, poked and pulled
    seen_ms: float = 1.5  # that it was seen, for each message
    lists_ms: float = (
        10.0  # a desk's lists read once; every desk reads them when the queue moves, once a second at most
    )
    moves: float = 6.0  # how often the queue or the people move for each conversation: asked, claimed, closed, beats
    database_ms: float = 3.0  # PostgreSQL, for one message
    database_lists_ms: float = 3.0  # PostgreSQL, for a desk's lists
    page_ms: float = 0.2  # a public page, nearly always from memory
    socket_kib: float = 60.0
    process_mib: float = 240.0
    conversation_kb: float = 12.0  # on the disk, with its indexes, until it is erased
    kept_days: float = 30.0
    process_sockets: float = 9_000.0  # held by one process in the benchmark


@dataclass(frozen=True)
class Size:
    """What is needed in the busiest hour of the year."""

    at_once: float
    messages: float
    pages: float
    lists: float
    librarians: int
    cores: float
    database_cores: float
    processes: int
    memory_gib: float
    disk_gb: float


PLACES = {
    "a municipality of 60,000": 60_000,
    "a city of 650,000": 650_000,
    "a country of 10 million": 10_000_000,
    "all of Europe, 750 million": 750_000_000,
}


def size(people: float, assumed: Assumed, costs: Costs) -> Size:
    """Plain multiplication: nothing of it is a law."""
    year = people / 1000 * assumed.questions
    hour = year / assumed.open_hours * assumed.peak
    at_once = hour * assumed.minutes / 60
    messages, pages = hour * assumed.lines / 3600, hour * assumed.pages / 3600
    librarians = max(1, math.ceil(at_once / assumed.held))
    sockets = at_once * assumed.tabs + librarians
    # Each desk hears of every move: this is what grows with the square of the team, and what stops the largest.
    lists = librarians * min(1.0, hour * costs.moves / 3600)
    used = (messages * (costs.message_ms + costs.seen_ms) + pages * costs.page_ms + lists * costs.lists_ms) / 1000
    cores = used / assumed.busy
    processes = max(1, math.ceil(cores), math.ceil(sockets / costs.process_sockets))
    memory = processes * costs.process_mib / 1024 + sockets * costs.socket_kib / 1024**2
    disk = year * costs.kept_days / 365 * costs.conversation_kb / 1e6
    database = (messages * costs.database_ms + lists * costs.database_lists_ms) / 1000 / assumed.busy
    return Size(at_once, messages, pages, lists, librarians, cores, database, processes, memory, disk)


HEAD = (
    "the busiest hour of the year",
    "chats at once",
    "librarians",
    "messages/s",
    "pages/s",
    "desks' lists/s",
    "processes (cores)",
    "cores for PostgreSQL",
    "memory, GiB",
    "disk for words, GB",
)


def _told(name: str, it: Size) -> str:
    cells = (
        name,
        f"{it.at_once:,.0f}",
        f"{it.librarians:,}",
        f"{it.messages:,.1f}",
        f"{it.pages:,.1f}",
        f"{it.lists:,.1f}",
        f"{it.processes:,} ({it.cores:,.2f})",
        f"{it.database_cores:,.2f}",
        f"{it.memory_gib:,.1f}",
        f"{it.disk_gb:,.2f}",
    )
    return f"| {' | '.join(cells)} |"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sizing", description=__doc__)
    parser.add_argument("--people", type=float, help="one place of your own instead of the four")
    for kind in (Assumed, Costs):
        for one in fields(kind):
            parser.add_argument(f"--{one.name.replace('_', '-')}", type=float, default=one.default)
    options = vars(parser.parse_args())
    assumed = Assumed(**{one.name: options[one.name] for one in fields(Assumed)})
    costs = Costs(**{one.name: options[one.name] for one in fields(Costs)})
    places = {f"{options['people']:,.0f} people": options["people"]} if options["people"] else PLACES
    print(f"| {' | '.join(HEAD)} |\n|---|{'---:|' * (len(HEAD) - 1)}")
    for name, people in places.items():
        print(_told(name, size(people, assumed, costs)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
