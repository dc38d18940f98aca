"""Which network somebody speaks from: known only as a keyed hash that nobody can turn back, and another one tomorrow."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any

from app.core import clock, ids


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


def key(address: str) -> str:
    """The hash an address is counted under today."""
    return _key(address, str(clock.today()))


def keys_lately(address: str) -> list[str]:
    """The hashes of today and of the two days before: what a rule made yesterday knows it by."""
    today = clock.today()
    return [_key(address, str(today - clock.days(ago))) for ago in range(3)]


@lru_cache(4096)
def _key(address: str, day: str) -> str:
    return ids.keyed_digest(f"network:{day}:{household(address)}")[:32]


def address_of(environ: Mapping[str, Any], proxies: int) -> str:
    """Who asks: the neighbour on the wire, or behind `proxies` of ours what the outermost of them wrote down."""
    peer = str(environ.get("REMOTE_ADDR") or "")
    if not proxies:
        return peer
    told = [one.strip() for one in str(environ.get("HTTP_X_FORWARDED_FOR", "")).split(",")]
    return told[-proxies] if len(told) >= proxies and told[-proxies] else peer
