"""How often one conversation and one network may do something. The network is a keyed hash of the day, never an address."""

from __future__ import annotations

import math
from dataclasses import dataclass

from flask import Flask, Response, g, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.middleware.proxy_fix import ProxyFix

from app.core import networks, shares, tally
from app.core.errors import TooMany
from app.core.shares import Rate
from app.web.audiences import AUDIENCES


@dataclass(frozen=True)
class Share:
    """What one network may have, and what one conversation; a library's whole building, or a region, is one network."""

    network: Rate | None = None
    conversation: tuple[Rate, ...] = ()


TOO_MANY = 429
MINUTE = 60
SHARES: dict[str, Share] = {
    "ask": Share(Rate(120, MINUTE)),
    # Twelve at once and about one a second after: nobody types so fast, and an outbox that was offline waits a little.
    "message": Share(Rate(3000, MINUTE), (Rate(12, 10), Rate(60, MINUTE))),
    "pull": Share(None, (Rate(1200, MINUTE),)),
    "seen": Share(None, (Rate(240, MINUTE),)),
    "act": Share(Rate(1200, MINUTE), (Rate(30, MINUTE),)),
    # What makes a secret or a letter, and what tries one.
    "secret": Share(Rate(60, 10 * MINUTE), (Rate(10, 10 * MINUTE),)),
    "code": Share(Rate(20, 10 * MINUTE)),
    "form": Share(Rate(1200, MINUTE)),
    "feedback": Share(Rate(120, MINUTE)),
    "find": Share(Rate(1200, MINUTE)),
    "search": Share(Rate(120, MINUTE)),
    "words": Share(Rate(60, MINUTE)),
    "leaving": Share(Rate(600, MINUTE)),
}
# Doors with a share of their own. Every other POST has the common one: `act` in a conversation, `form` elsewhere.
DOORS: dict[str, str] = {
    "public.chat_messages": "pull",
    "public.chat_frame": "pull",
    "public.chat": "pull",
    "public.chat_seen": "seen",
    "public.chat_new_code": "secret",
    "public.chat_letters": "secret",
    "public.chat_open_link": "code",
    "public.chat_stop_letters": "code",
    "public.search": "find",
    "api.search": "find",
}
# Views that spend inside, so that a page without scripts comes back with the words still in the box.
INSIDE = frozenset(
    {"public.ask_start", "public.chat_post", "public.chat_open_code", "public.guide_feedback"}
    | {"public.leaving", "public.search_missed", "public.search_words"}
)
# Nobody is ever kept from clearing a screen or taking their words away; answers of a question tree change nothing here.
FREE = frozenset({"public.chat_leave", "public.chat_erase", "public.flow_leave"})
FREE |= {"public.flow_answer", "public.flow_again"}
# Where the quick door notes what it has taken for this request, so that nobody pays twice.
SPENT = "vejviser.spent"
COUNTED = frozenset({"public", "visitor"})


def network() -> str:
    """This request's network as a hash nobody can turn back, another one tomorrow."""
    return networks.key(request.remote_addr or "")


def spend(what: str) -> None:
    """Takes one of this network's and this conversation's share; TooMany, with the seconds to wait, when one is empty."""
    if request.environ.pop(SPENT, None) == what:
        return
    visitor = g.get("visitor")
    wait = taken(what, request.remote_addr or "", visitor.public_id if visitor is not None else None)
    if wait:
        tally.note(tally.Odd.LIMITED)
        g.wait_seconds = max(1, math.ceil(wait))
        raise TooMany("too_many", retry_after=g.wait_seconds)


def taken(what: str, address: str, conversation: str | None) -> float:
    """Takes one, and gives 0; or takes none, and gives the seconds to wait."""
    share, found = SHARES[what], []
    if share.network:
        found.append((f"{what}:{networks.key(address)}", share.network))
    if conversation is not None:
        found += [(f"{what}:{conversation}:{rate.count}", rate) for rate in share.conversation]
    return shares.take(found)


def _share() -> str | None:
    """Which share the door asked for belongs to."""
    door = request.endpoint or ""
    audience = AUDIENCES.get(door, "")
    if audience not in COUNTED or door in INSIDE or door in FREE:
        return None
    if request.method == "POST":
        return DOORS.get(door, "act" if audience == "visitor" else "form")
    return DOORS.get(door)


def _hold() -> None:
    if (request.content_length or 0) > request.max_content_length:  # type: ignore[operator]
        tally.note(tally.Odd.OVERSIZE)
        raise RequestEntityTooLarge
    share = _share()
    if share:
        spend(share)


def _say_when(response: Response) -> Response:
    """Also on a page that a view has put the words back into."""
    if response.status_code == TOO_MANY:
        response.headers.setdefault("Retry-After", str(g.get("wait_seconds", 30)))
    return response


def init_app(app: Flask) -> None:
    """Behind PROXIES proxies a visitor's network is what the outermost of them wrote down; nothing else is believed."""
    app.before_request(_hold)
    app.after_request(_say_when)
    behind: int = app.config["SETTINGS"].proxies
    if behind:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=behind, x_proto=0, x_host=0, x_port=0, x_prefix=0
        )
