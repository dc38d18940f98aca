"""Waking a browser: one request to its push service, to public https addresses only. Never inside a unit of work.

A push service's address comes from a browser, so it is somebody's input: we resolve it ourselves, refuse whatever is not on
the public internet, and connect to the very address that was looked at.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import time
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec

from app.config import is_loopback
from app.core import push_coding, seal

SECONDS = 10
# A waiting visitor is worth waking somebody for an hour, not tomorrow.
TTL_SECONDS = 3600
LONGEST = 2000
ENOUGH = 4096
GONE = (404, 410)


@dataclass(frozen=True)
class Subscription:
    """One browser: its address at its push service, and the two keys it made for us."""

    endpoint: str
    p256dh: str
    auth: str


class Unsent(Exception):
    """It did not go out; `said` is for the operator and holds no address. `gone`: that browser never wakes again."""

    def __init__(self, said: str, gone: bool = False) -> None:
        super().__init__(said)
        self.said, self.gone = said, gone


_contact = "https://localhost"
_loopback = False


def configure(public_url: str, loopback: bool = False) -> None:
    """Sets whom push services may write to; create_app() calls it once. `loopback`: a push service on this machine will do."""
    global _contact, _loopback
    _contact, _loopback = public_url.replace("http://", "https://", 1), loopback


def public_key() -> str:
    """What a browser must be told when it subscribes. It follows SECRET_KEY, so every host has the same one."""
    return push_coding.encode(push_coding.public_of(_key()))


def _key() -> ec.EllipticCurvePrivateKey:
    return _made_from(seal.derived("web-push"))


@lru_cache(maxsize=2)
def _made_from(seed: bytes) -> ec.EllipticCurvePrivateKey:
    return push_coding.key_from(seed)


def usable(subscription: Subscription) -> bool:
    """Whether it has the form of a subscription, at an address that we would go to."""
    try:
        push_coding.point(push_coding.decode(subscription.p256dh))
        right = len(push_coding.decode(subscription.auth)) == 16
        return right and _may_be_asked(urlsplit(subscription.endpoint)) and len(subscription.endpoint) <= LONGEST
    except ValueError:
        return False


def _may_be_asked(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    if parts.username or parts.password or not host or any(ord(one) < 33 or ord(one) > 126 for one in parts.geturl()):
        return False
    if _loopback and parts.scheme == "http" and is_loopback(host):
        return True
    return parts.scheme == "https" and parts.port in (None, 443)


def send(subscription: Subscription, words: bytes, topic: str = "") -> None:
    """Gives it to the push service; Unsent says why it could not. `topic`: a newer one replaces what still waits there."""
    parts = urlsplit(subscription.endpoint)
    if not usable(subscription):
        raise Unsent("not an address of a push service", gone=True)
    body = push_coding.encrypt(words, push_coding.decode(subscription.p256dh), push_coding.decode(subscription.auth))
    headers = {
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(TTL_SECONDS),
        "Urgency": "high",
        "Authorization": push_coding.who_we_are(_key(), f"{parts.scheme}://{parts.netloc}", _contact),
        **({"Topic": topic[:32]} if topic else {}),
    }
    status = _ask(parts, body, headers)
    if not 200 <= status < 300:
        raise Unsent(f"the push service answered {status}", gone=status in GONE)


def _ask(parts: SplitResult, body: bytes, headers: dict[str, str]) -> int:
    """The status of its answer; the rest of it is not worth a byte."""
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    until = time.monotonic() + SECONDS
    connection = http.client.HTTPConnection(parts.netloc, timeout=SECONDS)
    try:
        connection.sock = _way(parts)
        connection.request("POST", path, body, headers)
        return _status(connection.sock, until)
    except (OSError, http.client.HTTPException) as error:
        raise Unsent(f"the push service does not answer ({type(error).__name__})") from None
    finally:
        connection.close()


def _way(parts: SplitResult) -> socket.socket:
    """A connection to the address that was looked at; the name is only for the certificate."""
    host, port = parts.hostname or "", parts.port or 443
    plain = socket.create_connection((_address(host, port), port), SECONDS)
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


def _address(host: str, port: int) -> str:
    """Where this name leads, if all of it is on the public internet."""
    found = {str(row[4][0]) for row in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    if not found or not all(_is_public(address) for address in found):
        raise Unsent("the address of the push service is not on the public internet", gone=True)
    return sorted(found)[0]


def _is_public(address: str) -> bool:
    there = ipaddress.ip_address(address.split("%")[0])
    if isinstance(there, ipaddress.IPv6Address):
        inside = there.ipv4_mapped or there.sixtofour or (there.teredo[1] if there.teredo else None)
        there = inside or there
    if there.is_loopback:
        return _loopback
    return there.is_global and not there.is_multicast
