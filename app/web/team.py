"""Whether a librarian is there and what the queue is like, in words a page can show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import g

from app.core.i18n import gettext as _
from app.domain.chat import on_call, queue
from app.domain.chat.wait import Wait
from app.web.filters import local_time, opening


@dataclass(frozen=True)
class Team:
    """`open`: hours or somebody online. `wait`, `opens` and `closes` are whole sentences, or empty.

    `full`: nobody more can wait. `long`: the wait is such that leaving a message is offered first; `swamped`: as well.
    `on_call`: closed, but somebody is told of every question and may come.
    """

    open: bool
    wait: str = ""
    opens: str = ""
    closes: str = ""
    full: bool = False
    long: bool = False
    on_call: bool = False
    swamped: bool = False


def state() -> Team:
    """Asked once a request."""
    if "team" not in g:
        g.team = _state()
    found: Team = g.team
    return found


def _state() -> Team:
    door = queue.door()
    if not door.open:
        return Team(False, opens=opening(door.opens_at), on_call=door.on_call)
    # Where nobody more can wait, how long it would be is no help; nor "somebody is free" beside "many people ask".
    wait = "" if door.full else wait_words(door.wait, first=not door.swamped)
    return Team(True, wait, "", _closes(door.closes_at), door.full, door.long, swamped=door.swamped)


def closing_words() -> str:
    """For those who wait and those who answer: that the team closes soon, or has closed; else nothing."""
    soon = queue.closing_soon()
    if soon is not None:
        return _closes(soon)
    if queue.is_open():
        return ""
    return " ".join(filter(None, (_("The librarians have closed for now."), opening(queue.hours_now().opens_at))))


def waiting_words() -> str:
    """The same for a visitor who waits, who is also told of whoever is on call."""
    if queue.is_open() or not on_call.anybody():
        return closing_words()
    return _(
        "We are closed, but a librarian on call is told that you wait, and may be able to answer. "
        "You can leave your question as a message instead: it keeps its place, and you read the answer here later."
    )


def _closes(moment: datetime | None) -> str:
    return _("We close at %(time)s.", time=local_time(moment)) if moment else ""


def wait_words(wait: Wait | None, first: bool = True) -> str:
    """The wait as a sentence: a range, none, or that we do not know yet. Only the `first` in the queue is told of none."""
    if wait is None:
        return ""
    if not wait.known:
        return _("We don't know yet how long the wait is.")
    if wait.high == 0:
        return _("Somebody is free now.") if first else ""
    if wait.low == wait.high:
        return _("The wait is about %(minutes)s minutes.", minutes=wait.high)
    return _("The wait is about %(low)s to %(high)s minutes.", low=wait.low, high=wait.high)
