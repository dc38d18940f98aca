"""How often one network may do something: counted under a keyed hash that changes every day, never an address."""

from __future__ import annotations

from flask import Flask, request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core import clock, ids
from app.core.errors import TooMany
from app.domain.accounts.attempts import household

# A library's whole building may share one address, so these are wide; a person never meets them.
RATES: dict[str, RateLimitItem] = {
    "ask": parse("60 per minute"),
    "message": parse("600 per minute"),
    "code": parse("20 per 10 minutes"),
    "feedback": parse("120 per minute"),
    "search": parse("120 per minute"),
    "words": parse("60 per minute"),
    "leaving": parse("120 per minute"),
}
_limiter = MovingWindowRateLimiter(MemoryStorage())


def network() -> str:
    """This request's network as a hash nobody can turn back, another one tomorrow."""
    return ids.keyed_digest(f"network:{clock.today()}:{household(request.remote_addr or '')}")[:32]


def spend(what: str, whose: str = "") -> None:
    """Counts one; TooMany when this network (or `whose`) has used up its share."""
    if not _limiter.hit(RATES[what], what, whose or network()):
        raise TooMany("too_many", retry_after=30)


def init_app(app: Flask) -> None:
    """Behind PROXIES proxies a visitor's network is what the outermost of them wrote down; nothing else is believed."""
    behind: int = app.config["SETTINGS"].proxies
    if behind:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=behind, x_proto=0, x_host=0, x_port=0, x_prefix=0
        )
