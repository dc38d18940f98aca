"""Two processes, one content: what an editor adds in one, the search of both soon knows."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from app.domain.accounts.terms import Role
from app.domain.insights import unfound
from tests.people import Browser
from tests.server import Server

pytestmark = [pytest.mark.needs("postgresql"), pytest.mark.needs("redis")]
WORDS = "Klabautermannhaube"
SECONDS = 30.0  # what a busy machine may need to build two indexes
IN_A_ROW = 30  # answers from new connections: both processes are among them


def test_it_works(open_server: Callable[..., Server], postgresql_url: str, redis_url: str) -> None:
    server = open_server(DATABASE_URL=postgresql_url, REDIS_URL=redis_url, WORKERS="2")
    editor = server.staff("Eva Two", Role.EDITOR, online=False)
    assert server.visitor("de").post("/de/search/words", {"q": WORDS}).status_code == 200
    with server.domain():
        [row] = [one.public_id for one in unfound.open_rows(1)[0]]
    answers(server, known=False)
    given = {"matter": "wifi", "locale": "de", "keyword": WORDS}
    assert editor.post(f"/en/staff/unfound/{row}/add", given, allow_redirects=False).status_code == 303
    answers(server, known=True)
    editor.post(f"/en/staff/unfound/{row}/take-back")
    answers(server, known=False)


def answers(server: Server, known: bool) -> None:
    """Waits until every process says the same."""
    until, same = time.monotonic() + SECONDS, 0
    while same < IN_A_ROW:
        found = Browser(server.url).get("/api/search", params={"lang": "de", "q": WORDS}).json()
        wifi = found["confident"] and found["matters"][0]["slug"] == "wifi"
        same = same + 1 if wifi is known else 0
        assert same or time.monotonic() < until, f"still {'not' if known else ''} found"
