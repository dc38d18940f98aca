"""The rota: a week of it, one shift on one day, and a colleague's own list. For everybody on the team."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import DomainError, Invalid
from app.core.i18n import gettext as _
from app.core.unit import unit_of_work
from app.domain.accounts.permissions import Action, may
from app.domain.rota import calendar, permissions, queries, services, shapes, weeks
from app.domain.rota.queries import Turn
from app.domain.rota.weeks import DAY, WEEK
from app.web.page import page
from app.web.session import me
from app.web.staff import rota_words as words
from app.web.staff.blueprint import bp
from app.web.staff.words import short_day

# What a calendar keeps of the past.
KEPT_DAYS = 14


@bp.get("/rota")
def rota() -> Response:
    """The week of `?week=` (any day of it), else this one; a day that is none shows this week."""
    return _week(week_of(request.args.get("week", "")))


@bp.get("/rota/shift/<public_id>/<day>")
def rota_turn(public_id: str, day: str) -> Response:
    return turn_page(queries.turn(public_id, shapes.day_of(day, "day")))


@bp.get("/rota/mine")
def my_shifts() -> Response:
    return mine_page()


@bp.post("/rota/mine/hours")
def choose_hours() -> AnyResponse:
    try:
        with unit_of_work():
            services.choose_hours(me(), request.form.get("most_hours", ""))
    except DomainError as error:
        return mine_page(error)
    return redirect(url_for("staff.my_shifts", said="most-hours"), 303)


@bp.post("/rota/mine/calendar")
def new_calendar() -> Response:
    """Answers the POST itself: the link is a secret that is shown once."""
    with unit_of_work():
        token = services.new_calendar(me())
    link = current_app.config["SETTINGS"].public_url + url_for("staff.rota_calendar", token=token)
    return mine_page(link=link)


@bp.post("/rota/mine/calendar/end")
def end_calendar() -> AnyResponse:
    with unit_of_work():
        services.end_calendar(me())
    return redirect(url_for("staff.my_shifts", said="calendar-ended"), 303)


@bp.get("/rota/mine/shifts.ics")
def my_calendar() -> Response:
    return _file(me())


@bp.get("/rota/calendar/<token>.ics")
def rota_calendar(token: str) -> Response:
    """For calendar programs, which do not log in: the secret in the address is the key."""
    return _file(queries.owner_of_calendar(token))


def week_of(typed: str) -> date:
    """The Monday of the week that was asked for; of this week where that is no day, or none that anybody plans for."""
    today = queries.today()
    try:
        day = shapes.day_of(typed, "week")
    except Invalid:
        day = today
    return weeks.monday_of(day if abs(day - today) <= 2 * shapes.FARTHEST else today)


def refused(week: str, error: DomainError) -> Response:
    """The week that was looked at, with why nothing was changed."""
    return _week(week_of(week), error)


def turn_page(turn: Turn, error: DomainError | None = None) -> Response:
    """One shift on one day, with what this person may do about it."""
    actor, asked = me(), queries.ask_for(turn)
    coordinator = may(actor, Action.KEEP_ROTA)
    return page(
        "staff/rota/turn.html",
        status=409 if error else 200,
        problem=words.problem(error) if error else "",
        given=request.form if error else {},
        turn=turn,
        asked=asked,
        over=turn.ends.date() < queries.today(),
        mine=permissions.is_for(actor, turn.holder),
        coordinator=coordinator,
        may_end=permissions.may_end(actor, turn.shift),
        colleagues=_choices(queries.colleagues(actor)),
        everybody=_choices(queries.colleagues()),
        monday=weeks.monday_of(turn.day),
        day_before=turn.day - DAY,
        words=words,
        **words.said(),
    )


def mine_page(error: DomainError | None = None, link: str = "") -> Response:
    """Somebody's own shifts, what they are asked, and what they chose."""
    actor = me()
    return page(
        "staff/rota/mine.html",
        status=422 if error else 200,
        problem=words.problem(error) if error else "",
        given=request.form if error else {},
        turns=queries.coming_of(actor),
        asks=queries.asks_to(actor),
        asking=queries.asks_of(actor),
        nobody=queries.nobody_has(),
        choice=queries.choice_of(actor),
        link=link,
        words=words,
        short_day=short_day,
        **words.said(),
    )


def _week(monday: date, error: DomainError | None = None) -> Response:
    days = queries.week(monday)
    return page(
        "staff/rota/week.html",
        status=409 if error else 200,
        problem=words.problem(error) if error else "",
        monday=monday,
        before=monday - WEEK,
        after=monday + WEEK,
        today=queries.today(),
        title=words.week_title(monday),
        days=days,
        rows=words.rows(days),
        nobody=queries.nobody_has(),
        over=queries.over_hours([one for day in days for one in day.turns]),
        coordinator=may(me(), Action.KEEP_ROTA),
        words=words,
        short_day=short_day,
        **words.said(),
    )


def _file(person: Any) -> Response:
    first, last = queries.today() - KEPT_DAYS * DAY, queries.today() + queries.MINE_DAYS * DAY
    turns = [one for one in queries.turns_of(person, first, last) if not one.rests]
    body = calendar.text(turns, _("My shifts"), lambda one: words.kind(one.shift.kind))
    answer = Response(body, content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="shifts.ics"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _choices(people: Any) -> list[tuple[str, str]]:
    return [(person.public_id, person.name) for person in people]
