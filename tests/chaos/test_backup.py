"""Backups made while a crowd writes: each is one moment, a prefix of what was acknowledged; what was erased stays erased."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.figures import Figure, rounds
from tests.chaos.gathering import Gathering, report, stored
from tests.chaos.houses import MANY, Mortal
from tests.chaos.verdict import Stored, percentile, read
from tests.commands import Command, command, house, texts
from tests.server import Server

__all__ = ["command", "house"]
KEY = "a key of the chaos that is long enough"
WORD = "zqxregrettedword"
KINDS = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))]


@dataclass(frozen=True)
class Made:
    """A backup, and between which moments it was made."""

    file: Path
    began: float
    ended: float


@pytest.mark.parametrize("kind", KINDS)
def test_it_works(
    kind: str, mortal: Callable[..., Mortal], gather: Callable[..., Gathering], house: Callable[..., Server],
    command: Command, tmp_path: Path, request: pytest.FixtureRequest, figure: Figure,
) -> None:  # fmt: skip
    """Restored elsewhere with nothing but the file and the ledger that was here at the end."""
    new = request.getfixturevalue("new_database") if kind == "postgresql" or MANY else None
    here = mortal(**({"DATABASE_URL": new()} if new else {}), BACKUP_KEY=KEY)
    crowd = gather(here, staff=2, chats=rounds(8, 40), pace=(0.05, 0.3))
    crowd.ready()
    regretful = here.visitor()
    regretful.ask(f"{WORD} som jag ångrar")
    made = [backed_up(here, command, tmp_path / f"{number}.sealed") for number in range(rounds(3, 30))]
    assert regretful.post("/sv/chat/erase").status_code == 200
    verdict = crowd.home()
    report(verdict, figure, f"backups, {kind}")
    assert verdict.kept
    notes = read(crowd.notes)
    marks = {note["conversation"]: note["mark"] for note in notes if note["what"] == "opened"}
    last = stored(here, marks)
    for one in made:
        other = house(empty=True, BACKUP_KEY=KEY, **({"DATABASE_URL": new()} if new else {}))
        # Every host has one of its own, and the newest line may stand in any of them.
        ledgers = [file.read_bytes() for file in here.data.rglob("erased.ledger")]
        (other.data / "erased.ledger").write_bytes(b"".join(ledgers))
        put = command(other, "restore", one.file)
        assert put.status == 0 and "Erased again: 1" in put.out, put.err + put.out
        assert not any(WORD in text for text in texts(other))
        is_a_prefix(notes, last, stored(other, marks), one)
    figure(f"backups, {kind}: made", len(made))
    figure(f"backups, {kind}: longest", max(one.ended - one.began for one in made), "s")
    said = [note["at"] for note in notes if note["what"] == "said"]
    during = sum(one.began < at < one.ended for one in made for at in said)
    figure(f"backups, {kind}: lines said meanwhile", during)
    late = [
        note["at"] - before["at"]
        for before, note in answers(notes)
        if any(x.began < note["at"] < x.ended for x in made)
    ]
    figure(f"backups, {kind}: acknowledged meanwhile after, p99", percentile(late, 0.99), "s")


def backed_up(server: Server, command: Command, file: Path) -> Made:
    time.sleep(0.4)
    began = time.time()
    done = command(server, "backup", file)
    assert done.status == 0, done.err
    return Made(file, began, time.time())


def answers(notes: list[dict[str, Any]]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """What was said, with its answer."""
    said = {(note["mark"], note["key"]): note for note in notes if note["what"] == "said"}
    return [(said[note["mark"], note["key"]], note) for note in notes if note["what"] == "acked"]


def is_a_prefix(notes: list[dict[str, Any]], last: list[Stored], back: list[Stored], made: Made) -> None:
    """Each conversation's beginning; all that was acknowledged before it began; nothing from after its end; one moment."""
    whole, part = defaultdict(list), defaultdict(list)
    for rows, into in ((last, whole), (back, part)):
        for row in sorted(rows, key=lambda one: (one.mark, one.seq)):
            into[row.mark].append(row)
    for mark, rows in part.items():
        assert rows == whole[mark][: len(rows)], f"{mark} is no beginning"
    there = {(row.mark, row.key) for row in back}
    said = {(note["mark"], note["key"]): note["at"] for note in notes if note["what"] == "said"}
    after = [place for place in there if said[place] > made.ended]
    assert after == [], "lines that nobody had said yet"
    # The moment it shows is after the last line in it was said: whoever had an answer by then is in it.
    moment = max([made.began, *(said[place] for place in there)])
    missing = [
        said for said, acked in answers(notes) if acked["at"] < moment and (acked["mark"], acked["key"]) not in there
    ]
    assert missing == [], f"{len(missing)} lines that were acknowledged before {moment} are not in it"


def test_what_is_no_prefix_is_noticed() -> None:
    """The looking itself: a line that is missing in the middle or at the end, one too many, and one of a later moment."""
    rows = [Stored("m", seq, "visitor", f"k{seq}", f"words {seq}") for seq in (1, 2, 3)]
    notes = [
        {"what": what, "mark": "m", "key": row.key, "at": 10.0 * row.seq + late}
        for row in rows
        for what, late in (("said", 0.0), ("acked", 1.0))
    ]
    made = Made(Path("x"), 22.0, 32.0)
    for right in (rows[:2], rows):
        is_a_prefix(notes, rows, right, made)
    for wrong in (rows[1:], [rows[0], rows[2]], rows[:1], []):
        with pytest.raises(AssertionError):
            is_a_prefix(notes, rows, wrong, made)
    with pytest.raises(AssertionError):
        is_a_prefix(notes, rows, rows, Made(Path("x"), 22.0, 29.0))
