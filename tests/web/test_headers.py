"""Golden headers of every kind of answer: what a browser is told it may do, and nothing about who asked."""

from __future__ import annotations

import pytest
import requests

from tests.people import Browser
from tests.server import Server

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Whose pages may show the box.
ANYBODY = "'self' https: http://localhost:* http://127.0.0.1:*"
PUBLIC = (
    "/sv/", "/ar/search?q=bankid", "/da/guide/eid-locked-dk", "/fa/actor/mitid", "/en/actors", "/fi/topics",
    "/nb/privacy", "/pl/accessibility", "/tr/area", "/uk/matter/wifi", "/sv/guide/nothing-here",
)  # fmt: skip
SHORT_LIVED = "no-store"


def _policy(server: Server, around: str) -> str:
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        f"connect-src 'self' ws://127.0.0.1:{server.port}; form-action 'self'; frame-src 'self'; "
        f"frame-ancestors {around}; base-uri 'none'; manifest-src 'self'"
    )


def _golden(server: Server, answer: requests.Response, framed: bool = False, shared: bool = False) -> None:
    for name, value in EVERYWHERE.items():
        assert answer.headers[name] == value, (answer.url, name)
    assert answer.headers["Cross-Origin-Resource-Policy"] == ("cross-origin" if shared else "same-origin"), answer.url
    assert ("Access-Control-Allow-Origin" in answer.headers) is shared, answer.url
    assert answer.headers["Content-Security-Policy"] == _policy(server, "'self'" if framed else "'none'")
    assert answer.headers["X-Frame-Options"] == ("SAMEORIGIN" if framed else "DENY")
    assert not {"Server", "X-Powered-By", "X-Framed"} & set(answer.headers), answer.url
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", PUBLIC)
def test_it_works(server: Server, path: str) -> None:
    """A public page: nobody's cookie, the same for everybody, in the language of its address."""
    answer = Browser(server.url).get(path)
    _golden(server, answer)
    assert "Set-Cookie" not in answer.headers
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    assert answer.headers["Content-Language"] == path.split("/")[1]
    if answer.status_code == 200 and "/search" not in path:
        assert answer.headers["Cache-Control"].startswith("public, max-age="), answer.headers["Cache-Control"]


def test_a_cookie_changes_nothing_on_a_public_page(server: Server) -> None:
    server.staff("Karin Headers")
    visitor = server.visitor()
    plain = visitor.get("/sv/guide/eid-locked-se")
    visitor.ask("Hej")
    again = visitor.get("/sv/guide/eid-locked-se")
    assert again.request.headers["Cookie"]
    assert again.content == plain.content
    assert "Set-Cookie" not in again.headers


def test_the_chat_is_nobody_elses(server: Server) -> None:
    server.staff("Karin Chat Headers")
    visitor = server.visitor()
    page = visitor.get("/sv/ask")
    assert page.headers["Cache-Control"] == SHORT_LIVED
    visitor.ask("Hej")
    for path in ("/sv/chat", "/sv/chat/messages?after=0", "/sv/chat/transcript"):
        answer = visitor.get(path)
        _golden(server, answer)
        assert answer.headers["Cache-Control"] == SHORT_LIVED, path
    framed = visitor.get("/sv/chat/frame")
    _golden(server, framed, framed=True)
    assert framed.headers["Cache-Control"] == SHORT_LIVED


def test_the_cookie_of_a_conversation(server: Server) -> None:
    server.staff("Karin Cookie")
    visitor = server.visitor()
    visitor.ask("Hej")
    (cookie,) = list(visitor.http.cookies)
    assert (cookie.name, cookie.path, cookie.has_nonstandard_attr("HttpOnly")) == ("vejviser_chat", "/", True)
    assert cookie.get_nonstandard_attr("SameSite") == "Lax"


def test_staff_pages(server: Server) -> None:
    karin = server.staff("Karin Staff Headers")
    for path in ("/", "/contacts", "/account"):
        answer = karin.get(karin.desk + path)
        assert answer.status_code == 200
        _golden(server, answer)
        assert answer.headers["Cache-Control"] == SHORT_LIVED, path


def test_static_files_and_the_api(server: Server) -> None:
    browser = Browser(server.url)
    front = browser.get("/sv/").text
    sheet = front.split('rel="stylesheet" href="', 1)[1].split('"', 1)[0]
    static = browser.get(sheet)
    # Files that are the same for everybody: the box loads them without an origin of its own.
    _golden(server, static, shared=True)
    assert static.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert static.headers["Content-Type"] == "text/css; charset=utf-8"
    api = browser.get("/api/search?lang=sv&q=bankid")
    _golden(server, api, shared=True)
    assert api.headers["Content-Type"] == "application/json"
    assert "Set-Cookie" not in api.headers


def test_the_box_alone_may_stand_on_other_sites(server: Server) -> None:
    """No script, nothing from anybody else, no cookie; and every other page stays out of every frame."""
    answer = Browser(server.url).get("/sv/box?area=SE-2482")
    ours = f"'self' {server.url}"
    assert answer.headers["Content-Security-Policy"] == (
        f"default-src 'none'; style-src {ours}; img-src {ours}; font-src {ours}; form-action {ours}; "
        f"frame-ancestors {ANYBODY}; base-uri 'none'"
    )
    assert "X-Frame-Options" not in answer.headers
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in answer.headers and "X-Framed" not in answer.headers
    for name, value in EVERYWHERE.items():
        assert answer.headers[name] == value, name
    _golden(server, Browser(server.url).get("/sv/box/get"))


def test_the_first_address_negotiates_once(server: Server) -> None:
    answer = Browser(server.url).get("/", allow_redirects=False, headers={"Accept-Language": "fa-IR, sv;q=0.5"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fa/")
    assert answer.headers["Vary"] == "Accept-Language"
    assert "Set-Cookie" not in answer.headers
