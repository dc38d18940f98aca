"""The nginx configuration that we ship, with the real nginx in front of two processes."""

from __future__ import annotations

import random
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import requests
import socketio

from tests.chaos.figures import LONG, PATIENCE_SECONDS, Figure, rounds
from tests.chaos.gathering import Gathering, report
from tests.chaos.verdict import read
from tests.deploy.front import Front
from tests.deploy.house import One, Two
from tests.many import measure
from tests.people import Visitor

pytestmark = [pytest.mark.needs("postgresql", "redis", "nginx"), pytest.mark.timeout(0 if LONG else PATIENCE_SECONDS)]
GUIDE = "/sv/guide/eid-locked-se"


def plain(two: Two, path: str, **more: Any) -> requests.Response:
    """Without a cookie, and without TLS, which is nginx's own matter."""
    return requests.get(f"http://127.0.0.1:{two.port}{path}", timeout=60, **more)


def test_it_works(two: Two) -> None:
    """A question, an answer and a socket over TLS; HTTP/1.1 whatever the browser has; plain http is sent on."""
    visitor, staff = two.visitor(), two.staff("Nginx Nell")
    conversation = visitor.ask("Hej, jag behöver hjälp")
    claim = staff.take(conversation)
    staff.send(conversation, claim, "Hej! Vad gäller det?")
    assert [line.text for line in visitor.pull() if line.text][-1] == "Hej! Vad gäller det?"
    assert {one.name for one in visitor.http.cookies} == {"__Host-vejviser_chat"} and all(
        one.secure for one in visitor.http.cookies
    )
    page = visitor.get("/sv/")
    assert "max-age=" in page.headers["Strict-Transport-Security"] and "nginx/" not in page.headers["Server"]
    assert protocol(two, "h2", "http/1.1") == "http/1.1", "a dead connection must not be everybody's: test_half_open.py"
    answer = requests.get(f"http://127.0.0.1:{two.front.redirect}/sv/?q=x", timeout=30, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://127.0.0.1/sv/?q=x")
    wire = socketio.Client(ssl_verify=False, reconnection=False)
    wire.connect(
        two.url, {"Cookie": visitor.cookie}, transports=["websocket"], namespaces=["/visitor"], wait_timeout=30
    )
    wire.disconnect()


def protocol(two: Two, *offered: str) -> str | None:
    context = ssl.create_default_context(cafile=str(two.front.certificate))
    context.set_alpn_protocols(list(offered))
    raw = socket.create_connection(("localhost", two.front.tls), 30)
    with context.wrap_socket(raw, server_hostname="localhost") as secured:
        return secured.selected_alpn_protocol()


def test_only_pages_that_are_everybodys_are_kept(two: Two) -> None:
    """Of nobody who has a cookie, nothing with a question mark, nothing that the service does not call public."""
    asked = (
        (GUIDE, {}, True),
        (GUIDE, {"Cookie": "area=x"}, False),
        ("/sv/search?q=fjortonhundra", {}, False),
        ("/sv/ask", {}, False),
        ("/health", {}, False),
    )
    for path, headers, kept in asked:
        began = len(two.front.log().splitlines())
        for _ in range(8):
            assert plain(two, path, headers=headers).status_code == 200
        ours = two.front.log().splitlines()[began:]
        assert any(line.endswith(" s by - -") for line in ours) is kept, (path, ours)
    page = plain(two, GUIDE)
    assert plain(two, GUIDE, headers={"If-None-Match": page.headers["ETag"]}).status_code == 304
    kept_on_disk = b"".join(one.read_bytes() for one in (two.front.folder / "cache").rglob("*") if one.is_file())
    assert GUIDE.encode() in kept_on_disk
    assert b"fjortonhundra" not in kept_on_disk and b"KEY: /health" not in kept_on_disk


def test_words_are_sent_on_and_nothing_else_is(two: Two) -> None:
    """One process dies of every request: a line with its key reaches the other, a change without one is not repeated."""
    visitor = two.visitor()
    visitor.ask("En fråga")
    fields = {"text": "Två gånger på väg", "key": "k" * 26}
    headers = {"Cookie": visitor.cookie, "Sec-Fetch-Site": "same-origin", "Accept": "application/json"}
    with dying() as port:
        front = Front([port, two.apps[1].port]).start()
        try:
            url = f"http://127.0.0.1:{front.port}/sv/chat"
            said = {
                requests.post(f"{url}/messages", fields, headers=headers, timeout=60).json()["seq"] for _ in range(4)
            }
            tried = [requests.post(f"{url}/rate", {"rating": "5"}, headers=headers, timeout=60) for _ in range(4)]
            pages = {requests.get(url, headers=headers, timeout=60).status_code for _ in range(4)}
        finally:
            front.stop()
    assert len(said) == 1 and pages == {200}
    assert 502 in [one.status_code for one in tried]


@contextmanager
def dying() -> Iterator[int]:
    """Something that listens, hears a request to its end, and hangs up."""
    with socket.create_server(("127.0.0.1", 0), backlog=64) as door:

        def serve() -> None:
            while True:
                try:
                    caller, _ = door.accept()
                except OSError:
                    return
                with caller:
                    caller.recv(65536)

        threading.Thread(target=serve, daemon=True).start()
        yield int(door.getsockname()[1])
        door.shutdown(socket.SHUT_RDWR)


@contextmanager
def killed(one: One) -> Iterator[None]:
    """A process that died without a word, and is begun again."""
    one.kill()
    try:
        yield
    finally:
        one.start()


def test_processes_die(two: Two, figure: Figure) -> None:
    """While one lives, nobody sees an error. While none does, there is a page for it. Nothing is written down of anybody."""
    visitor = two.visitor()
    conversation = visitor.ask("Ett ord som ingen annan säger: klabautermann")
    with killed(two.apps[0]):
        one_is_dead(visitor, figure)
        assert plain(two, GUIDE).status_code == 200
        with killed(two.apps[1]):
            assert visitor.get("/sv/search?q=klabautermann").status_code == 502
            none_is_there(two)
    assert plain(two, "/sv/ask").status_code == 200
    written = two.front.log() + two.front.errors()
    for word in ("klabautermann", conversation, "/sv/", "localhost", "127.0.0.1 ", visitor.cookie.partition("=")[2]):
        assert word not in written, word
    assert not [one for folder in ("client_body", "proxy") for one in (two.front.folder / folder).rglob("*.*")]


def one_is_dead(visitor: Visitor, figure: Figure) -> None:
    """Pages and words go to the other."""
    began = time.monotonic()
    for number in range(20):
        assert visitor.get("/sv/").status_code == 200
        assert "seq" in visitor.send(f"ord {number}")
    figure("one of two processes dead: a page and a line, mean", (time.monotonic() - began) / 20, "s")


def none_is_there(two: Two) -> None:
    """A guide that was read lately is there all the same; for everything else there is a page in the visitor's language."""
    assert plain(two, GUIDE).status_code == 200
    for path, language in (("/fa/ask", "fa"), ("/sv/chat", "sv"), ("/api/organizations", "en")):
        page = plain(two, path)
        assert page.status_code == 502 and f'lang="{language}"' in page.text, path
        assert page.headers["Cache-Control"] == "no-store" and page.headers["Retry-After"] == "3"
    assert plain(two, "/away/away.css").status_code == 200


def test_what_is_too_large_is_said_by_the_service(two: Two) -> None:
    visitor = two.visitor()
    visitor.ask("En fråga")
    answer = visitor.script("/sv/chat/messages", {"text": "x" * 300_000, "key": "k" * 20})
    assert answer.status_code == 413 and answer.json()["message"]
    assert plain(two, "/readyz").status_code == 404


class Reader:
    """Somebody without scripts, who opens page after page and counts what was no page."""

    def __init__(self, two: Two) -> None:
        self.two, self.bad, self.longest, self.read = two, [], 0.0, 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go)
        self._thread.start()

    def _go(self) -> None:
        visitor = self.two.visitor()
        visitor.ask("Jag läser medan ni startar om")
        while not self._over.is_set():
            began = time.monotonic()
            try:
                status = visitor.get(("/sv/", GUIDE, "/sv/chat", "/sv/search?q=bankid")[self.read % 4]).status_code
            except requests.RequestException as error:
                self.bad.append(type(error).__name__)
            else:
                self.bad += [] if status == 200 else [status]
            self.longest = max(self.longest, time.monotonic() - began)
            self.read += 1
            self._over.wait(0.2)

    def stop(self) -> None:
        self._over.set()
        self._thread.join()


def test_rolling_restart(two: Two, gather: Callable[..., Gathering], dice: random.Random, figure: Figure) -> None:
    """One process after the other is begun anew, as an upgrade does it, while people talk: nobody sees an error."""
    crowd = gather(two, 2, chats=rounds(4, 20), pace=(2.0, 5.0), arrive=1)
    crowd.ready()
    answered, reader, spans = len(two.front.statuses()), Reader(two), []
    try:
        for number in range(rounds(5, 50)):
            began = time.time()
            two.apps[number % 2].restart()
            spans.append((began, time.time()))
            time.sleep(dice.uniform(0, 5) if LONG else 0.2)
    finally:
        reader.stop()
    verdict = crowd.home()
    report(verdict, figure, "rolling restart")
    measure.tell(read(crowd.notes), measure.Spans(spans), figure, "rolling restart")
    seen = [*(status for status in two.front.statuses()[answered:] if status >= 500), *reader.bad]
    # "Later", or too late, is what a machine says that has too much to do; it is told, and no restart's doing.
    errors = [one for one in seen if one not in (503, 504)]
    figure("rolling restart: restarts", len(spans))
    figure("rolling restart: a restart, longest", max(over - began for began, over in spans), "s")
    figure("rolling restart: errors seen", len(errors))
    figure("rolling restart: told to try again", len(seen) - len(errors))
    figure("rolling restart: pages read without scripts", reader.read)
    figure("rolling restart: the slowest of them", reader.longest, "s")
    assert verdict.kept, str(verdict)
    assert verdict.unsent == 0
    assert errors == [], "\n".join([*map(str, spans), *two.front.log().splitlines()[answered:], *two.front.why()])
