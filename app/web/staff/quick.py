"""The desk's side of the quick door: what is new in a conversation of mine, and what I say in it."""

from __future__ import annotations

from typing import Any

from app.core.quick import glance
from app.core.unit import unit_of_work
from app.domain.accounts import queries as accounts
from app.domain.accounts.tokens import COOKIE
from app.domain.chat import pulls
from app.domain.chat.permissions import StaffActor
from app.domain.chat.terms import Status
from app.domain.places import queries as places
from app.web import pulling
from app.web.quick_door import Asked, Unusual, open_road
from app.web.staff.conversations import drawn, store
from app.web.whole import whole


def _me(asked: Asked) -> StaffActor:
    """Who asks. Where something else comes first (a second step, noting that they are here), it is Flask's."""
    found = accounts.logged_in(asked.cookie(COOKIE))
    if found is None or found.due or (not found.totp and places.second_step_required()):
        raise Unusual
    return StaffActor(found.id, found.role, found.name)


def _drawn(actor: StaffActor, row: Any, after: int) -> str:
    mine = row.assignee_id == actor.id and row.status == Status.ACTIVE
    if not mine or row.handed_at is not None or row.beside_at is not None:
        raise Unusual
    return drawn(row, pulling.plain(pulls.messages_after(actor, row, after)), mine)


def pull(asked: Asked) -> str | None:
    """What is new at the desk, as `staff.messages` says it."""
    with glance():
        actor = _me(asked)
        row = pulls.row_for(actor, asked.talk)
        if pulling.is_known(row, asked.args.get("state")):
            return None
        html = _drawn(actor, row, whole(asked.args.get("after", "0")))
    pulling.on_disk(asked.talk)
    return html


def post(asked: Asked) -> dict[str, Any]:
    """Stores what the desk's script sends, as `staff.post` does."""
    with glance():
        actor = _me(asked)
    with unit_of_work():
        posted = store(actor, asked.talk, asked.form)
        return pulling.answered(
            posted, asked.form.get("after"), lambda after: _drawn(actor, pulls.row_for(actor, asked.talk), after)
        )


open_road("GET", "staff.messages", pull)
open_road("POST", "staff.post", post)
