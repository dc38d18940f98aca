"""Both forms of the log, through errors of every kind: no word, token, query or address of anybody is in it."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections.abc import Callable

import pytest
import requests
import websocket

from app.config import ROOT
from app.core import logs
from tests.server import Server

SENTINEL = "hemlige-Svea-4711"


def drive(server: Server) -> None:
    """Words, tokens, addresses that carry one, packets that are none, and a database that holds nonsense."""
    person = server.visitor()
    person.ask(f"Jag heter {SENTINEL}")
    seen = {"Referer": f"{server.url}/sv/{SENTINEL}", "User-Agent": SENTINEL, "Cookie": f"chat={SENTINEL}"}
    for path in (
        "chat",
        f"chat/open/{SENTINEL}",
        f"chat/no-letters/{SENTINEL}",
        f"staff/invitation/{SENTINEL}",
        f"search?q={SENTINEL}",
        f"?{SENTINEL}",
    ):
        requests.get(f"{server.url}/sv/{path}", headers=seen, timeout=20)
    requests.post(f"{server.url}/sv/staff/login", data={"email": SENTINEL, "password": SENTINEL}, timeout=20)
    address = server.url.replace("http", "ws") + f"/socket.io/?EIO=4&transport=websocket&sid={SENTINEL}"
    for origin, packets in ((server.url, ()), (f"https://{SENTINEL}.example", ())):
        _say(address, origin, packets)
    _say(
        address.partition("&sid")[0],
        server.url,
        (f'42/visitor,["{SENTINEL}"]', f"9{SENTINEL}", f'40/staff,{{"a":"{SENTINEL}"}}'),
    )
    with sqlite3.connect(server.data / "vejviser.sqlite3", timeout=20) as connection:
        connection.execute("UPDATE conversation SET origin = ?", (f'{{"{SENTINEL}": ',))
    assert requests.get(f"{server.url}/sv/chat", headers={"Cookie": person.cookie}, timeout=20).status_code == 500
    _say(address.partition("&sid")[0], server.url, ("40/visitor,", '42/visitor,["typing",{}]'), person.cookie)


def _say(address: str, origin: str, packets: tuple[str, ...], cookie: str = "") -> None:
    try:
        wire = websocket.create_connection(address, origin=origin, cookie=cookie, timeout=3)
        for packet in packets:
            wire.send(packet)
        wire.recv()
        wire.close()
    except (websocket.WebSocketException, OSError):
        pass


def test_it_works(open_server: Callable[..., Server]) -> None:
    """Text: a moment, a process, a level, the words; under an error its kind and the places in the code."""
    server = open_server(LOG_LEVEL="debug")
    drive(server)
    said = server.stop()
    assert SENTINEL not in said and SENTINEL.lower() not in said and "Traceback" not in said, said
    assert "127.0.0.1" not in said.replace(server.url, ""), said
    assert "Z [" in said and "[ERROR] a view failed on public." in said, said


def test_json_is_one_object_a_line(open_server: Callable[..., Server]) -> None:
    server = open_server(LOG_LEVEL="debug", LOG_FORMAT="json")
    drive(server)
    said = server.stop()
    assert SENTINEL not in said and SENTINEL.lower() not in said, said
    lines = [json.loads(line) for line in said.splitlines()]
    assert all({"time", "level", "logger", "message", "process"} <= line.keys() for line in lines), said
    assert any(line["level"] == "error" and "a view failed" in line["message"] for line in lines), said
    assert any(line["logger"].startswith("gunicorn") for line in lines), said
    assert all(line["time"].endswith("Z") for line in lines)
    assert "127.0.0.1" not in said.replace(server.url, ""), said


def test_what_nobody_caught_is_written_without_its_words() -> None:
    """gevent itself would print what a greenlet was given, and Python what an error says; both go our way."""
    script = (
        "from gevent import monkey; monkey.patch_all(); import gevent, sys\n"
        "from app.core import logs; from serving import saying; saying.install(); logs.configure('json')\n"
        "logs.log.error('%d', sys.argv[1])\n"
        "gevent.joinall([gevent.spawn(int, sys.argv[1])]); gevent.spawn(float, sys.argv[1]).get()"
    )
    command = [sys.executable, "-c", script, SENTINEL]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert SENTINEL not in done.stderr + done.stdout and done.returncode == 1
    assert [json.loads(line)["error"] for line in done.stderr.splitlines()] == ["ValueError"] * 3


@pytest.mark.parametrize("form", [logs.Text(), logs.Json()])
def test_an_error_is_its_kind_and_its_places(form: logs.Text | logs.Json) -> None:
    """Never its own words, nor those of the error it came from."""
    import logging

    try:
        try:
            raise ValueError(SENTINEL)
        except ValueError as error:
            raise KeyError(SENTINEL) from error
    except KeyError:
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "it %s", ("failed",), sys.exc_info())
    said = form.format(record)
    assert SENTINEL not in said and "KeyError from ValueError" in said and "it failed" in said
    assert "tests/security/test_log_formats.py:" in said
