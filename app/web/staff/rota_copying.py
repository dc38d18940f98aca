"""A week of the rota copied to the next, and what came in one go taken out again."""

from __future__ import annotations

from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.rota import copying
from app.domain.rota.copying import Copied
from app.domain.rota.weeks import WEEK
from app.web.session import me
from app.web.staff.blueprint import bp
from app.web.staff.rota import refused, week_of


@bp.post("/rota/copy")
def copy_week() -> AnyResponse:
    """To the next week, which is shown with what came of it."""
    week = request.form.get("week", "")
    try:
        with unit_of_work():
            done = copying.copy_week(me(), week)
    except DomainError as error:
        return refused(week, error)
    to = (week_of(week) + WEEK).isoformat()
    return redirect(url_for("staff.rota", week=to, said="week-copied", **_what_came_of_it(done)), 303)


def _what_came_of_it(done: Copied) -> dict[str, Any]:
    """How many were made and what was left out, for the page; and by what it is taken out again."""
    undo = {"undo": "batch", "batch": done.batch} if done.made else {}
    closed = [day.isoformat() for day in sorted(done.closed)]
    return {"made": len(done.made), "closed": closed, "busy": done.busy, "calls": done.on_call, **undo}


@bp.post("/rota/take-out")
def take_out_of_rota() -> AnyResponse:
    with unit_of_work():
        first = copying.take_out(me(), request.form.get("batch", ""))
    return redirect(url_for("staff.rota", week=first.isoformat(), said="shift-taken-back"), 303)
