"""On a running server: words are nowhere in the folder before the fifth day, and soon found when added."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from app.core.db import engine, session
from app.domain.accounts.terms import Role
from app.domain.insights import unfound
from app.domain.jobs.services import run_due
from tests.domain.insights.nights import nights
from tests.people import Browser, Staff
from tests.server import Server

WORDS = "Zwiebelfisch Quastenflosser"
PIECES = ("zwiebelfisch", "quastenflosser", "Zwiebelfisch", "Quastenflosser")
# An idle machine needs two seconds at most; a busy one longer to build the index. A page of the old one, kept, is 60 s.
SECONDS = 20.0


def search(server: Server, visitor: Browser, words: str = WORDS) -> None:
    """As a browser with scripts does it: the page, then what its script tells."""
    page = visitor.get("/de/search", params={"q": words})
    assert 'data-missed="/de/search/missed"' in page.text
    assert visitor.post("/de/search/missed", {"q": words}).status_code == 204


def folder(server: Server) -> bytes:
    """Every byte of every file of the server's folder: database, journal, log."""
    return b"\n".join(path.read_bytes() for path in server.data.rglob("*") if path.is_file())


def held(server: Server) -> list[str]:
    """The pieces of the words that are somewhere in the folder."""
    everything = folder(server)
    return [piece for piece in PIECES if piece.encode() in everything or piece.encode("utf-16-le") in everything]


def waiting(server: Server) -> list[str]:
    with server.domain():
        return [row.public_id for row in unfound.open_rows(1)[0]]


def sleep_over(server: Server, count: int = 1) -> None:
    with server.domain():
        nights(count)


@pytest.fixture(scope="module")
def server(open_server: Callable[..., Server]) -> Server:
    """One of our own: the list of words starts empty."""
    return open_server()


@pytest.fixture
def editor(server: Server) -> Staff:
    return server.staff(f"Eva {time.monotonic_ns()}", Role.EDITOR, online=False)


def test_it_works(server: Server, editor: Staff) -> None:
    before = waiting(server)  # another test's words, where it came first
    for day in range(4):
        search(server, server.visitor("de"))
        assert held(server) == [] and waiting(server) == before, f"day {day + 1}"
        sleep_over(server)
    assert b"search_seen" in folder(server), "the look goes to the right place"
    search(server, server.visitor("de"))
    assert "Zwiebelfisch" in held(server)
    [row] = set(waiting(server)) - set(before)
    assert WORDS in editor.get("/en/staff/unfound").text
    with server.domain():
        assert unfound.one(row).days == 5


def test_added_words_are_soon_found(server: Server, editor: Staff) -> None:
    """Somebody asks the same all the while: no page made of the old index may outlive it in the page cache."""
    words, visitor = "Klabautermann", server.visitor("de")
    for matter in ("wifi", "forms", "scan"):
        assert visitor.post("/de/search/words", {"q": words}).status_code == 200
        [row] = [one for one in waiting(server) if words in editor.get(f"/en/staff/unfound/{one}").text]
        given = {"matter": matter, "locale": "de", "keyword": words}
        assert editor.post(f"/en/staff/unfound/{row}/add", given, allow_redirects=False).status_code == 303
        assert becomes(visitor, words, sure=True) < SECONDS, matter
        editor.post(f"/en/staff/unfound/{row}/take-back")
        assert becomes(visitor, words, sure=False) < SECONDS, matter


def becomes(visitor: Browser, words: str, sure: bool) -> float:
    """Seconds until the search page is sure, or no longer; asked ten times a second."""
    began = time.monotonic()
    while time.monotonic() < began + SECONDS:
        if ("data-missed" not in visitor.get("/de/search", params={"q": words}).text) is sure:
            break
        time.sleep(0.1)
    return time.monotonic() - began


def test_erased_words_leave_no_bytes(server: Server) -> None:
    server.visitor("de").post("/de/search/words", {"q": "oforglomlig sokning"})
    assert b"oforglomlig" in folder(server)
    with server.domain():
        nights(100)
        assert run_due(everything=True)["forget-words"] >= 1
        session.remove()
        with engine().connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"oforglomlig" not in folder(server)
