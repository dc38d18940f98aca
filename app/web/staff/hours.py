"""The team's hours: weekly, single days, holidays and the clock. For coordinators."""

from __future__ import annotations

import json
from zoneinfo import available_timezones

from flask import Response, redirect, request, url_for
from holidays import list_supported_countries
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.places import queries, services
from app.domain.rota import services as rota
from app.web.filters import cldr
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import me
from app.web.staff import undo, words
from app.web.staff.blueprint import bp

NEAR = ("Europe/", "Atlantic/", "America/Nuuk", "America/Scoresbysund", "America/Danmarkshavn", "Arctic/", "UTC")


@bp.get("/hours")
def hours() -> Response:
    return _hours()


@bp.post("/hours/weekly")
def add_hours() -> AnyResponse:
    form = request.form
    try:
        with unit_of_work():
            services.add_span(me(), form.getlist("days"), form.get("opens", ""), form.get("closes", ""))
    except DomainError as error:
        return _hours(422, {"days" if error.code == "day_missing" else "opens": sentence(error)})
    return _back()


@bp.post("/hours/weekly/remove")
def remove_hours() -> AnyResponse:
    form = request.form
    with unit_of_work():
        services.remove_span(me(), form.get("day", ""), form.get("opens", ""), form.get("closes", ""))
    return _back("weekly", days=form.get("day", ""), opens=form.get("opens", ""), closes=form.get("closes", ""))


@bp.post("/hours/days")
def add_exception() -> AnyResponse:
    form, before = request.form, _day(request.form.get("date", ""))
    try:
        with unit_of_work():
            services.set_exception(
                me(), form.get("date", ""), form.get("from", ""), form.get("to", ""), form.get("note", "")
            )
    except DomainError as error:
        return _hours(422, {"date" if error.code == "date_wrong" else "from": sentence(error)})
    return _back("days", **before) if before else _back("day", date=form.get("date", ""))


@bp.post("/hours/days/remove")
def remove_exception() -> AnyResponse:
    form = request.form
    with unit_of_work():
        services.remove_exception(me(), form.get("date", ""))
    kept = {name: form[name] for name in ("date", "from", "to", "note") if form.get(name)}
    return _back("days", **kept)


@bp.post("/hours/settings")
def change_hours_settings() -> AnyResponse:
    with unit_of_work():
        before = {"timezone": queries.team_settings().timezone, "holidays": queries.team_settings().holidays or ""}
        rota.change_settings(me(), request.form.get("timezone", ""), request.form.get("holidays", ""))
    return _back("settings", **before)


@bp.post("/hours/rota")
def follow_rota() -> AnyResponse:
    """Where visitors' hours come from; what it was before comes along, so that it can be put back."""
    with unit_of_work():
        before = queries.team_settings().follows_rota
        rota.follow(me(), request.form.get("source") == "rota")
    return _back("source", source="rota" if before else "weekly")


def _day(date: str) -> dict[str, str]:
    """The day that differs as it stood, as its form holds it; nothing for a usual one."""
    row = next((one for one in queries.team_exceptions() if one.day.isoformat() == date), None)
    if row is None:
        return {}
    times = {"from": row.opens, "to": row.closes}
    return {"date": date, "note": row.note, **{name: at.strftime("%H:%M") for name, at in times.items() if at}}


def _back(kind: str = "", **fields: str) -> AnyResponse:
    """To the page; what stood there before comes along, so that it can be put back for as long as nothing else is changed."""
    kept = undo.sealed(json.dumps([kind, fields]), _stands()) if kind else None
    return redirect(url_for("staff.hours", said="hours", undo=kept), 303)


def _undo() -> tuple[str, dict[str, str]]:
    """What kind of change this page tells of, and the form that takes it back."""
    carried = undo.opened(request.args.get("undo", ""), _stands())
    kind, fields = json.loads(carried) if carried else ("", {})
    return kind, fields


def _stands() -> str:
    rows = [(row.day, str(row.opens), str(row.closes)) for row in queries.team_hours()]
    single = [(str(row.day), str(row.opens), str(row.closes), row.note) for row in queries.team_exceptions()]
    settings = queries.team_settings()
    return json.dumps([rows, single, settings.follows_rota, settings.timezone, settings.holidays or ""])


def _hours(status: int = 200, errors: dict[str, str] | None = None) -> Response:
    return page(
        "staff/hours/hours.html",
        status=status,
        errors=errors or {},
        given=request.form if status != 200 else {},
        chosen=request.form.getlist("days"),
        said=words.done(request.args.get("said")),
        undo=_undo(),
        weekdays=words.weekdays(),
        weekly=queries.team_hours(),
        exceptions=queries.team_exceptions(),
        coming=queries.coming_days(),
        short_day=words.short_day,
        state=queries.team_state(clock.now()),
        settings=queries.team_settings(),
        zones=[(zone, zone.replace("_", " ")) for zone in sorted(available_timezones()) if zone.startswith(NEAR)],
        countries=_countries(),
    )


def _countries() -> list[tuple[str, str]]:
    """Countries whose holidays are known, by the reader's names for them."""
    names = cldr().territories
    known = [(code, str(names[code])) for code in list_supported_countries() if code in names]
    return sorted(known, key=lambda row: row[1].casefold())
