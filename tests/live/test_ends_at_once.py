"""A colleague who is disabled is out at once: pages, writes and sockets, in every process."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
import requests
import socketio

from app.domain.accounts.terms import Role
from tests import factories
from tests.people import Staff
from tests.server import Server

ENDS_WITHIN_SECONDS = 1.5


class Ear:
    """One open socket of the desk, and when it was shown the door."""

    def __init__(self, server: Server, cookie: str) -> None:
        self.heard: list[str] = []
        self.ended = threading.Event()
        self.client = socketio.Client(reconnection=False, websocket_extra_options={"origin": server.url})
        self.client.on("*", lambda event, *_: self.heard.append(event), namespace="/staff")
        self.client.on("disconnect", lambda *_: self.ended.set(), namespace="/staff")
        self.client.connect(
            server.url, headers={"Cookie": cookie}, namespaces=["/staff"], transports=["websocket"], wait_timeout=5
        )


def _disable(boss: Staff, who: Staff) -> None:
    answer = boss.post(f"{boss.desk}/team/{who.public_id}/disable", {"sure": "yes"})
    assert answer.status_code == 200, answer.text[:300]


def _out(server: Server, sockets: int) -> None:
    boss, karin = server.staff("Maria", Role.COORDINATOR), server.staff("Karin")
    with server.domain():
        conversation = factories.visitor().public_id
    claim = karin.take(conversation)
    ears = [Ear(server, karin.cookie) for _ in range(sockets)]
    stays = Ear(server, boss.cookie)
    began = time.monotonic()
    _disable(boss, karin)
    for ear in ears:
        assert ear.ended.wait(max(0.01, ENDS_WITHIN_SECONDS - (time.monotonic() - began))), "a socket stayed open"
    assert not stays.ended.is_set()
    for path in ("/", f"/conversation/{conversation}", f"/conversation/{conversation}/messages?after=0"):
        answer = karin.get(karin.desk + path, allow_redirects=False)
        assert answer.status_code == 302, path
        assert "/log-in" in answer.headers["Location"]
    with pytest.raises(requests.JSONDecodeError):
        karin.script(f"{karin.desk}/conversation/{conversation}/messages", {"claim": str(claim), "key": "k"}).json()
    with pytest.raises(socketio.exceptions.ConnectionError):
        Ear(server, karin.cookie)
    refused = karin.post(f"{karin.desk}/log-in", {"email": karin.email, "password": karin.password})
    assert refused.status_code != 303
    assert "/log-in" in refused.url
    stays.client.disconnect()


def test_it_works(open_server: Callable[..., Server]) -> None:
    _out(open_server(), sockets=2)


@pytest.mark.needs("postgresql", "redis")
def test_in_every_process(open_server: Callable[..., Server], postgresql_url: str, redis_url: str) -> None:
    _out(open_server(DATABASE_URL=postgresql_url, REDIS_URL=redis_url, WORKERS="2"), sockets=8)
