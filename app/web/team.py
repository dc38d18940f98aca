"""Whether a librarian is there, in words a page can show."""

from __future__ import annotations

from dataclasses import dataclass

from flask import g

from app.core import clock
from app.core.i18n import gettext as _
from app.domain.chat import presence, queries
from app.domain.chat.wait import Wait
from app.domain.places import queries as places
from app.web.filters import opening


@dataclass(frozen=True)
class Team:
    """`open`: hours or somebody online. `wait` and `opens` are whole sentences, or empty."""

    open: bool
    wait: str
    opens: str


def state() -> Team:
    """Asked once a request."""
    if "team" not in g:
        g.team = _state()
    found: Team = g.team
    return found


def _state() -> Team:
    hours = places.team_state(clock.now())
    if hours.open or presence.online():
        return Team(True, wait_words(queries.wait_now()), "")
    return Team(False, "", opening(hours.opens_at))


def wait_words(wait: Wait | None) -> str:
    """The wait as a sentence: a range, none, or that we do not know yet."""
    if wait is None:
        return ""
    if not wait.known:
        return _("We don't know yet how long the wait is.")
    if wait.high == 0:
        return _("Somebody is free now.")
    if wait.low == wait.high:
        return _("The wait is about %(minutes)s minutes.", minutes=wait.high)
    return _("The wait is about %(low)s to %(high)s minutes.", low=wait.low, high=wait.high)
