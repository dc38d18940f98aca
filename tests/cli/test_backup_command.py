"""`backup` while people write, `restore` into an empty folder or over what is there: nothing lost, nothing erased is back."""

from __future__ import annotations

import io
import json
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import select

from app.cli.__main__ import main
from app.core import db
from app.core.db import session
from app.domain.chat import ledger
from app.domain.chat.models import Conversation, LetterAddress, Message, Tombstone
from tests.people import Visitor
from tests.server import OURS, Server

WORD = "zqxbackupord"
KINDS = [pytest.param("sqlite"), pytest.param("postgresql", marks=pytest.mark.needs("postgresql"))]


@dataclass(frozen=True)
class Done:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


Command = Callable[..., Done]


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Iterator[Command]:
    """Runs a command of the house on a server's folder and database, in this process: starting one takes seconds."""

    def run(server: Server, *words: object) -> Done:
        for name in OURS:
            monkeypatch.delenv(name, raising=False)
            if name in server.environ:
                monkeypatch.setenv(name, server.environ[name])
        capsys.readouterr()
        status = main([*map(str, words)])
        db.session.remove()
        db.engine().dispose()
        return Done(status, *capsys.readouterr())

    yield run
    ledger.configure(None)


def texts(server: Server) -> set[str]:
    with server.domain():
        return set(session.scalars(select(Message.text)))


@contextmanager
def writing(visitor: Visitor, said: list[str]) -> Iterator[None]:
    """Somebody who writes without a pause; `said` is what was acknowledged."""
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            text = f"rad nummer {len(said)}"
            visitor.send(text)
            said.append(text)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        over.set()
        writer.join()


@pytest.mark.parametrize("kind", KINDS)
def test_it_works(
    kind: str, open_server: Callable[..., Server], tmp_path: Path, request: pytest.FixtureRequest, command: Command
) -> None:
    """Made under load, put back over a service that went on: what was erased meanwhile stays erased."""
    url = {} if kind == "sqlite" else {"DATABASE_URL": request.getfixturevalue("postgresql_url")}
    server, file, said = open_server(**url), tmp_path / "kept.tar.gz", []
    writer, regretful = server.visitor(), server.visitor()
    writer.ask("Hej")
    gone = regretful.ask(f"{WORD} som jag ångrar")
    with writing(writer, said):
        while len(said) < 3:
            pass
        before = list(said)
        made = command(server, "backup", file)
    assert made.status == 0, made.err
    assert file.stat().st_mode & 0o777 == 0o600
    assert regretful.post("/sv/chat/erase").status_code == 200
    refused = command(server, "restore", file, "--yes")
    assert (refused.status, "running" in refused.err) == (1, True), refused.err
    server.stop()
    refused = command(server, "restore", file)
    assert (refused.status, "--yes" in refused.err) == (1, True), refused.err
    put = command(server, "restore", file, "--yes")
    assert put.status == 0 and "Erased again: 1" in put.out, put.err + put.out
    back = texts(server)
    assert set(before) <= back and not any(WORD in text for text in back)
    with server.domain():
        assert session.get(Tombstone, gone) is not None
        assert session.scalars(select(Conversation.erased_at).where(Conversation.public_id == gone)).one() is not None
    if kind == "sqlite":
        assert [
            path.name for path in server.data.rglob("*") if path.is_file() and WORD.encode() in path.read_bytes()
        ] == []
    server.start()
    assert writer.send("tillbaka igen")["seq"] > len(before)


def test_into_an_empty_folder(server: Server, tmp_path: Path, command: Command) -> None:
    """Another machine, with nothing but the file: the key and the ledger come along, and nobody has to say --yes."""
    file, person = tmp_path / "kept.tar.gz", server.visitor()
    person.ask("Någon annanstans")
    assert command(server, "backup", file).status == 0
    other = Server(tmp_path / "other")
    other.data.mkdir()
    put = command(other, "restore", file)
    assert put.status == 0, put.err
    assert "Någon annanstans" in texts(other)
    assert (other.data / "secret.key").read_text() == (server.data / "secret.key").read_text()
    assert sorted(path.name for path in other.data.iterdir() if path.name.startswith(".")) == []
    assert command(other, "restore", file).status == 1


def test_an_address_that_was_taken_off_since_stays_off(
    open_server: Callable[..., Server], tmp_path: Path, command: Command
) -> None:
    """Its conversation lives, so nothing of it is erased; whoever wants no more letters gets none."""
    server = open_server(MAIL_URL="smtp://127.0.0.1:1", MAIL_FROM="letters@library.example")
    people, file = {"anna": server.visitor(), "bo": server.visitor()}, tmp_path / "kept.tar.gz"
    for name, person in people.items():
        person.ask("Hej")
        assert person.post("/sv/chat/letters", data={"email": f"{name}@post.example"}).status_code in (200, 303)
    assert command(server, "backup", file).status == 0
    people["anna"].post("/sv/chat/letters/off")
    server.stop()
    assert command(server, "restore", file, "--yes").status == 0
    with server.domain():
        assert list(session.scalars(select(LetterAddress.email))) == ["bo@post.example"]
    assert "Hej" in texts(server)


def spoiled(file: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same archive with something changed in it."""
    with tarfile.open(file) as old:
        parts = {member.name: old.extractfile(member).read() for member in old}  # type: ignore[union-attr]
    change(parts)
    with tarfile.open(target, "w:gz") as new:
        for name, data in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
    return target


def _flip(parts: dict[str, bytes]) -> None:
    middle = len(parts["database.sqlite3"]) // 2
    data = bytearray(parts["database.sqlite3"])
    data[middle] ^= 1
    parts["database.sqlite3"] = bytes(data)


def _newer(parts: dict[str, bytes]) -> None:
    manifest = json.loads(parts["manifest.json"])
    parts["manifest.json"] = json.dumps({**manifest, "tables": "9999"}).encode()


def _other(parts: dict[str, bytes]) -> None:
    manifest = json.loads(parts["manifest.json"])
    parts["manifest.json"] = json.dumps({**manifest, "kind": "postgresql"}).encode()


def _climbing(parts: dict[str, bytes]) -> None:
    parts["../elsewhere"] = b"x"


def _less(parts: dict[str, bytes]) -> None:
    del parts["erased.ledger"]


def test_what_is_no_whole_backup_is_refused_in_a_sentence(server: Server, tmp_path: Path, command: Command) -> None:
    file, empty = tmp_path / "kept.tar.gz", Server(tmp_path / "empty")
    empty.data.mkdir()
    assert command(server, "backup", file).status == 0
    again = command(server, "backup", file)
    assert again.status == 1 and "there already" in again.err
    changes = {_flip: "damaged", _newer: "upgrade", _other: "postgresql", _climbing: "none of ours", _less: "missing"}
    wrong = {spoiled(file, tmp_path / change.__name__, change): word for change, word in changes.items()}
    cut = tmp_path / "cut"
    cut.write_bytes(file.read_bytes()[:-4000])
    (tmp_path / "letter").write_text("no archive at all")
    wrong |= {cut: "damaged", tmp_path / "letter": "not a backup", tmp_path / "nowhere": "no file"}
    for path, word in wrong.items():
        said = command(empty, "restore", path)
        assert (said.status, word in said.err, said.err.count("\n")) == (1, True, 1), (path, said.err)
    assert {path.name for path in empty.data.iterdir()} <= {"secret.key"}


def test_over_a_damaged_database_it_says_what_to_do(server: Server, tmp_path: Path, command: Command) -> None:
    file, spoilt = tmp_path / "kept.tar.gz", Server(tmp_path / "spoilt")
    spoilt.data.mkdir()
    assert command(server, "backup", file).status == 0
    damaged = spoilt.data / "vejviser.sqlite3"
    damaged.write_bytes(b"no database " * 1000)
    said = command(spoilt, "restore", file, "--yes")
    assert (said.status, said.err.count("\n")) == (1, 1) and "damaged" in said.err and str(damaged) in said.err
    damaged.rename(tmp_path / "aside")
    assert command(spoilt, "restore", file).status == 0


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
