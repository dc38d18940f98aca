"""Passwords: argon2id, hashed beside the event loop, two at a time: one takes a quarter of a second."""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from gevent import monkey
from gevent.threadpool import ThreadPool

from app.core.errors import Invalid

MIN_LENGTH = 12
# Nobody types more, and a megabyte would be a cheap way to keep us busy.
MAX_LENGTH = 1024
AT_ONCE = 2

_hasher = PasswordHasher()
_two = threading.BoundedSemaphore(AT_ONCE)


def make(password: str) -> str:
    """The hash to keep. Never call it inside a unit of work: it lets other greenlets run."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise Invalid("password_short")
    return str(_aside(_hasher.hash, password))


def fits(kept: str | None, password: str) -> bool:
    """Whether the password is the one; takes as long when there is nobody to compare with."""
    right = bool(_aside(_verify, kept or _nobody(), password[:MAX_LENGTH]))
    return right and kept is not None


def random_password() -> str:
    """For demo accounts: printed once, about 95 bits."""
    return secrets.token_urlsafe(12)


def _verify(kept: str, password: str) -> bool:
    try:
        return _hasher.verify(kept, password)
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobody() -> str:
    """A hash that no password fits, with today's cost."""
    return str(_aside(_hasher.hash, secrets.token_urlsafe(32)))


def _aside(work: Callable[..., Any], *arguments: str) -> Any:
    """Runs on a real thread where gevent has the loop, so that chats go on meanwhile."""
    if monkey.is_module_patched("threading"):
        return _pool().apply(work, arguments)
    with _two:
        return work(*arguments)


@cache
def _pool() -> ThreadPool:
    return ThreadPool(AT_ONCE)
