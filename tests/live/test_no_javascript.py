"""A visitor whose browser runs no script: plain forms, answers by redirect, and a frame that refreshes itself."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from itertools import islice, pairwise

import pytest
import requests

from app.core.db import session
from app.domain.chat.models import Message
from tests.live.conftest import Pair
from tests.people import Visitor
from tests.reading import Form, form_of, lines_of
from tests.server import Server

MESSAGES = 200
FRAME = "/sv/chat/frame"


def _composer(visitor: Visitor) -> Form:
    """The form of the page, with its key; asked for until it comes."""
    while True:
        try:
            return form_of(visitor.get("/sv/chat").text, "/chat/messages")
        except requests.RequestException:
            continue


def _write(visitor: Visitor, form: Form, text: str) -> Form:
    """Presses Send, and presses it again on the same page when no answer came; gives the page's next form."""
    while True:
        try:
            page = visitor.submit(form, text=text)
        except requests.RequestException:
            continue
        assert page.status_code == 200
        assert page.history[0].status_code == 303
        return form_of(page.text, "/chat/messages")


def _write_all(visitor: Visitor) -> threading.Thread:
    def run() -> None:
        form = _composer(visitor)
        for number in range(MESSAGES):
            form = _write(visitor, form, f"visitor {number}: ingen JavaScript & <i>inget</i> fel")

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    return thread


def _frame(visitor: Visitor) -> list[tuple[int, str]]:
    """What the frame shows; the browser tries again by itself when it got nothing."""
    while True:
        try:
            return [(line.seq, line.text) for line in lines_of(visitor.get(FRAME).text)]
        except requests.RequestException:
            continue


@pytest.fixture
def spoken(pair: Callable[..., Pair]) -> Iterator[tuple[Pair, list[list[tuple[int, str]]]]]:
    """200 each way over a line that loses answers; every picture that the frame showed on the way."""
    one = pair(lose=0.05)
    _, ours = one.begin(sockets=False)
    one.sides[0].stop()
    one.sides = [ours]
    thread, numbers, shown = _write_all(one.visitor), iter(range(MESSAGES)), []
    reader = Visitor(one.wire.url)
    reader.http.cookies, reader.http.headers["Connection"] = one.visitor.http.cookies, "close"
    while thread.is_alive() or not ours.idle:
        for number in islice(numbers, 4):
            ours.say(f"staff {number}")
        shown.append(_frame(reader))
        time.sleep(0.05)
    one.settle()
    shown.append(_frame(reader))
    yield one, shown


def test_it_works(spoken: tuple[Pair, list[list[tuple[int, str]]]]) -> None:
    one, shown = spoken
    truth = one.truth()
    said = [text for _, text in truth if text.startswith("visitor")]
    assert said == [f"visitor {number}: ingen JavaScript & <i>inget</i> fel" for number in range(MESSAGES)]
    assert sum(text.startswith("staff") for _, text in truth) == MESSAGES
    assert [(seq, text) for seq, text in shown[-1] if text.startswith(("visitor", "staff"))] == [
        (seq, text) for seq, text in truth if text.startswith(("visitor", "staff"))
    ]
    assert [(line.seq, line.text) for line in one.sides[0].log if line.side in ("mine", "theirs")] == [
        (seq, text) for seq, text in truth if text
    ]
    for earlier, later in pairwise(shown):
        assert later[: len(earlier)] == earlier, "a line moved or vanished between two refreshes"


def test_the_frame_refreshes_itself_and_may_be_framed_by_us(server: Server) -> None:
    server.staff("Karin Frame")
    visitor = server.visitor()
    visitor.ask("Hej")
    frame = visitor.get(FRAME)
    assert 'http-equiv="refresh"' in frame.text
    assert "frame-ancestors 'self'" in frame.headers["Content-Security-Policy"]
    page = visitor.get("/sv/chat")
    assert f'src="{FRAME}' in page.text
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert 'http-equiv="refresh"' not in page.text


def test_pressing_send_twice_is_sending_once(server: Server) -> None:
    server.staff("Karin Twice Send")
    visitor = server.visitor()
    visitor.ask("Hej")
    form = _composer(visitor)
    first, second = visitor.submit(form, text="en gång"), visitor.submit(form, text="en gång till")
    assert [line.text for line in lines_of(second.text) if line.side == "mine"] == ["Hej", "en gång"]
    assert first.url.split("#")[0] == second.url.split("#")[0]
    with server.domain():
        assert session.query(Message).filter(Message.client_key == form.fields["key"]).count() == 1
