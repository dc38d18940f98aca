"""Who hears that somebody is writing: the one person on the other side, never what, and a flood of it nobody."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
import socketio

from tests.people import Browser
from tests.server import Server

Open = Callable[[Browser, str], tuple[socketio.Client, list[dict[str, str]]]]


@pytest.fixture
def listen(server: Server) -> Iterator[Open]:
    """Call it with somebody and a namespace for their socket, and what it is told about writing."""
    opened: list[socketio.Client] = []

    def make(who: Browser, space: str) -> tuple[socketio.Client, list[dict[str, str]]]:
        one, heard = socketio.Client(websocket_extra_options={"origin": server.url}), []
        one.on("typing", heard.append, namespace=space)
        one.connect(server.url, headers={"Cookie": who.cookie}, namespaces=[space], transports=["websocket"])
        opened.append(one)
        return one, heard

    yield make
    for one in opened:
        one.shutdown()


def settled(*sockets: tuple[socketio.Client, str]) -> None:
    """Returns when everything said so far was handled: a heartbeat came back on every socket, and a poke had its time."""
    for one, space in sockets:
        assert one.call("still", namespace=space, timeout=20) is True
    time.sleep(0.3)


def test_it_works(server: Server, listen: Open) -> None:
    karin, olle, visitor = server.staff("Karin Skriver"), server.staff("Olle Skriver"), server.visitor()
    talk = visitor.ask("who writes?")
    theirs, told = listen(visitor, "/visitor")
    hers, karin_told = listen(karin, "/staff")
    his, olle_told = listen(olle, "/staff")
    everybody = (theirs, "/visitor"), (hers, "/staff"), (his, "/staff")
    theirs.emit("typing", namespace="/visitor")
    settled(*everybody)
    assert not karin_told and not olle_told, "nobody holds it yet"
    karin.take(talk)
    time.sleep(2)  # what comes sooner is not heard
    theirs.emit("typing", {"text": "a secret"}, namespace="/visitor")
    hers.emit("typing", {"conversation": talk}, namespace="/staff")
    his.emit("typing", {"conversation": talk}, namespace="/staff")
    settled(*everybody)
    assert karin_told == [{"conversation": talk, "name": ""}]
    assert told == [{"conversation": talk, "name": "Karin"}]
    assert not olle_told
    for _ in range(200):
        theirs.emit("typing", namespace="/visitor")
    settled(*everybody)
    assert len(karin_told) <= 2


def test_nonsense_is_no_news(server: Server, listen: Open) -> None:
    hers, _ = listen(server.staff("Karin Struntprat", online=False), "/staff")
    for said in (None, "x", [], {}, {"conversation": 7}, {"conversation": ["x"]}, {"conversation": "x" * 5000}):
        hers.emit("typing", said, namespace="/staff")
        settled((hers, "/staff"))


def test_whoever_has_left_is_not_heard(server: Server, listen: Open) -> None:
    karin, visitor = server.staff("Karin Ensam"), server.visitor()
    talk = visitor.ask("I leave soon")
    karin.take(talk)
    theirs, _ = listen(visitor, "/visitor")
    _, told = listen(karin, "/staff")
    visitor.post("/sv/chat/leave")
    until = time.monotonic() + 20
    while theirs.namespaces and time.monotonic() < until:
        time.sleep(0.05)
    assert not theirs.namespaces, "the server closed the socket"
    assert not told
