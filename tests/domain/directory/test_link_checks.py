"""Whether outside links answer: once a week each, one at a time, public https only, silent only when they were so twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sqlalchemy import select, update

from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.directory import link_checks
from app.domain.directory.models import LinkCheck, Organization, Service
from tests.services import free_port

DAY = timedelta(days=1)


class Site:
    """Somebody's web server: answers each path by its own number; /no-head knows only GET."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str, str]] = []
        self.answers: dict[str, int] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                site.asked.append((self.command, self.path, self.headers["User-Agent"]))
                known = self.command == "GET" or self.path != "/no-head"
                self.send_response(site.answers.get(self.path, 200) if known else 405)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            do_GET = do_HEAD

            def log_message(self, *_arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def site(database: str) -> Iterator[Site]:
    made = Site()
    link_checks.configure(True, "https://help.example", loopback=True)
    yield made
    link_checks.configure(False, "")
    made.server.shutdown()
    made.server.server_close()


def body(website: str, *links: str) -> None:
    with unit_of_work():
        rows = [Service(slug=f"s{number}", url=url) for number, url in enumerate(links)]
        session.add(Organization(slug="bank", name="Bank", country="se", website=website, services=rows))


def days_pass(count: float) -> None:
    with unit_of_work():
        for row in session.scalars(select(LinkCheck)):
            row.checked_at -= count * DAY
            row.silent_since = row.silent_since and row.silent_since - count * DAY


def everything() -> int:
    done = 0
    while link_checks.run():
        done += 1
    session.rollback()
    return done


def test_it_works(site: Site) -> None:
    body(f"{site.url}/", f"{site.url}/gone", f"{site.url}/no-head", f"{site.url}/moved", f"{site.url}/shy")
    site.answers = {"/gone": 404, "/moved": 301, "/shy": 403}
    assert link_checks.run() == 1 and len(site.asked) == 1, "one at a time"
    assert everything() == 4 and everything() == 0
    methods = sorted((method, path) for method, path, _ in site.asked)
    assert methods == sorted([("HEAD", path) for path in ("/", "/gone", "/moved", "/no-head", "/shy")]
                             + [("GET", path) for path in ("/no-head", "/shy")])  # fmt: skip
    assert {agent for _, _, agent in site.asked} == {"Vejviser link check (https://help.example)"}
    assert link_checks.silent() == {}, "once is no time"
    days_pass(1.1)
    assert everything() == 1 and list(link_checks.silent()) == [f"{site.url}/gone"]
    site.answers = {}
    days_pass(1.1)
    assert everything() == 1 and link_checks.silent() == {}, "it is back"
    days_pass(7)
    assert everything() == 5


@pytest.mark.usefixtures("site")
def test_nobody_there_and_what_is_no_link_of_anybody_any_more() -> None:
    dead = f"http://127.0.0.1:{free_port()}/"
    body(dead)
    assert everything() == 1
    days_pass(1.1)
    assert everything() == 1 and list(link_checks.silent()) == [dead]
    with unit_of_work():
        session.execute(update(Organization).values(website="http://127.0.0.1:1/"))
    assert everything() == 1
    assert list(session.scalars(select(LinkCheck.url))) == ["http://127.0.0.1:1/"]


@pytest.mark.usefixtures("database")
def test_only_public_https_and_only_when_asked_for() -> None:
    body("http://bank.example/", "https://bank.example:8443/", "https://me:secret@bank.example/", "mailto:a@b.example")
    link_checks.configure(True, "https://help.example")
    assert link_checks.run() == 0, "nothing of this is an address we would go to"
    with unit_of_work():
        session.execute(update(Organization).values(website="https://localhost/"))
    assert link_checks.look("https://localhost/") == "not public"
    link_checks.configure(False, "")
    assert link_checks.run() == 0, "off, as it is by itself"
