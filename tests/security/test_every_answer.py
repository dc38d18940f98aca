"""Every answer of a running server, errors and 304 and the socket's refusals included, carries the policy."""

from __future__ import annotations

import pytest
import requests

from tests.server import Server

COMMON = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options")


def ask(server: Server, method: str, path: str, **headers: str) -> requests.Response:
    return requests.request(method, server.url + path, headers=headers, timeout=15, allow_redirects=False)


def test_it_works(server: Server) -> None:
    first = ask(server, "GET", "/sv/topics")
    again = ask(server, "GET", "/sv/topics", **{"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code) == (200, 304)
    for answer in (first, again):
        assert all(name in answer.headers for name in COMMON)
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 302),
        ("GET", "/sv", 308),
        ("HEAD", "/sv/", 200),
        ("OPTIONS", "/sv/", 200),
        ("GET", "/nowhere", 404),
        ("GET", "/sv/guide/nowhere", 404),
        ("DELETE", "/sv/", 403),
        ("POST", "/sv/ask", 403),
        ("GET", "/sv/chat/messages", 404),
        ("GET", "/sv/staff/", 302),
        ("GET", "/static/x/nowhere.css", 404),
        ("GET", "/sv/?" + "x" * 5000, 422),
        ("GET", "/socket.io/?EIO=4&transport=polling", 400),
        ("GET", "/socket.io/", 400),
        ("POST", "/socket.io/?EIO=4&transport=polling", 400),
    ],
)
def test_refusals_and_redirects_too(server: Server, method: str, path: str, status: int) -> None:
    answer = ask(server, method, path)
    assert answer.status_code == status
    assert [name for name in COMMON if name not in answer.headers] == []
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
def test_a_socket_from_another_site_is_refused(server: Server, origin: str) -> None:
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13"}
    key = {"Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}
    answer = ask(server, "GET", "/socket.io/?EIO=4&transport=websocket", Origin=origin, **upgrade, **key)
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "/\\evil.example", "https://evil.example", "/en/staff\\@evil.example", "/en/staff/\r\nX: y"],
)
def test_no_way_back_leads_elsewhere(server: Server, wanted: str) -> None:
    person = server.visitor()
    page = person.get("/en/staff/log-in", params={"next": wanted}).text
    assert "evil.example" not in page.split('name="next"')[-1].split(">")[0]
    area = person.get("/en/area", params={"back": wanted.replace("/staff", "")}).text
    assert 'href="//' not in area and 'href="https://evil' not in area and 'href="/\\' not in area
