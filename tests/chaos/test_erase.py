"""Erased is gone: from PostgreSQL's pages too, and with the job that does it killed again and again."""

from __future__ import annotations

import os
import random
import signal
import time
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, insert, select

from app.core import clock, db, disk, ids
from app.core.unit import unit_of_work
from app.domain.chat import ledger, retention, services
from app.domain.chat.models import Conversation, LetterAddress, Message, Tombstone
from app.domain.chat.terms import Kind, Sender, Status
from app.domain.jobs.words import WORDS
from tests import factories
from tests.chaos.figures import Figure, rounds
from tests.databases import database, open_empty

__all__ = ["database"]
WORD = "zqxwvsidor"


def pages_with(url: str, word: str) -> list[str]:
    """Files of PostgreSQL's data folder, but for its own log of changes, that hold the word."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        row = connection.execute(
            "SELECT current_setting('data_directory'), oid FROM pg_database WHERE datname = current_database()"
        )
        folder, oid = row.fetchone()  # type: ignore[misc]
    found = [path for path in Path(folder, "base", str(oid)).rglob("*") if path.is_file()]
    assert len(found) > 100
    return [path.name for path in found if word.encode() in path.read_bytes()]


def seeded(dice: random.Random) -> str:
    """The word between characters that no compression shortens."""
    return f"{WORD} {dice.randbytes(900).hex()}"


@pytest.mark.needs("postgresql")
def test_it_works(postgresql_url: str, dice: random.Random, figure: Figure) -> None:
    """Every place that holds words, among rows that stay: heap, overflow tables, indexes and statistics."""
    open_empty(postgresql_url)
    disk.keep_out_of_statistics(WORDS)
    origin = {"kind": "flow", "query": f"{WORD} sökte", "answers": {"a": WORD}}
    gone = [factories.visitor(f"{WORD} {n}", first_name=WORD, origin=origin) for n in range(30)]
    stays = [factories.visitor(f"förblir {n}") for n in range(30)]
    for turn in range(8):
        for number, who in enumerate([*gone, *stays]):
            with unit_of_work():
                services.post(who, seeded(dice) if who in gone else f"förblir {number}", f"k{turn}")
    with unit_of_work() as unit:
        unit.session.execute(
            insert(LetterAddress).values(conversation_id=gone[0].conversation_id, email=f"{WORD}@x.org", locale="sv")
        )
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("ANALYZE")
    assert pages_with(postgresql_url, WORD)
    for who in gone:
        with unit_of_work():
            services.erase(who)
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("VACUUM")
    figure(
        "PostgreSQL: files that still hold erased words after a plain VACUUM",
        len(pages_with(postgresql_url, WORD)),
        "files",
    )
    began = time.monotonic()
    assert disk.rewrite(WORDS, 30)
    figure("PostgreSQL: tables written anew", (time.monotonic() - began) * 1000, "ms")
    assert pages_with(postgresql_url, WORD) == []
    assert db.session.scalar(select(func.count(Message.id)).where(Message.text.startswith("förblir"))) == 30 * 9


@pytest.mark.needs("postgresql")
def test_what_was_counted_before_it_was_kept_out_of_statistics(postgresql_url: str) -> None:
    """By an earlier version, or by PostgreSQL itself between the making of a table and the setting."""
    open_empty(postgresql_url)
    fill(due=30, stays=30)
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        connection.execute("ANALYZE")
    retention.run()
    counted = "SELECT count(*) FROM pg_stats WHERE tablename = 'message' AND attname = 'text'"
    with psycopg.connect(postgresql_url, autocommit=True) as connection:
        assert connection.execute(counted).fetchone() == (1,)
        assert disk.rewrite(WORDS, 30)
        connection.execute("ANALYZE")
        assert connection.execute(counted).fetchone() == (0,)
    assert pages_with(postgresql_url, WORD) == []


def fill(due: int, stays: int) -> None:
    """Closed conversations of three lines each: so many whose time is up, and so many whose is not."""
    moment = clock.now()
    with unit_of_work() as unit:
        for number in range(due + stays):
            late = number < due
            until = moment + timedelta(days=-1 if late else 1)
            row = {"public_id": ids.public_id(), "start_key": ids.new_token(), "status": Status.CLOSED, "locale": "sv"}
            made = unit.session.execute(
                insert(Conversation).values(**row, first_name=WORD if late else "Kvar", origin={}, expires_at=until)
            ).inserted_primary_key
            said = f"{WORD} {number}" if late else f"förblir {number}"
            line = {"conversation_id": made[0], "sender": Sender.VISITOR, "kind": Kind.TEXT, "text": said}
            unit.session.execute(insert(Message), [{**line, "seq": seq} for seq in (1, 2, 3)])


def killed_after(url: str, seconds: float) -> bool:
    """The job in a process of its own, ended without a word after so long; whether it was still at work."""
    db.session.remove()
    db.engine().dispose()
    child = os.fork()
    if child == 0:
        try:
            db.connect(url)
            retention.run(batch=7)
        finally:
            os._exit(0)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_the_job_may_be_killed_at_any_moment(
    database: str, dice: random.Random, tmp_path: Path, figure: Figure
) -> None:
    """Everything due is gone once, nothing else is, and each has its tombstone and its line in the ledger."""
    due, stays = rounds(600, 5000), 40
    fill(due, stays)
    ledger.configure(tmp_path)
    at_work = 0
    try:
        for _ in range(rounds(10, 50)):
            at_work += killed_after(database, dice.uniform(0.01, 0.15))
        left = db.session.scalar(select(func.count(Conversation.id)).where(Conversation.erased_at.is_(None)))
        figure(f"{database.split(':')[0]}: killed while erasing", at_work, "times")
        assert at_work, "the job was never killed at work"
        figure(f"{database.split(':')[0]}: still to erase after the last kill", (left or 0) - stays, "")
        retention.run()
        listed = ledger.entries()
    finally:
        ledger.configure(None)
    erased = set(db.session.scalars(select(Conversation.public_id).where(Conversation.erased_at.is_not(None))))
    stones = list(db.session.scalars(select(Tombstone.conversation_public_id)))
    words = list(db.session.scalars(select(Message.text)))
    assert (len(erased), sorted(stones), set(listed)) == (due, sorted(erased), erased)
    assert len((tmp_path / ledger.FILE).read_text().splitlines()) == due
    assert sorted(set(words)) == sorted(f"förblir {number}" for number in range(due, due + stays))
    assert len(words) == 3 * stays
    assert disk.clean(WORDS) == 1
    if database.startswith("sqlite"):
        assert [path.name for path in tmp_path.iterdir() if path.is_file() and WORD.encode() in path.read_bytes()] == []
    else:
        assert pages_with(database, WORD) == []
