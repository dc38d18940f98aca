"""Pages kept in memory: the same bytes for everybody, gone when the content changes, and never somebody's own."""

from __future__ import annotations

import gzip
import time

import pytest
from sqlalchemy import update

from app.core import counter
from app.core.unit import unit_of_work
from app.domain.guides.models import GuideTranslation
from tests.people import Browser
from tests.server import Server

GUIDE = "/sv/guide/eid-locked-se"
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def browser(server: Server) -> Browser:
    return Browser(server.url)


def test_it_works(browser: Browser) -> None:
    first, second = browser.get(GUIDE), browser.get(GUIDE)
    assert first.status_code == second.status_code == 200
    assert first.content == second.content
    assert first.headers["ETag"] == second.headers["ETag"]
    assert first.headers["Cache-Control"].startswith("public, max-age=")
    assert "Accept-Encoding" in first.headers["Vary"]


def test_not_modified(browser: Browser) -> None:
    tag = browser.get(GUIDE).headers["ETag"]
    for asked in (tag, f'"other", {tag}', tag.removeprefix("W/"), "*"):
        answer = browser.get(GUIDE, headers={"If-None-Match": asked})
        assert (answer.status_code, answer.content) == (304, b""), asked
        assert answer.headers["ETag"] == tag
        assert answer.headers["Content-Security-Policy"]
    for asked in ('W/"something-else"', tag[:8], '""'):
        assert browser.get(GUIDE, headers={"If-None-Match": asked}).status_code == 200, asked


def test_packed_where_it_is_understood(browser: Browser) -> None:
    plain = browser.get(GUIDE, headers=PLAIN)
    assert "Content-Encoding" not in plain.headers
    packed = browser.get(GUIDE, headers={"Accept-Encoding": "gzip"}, stream=True)
    assert packed.headers["Content-Encoding"] == "gzip"
    body = packed.raw.read(decode_content=False)
    assert int(packed.headers["Content-Length"]) == len(body) < len(plain.content) / 2
    assert gzip.decompress(body) == plain.content
    refused = browser.get(GUIDE, headers={"Accept-Encoding": "gzip;q=0, identity"})
    assert "Content-Encoding" not in refused.headers


def test_head_says_the_same_without_the_page(browser: Browser) -> None:
    whole, head = browser.get(GUIDE, headers=PLAIN), browser.http.head(browser.url + GUIDE, headers=PLAIN)
    assert (head.status_code, head.content) == (200, b"")
    for name in ("Content-Type", "ETag", "Cache-Control", "Content-Language", "Content-Length", "Vary"):
        assert head.headers[name] == whole.headers[name], name


def test_a_fragment_and_its_page_are_kept_apart(browser: Browser) -> None:
    path = "/sv/search?q=bankid"
    htmx = {"HX-Request": "true", "HX-Target": "results"}
    whole, part = browser.get(path), browser.get(path, headers=htmx)
    assert "<html" in whole.text
    assert "<html" not in part.text
    assert browser.get(path).content == whole.content
    assert browser.get(path, headers=htmx).content == part.content
    boosted = browser.get(path, headers={**htmx, "HX-Boosted": "true"})
    restored = browser.get(path, headers={**htmx, "HX-History-Restore-Request": "true"})
    assert "<html" in boosted.text
    assert "<html" in restored.text
    assert "HX-Request" in whole.headers["Vary"]


def test_half_a_question_of_htmx_is_nobody_elses_answer(browser: Browser) -> None:
    """A stray header without its sisters must not decide what everybody after it reads."""
    for path, target in (("/sv/actors?q=stray", "found"), ("/sv/search?q=stray", "results")):
        browser.get(path, headers={"HX-Target": target})
        assert "hx-swap-oob" not in browser.get(path).text


def test_changed_content_is_seen_within_two_seconds(server: Server, browser: Browser) -> None:
    """The version of the content is looked at once a second; the page kept before it moved is not served after."""
    browser.get(GUIDE)
    with server.domain(), unit_of_work() as unit:
        unit.session.execute(update(GuideTranslation).values(summary=GuideTranslation.summary + " Nyss ändrat."))
        counter.bump(counter.CONTENT)
    until = time.monotonic() + 2
    while "Nyss ändrat." not in browser.get(GUIDE).text:
        assert time.monotonic() < until
        time.sleep(0.1)


def test_an_answer_with_a_cookie_is_never_kept(server: Server) -> None:
    server.staff("Karin Cache")
    one, two = server.visitor(), server.visitor()
    one.ask("min hemliga fråga")
    for path in ("/sv/chat", "/sv/chat/messages?after=0", "/sv/chat/transcript", "/sv/ask"):
        mine = one.get(path)
        assert "ETag" not in mine.headers, path
        assert "min hemliga" not in two.get(path).text, path


def test_a_refusal_is_never_kept(browser: Browser) -> None:
    for _ in range(2):
        answer = browser.get("/sv/guide/nothing-here")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (404, "no-store")
