"""A crowd in a process of its own around one house, and the verdict when it has gone home."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from app import config
from app.core.db import session
from app.domain.chat.models import Conversation, Message
from app.domain.chat.terms import Kind
from tests.chaos.figures import Figure
from tests.chaos.sentinels import FOUND
from tests.chaos.verdict import Stored, Verdict, judge, percentile, read
from tests.people import Staff
from tests.server import PYTHON, Server

_numbers = count(1)
# Loopback addresses that no other test speaks from: 127.100.… and up.
_networks = count(100)


class Gathering:
    """Starts at once; `plan` is what tests/chaos/crowd.py plays."""

    def __init__(self, server: Server, folder: Path, staff: int | list[Staff], seed: int, **plan: Any) -> None:
        self.server, self.notes = server, folder / f"notes-{next(_numbers)}.jsonl"
        people = [server.staff(f"Crowd {next(_numbers)}") for _ in range(staff)] if isinstance(staff, int) else staff
        given = {
            "port": server.port,
            "origin": server.environ.get("PUBLIC_URL", server.url),
            "notes": str(self.notes),
            "seed": seed,
            "networks": next(_networks),
            "pace": (1.0, 4.0),
            "staff": [{"desk": one.desk, "cookies": dict(one.http.cookies)} for one in people],
            **plan,
        }
        written = self.notes.with_suffix(".plan.json")
        written.write_text(json.dumps(given), "utf-8")
        self._said = self.notes.with_suffix(".said.txt")
        with self._said.open("wb") as said:
            self.process = subprocess.Popen(
                [PYTHON, "-m", "tests.chaos.crowd", str(written)],
                cwd=config.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said,
            )  # fmt: skip

    def ready(self) -> None:
        """Returns when everybody has asked and has somebody to talk to."""
        self._hear("ready")

    def _hear(self, wanted: str) -> None:
        assert self.process.stdout
        said = self.process.stdout.readline().decode().strip()
        assert said == wanted, f"the crowd said {said!r}: {self._said.read_text('utf-8')[-3000:]}"

    def tell(self, line: str = "") -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def home(self) -> Verdict:
        """Nobody says anything more; what was said is brought home, and judged."""
        self.tell()
        self._hear("done")
        self.process.wait(30)
        troubles = self._said.read_text("utf-8")
        assert "Traceback" not in troubles, troubles[-3000:]
        return self.judge()

    def judge(self) -> Verdict:
        found = read(self.notes)
        mark_of = {note["conversation"]: note["mark"] for note in found if note["what"] == "opened"}
        # Another crowd may have been in this house before.
        ours = {note["mark"] for note in found if note["what"] == "said"}
        return judge(found, [row for row in stored(self.server, mark_of) if row.mark in ours])

    def close(self) -> None:
        with suppress(ProcessLookupError):
            self.process.kill()
        self.process.wait()


def stored(server: Server, mark_of: dict[str, str]) -> list[Stored]:
    """Every spoken line of the crowd's conversations, as the database has it; cards and the house's own lines left out."""
    query = (
        select(Conversation.public_id, Message.seq, Message.sender, Message.client_key, Message.text, Message.kind)
        .join(Conversation, Conversation.id == Message.conversation_id)
        .where(Message.kind.in_((Kind.TEXT, Kind.NOTE)))
    )
    with server.domain():
        rows = session.execute(query).all()
    return [
        Stored(mark, seq, sender, key or "", text, kind == Kind.NOTE)
        for public_id, seq, sender, key, text, kind in rows
        if (mark := mark_of.get(public_id) or _mark(text))
    ]


def _mark(text: str) -> str:
    found = FOUND.search(text.encode())
    return found[1].decode() if found else ""


@pytest.fixture
def gather(tmp_path: Path, seed: int) -> Iterator[Callable[..., Gathering]]:
    """Call it with a house, `staff=` and what the plan takes; the crowd is gone afterwards, also when the test failed."""
    made: list[Gathering] = []

    def make(server: Server, staff: int | list[Staff] = 2, **plan: Any) -> Gathering:
        made.append(Gathering(server, tmp_path, staff, seed, **plan))
        return made[-1]

    yield make
    for one in made:
        one.close()


def report(verdict: Verdict, figure: Figure, name: str) -> None:
    """The figures that every scenario has."""
    print(f"{name}: {verdict}")
    figure(f"{name}: said", verdict.said)
    figure(f"{name}: acknowledged", verdict.acknowledged)
    for promise in ("lost", "doubled", "disordered", "gap", "foreign"):
        figure(f"{name}: {promise}", verdict.broken[promise])
    for share, words in ((0.5, "p50"), (0.99, "p99"), (1.0, "longest")):
        figure(f"{name}: acknowledged after, {words}", percentile(verdict.ack_seconds, share), "s")
    report_back(verdict.back_seconds, figure, name)


def report_back(back: list[tuple[str, float]], figure: Figure, name: str) -> None:
    """How long until words came again, over all and for each way in which a line was cut."""
    for way in ["a cut", *sorted({way for way, _ in back})] if back else ():
        seconds = [seconds for one, seconds in back if way in (one, "a cut")]
        figure(f"{name}: back after {way}, felt", len(seconds))
        figure(f"{name}: back after {way}, p95", percentile(seconds, 0.95), "s")
        figure(f"{name}: back after {way}, longest", max(seconds), "s")
