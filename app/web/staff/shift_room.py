"""The room of the shift: a part of the desk, and a page with the whole week."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import ids
from app.core.errors import Invalid
from app.core.unit import unit_of_work
from app.domain.chat import shift_room as room
from app.web.page import page
from app.web.sentences import sentence
from app.web.staff.blueprint import bp
from app.web.staff.desk import me, wants_json
from app.web.whole import whole


@bp.get("/shift-room")
def shift_room() -> Response:
    """All of it; or its latest lines (`most`), for the part at the desk."""
    return _room(room.lines(whole(request.args.get("most", ""), room.MOST)))


@bp.post("/shift-room")
def say_in_shift_room() -> AnyResponse:
    try:
        with unit_of_work():
            said = room.say(me(), request.form.get("line", ""), request.form.get("key", ""))
    except Invalid as error:
        if wants_json():
            raise
        return _room(room.lines(), request.form.get("line", ""), sentence(error), 422)
    return jsonify(line=said) if wants_json() else redirect(url_for("staff.shift_room", _anchor="shift-text"), 303)


def _room(lines: list[room.Said], text: str = "", error: str = "", status: int = 200) -> Response:
    found: dict[str, Any] = {"shift": lines, "text": text, "error": error, "key": ids.new_token()}
    return page("staff/desk/shift_room.html", status=status, here="desk", **found)
