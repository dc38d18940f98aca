"""The coordinator's view of just now: who is here, who waits, who talks with whom, and how today goes; and stepping in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.accounts import queries as accounts
from app.domain.chat import followups, overview, presence, queries, reading_along
from app.domain.guides.titles import matter_titles
from app.domain.insights import registering
from app.web.errors import status_of
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import me
from app.web.staff import curve, register, rows, words
from app.web.staff.blueprint import bp
from app.web.staff.conversations import claim_number
from app.web.staff.desk import back_to
from app.web.staff.desk import me as actor

FRAGMENTS = ("overview_now",)


@bp.get("/overview", endpoint="overview")
def overview_page() -> Response:
    return _page()


@bp.post("/overview/<public_id>/take")
def overview_take(public_id: str) -> AnyResponse:
    """Jumps in: it is mine, and whoever had it is told."""
    return _stepped(lambda: overview.take_over(me(), public_id, claim_number()), back_to, public_id)


@bp.post("/overview/<public_id>/give")
def overview_reassign(public_id: str) -> AnyResponse:
    colleague = request.form.get("colleague", "")
    return _stepped(lambda: overview.reassign(me(), public_id, claim_number(), colleague), _done, "overview-moved")


@bp.post("/overview/<public_id>/read")
def read_along(public_id: str) -> AnyResponse:
    """Written down in the audit log; the holder sees that I read along."""
    return _stepped(lambda: reading_along.begin(me(), public_id), back_to, public_id)


@bp.get("/overview/person/<public_id>")
def ask_end_sessions(public_id: str) -> Response:
    """Asks first: they may be in the middle of a sentence."""
    return page("staff/overview/end.html", person=accounts.member(public_id))


@bp.post("/overview/person/<public_id>/end")
def end_sessions(public_id: str) -> AnyResponse:
    person = accounts.member(public_id)
    return _stepped(lambda: overview.end_sessions(me(), person), _done, "sessions-ended")


def _stepped(verb: Callable[[], object], then: Callable[[str], AnyResponse], where: str) -> AnyResponse:
    try:
        with unit_of_work():
            verb()
    except DomainError as error:
        return _page(error)
    return then(where)


def _done(said: str) -> AnyResponse:
    return redirect(url_for("staff.overview", said=said), 303)


def _page(error: DomainError | None = None) -> Response:
    today = overview.curve()
    return page(
        "staff/overview/overview.html",
        fragments=FRAGMENTS,
        status=status_of(error) if error else 200,
        working=overview.working(),
        queue=queries.queue(),
        held=overview.held(),
        owed=followups.lists(actor()),
        at_desk=[(one.public_id, one.name) for one in presence.at_desk()],
        slots=today,
        drawn=curve.drawn(today),
        registered=_registered(),
        waited=rows.waited,
        about=_about,
        problem=sentence(error) if error else "",
        said=words.done(request.args.get("said")),
        my_id=me().id,
    )


def _about(row: Any) -> str:
    """Language and matter: nothing of what was written."""
    matter = i18n.say(matter_titles(row.matter)) if row.matter else ""
    return " · ".join(part for part in (i18n.locales()[row.locale].name, matter) if part)


def _registered() -> list[tuple[str, int]]:
    counts = registering.counted_today()
    return [(name, counts[channel]) for channel, name in register.channels() if counts.get(channel)]
