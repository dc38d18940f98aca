"""What a running server writes down holds no address, no query, no words: not even of requests that fail."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import pytest
import requests
import websocket

from tests.server import Server

NUMBER = "850709-9805"


@pytest.fixture(scope="module")
def server(open_server: Callable[..., Server]) -> Server:
    """One of this file's own: what it says is read as it goes."""
    return open_server()


def raw(server: Server, line: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as wire:
        wire.sendall(line)
        return wire.recv(4096)


def test_it_works(server: Server) -> None:
    assert raw(server, f"GET /sv/search?q={NUMBER} min bank HTTP/1.1\r\nHost: x\r\n\r\n".encode()).startswith(
        b"HTTP/1.1 400"
    )
    raw(server, f"{NUMBER}\r\n\r\n".encode())
    raw(server, f"GET /sv/search?q={NUMBER} HTTP/9.9\r\nHost: x\r\n\r\n".encode())
    raw(server, f"GET /sv/search?q={NUMBER} HTTP/1.1\r\nHost: x\r\nContent-Length: {NUMBER}\r\n\r\n".encode())
    requests.get(f"{server.url}/sv/search", params={"q": NUMBER}, timeout=9)
    requests.get(f"{server.url}/sv/guide/{NUMBER}", timeout=9)
    said = server.log.read_text(encoding="utf-8")
    assert NUMBER not in said and "127.0.0.1'" not in said and "Traceback" not in said, said


def test_nonsense_on_a_socket_is_not_traced_and_a_silent_one_is_closed(server: Server) -> None:
    address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    for nonsense in ("4{" + NUMBER, '42["x"', "49", "4/visitor,", '451-["x",{"_placeholder":true,"num":0}]'):
        odd = websocket.create_connection(address, origin=server.url, timeout=6)
        odd.send(nonsense)
        time.sleep(0.2)
        odd.close()
    silent = websocket.create_connection(address, origin=server.url, timeout=8)
    began = time.monotonic()
    while silent.connected:
        if silent.recv_data()[0] == websocket.ABNF.OPCODE_CLOSE:
            break
    assert time.monotonic() - began < 5
    said = server.log.read_text(encoding="utf-8")
    assert NUMBER not in said and "Traceback" not in said, said


def test_a_socket_that_says_who_it_is_stays(server: Server) -> None:
    person = server.visitor()
    person.ask("Hej")
    address = server.url.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    wire = websocket.create_connection(address, origin=server.url, cookie=person.cookie, timeout=8)
    assert str(wire.recv()).startswith("0{")
    wire.send("40/visitor,")
    assert str(wire.recv()).startswith("40/visitor,")
    time.sleep(3)
    person.post("/sv/chat/close")
    while '"poke"' not in str(wire.recv()):  # "queue" comes before it, and without it this times out
        pass
    wire.close()
