"""How often somebody may try to log in: counted by a keyed digest, so that no address is kept."""

from __future__ import annotations

import math

from app.core import shares
from app.core.errors import TooMany
from app.core.ids import keyed_digest
from app.core.networks import household
from app.core.shares import Rate

# A whole team may sit behind one address; one person's typing errors are fewer.
PERSON = Rate(10, 15 * 60)
NETWORK = Rate(60, 15 * 60)


def note(address: str, email: str) -> None:
    """Counts a try to log in; TooMany when there were too many from here, before any password is looked at."""
    wait = shares.take([(keyed_digest(f"login:{household(address)}"), NETWORK), (_person(address, email), PERSON)])
    if wait:
        raise TooMany("login_too_many", retry_after=max(1, math.ceil(wait)))


def forget(address: str, email: str) -> None:
    """After a log-in that went well, that person starts from nothing again."""
    shares.clear(_person(address, email))


def note_second(address: str, public_id: str) -> None:
    """The same for the number after the password: by person from wherever they come, since there are only a million."""
    wait = shares.take([(keyed_digest(f"login:{household(address)}"), NETWORK), (_second(public_id), PERSON)])
    if wait:
        raise TooMany("login_too_many", retry_after=max(1, math.ceil(wait)))


def forget_second(public_id: str) -> None:
    shares.clear(_second(public_id))


def forget_all() -> None:
    shares.configure()


def _second(public_id: str) -> str:
    return keyed_digest(f"second:{public_id}")


def _person(address: str, email: str) -> str:
    return keyed_digest(f"login:{household(address)}:{email.strip().casefold()}")
