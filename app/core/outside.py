"""Asking an address that somebody else gave us: public https only, the very machine that was looked at, one line of answer.

Whoever gives an address must not reach what only this machine can reach: we resolve the name ourselves, refuse whatever is not
on the public internet, connect to the address that was looked at, follow nothing, and read nothing beyond the status.
Never inside a unit of work.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import SplitResult

from app.config import is_loopback

ENOUGH = 4096


class NotPublic(Exception):
    """The name leads to somewhere that is not on the public internet."""


@dataclass(frozen=True)
class Question:
    """What is asked of an address. `loopback`: this machine will do, over plain http too; for trying only."""

    method: str
    headers: dict[str, str]
    body: bytes | None = None
    seconds: float = 10
    loopback: bool = False


def may_be_asked(parts: SplitResult, loopback: bool = False) -> bool:
    """Whether it has the form of an address that we would go to; where it leads is looked at when it is asked."""
    host = parts.hostname or ""
    if parts.username or parts.password or not host or any(ord(one) < 33 or ord(one) > 126 for one in parts.geturl()):
        return False
    if loopback and parts.scheme == "http" and is_loopback(host):
        return True
    return parts.scheme == "https" and parts.port in (None, 443)


def ask(parts: SplitResult, question: Question) -> int:
    """The status of its answer; NotPublic, OSError or HTTPException where there is none. The rest is not worth a byte."""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    until = time.monotonic() + question.seconds
    connection = http.client.HTTPConnection(parts.netloc, timeout=question.seconds)
    try:
        connection.sock = way(parts, question.seconds, question.loopback)
        connection.request(question.method, path, question.body, question.headers)
        return _status(connection.sock, until)
    finally:
        connection.close()


def way(parts: SplitResult, seconds: float, loopback: bool = False) -> socket.socket:
    """A connection to the address that was looked at; the name is only for the certificate."""
    host, port = parts.hostname or "", parts.port or 443
    plain = socket.create_connection((_address(host, port, loopback), port), seconds)
    if parts.scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise


def _status(line: socket.socket, until: float) -> int:
    """Read by a clock of our own: one that sends a letter now and then must not hold up the others."""
    said = b""
    while b"\n" not in said and len(said) < ENOUGH:
        line.settimeout(max(0.01, until - time.monotonic()))
        more = line.recv(1024)
        if not more:
            break
        said += more
    found = re.match(rb"HTTP/1\.[01] (\d{3})", said)
    if found is None:
        raise http.client.BadStatusLine("not HTTP")
    return int(found[1])


def _address(host: str, port: int, loopback: bool) -> str:
    """Where this name leads, if all of it is on the public internet."""
    found = {str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not found or not all(_is_public(address, loopback) for address in found):
        raise NotPublic
    return sorted(found)[0]


def _is_public(address: str, loopback: bool) -> bool:
    there = ipaddress.ip_address(address.split("%")[0])
    if isinstance(there, ipaddress.IPv6Address):
        inside = there.ipv4_mapped or there.sixtofour or (there.teredo[1] if there.teredo else None)
        there = inside or there
    if there.is_loopback:
        return loopback
    return there.is_global and not there.is_multicast
