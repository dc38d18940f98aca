"""The disk fails under a running service: nothing is acknowledged falsely, pages are served, staff are told, and it heals."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
import socketio
from sqlalchemy import select

from app.core.db import session
from app.domain.chat.models import Conversation, Message
from tests.chaos import ailing
from tests.chaos.ailing import Watch, Writer
from tests.chaos.figures import Figure, rounds
from tests.people import Staff
from tests.server import Server

GUIDE = "/sv/guide/eid-locked-se"
PATIENCE_SECONDS = 60
LASTS_SECONDS = rounds(9, 30)


class House:
    """A server on an ailing disk, a colleague at the desk, and what the desk's socket was told."""

    def __init__(self, server: Server, kind: str) -> None:
        self.server, self.kind = server, kind
        self.database = server.data / "vejviser.sqlite3"
        self.staff: Staff = server.staff("Karin Disk")
        self.told: list[bool] = []
        self.socket = socketio.Client(websocket_extra_options={"origin": server.url})
        self.socket.on("storage", lambda how: self.told.append(how["on"]), namespace="/staff")
        self.socket.connect(
            server.url, headers={"Cookie": self.staff.cookie}, namespaces=["/staff"], transports=["websocket"]
        )

    def alarm(self) -> bool:
        """Whether the desk says it to whoever loads it now."""
        return 'id="desk_storage"' in self.staff.get("/en/staff/").text


@pytest.fixture(scope="module")
def house(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with ailing.small_disk(tmp_path_factory.mktemp("ailing")) as (place, kind):
        shutil.copytree(prepared, place / "data")
        server = Server(place / "data").start()
        try:
            made = House(server, kind)
            yield made
            made.socket.shutdown()
        finally:
            said = server.stop()
    assert "Traceback" not in said, said[-3000:]
    # One line when it stops and one when it is back, however many were refused meanwhile.
    assert said.count("nothing can be saved") == said.count("saving works again"), said[-3000:]


@contextmanager
def all_at_work(*works: Callable[[], None], over: threading.Event) -> Iterator[None]:
    threads = [threading.Thread(target=work, daemon=True) for work in works]
    for one in threads:
        one.start()
    try:
        yield
    finally:
        over.set()
        for one in threads:
            one.join(PATIENCE_SECONDS)


def until(true: Callable[[], bool], what: str) -> float:
    """Seconds until something is so."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < PATIENCE_SECONDS, what
        time.sleep(0.1)
    return time.monotonic() - began


def stored(conversation: str) -> list[tuple[str, int]]:
    query = select(Message.text, Message.seq).join(Conversation).where(Conversation.public_id == conversation)
    return [(text, seq) for text, seq in session.execute(query)]


def go_through(house: House, name: str, trouble: AbstractContextManager[Any], figure: Figure) -> None:
    """Five people write through it; afterwards what they were told is compared with what is there."""
    over, calm = threading.Event(), threading.Event()
    people = [house.server.visitor() for _ in range(5)]
    for number, person in enumerate(people):
        person.ask(f"{name} fråga {number}")
    writers = [Writer(person, f"{name} {number}", over) for number, person in enumerate(people)]
    reader = house.server.visitor()
    reader.get(GUIDE)
    health = Watch(lambda: reader.get("/health").status_code, 0.02, calm)
    pages = Watch(lambda: house.server.visitor().get(GUIDE).status_code, 0.3, calm)
    house.told.clear()
    with all_at_work(health.work, pages.work, over=calm), all_at_work(*(one.work for one in writers), over=over):
        until(lambda: all(one.said for one in writers), "everybody writes before it begins")
        with trouble:
            began = time.monotonic()
            alarm = until(lambda: house.told[:1] == [True], "the desk is told")
            assert house.alarm() and people[0].get("/sv/chat").status_code == 200
            time.sleep(max(0.0, LASTS_SECONDS - (time.monotonic() - began)))
            ended = time.monotonic()
        healed = until(lambda: any(one.when[-1:] > [ended] for one in writers), "somebody is answered again")
        quiet = until(lambda: house.told[-1:] == [False] and not house.alarm(), "the alarm ends by itself")
    figure(f"{name}: health p50", health.at(0.5), "ms")
    figure(f"{name}: health p99", health.at(0.99), "ms")
    figure(f"{name}: health max", health.at(1), "ms")
    figure(f"{name}: the desk knew after", alarm, "s")
    figure(f"{name}: writing again after", healed, "s")
    figure(f"{name}: the alarm was over after", quiet, "s")
    assert (health.answers, pages.answers) == ({200}, {200})
    assert {status for one in writers for status in one.refused} == {503}
    with house.server.domain():
        for person, one in zip(people, writers, strict=True):
            there = stored(person.conversation)
            kept = [(text, seq) for text, seq in there if text.startswith(one.name)]
            assert kept == sorted(one.said.items(), key=lambda row: row[1]), f"{name}: told and stored differ"


def test_it_works(house: House, figure: Figure) -> None:
    """Another process holds SQLite's write lock."""
    go_through(house, "lock", ailing.locked(house.database), figure)


def test_the_disk_is_full(house: House, figure: Figure) -> None:
    if house.kind == "folder":
        name, trouble = "full (second best: RLIMIT_FSIZE)", ailing.no_longer_files(house.server.process.pid)
    else:
        name, trouble = f"full ({house.kind})", ailing.full(house.database)
    go_through(house, name, trouble, figure)


def test_the_database_may_only_be_read(house: House, figure: Figure) -> None:
    if house.kind != "ext4" or not ailing.can_be_read_only(house.server.data):
        pytest.skip("nothing can be made read-only under a running process here (needs root, a loop mount and chattr)")
    go_through(house, "read-only", ailing.read_only(house.database), figure)
