"""What is too large, or too slow in coming, is refused before it is read or kept."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from tests.chaos.raw import BINARY, TEXT, Raw, frame
from tests.people import new_network
from tests.server import Server

HEAD = "POST /en/chat/code HTTP/1.1\r\nHost: x\r\nSec-Fetch-Site: same-origin\r\nAccept: application/json\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\n"


def answer(server: Server, first: bytes, drip: bytes = b"", seconds: float = 30) -> bytes:
    """What came back until the server closed, while `drip` was sent a byte at a time."""
    with socket.create_connection(("127.0.0.1", server.port), seconds, (new_network(), 0)) as wire:
        wire.sendall(first)
        wire.settimeout(0.5 if drip else seconds)
        until, found = time.monotonic() + seconds, b""
        while time.monotonic() < until:
            try:
                more = wire.recv(65536)
            except TimeoutError:
                wire.sendall(drip[:1])
                drip = drip[1:]
                continue
            except ConnectionError:
                return found
            if not more:
                return found
            found += more
        raise AssertionError(f"still open after {seconds} s")


def test_it_works(server: Server) -> None:
    said = answer(server, f"{HEAD}{FORM}Content-Length: 9999999999\r\n\r\ncode=".encode())
    assert said.startswith(b"HTTP/1.1 413") and b'"http_413"' in said


def test_nobody_is_asked_to_go_on_sending_what_is_too_large(server: Server) -> None:
    said = answer(server, f"{HEAD}{FORM}Expect: 100-continue\r\nContent-Length: 999999\r\n\r\n".encode())
    assert b"100 Continue" not in said and said.startswith(b"HTTP/1.1 413")


def test_pieces_are_counted_too(server: Server) -> None:
    piece = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    said = answer(server, f"{HEAD}{FORM}Transfer-Encoding: chunked\r\n\r\n".encode() + piece * 5)
    assert said.startswith(b"HTTP/1.1 413")


def test_a_form_in_pieces_is_a_form(server: Server) -> None:
    body = b"5\r\ncode=\r\n9\r\nAAAA-2222\r\n0\r\n\r\n"
    said = answer(server, f"{HEAD}{FORM}Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n".encode() + body)
    assert said.startswith(b"HTTP/1.1 422")


@pytest.mark.parametrize("opcode", [TEXT, BINARY])
def test_a_frame_is_refused_by_the_length_it_announces(server: Server, opcode: int) -> None:
    one = Raw(server.port, network=new_network())
    one.say(frame("", opcode, says=64 * 1024 + 1))
    one.until(b"never said")
    assert b"\x03\xf1" in one.heard[-40:]  # 1009, with not a byte of it sent


def test_whoever_trickles_is_cut_off(server: Server) -> None:
    starts = {
        b"G": b"ET /" + b"x" * 99,
        b"GET / HTTP/1.1\r\nHost: x\r\nA: ": b"b" * 99,
        f"{HEAD}{FORM}Content-Length: 99\r\n\r\n".encode(): b"c" * 99,
        f"{HEAD}{FORM}Transfer-Encoding: chunked\r\n\r\n".encode(): b"1\r\nx\r\n" * 20,
    }
    said: dict[bytes, bytes] = {}

    def trickle(first: bytes, drip: bytes) -> None:
        said[first] = answer(server, first, drip)

    all_at_once = [threading.Thread(target=trickle, args=pair) for pair in starts.items()]
    for one in all_at_once:
        one.start()
    for one in all_at_once:
        one.join()
    assert said.keys() == starts.keys()
    assert all(one.split(b" ")[1:2] in ([], [b"400"], [b"408"]) for one in said.values()), said
