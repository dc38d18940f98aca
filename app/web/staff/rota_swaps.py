"""One day of a shift goes to somebody else: ask, accept, refuse, withdraw, cannot come, take, give, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import DomainError, NotFound
from app.core.unit import unit_of_work
from app.domain.rota import queries, shapes, swaps
from app.web.session import me
from app.web.staff.blueprint import bp
from app.web.staff.rota import mine_page, turn_page


@bp.post("/rota/shift/<public_id>/<day>/ask")
def ask_swap(public_id: str, day: str) -> AnyResponse:
    form = request.form
    return _day(
        public_id, day, "swap-asked", lambda: swaps.ask(me(), public_id, day, form.get("to", ""), form.get("note", ""))
    )


@bp.post("/rota/shift/<public_id>/<day>/cannot-come")
def cannot_come(public_id: str, day: str) -> AnyResponse:
    return _day(
        public_id, day, "cannot-come", lambda: swaps.cannot_come(me(), public_id, day, request.form.get("note", ""))
    )


@bp.post("/rota/shift/<public_id>/<day>/take")
def take_shift(public_id: str, day: str) -> AnyResponse:
    return _day(public_id, day, "shift-taken", lambda: swaps.take(me(), public_id, day))


@bp.post("/rota/shift/<public_id>/<day>/give")
def give_shift(public_id: str, day: str) -> AnyResponse:
    return _day(public_id, day, "shift-given", lambda: swaps.give(me(), public_id, day, request.form.get("to", "")))


@bp.post("/rota/swap/<public_id>/accept")
def accept_swap(public_id: str) -> AnyResponse:
    return _asked("swap-accepted", lambda: swaps.accept(me(), public_id))


@bp.post("/rota/swap/<public_id>/refuse")
def refuse_swap(public_id: str) -> AnyResponse:
    return _asked("swap-refused", lambda: swaps.refuse(me(), public_id))


@bp.post("/rota/swap/<public_id>/withdraw")
def withdraw_swap(public_id: str) -> AnyResponse:
    return _asked("swap-withdrawn", lambda: swaps.withdraw(me(), public_id))


@bp.post("/rota/swap/<public_id>/take-back")
def take_swap_back(public_id: str) -> AnyResponse:
    return _asked("shift-taken-back", lambda: swaps.take_back(me(), public_id))


@bp.app_template_global()
def swaps_asked() -> int:
    """How many swaps wait for whoever reads the page; beside the way to the rota."""
    return queries.count_asked(me())


def _day(public_id: str, day: str, said: str, verb: Callable[[], Any]) -> AnyResponse:
    """Does it and shows the day again; what is agreed can be undone there, what was typed stays where it was refused."""
    try:
        with unit_of_work():
            row = verb()
            undo = {} if said == "swap-asked" else {"undo": "swap", "swap": row.public_id}
    except NotFound:
        raise
    except DomainError as error:
        return turn_page(queries.turn(public_id, shapes.day_of(day, "day")), error)
    return redirect(url_for("staff.rota_turn", public_id=public_id, day=day, said=said, **undo), 303)


def _asked(said: str, verb: Callable[[], Any]) -> AnyResponse:
    try:
        with unit_of_work():
            verb()
    except DomainError as error:
        return mine_page(error)
    return redirect(url_for("staff.my_shifts", said=said), 303)
