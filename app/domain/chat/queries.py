"""Reads: what a visitor sees of their conversation, what the desk sees of everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select

from app.core import clock, db
from app.core.db import session
from app.domain.accounts.showing import name_for_visitors
from app.domain.chat import beside, presence, pulls, secrets
from app.domain.chat.models import Conversation, Message
from app.domain.chat.permissions import Action, Actor, Visitor, authorize
from app.domain.chat.pulls import MessageView as MessageView
from app.domain.chat.pulls import messages_after as messages_after
from app.domain.chat.terms import ClosedBy, Kind, Sender, Status
from app.domain.chat.wait import WINDOW_DAYS, Wait, estimate
from app.domain.guides.models import Matter
from app.domain.places.models import Area

# Those a librarian let go of again before all others; then oldest first, by when they first joined.
QUEUE_ORDER = (Conversation.returned.desc(), Conversation.queued_at, Conversation.id)
# Ended without anybody saying how: whoever held it still can.
UNREGISTERED = (ClosedBy.VISITOR, ClosedBy.IDLE, ClosedBy.BLOCKED)


_closed_lately = Conversation.closed_at >= bindparam("since")
_CLOSINGS = select(func.count(), func.max(Conversation.closed_at)).where(_closed_lately)
_HANDLED = select(Conversation.claimed_at, Conversation.closed_at).where(
    _closed_lately, Conversation.claimed_at.is_not(None), Conversation.left_message.is_(False)
)
_took: tuple[tuple[Any, ...], Sequence[float]] | None = None


@dataclass(frozen=True)
class VisitorView:
    """A conversation as its visitor sees it. `place` is 1 for the next in line, None when not waiting.

    `returned`: back in the queue, before all who have not been helped yet. `still_asked`: we asked "still there?".
    `due_at`: by when an answer was promised.
    """

    public_id: str
    status: Status
    locale: str
    first_name: str
    staff_name: str
    last_seq: int
    place: int | None
    wait: Wait | None
    rating: int | None
    left_message: bool
    closed_at: datetime | None
    closed_by: str | None
    seen_by_staff: int
    origin: dict[str, Any]
    returned: bool
    still_asked: bool
    due_at: datetime | None


@dataclass(frozen=True)
class DeskRow:
    """A conversation in a list at the desk. `waiting_on_us`: the last words are the visitor's.

    `said` and `said_at`: the visitor's latest words; `answered_at`: ours. `handed`: a colleague handed it over, and its holder
    has not said yes; `came_back`: from a colleague who did not take it. `skill`: what it asks for; `narrow`: only those who
    are told first have been told of it. `number`: its digit at its holder's desk.
    """

    public_id: str
    status: Status
    locale: str
    first_name: str
    question: str
    matter: str | None
    area_names: dict[str, str]
    origin: dict[str, Any]
    since: datetime
    claim: int
    unread: int
    left_message: bool
    waiting_on_us: bool
    due_at: datetime | None
    area: str | None
    claimed_at: datetime | None
    said: str
    said_at: datetime
    answered_at: datetime | None
    handed: bool
    came_back: bool
    skill: int | None
    narrow: bool
    returned: bool
    still_asked: bool
    number: int | None


def visitor_by_token(token: str) -> Visitor | None:
    """The visitor a cookie belongs to, or None."""
    return secrets.holder_of(token)


def conversation_for(actor: Actor, public_id: str, action: Action = Action.READ) -> Conversation:
    """The conversation, if this actor may do this with it; NotFound otherwise."""
    found = session.execute(
        select(Conversation).where(Conversation.public_id == public_id).execution_options(populate_existing=True)
    ).scalar()
    return authorize(actor, action, found, beside.way(actor, found))


def visitor_view(visitor: Visitor) -> VisitorView:
    """Everything above the log, re-read now."""
    return view_of(pulls.own_row(visitor))


def view_of(row: Any) -> VisitorView:
    """The same of a row that was read just now."""
    place = place_of(row) if row.status == Status.QUEUED else None
    return VisitorView(
        public_id=row.public_id,
        status=Status(row.status),
        locale=row.locale,
        first_name=row.first_name,
        staff_name=name_for_visitors(row.staff_name, row.staff_shown),
        last_seq=row.last_seq,
        place=place,
        wait=wait_now(place - 1) if place else None,
        rating=row.rating,
        left_message=row.left_message,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        seen_by_staff=row.staff_seen_seq,
        origin=row.origin,
        returned=row.returned,
        still_asked=row.still_asked_at is not None,
        due_at=row.due_at,
    )


def place_of(conversation: Conversation) -> int:
    """Place in the queue, 1 for the next: those who came back first, then oldest first by when they first joined it."""
    earlier = (Conversation.queued_at < conversation.queued_at) | (
        (Conversation.queued_at == conversation.queued_at) & (Conversation.id < conversation.id)
    )
    returned = Conversation.returned.is_(True)
    ahead = session.execute(
        select(func.count()).where(
            Conversation.status == Status.QUEUED, returned & earlier if conversation.returned else returned | earlier
        )
    ).scalar_one()
    return ahead + 1


def queue_length() -> int:
    return session.execute(select(func.count()).where(Conversation.status == Status.QUEUED)).scalar_one()


def wait_now(ahead: int | None = None) -> Wait:
    """The honest wait for somebody with `ahead` people before them (the whole queue when not given)."""
    in_all, free = presence.capacity()
    # People in the queue already have a claim on the free places.
    return estimate(queue_length() if ahead is None else ahead, _handling(), in_all, free)


def _handling() -> Sequence[float]:
    """What closings of the last weeks took. Everybody who waits asks, so they are read again only when there is another."""
    global _took
    since = clock.now() - clock.days(WINDOW_DAYS)
    known = (db.engine(), *session.execute(_CLOSINGS, {"since": since}).one())
    if _took is None or _took[0] != known:
        rows = session.execute(_HANDLED, {"since": since})
        _took = known, [max(0.0, (closed - claimed).total_seconds()) for claimed, closed in rows if claimed and closed]
    return _took[1]


def queue() -> list[DeskRow]:
    """Who waits, in the queue's order."""
    return _rows(_QUEUED)


def left_messages() -> list[DeskRow]:
    """Messages that were left and nobody owns, oldest first."""
    return _rows(_LEFT)


def desk_row(conversation_id: int) -> DeskRow:
    """One conversation as the desk's lists show it."""
    return _rows(_ONE, id=conversation_id)[0]


def mine(staff_id: int) -> list[DeskRow]:
    """A member's open conversations, oldest first, and those that ended without them and nobody registered yet."""
    return _rows(_MINE, staff_id=staff_id)


def _of_theirs(what: Any, *conditions: Any, last: bool = True) -> Any:
    """`what` of the first or last line of each conversation that meets the conditions."""
    query = select(what).where(_message.conversation_id == _conversation.id, *conditions)
    return query.order_by(_message.seq.desc() if last else _message.seq).limit(1).scalar_subquery()


def _listed(condition: Any) -> Select[Any]:
    """The query of one list. Made once, when this file is read: it takes longer to write down than to answer."""
    theirs = _message.sender == Sender.VISITOR
    new = (_message.conversation_id == _conversation.id, theirs, _message.seq > _conversation.staff_seen_seq)
    return (
        select(
            Conversation.__table__,
            _of_theirs(_message.text, theirs, last=False).label("question"),
            select(func.count()).where(*new).scalar_subquery().label("unread"),
            _of_theirs(_message.sender, _message.kind.in_((Kind.TEXT, Kind.CARD))).label("last"),
            _of_theirs(_message.text, theirs).label("said"),
            _of_theirs(_message.created_at, theirs).label("said_at"),
            _matter.code.label("matter"),
            _area.code.label("area"),
            _area.names.label("area_names"),
        )
        .outerjoin(Matter.__table__, _matter.id == _conversation.matter_id)
        .outerjoin(Area.__table__, _area.id == _conversation.area_id)
        .where(condition, _conversation.erased_at.is_(None))
        .order_by(*QUEUE_ORDER)
        .limit(200)
    )


_conversation, _message = Conversation.__table__.c, Message.__table__.c
_matter, _area = Matter.__table__.c, Area.__table__.c
_unregistered = _conversation.closed_by.in_(UNREGISTERED) & _conversation.inquiry_id.is_(None)
_open_still = (_conversation.status != Status.CLOSED) | _unregistered
_QUEUED = _listed(_conversation.status == Status.QUEUED)
_LEFT = _listed((_conversation.status == Status.WAITING) & _conversation.assignee_id.is_(None))
_MINE = _listed((_conversation.assignee_id == bindparam("staff_id")) & _open_still)
_ONE = _listed(_conversation.id == bindparam("id"))


def _rows(query: Select[Any], **values: object) -> list[DeskRow]:
    return [_row(row) for row in session.execute(query, values)]


def _row(row: Any) -> DeskRow:
    return DeskRow(
        public_id=row.public_id,
        status=Status(row.status),
        locale=row.locale,
        first_name=row.first_name,
        question=row.question or "",
        matter=row.matter,
        area_names=row.area_names or {},
        origin=row.origin,
        since=row.queued_at,
        claim=row.claim,
        unread=row.unread,
        left_message=row.left_message,
        waiting_on_us=row.last == Sender.VISITOR,
        due_at=row.due_at,
        area=row.area,
        claimed_at=row.claimed_at,
        said=row.said or "",
        said_at=row.said_at or row.queued_at,
        answered_at=row.staff_at,
        handed=row.handed_at is not None,
        came_back=row.handed_at is not None and row.handed_by_id is None,
        skill=row.skill_id,
        narrow=row.wide_at is not None,
        returned=row.returned,
        still_asked=row.still_asked_at is not None,
        number=row.desk_number,
    )
