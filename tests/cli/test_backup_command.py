"""`backup` while people write, `restore` into an empty folder or over what is there: nothing lost, nothing erased is back."""

from __future__ import annotations

import fcntl
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core.db import session
from app.domain.chat import ledger
from app.domain.chat.models import Conversation, LetterAddress, Tombstone
from tests.commands import Command, texts
from tests.people import Visitor
from tests.server import Server

WORD = "zqxbackupord"
KINDS = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))]
LETTERS = {"MAIL_URL": "smtp://127.0.0.1:1", "MAIL_FROM": "letters@library.example"}


@contextmanager
def writing(visitor: Visitor, said: list[str]) -> Iterator[None]:
    """Somebody who writes without a pause; `said` is what was acknowledged."""
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            text = f"rad nummer {len(said)}"
            visitor.send(text)
            said.append(text)
            time.sleep(0.01)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        over.set()
        writer.join()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", KINDS)
def test_it_works(
    kind: str, open_server: Callable[..., Server], tmp_path: Path, request: pytest.FixtureRequest, command: Command
) -> None:
    """Made under load, put back over a service that went on: what was erased or taken off meanwhile stays so."""
    url = {} if kind == "sqlite" else {"DATABASE_URL": request.getfixturevalue("postgresql_url")}
    server, file, said = open_server(**url, **LETTERS), tmp_path / "kept.tar.gz", []
    writer, regretful = server.visitor(), server.visitor()
    people = {"anna@post.example": writer, "bo@post.example": server.visitor()}
    for address, person in people.items():
        person.ask("Hej")
        assert person.post("/sv/chat/letters", data={"email": address}).status_code in (200, 303)
    gone = regretful.ask(f"{WORD} som jag ångrar")
    with writing(writer, said):
        while len(said) < 3:
            time.sleep(0.01)
        before = list(said)
        made = command(server, "backup", file)
    assert made.status == 0, made.err
    assert file.stat().st_mode & 0o777 == 0o600
    assert regretful.post("/sv/chat/erase").status_code == 200
    people["anna@post.example"].post("/sv/chat/letters/off")
    refused = command(server, "restore", file, "--yes")
    assert (refused.status, "running" in refused.err) == (1, True), refused.err
    server.stop()
    refused = command(server, "restore", file)
    assert (refused.status, "--yes" in refused.err) == (1, True), refused.err
    put = command(server, "restore", file, "--yes")
    assert put.status == 0 and "Erased again: 1" in put.out, put.err + put.out
    assert "E-mail addresses taken off" in put.out and ": 1.\n" in put.out, put.out
    back = texts(server)
    assert set(before) <= back and not any(WORD in text for text in back)
    with server.domain():
        assert list(session.scalars(select(LetterAddress.email))) == ["bo@post.example"]
        assert session.get(Tombstone, gone) is not None
        assert session.scalars(select(Conversation.erased_at).where(Conversation.public_id == gone)).one() is not None
    if kind == "sqlite":
        left = [path.name for path in server.data.rglob("*") if path.is_file() and WORD.encode() in path.read_bytes()]
        assert left == []
        server.start()
        assert writer.send("tillbaka igen")["seq"] > len(before)


def test_into_an_empty_folder(server: Server, house: Callable[..., Server], tmp_path: Path, command: Command) -> None:
    """Another machine, with nothing but the file: the key and the ledger come along, and nobody has to say --yes."""
    file, person = tmp_path / "kept.tar.gz", server.visitor()
    person.ask("Någon annanstans")
    assert command(server, "backup", file).status == 0
    other = house(empty=True)
    put = command(other, "restore", file)
    assert put.status == 0, put.err
    assert "Någon annanstans" in texts(other)
    assert (other.data / "secret.key").read_text() == (server.data / "secret.key").read_text()
    assert sorted(path.name for path in other.data.iterdir() if path.name.startswith(".")) == []
    assert command(other, "restore", file).status == 1


def test_the_drill_and_what_is_kept(house: Callable[..., Server], tmp_path: Path, command: Command) -> None:
    """A folder with a timer's files: the newest are kept, nobody else's are touched, and the newest is looked at."""
    here, folder = house(), tmp_path / "kept"
    folder.mkdir()
    assert "no backup" in command(here, "backup", folder, "--check").err
    old = [
        folder / f"vejviser-2026-01-0{day}T030000.{end}" for day, end in ((1, "tar.gz"), (2, "sealed"), (3, "tar.gz"))
    ]
    others = [folder / "vejviser.tar.gz", folder / "letters.txt", folder / "vejviser-2026-01-01T030000.tar.gz.part"]
    for path in (*old, *others):
        path.write_text("old")
    assert command(here, "backup", folder, "--keep", "0").status == 1 and all(path.exists() for path in old)
    assert "no folder" in command(here, "backup", tmp_path / "not-there", "--keep", "2").err
    left, busy = (folder / f".backup-{name}" for name in ("left", "busy"))
    for one in (left, busy):
        one.mkdir()
        (one / "busy").touch()
        os.utime(one, (0, 0))
    half = folder / "vejviser-2026-01-01T030000.tar.gz.4711"
    half.write_text("half")
    os.utime(half, (0, 0))
    with (busy / "busy").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        made = command(here, "backup", folder, "--keep", "2")
    assert busy.exists() and not left.exists() and not half.exists()
    shutil.rmtree(busy)
    assert made.status == 0 and "Removed the 2 oldest" in made.out, made.err
    (newest,) = {*folder.iterdir()} - {*old, *others}
    assert {*folder.iterdir()} == {newest, old[-1], *others}
    checked = command(here, "backup", folder, "--check")
    assert checked.status == 0 and f"{newest} is whole" in checked.out and "not sealed" in checked.out, checked.err
    assert "0 conversations, 0 messages, 0 staff members" in checked.out


def test_a_torn_line_of_the_ledger_costs_nothing(tmp_path: Path) -> None:
    ledger.configure(tmp_path)
    try:
        ledger.add(ledger.parse("2026-01-02 first\n"))
        path = tmp_path / ledger.FILE
        path.write_bytes(path.read_bytes() + b"2026-01-")
        ledger.add(ledger.parse("2026-01-03 second\n"))
        assert set(ledger.entries()) == {"first", "second"}
    finally:
        ledger.configure(None)
