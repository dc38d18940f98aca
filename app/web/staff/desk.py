"""The desk: who waits, what is mine, the open conversation beside it; and where I am."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Response, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock, i18n, ids
from app.core.errors import Invalid
from app.core.i18n import gettext as _
from app.core.i18n import ngettext
from app.core.unit import unit_of_work
from app.domain.chat import desk, presence, queries
from app.domain.chat.permissions import StaffActor
from app.domain.chat.queries import DeskRow
from app.domain.chat.terms import Availability, Status
from app.domain.guides.titles import matter_titles
from app.web import lines, origin
from app.web.page import page
from app.web.staff.blueprint import bp

LATE_MINUTES = 5
FRAGMENTS = ("desk_queue",)


@dataclass(frozen=True)
class Row:
    """A line in a list at the desk, in the staff member's words."""

    url: str
    name: str
    question: str
    language: str
    language_tag: str
    area: str
    matter: str
    waited: str
    unread: int
    current: bool
    late: bool


def me() -> StaffActor:
    """The staff member of this request, as the chat's permissions know them."""
    return desk.actor_of(current_user._get_current_object())


def wants_json() -> bool:
    """A script asks for JSON; a form gets the page again."""
    return request.accept_mimetypes.best == "application/json"


def back_to(public_id: str) -> AnyResponse:
    return redirect(url_for("staff.conversation", public_id=public_id), 303)


@bp.get("/")
def home() -> Response:
    """The desk with nothing open."""
    return desk_page(None)


@bp.get("/conversation/<public_id>")
def conversation(public_id: str) -> Response:
    """The desk with one conversation open: mine to write in, or one in the queue to read before claiming."""
    return desk_page(public_id)


@bp.post("/availability")
def availability() -> AnyResponse:
    """Online, away or offline."""
    value = request.form.get("availability", "")
    if value not in set(Availability):
        raise Invalid("value_wrong")
    with unit_of_work():
        presence.go(current_user._get_current_object(), Availability(value))
    back = request.form.get("open")
    return back_to(back) if back else redirect(url_for("staff.home"), 303)


@bp.post("/beat")
def beat() -> Response:
    """The heartbeat, where the socket is blocked."""
    with unit_of_work():
        presence.beat(current_user.id)
    return Response("", 204)


def desk_page(public_id: str | None, status: int = 200, **more: Any) -> Response:
    """The whole desk, or the region htmx asks for."""
    waiting = [_row(row, public_id) for row in queries.queue()]
    return page(
        "staff/desk/desk.html",
        fragments=FRAGMENTS,
        status=status,
        queue=waiting,
        mine=[_row(row, public_id, mine=True) for row in queries.mine(current_user.id)],
        here="desk",
        availability=presence.of(current_user.id),
        online=presence.online(),
        open=opened(public_id) if public_id else None,
        key=ids.new_token(),
        **more,
    )


def opened(public_id: str) -> dict[str, Any]:
    """Everything about one conversation that the desk shows."""
    actor = me()
    found = queries.conversation_for(actor, public_id)
    rows = {row.public_id: row for row in [*queries.queue(), *queries.mine(actor.id)]}
    row = rows.get(public_id)
    return {
        "id": public_id,
        "claim": found.claim,
        "status": Status(found.status),
        "mine": found.assignee_id == actor.id,
        "registered": found.inquiry_id is not None,
        "name": found.first_name or _("Visitor"),
        "locale": i18n.locales()[found.locale],
        "area": i18n.say(row.area_names) if row else "",
        "matter": row.matter if row else None,
        "matter_title": i18n.say(matter_titles(row.matter)) if row and row.matter else "",
        "brought": origin.of_conversation(found.origin),
        "query": found.origin.get("query", ""),
        "left": found.left_message,
        "seen": found.visitor_seen_seq,
        "lines": lines.for_staff(queries.messages_after(actor, found)),
    }


def _row(row: DeskRow, current: str | None, mine: bool = False) -> Row:
    locale = i18n.locales()[row.locale]
    minutes = int((clock.now() - row.since).total_seconds() // 60)
    return Row(
        url=url_for("staff.conversation", public_id=row.public_id),
        name=row.first_name or _("Visitor"),
        question=row.question,
        language=locale.name,
        language_tag=locale.tag,
        area=i18n.say(row.area_names),
        matter=_("Left message") if row.left_message else i18n.say(matter_titles(row.matter)) if row.matter else "",
        waited=_waited(minutes),
        unread=row.unread if mine else 0,
        current=row.public_id == current,
        late=minutes >= LATE_MINUTES and row.waiting_on_us,
    )


def _waited(minutes: int) -> str:
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("%(count)s minute", "%(count)s minutes", minutes)
    hours = minutes // 60
    return ngettext("%(count)s hour", "%(count)s hours", hours)
