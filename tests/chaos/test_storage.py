"""The disk fails under a running service: nothing is acknowledged falsely, pages are served, staff are told, and it heals."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
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
LASTS_SECONDS, LOCKED_SECONDS = rounds(9, 30), 30


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


@contextmanager
def house_on(data: Path, kind: str) -> Iterator[House]:
    server = Server(data).start()
    try:
        made = House(server, kind)
        yield made
        made.socket.shutdown()
    finally:
        said = server.stop()
    assert "Traceback" not in said, said[-3000:]
    # One line when it stops and one when it is back, however many were refused meanwhile.
    assert said.count("nothing can be saved") == said.count("saving works again"), said[-3000:]


@pytest.fixture(scope="module")
def house(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with ailing.small_disk(tmp_path_factory.mktemp("ailing")) as (place, kind):
        shutil.copytree(prepared, place / "data")
        with house_on(place / "data", kind) as made:
            yield made


@pytest.fixture(scope="module", autouse=True)
def locked(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Future[Ordeal]]:
    """A house of its own whose lock is held for half a minute, meanwhile the disk of the other one fails."""
    data = tmp_path_factory.mktemp("locked") / "data"
    shutil.copytree(prepared, data)
    with house_on(data, "folder") as made, ThreadPoolExecutor(1) as beside:
        ordeal = Ordeal(made, "lock", LOCKED_SECONDS)
        yield beside.submit(ordeal.go_through, ailing.locked(made.database))


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


class Ordeal:
    """Five people write through a trouble; afterwards what they were told is compared with what is there."""

    def __init__(self, house: House, name: str, seconds: float = LASTS_SECONDS) -> None:
        self.house, self.name, self.seconds = house, name, seconds
        self.over, self.calm = threading.Event(), threading.Event()
        self.people = [house.server.visitor() for _ in range(5)]
        self.writers = [Writer(one, f"{name} {number}", self.over) for number, one in enumerate(self.people)]
        self.reader = house.server.visitor()
        self.health = Watch(lambda: self.reader.get("/health").status_code, 0.02, self.calm)
        self.pages = Watch(lambda: house.server.visitor().get(GUIDE).status_code, 0.3, self.calm)
        self.took: dict[str, float] = {}

    def go_through(self, trouble: AbstractContextManager[Any]) -> Ordeal:
        house, writers = self.house, self.writers
        for number, person in enumerate(self.people):
            person.ask(f"{self.name} fråga {number}")
        self.reader.get(GUIDE)
        house.told.clear()
        at_work = all_at_work(*(one.work for one in writers), over=self.over)
        with all_at_work(self.health.work, self.pages.work, over=self.calm), at_work:
            until(lambda: all(one.said for one in writers), "everybody writes before it begins")
            with trouble:
                began = time.monotonic()
                self.took["the desk knew after"] = until(lambda: house.told[:1] == [True], "the desk is told")
                assert house.alarm() and self.people[0].get("/sv/chat").status_code == 200
                time.sleep(max(0.0, self.seconds - (time.monotonic() - began)))
                ended = time.monotonic()
            answered = until(lambda: any(one.when[-1:] > [ended] for one in writers), "somebody is answered again")
            quiet = until(lambda: house.told[-1:] == [False] and not house.alarm(), "the alarm ends by itself")
        self.took |= {"lasted": ended - began, "writing again after": answered, "the alarm was over after": quiet}
        return self

    def judge(self, figure: Figure) -> None:
        for name, share in (("p50", 0.5), ("p99", 0.99), ("max", 1)):
            figure(f"{self.name}: health {name}", self.health.at(share), "ms")
        for name, seconds in self.took.items():
            figure(f"{self.name}: {name}", seconds, "s")
        assert (self.health.answers, self.pages.answers) == ({200}, {200})
        assert {status for one in self.writers for status in one.refused} == {503}
        with self.house.server.domain():
            for person, one in zip(self.people, self.writers, strict=True):
                there = stored(person.conversation)
                kept = [(text, seq) for text, seq in there if text.startswith(one.name)]
                assert kept == sorted(one.said.items(), key=lambda row: row[1]), f"{one.name}: told and stored differ"


def test_it_works(house: House, figure: Figure) -> None:
    """Not one block is left on the disk."""
    if house.kind == "folder":
        name, trouble = "full (second best: RLIMIT_FSIZE)", ailing.no_longer_files(house.server.process.pid)
    else:
        name, trouble = f"full ({house.kind})", ailing.full(house.database)
    Ordeal(house, name).go_through(trouble).judge(figure)


def test_the_database_may_only_be_read(house: House, figure: Figure) -> None:
    if house.kind != "ext4" or not ailing.can_be_read_only(house.server.data):
        pytest.skip("nothing can be made read-only under a running process here (needs root, a loop mount and chattr)")
    Ordeal(house, "read-only").go_through(ailing.read_only(house.database)).judge(figure)


def test_another_process_holds_the_lock(locked: Future[Ordeal], figure: Figure) -> None:
    """It began with the first of these tests and ends now."""
    locked.result().judge(figure)
