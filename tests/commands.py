"""Commands of the house, carried out on a server's folder and database as an operator would."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select

from app.cli.__main__ import main
from app.core import db
from app.core.db import session
from app.domain.chat import ledger
from app.domain.chat.models import Message
from tests.server import OURS, Server


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

    def run(server: Server, *words: object, **more: str) -> Done:
        for name in OURS:
            monkeypatch.delenv(name, raising=False)
            if name in server.environ:
                monkeypatch.setenv(name, server.environ[name])
        for name, value in more.items():
            monkeypatch.setenv(name, value)
        capsys.readouterr()
        status = main([*map(str, words)])
        with suppress(RuntimeError):  # not every command opens the database
            db.session.remove()
            db.engine().dispose()
        return Done(status, *capsys.readouterr())

    yield run
    ledger.configure(None)


@pytest.fixture
def house(prepared: Path, tmp_path: Path) -> Callable[..., Server]:
    """Call it for a server's folder with everything in it that a first start makes, of a server that is not started."""
    numbers = count()

    def make(empty: bool = False, **more: str) -> Server:
        data = tmp_path / f"folder-{next(numbers)}"
        if empty:
            data.mkdir()
        else:
            shutil.copytree(prepared, data)
        return Server(data, **more)

    return make


def texts(server: Server) -> set[str]:
    """Every word that stands in its database."""
    with server.domain():
        return set(session.scalars(select(Message.text)))
