"""How often somebody may try to log in: counted in memory by a keyed digest, so that no address is kept."""

from __future__ import annotations

import time
from functools import cache
from ipaddress import ip_address, ip_network

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from app.core.errors import TooMany
from app.core.ids import keyed_digest

# A whole team may sit behind one address; one person's typing errors are fewer.
PERSON = parse("10 per 15 minutes")
NETWORK = parse("60 per 15 minutes")


@cache
def _limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())


def note(address: str, email: str) -> None:
    """Counts a try to log in; TooMany when there were too many from here, before any password is looked at."""
    network = _network(address)
    _hit(NETWORK, keyed_digest(f"login:{network}"))
    _hit(PERSON, keyed_digest(f"login:{network}:{email.strip().casefold()}"))


def forget(address: str, email: str) -> None:
    """After a log-in that went well, that person starts from nothing again."""
    _limiter().clear(PERSON, keyed_digest(f"login:{_network(address)}:{email.strip().casefold()}"))


def forget_all() -> None:
    _limiter.cache_clear()


def _hit(item: RateLimitItem, key: str) -> None:
    if not _limiter().hit(item, key):
        until = _limiter().get_window_stats(item, key).reset_time
        raise TooMany("login_too_many", retry_after=max(1, int(until - time.time())))


def _network(address: str) -> str:
    """One household or office: an IPv4 address, or the first half of an IPv6 address."""
    try:
        version = ip_address(address).version
    except ValueError:
        return address
    return str(ip_network(f"{address}/64", strict=False)) if version == 6 else address
