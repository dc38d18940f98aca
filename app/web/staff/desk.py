"""The desk: who waits, what is mine, the open conversation beside it; and where I am."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import Response, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n, ids
from app.core.errors import DomainError, Invalid, NotFound
from app.core.i18n import gettext as _
from app.core.unit import unit_of_work
from app.domain.accounts import skills
from app.domain.accounts.queries import StaffMember
from app.domain.chat import desk, followups, presence, pulls, queries
from app.domain.chat import pace as rush
from app.domain.chat.permissions import StaffActor
from app.domain.chat.terms import Availability, Status
from app.domain.guides.titles import matter_titles
from app.extensions import htmx
from app.web import lines, origin, team
from app.web.errors import status_of
from app.web.page import only_a_part, page
from app.web.sentences import sentence
from app.web.staff import card_search, pace, registered, rows, standing
from app.web.staff.blueprint import bp

FRAGMENTS = ("desk_queue",)


def me() -> StaffActor:
    """The staff member of this request, as the chat's permissions know them."""
    if "actor" not in g:
        g.actor = desk.actor_of(current_user._get_current_object())
    found: StaffActor = g.actor
    return found


def wants_json() -> bool:
    """A script asks for JSON; a form gets the page again."""
    return request.accept_mimetypes.best == "application/json"


def back_to(public_id: str | None) -> AnyResponse:
    """To a conversation, or to the desk with nothing open."""
    if public_id is None:
        return redirect(url_for("staff.home"), 303)
    return redirect(url_for("staff.conversation", public_id=public_id, _anchor="desk_talk"), 303)


def on_to_the_next(closed: str = "") -> AnyResponse:
    """One conversation is off my hands: to the next of mine, or to the desk that says what was registered of it."""
    following = rows.next_of_mine(current_user.id)
    if following is None and closed:
        return redirect(url_for("staff.home", registered=closed), 303)
    return back_to(following)


def insists(error: DomainError) -> str:
    """Where to press once more; empty for what stays refused."""
    return request.path if error.code == "shift_ends" else ""


def refusals_at_the_desk(view: Callable[..., AnyResponse]) -> Callable[..., AnyResponse]:
    """Who is refused gets the desk again, with the reason and what was written; a script gets a line."""

    @wraps(view)
    def held(public_id: str, **rest: str) -> AnyResponse:
        try:
            return view(public_id, **rest)
        except DomainError as error:
            if wants_json() or (htmx and not htmx.boosted):
                raise
            more = {"error": sentence(error), "draft": request.form.get("text", ""), "note": request.form.get("kind")}
            more["insist"] = insists(error)
            return desk_page(public_id, status_of(error), **more)

    return held


@bp.get("/")
def home() -> Response:
    """The desk with nothing open; or its lists alone, with `open` and `beside` marked in them."""
    return desk_page(None, marked=request.args.get("open"), said=registered.said(request.args.get("registered", "")))


@bp.get("/conversation/<public_id>")
def conversation(public_id: str) -> Response:
    """The desk with one conversation open: mine to write in, or one in the queue to read before claiming."""
    return desk_page(public_id)


@bp.post("/availability")
def availability() -> AnyResponse:
    """Online, busy, away or offline."""
    value = request.form.get("availability", "")
    if value not in set(Availability):
        raise Invalid("value_wrong")
    with unit_of_work():
        presence.go(current_user._get_current_object(), Availability(value))
    shown = request.form.get("open", "")
    return back_to(shown if shown and readable(shown) else None)


@bp.post("/swamped")
def swamped() -> AnyResponse:
    """A coordinator tells everybody who asks that many do, for half an hour; or no more."""
    with unit_of_work():
        rush.say_swamped(current_user._get_current_object(), request.form.get("on") == "yes")
    shown = request.form.get("open", "")
    return back_to(shown if shown and readable(shown) else None)


@bp.post("/beat")
def beat() -> Response:
    """The heartbeat, where the socket is blocked."""
    with unit_of_work():
        presence.beat(current_user.id)
    return Response("", 204)


def desk_page(public_id: str | None, status: int = 200, marked: str | None = None, **more: Any) -> Response:
    """The whole desk, or the region htmx asks for. With nothing open where this one may not be read, or not any more."""
    shown = _opened_still(public_id)
    if public_id and not shown:
        public_id = None
        if status in (200, 404):  # the lists stay where they are: whoever lost it turns to the next
            more |= {"error": _("A colleague has this conversation now, or it has ended."), "again": status == 200}
            status = 404
    second = _beside(public_id)
    main = public_id or marked
    held = queries.mine(current_user.id)
    talking = sum(row.status == Status.ACTIVE for row in held)
    lists = rows.lists(held, {main, request.args.get("beside")}, main)
    return page(
        "staff/desk/desk.html",
        fragments=FRAGMENTS,
        status=status,
        lists=lists,
        owed=followups.lists(me(), soon=True),
        **standing.lists(main),
        closing=team.closing_words(),
        **pace.around(),
        availability=presence.of(current_user.id),
        talking=talking,
        full=talking >= current_user.limit,
        open=shown,
        marked=marked,
        beside=second,
        **(more if only_a_part(FRAGMENTS) else {**_around(shown), **more}),
    )


def _around(shown: dict[str, Any] | None) -> dict[str, Any]:
    """What only the whole page has, and the lists, which are asked for over and over, do not."""
    proposed = card_search.proposed(shown) if shown and shown["status"] != Status.CLOSED else None
    return {
        "here": "desk",
        **standing.around(shown),
        **standing.room(),
        "colleagues": _colleagues(shown["locale"].code) if shown and shown["mine"] else [],
        "key": ids.new_token(),
        **({"proposed": proposed} if proposed is not None else {}),
    }


def _colleagues(spoken: str) -> list[tuple[str, str]]:
    """Who can take over, with the languages they answer in and what they can; those who speak the visitor's come first."""
    others = sorted(
        (one for one in presence.online() if one.id != current_user.id), key=lambda one: spoken not in one.languages
    )
    known, can = i18n.locales(), skills.named()

    def about(one: StaffMember) -> list[str]:
        return [
            *(known[code].name for code in one.languages if code in known),
            *(i18n.say(names) for names in can.get(one.id, ())),
        ]

    return [(one.public_id, " · ".join([one.name, *about(one)])) for one in others]


def _beside(public_id: str | None) -> dict[str, Any] | None:
    """The second conversation on a wide screen: one of mine, or none."""
    wanted = request.args.get("beside")
    if not public_id or wanted == public_id:
        return None
    found = _opened_still(wanted)
    return found if found and found["mine"] else None


def readable(public_id: str) -> bool:
    """Whether I may still read it."""
    try:
        queries.conversation_for(me(), public_id)
    except NotFound:
        return False
    return True


def state_of(row: Any, mine: bool) -> dict[str, Any]:
    """What stands above the log, of a row that was read just now."""
    return {
        "id": row.public_id,
        "claim": row.claim,
        "status": Status(row.status),
        "mine": mine,
        "registered": row.inquiry_id is not None,
        "closed_by": row.closed_by,
        "warned": row.warned,
        "left": row.left_message,
        "due": row.due_at,
        **standing.of(row, mine),
        "seen": row.visitor_seen_seq,
    }


def opened(public_id: str) -> dict[str, Any]:
    """Everything about one conversation that the desk shows."""
    actor = me()
    found = pulls.row_for(actor, public_id)
    row = queries.desk_row(found.id)
    log = lines.for_staff(pulls.messages_after(actor, found), found.first_name)
    said = [line for line in log if line.side == "theirs"]
    return {
        **state_of(found, found.assignee_id == actor.id),
        "first_name": found.first_name,
        "name": found.first_name or _("Visitor"),
        "locale": i18n.locales()[found.locale],
        "area": i18n.say(row.area_names),
        "area_code": row.area,
        "matter": row.matter,
        "matter_title": i18n.say(matter_titles(row.matter)) if row.matter else "",
        "brought": origin.of_conversation(found.origin),
        "query": found.origin.get("query", ""),
        "asked": found.queued_at,
        "waited": rows.waited(found.queued_at, found.claimed_at),
        "level": pace.level(pace.unanswered(row)),
        "lines": log,
        "said": said,
        "said_seq": said[-1].seq if said else 0,
        "sent": {(line.card.kind, line.card.ref) for line in log if line.card},
    }


def _opened_still(public_id: str | None) -> dict[str, Any] | None:
    """The same, or None. Not asked beforehand: a colleague in another process may take it in between."""
    try:
        return opened(public_id) if public_id else None
    except NotFound:
        return None
