"""Waking a browser: one request to its push service, to public https addresses only. Never inside a unit of work.

A push service's address comes from a browser, so it is somebody's input: `core/outside.py` says where we go.
"""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit

from cryptography.hazmat.primitives.asymmetric import ec

from app.core import outside, push_coding, seal
from app.core.outside import NotPublic, Question, may_be_asked

SECONDS = 10
# A waiting visitor is worth waking somebody for an hour, not tomorrow.
TTL_SECONDS = 3600
LONGEST = 2000
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
        return (
            right and may_be_asked(urlsplit(subscription.endpoint), _loopback) and len(subscription.endpoint) <= LONGEST
        )
    except ValueError:
        return False


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
    """The status of its answer."""
    try:
        return outside.ask(parts, Question("POST", headers, body, SECONDS, _loopback))
    except NotPublic:
        raise Unsent("the address of the push service is not on the public internet", gone=True) from None
    except (OSError, http.client.HTTPException) as error:
        raise Unsent(f"the push service does not answer ({type(error).__name__})") from None
