"""How often somebody may try to log in: counted in memory by a keyed digest, so that no address is kept."""

from __future__ import annotations

import time
from functools import cache
from ipaddress import IPv4Address, ip_address, ip_network

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
    network = household(address)
    _hit(NETWORK, keyed_digest(f"login:{network}"))
    _hit(PERSON, keyed_digest(f"login:{network}:{email.strip().casefold()}"))


def forget(address: str, email: str) -> None:
    """After a log-in that went well, that person starts from nothing again."""
    _limiter().clear(PERSON, keyed_digest(f"login:{household(address)}:{email.strip().casefold()}"))


def forget_all() -> None:
    _limiter.cache_clear()


def _hit(item: RateLimitItem, key: str) -> None:
    if not _limiter().hit(item, key):
        until = _limiter().get_window_stats(item, key).reset_time
        raise TooMany("login_too_many", retry_after=max(1, int(until - time.time())))


def household(address: str) -> str:
    """One household or office: an IPv4 address, or the first half of an IPv6 address."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv4Address):
        return str(found)
    # A server that listens on both kinds sees ::ffff:192.0.2.1: that is everybody's first half.
    return str(found.ipv4_mapped or ip_network((int(found), 64), strict=False))
