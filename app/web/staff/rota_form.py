"""Shifts come into the rota, change from a day on and end. Coordinators any; everybody may put themselves on call."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import DomainError, Forbidden, Invalid
from app.core.unit import unit_of_work
from app.domain.accounts.permissions import Action, may
from app.domain.rota import permissions, queries, services, shapes
from app.domain.rota.terms import ShiftKind
from app.web.page import page
from app.web.session import me
from app.web.staff import rota_words as words
from app.web.staff.blueprint import bp

FIELDS = ("kind", "first_day", "last_day", "repeat", "starts", "ends", "people")


@bp.get("/rota/new")
def new_shift() -> Response:
    """Empty, or as a copy of a shift (`?copy=`), on the day that was looked at."""
    asked, first = request.args, _first_day(request.args.get("day", ""))
    if asked.get("copy"):
        return _new(words.given_of(queries.shift(asked["copy"]), first))
    kind = ShiftKind.ON_CALL if asked.get("kind") == ShiftKind.ON_CALL else ShiftKind.STAFFED
    hours = ("18:00", "22:00") if kind == ShiftKind.ON_CALL else ("08:00", "16:00")
    return _new({"kind": kind, "first_day": first.isoformat(), "repeat": "1", "starts": hours[0], "ends": hours[1]})


@bp.post("/rota/new")
def add_shift() -> AnyResponse:
    form = request.form
    try:
        with unit_of_work():
            batch = services.add(me(), form, form.getlist("people"))[0].batch
    except DomainError as error:
        return _new(form, error)
    return redirect(url_for("staff.rota", week=form["first_day"], said="shift-added", undo="batch", batch=batch), 303)


@bp.get("/rota/shift/<public_id>/change")
def change_shift_form(public_id: str) -> Response:
    shift = queries.shift(public_id)
    first = queries.first_on(shift, _first_day(request.args.get("day", ""))) or shift.first_day
    person = shift.staff.public_id if shift.staff else services.NOBODY
    return _change(public_id, words.given_of(shift, first), [person])


@bp.post("/rota/shift/<public_id>/change")
def change_shift(public_id: str) -> AnyResponse:
    form = request.form
    try:
        with unit_of_work():
            done = services.change(me(), public_id, form, form.get("people", ""))
            undo = _undo_change(done)
    except DomainError as error:
        return _change(public_id, form, form.getlist("people"), error)
    said = "shift-dropped" if done.dropped else "shift-changed"
    return redirect(url_for("staff.rota", week=form["first_day"], said=said, **undo), 303)


@bp.post("/rota/shift/<public_id>/change/undo")
def undo_shift_change(public_id: str) -> AnyResponse:
    with unit_of_work():
        services.take_back_change(me(), public_id, request.form.get("old", ""), request.form.get("last", ""))
        week = queries.shift(public_id).first_day
    return redirect(url_for("staff.rota", week=week.isoformat(), said="shift-back"), 303)


@bp.post("/rota/shift/<public_id>/end")
def end_shift(public_id: str) -> AnyResponse:
    """Comes for the last time on `last_day`; `again`: that undoes an end."""
    form = request.form
    with unit_of_work():
        before = services.end(me(), public_id, form.get("last_day", ""))
    if "again" in form:
        return redirect(url_for("staff.rota", week=form.get("week", ""), said="shift-back"), 303)
    undo: dict[str, Any] = {"undo": "end", "last": before.isoformat() if before else "", "shift": public_id}
    return redirect(url_for("staff.rota", week=form.get("week", ""), said="shift-ended", **undo), 303)


def _undo_change(done: services.Changed) -> dict[str, Any]:
    last = done.last_day.isoformat() if done.last_day else ""
    return {"undo": "change", "new": done.new.public_id, "old": done.old.public_id, "last": last}


def _new(given: Any, error: DomainError | None = None) -> Response:
    coordinator = may(me(), Action.KEEP_ROTA)
    if not coordinator and given.get("kind") != ShiftKind.ON_CALL:
        raise Forbidden("role_needed", role="coordinator")
    chosen = request.form.getlist("people") if error else ([] if coordinator else [me().public_id])
    return _form(given, chosen, error, coordinator=coordinator)


def _change(public_id: str, given: Any, chosen: list[str], error: DomainError | None = None) -> Response:
    shift = queries.shift(public_id)
    permissions.authorize_end(me(), shift)
    return _form(given, chosen, error, shift=shift, coordinator=may(me(), Action.KEEP_ROTA))


def _form(given: Any, chosen: list[str], error: DomainError | None, **more: Any) -> Response:
    people = [(person.public_id, person.name) for person in queries.colleagues()]
    return page(
        "staff/rota/form.html",
        status=422 if error else 200,
        errors={words.field_of(error, dict.fromkeys(FIELDS)): words.problem(error)} if error else {},
        given=given,
        chosen=chosen,
        people=people,
        nobody=services.NOBODY,
        me=me(),
        words=words,
        **more,
    )


def _first_day(typed: str) -> date:
    """The day that was looked at, today at the earliest."""
    try:
        return max(queries.today(), shapes.day_of(typed, "day"))
    except Invalid:
        return queries.today()
