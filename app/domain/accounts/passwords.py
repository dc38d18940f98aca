"""Passwords: argon2id, hashed beside the event loop, two at a time: one takes a quarter of a second."""

from __future__ import annotations

import secrets
from functools import cache, partial

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.core.beside import Beside
from app.core.errors import Invalid

MIN_LENGTH = 12
# Nobody types more, and a megabyte would be a cheap way to keep us busy.
MAX_LENGTH = 1024
AT_ONCE = 2

_hasher = PasswordHasher()


def make(password: str) -> str:
    """The hash to keep. Never call it inside a unit of work: it lets other greenlets run."""
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise Invalid("password_short")
    return _beside().run(partial(_hasher.hash, password))


def fits(kept: str | None, password: str) -> bool:
    """Whether the password is the one; takes as long when there is nobody to compare with."""
    right = _beside().run(partial(_verify, kept or _nobody(), password[:MAX_LENGTH]))
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
    return _beside().run(partial(_hasher.hash, secrets.token_urlsafe(32)))


@cache
def _beside() -> Beside:
    return Beside(AT_ONCE)
