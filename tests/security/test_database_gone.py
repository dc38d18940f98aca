"""The database goes away under a running server: honest 503s, guides from memory, nobody logged out, nothing quoted."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing

import psycopg
import pytest
import requests

from app.core import i18n
from tests.people import Staff
from tests.reading import form_of
from tests.server import Server

GUIDE = "/sv/guide/eid-locked-se"


def gone(url: str) -> None:
    """Nobody gets into this database any more, and who is in is thrown out."""
    start, name = url.rsplit("/", 1)
    with psycopg.connect(f"{start}/postgres", autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))


def back(url: str) -> None:
    start, name = url.rsplit("/", 1)
    with psycopg.connect(f"{start}/postgres", autocommit=True) as connection:
        connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def everybody_is_told(server: Server, colleague: Staff) -> None:
    """A page in the language of its address, a line where a part of a page was asked for, JSON for machines."""
    someone = server.visitor()
    for code in i18n.locales():
        with i18n.speaking(code):
            said = i18n.gettext("We are out of reach for a moment")
            why = i18n.gettext("We cannot show this just now. Please try again in a moment.")
        for who, path in ((someone, f"/{code}/guide/forms"), (colleague, f"/{code}/staff/rota")):
            page = who.get(path, allow_redirects=False)
            assert page.status_code == 503 and said in page.text and "Retry-After" in page.headers, path
            assert why in page.text, "who only reads has nothing to save"
    part = colleague.get("/sv/staff/rota", headers={"HX-Request": "true"}, allow_redirects=False)
    assert part.status_code == 503 and "<html" not in part.text and 'role="alert"' in part.text
    machine = someone.get("/api/hsds/v3/services?page=1", allow_redirects=False)
    assert (
        machine.status_code == 503 and machine.json()["error"] == "database_unavailable" and machine.json()["message"]
    )


@pytest.mark.needs("postgresql")
def test_it_works(open_server: Callable[..., Server], new_database: Callable[[], str]) -> None:
    url = new_database()
    server = open_server(DATABASE_URL=url)
    person, colleague = server.visitor(), server.staff("Karin")
    person.ask("hemligtord")
    assert person.get(GUIDE).status_code == 200
    gone(url)
    time.sleep(1.2)
    assert person.get(GUIDE).status_code == 200
    for answer in (
        person.get("/sv/chat"),
        person.get("/sv/guide/forms"),
        person.script("/sv/chat/messages", {"text": "hemligtord", "key": "k"}),
        colleague.get("/en/staff/", allow_redirects=False),
        colleague.get("/en/staff/invitation/hemligtord", allow_redirects=False),
        person.get("/sv/ask"),
        server.visitor().post("/sv/ask", {"key": "k", "text": "hemligtord"}),
        server.visitor().post("/en/staff/log-in", {"email": "hemligtord@x.org", "password": "hemligtord"}),
    ):
        assert answer.status_code == 503, (answer.request.url, answer.status_code)
        assert "Retry-After" in answer.headers and "Content-Security-Policy" in answer.headers, answer.request.url
        assert "Set-Cookie" not in answer.headers, answer.request.url
    health = person.get("/health")
    assert health.status_code == 503 and "Retry-After" in health.headers
    everybody_is_told(server, colleague)
    back(url)
    time.sleep(1)
    assert colleague.get("/en/staff/", allow_redirects=False).status_code == 200
    assert person.get("/sv/chat").status_code == 200
    said = server.stop()
    assert "hemligtord" not in said and "Traceback" not in said, said


def test_a_locked_file_is_told_and_nothing_is_lost(open_server: Callable[..., Server]) -> None:
    """A script gets JSON and tries again; without one, the page has the words, and one press sends them again."""
    server = open_server()
    person, plain = server.visitor(), server.visitor()
    person.ask("Hej")
    plain.ask("Hej")
    answers: list[requests.Response] = []
    form = {"text": 'Är "du" där?', "key": "k1"}
    tries = [
        threading.Thread(target=lambda: answers.append(person.script("/sv/chat/messages", form))),
        threading.Thread(target=lambda: answers.append(plain.post("/sv/chat/messages", form))),
    ]
    with closing(sqlite3.connect(server.data / "vejviser.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for one in tries:
            one.start()
        assert person.get(GUIDE).status_code == 200 and person.get("/sv/chat").status_code == 200
        assert len(answers) == 0, "pages are served while the words wait for their turn"
        for one in tries:
            one.join()
        assert [answer.status_code for answer in answers] == [503, 503]
        assert all("Retry-After" in answer.headers for answer in answers)
        other.execute("ROLLBACK")
    assert person.send("Är du där?", "k1")["seq"] == 3
    page = next(answer.text for answer in answers if "<html" in answer.text)
    again = form_of(page, "/chat/messages")
    assert again.fields == {"key": "k1"} and ">Är &#34;du&#34; där?</textarea>" in page
    for _ in range(2):
        assert plain.submit(again, text=form["text"]).status_code == 200
    assert [line.text for line in plain.pull()].count(form["text"]) == 1
