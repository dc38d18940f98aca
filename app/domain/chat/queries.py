"""Reads: what a visitor sees of their conversation, what the desk sees of everybody's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.core import clock
from app.core.db import session
from app.domain.accounts.models import StaffMember
from app.domain.chat import presence, secrets
from app.domain.chat.models import Conversation, Message
from app.domain.chat.permissions import Action, Actor, Visitor, authorize
from app.domain.chat.terms import Activity, Kind, Sender, Status
from app.domain.chat.wait import WINDOW_DAYS, Wait, estimate
from app.domain.guides.models import Matter
from app.domain.places.models import Area


@dataclass(frozen=True)
class MessageView:
    """One line as a reader gets it; `card` is (kind, slug, revision), turned into words by the face.

    `area` is where the visitor is, known on cards only: it decides who a card points at.
    """

    seq: int
    sender: Sender
    kind: Kind
    text: str
    masked: int
    activity: str | None
    staff_name: str
    card: tuple[str, str, int] | None
    client_key: str | None
    at: datetime
    area: str | None = None


@dataclass(frozen=True)
class VisitorView:
    """A conversation as its visitor sees it. `place` is 1 for the next in line, None when not waiting."""

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
    seen_by_staff: int
    origin: dict[str, Any]


@dataclass(frozen=True)
class DeskRow:
    """A conversation in a list at the desk. `waiting_on_us`: the last words are the visitor's.

    `said` and `said_at`: the visitor's latest words. `handed`: a colleague handed it over, and nothing was done since.
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
    handed: bool


def visitor_by_token(token: str) -> Visitor | None:
    """The visitor a cookie belongs to, or None."""
    found = secrets.holder_of(token)
    return Visitor(found.id, found.public_id) if found else None


def conversation_for(actor: Actor, public_id: str, action: Action = Action.READ) -> Conversation:
    """The conversation, if this actor may do this with it; NotFound otherwise."""
    found = session.execute(
        select(Conversation).where(Conversation.public_id == public_id).execution_options(populate_existing=True)
    ).scalar()
    return authorize(actor, action, found)


def messages_after(actor: Actor, conversation: Conversation, after: int = 0) -> list[MessageView]:
    """Lines with `seq` above `after`, in order. Visitors never get notes, so `seq` may skip for them."""
    query = (
        select(Message, StaffMember.name)
        .outerjoin(StaffMember, StaffMember.id == Message.staff_id)
        .where(Message.conversation_id == conversation.id, Message.seq > after)
        .order_by(Message.seq)
    )
    if isinstance(actor, Visitor):
        query = query.where(Message.kind != Kind.NOTE)
    rows = session.execute(query).all()
    area = _area_of(conversation) if any(row.card_kind for row, _name in rows) else None
    return [_message(row, name, actor, area) for row, name in rows]


def _area_of(conversation: Conversation) -> str | None:
    return session.execute(select(Area.code).where(Area.id == conversation.area_id)).scalar()


def _message(row: Message, name: str | None, actor: Actor, area: str | None) -> MessageView:
    shown = (name or "").split(" ")[0] if isinstance(actor, Visitor) else name or ""
    card = (row.card_kind, row.card_ref or "", row.card_revision or 0) if row.card_kind else None
    return MessageView(
        row.seq, Sender(row.sender), Kind(row.kind), row.text, row.masked, row.activity, shown, card,
        row.client_key, row.created_at, area,
    )  # fmt: skip


def visitor_view(visitor: Visitor) -> VisitorView:
    """Everything above the log, re-read now."""
    row = authorize(visitor, Action.READ, session.get(Conversation, visitor.conversation_id, populate_existing=True))
    place = place_of(row) if row.status == Status.QUEUED else None
    return VisitorView(
        public_id=row.public_id,
        status=Status(row.status),
        locale=row.locale,
        first_name=row.first_name,
        staff_name=row.assignee.first_name if row.assignee else "",
        last_seq=row.last_seq,
        place=place,
        wait=wait_now(place - 1) if place else None,
        rating=row.rating,
        left_message=row.left_message,
        closed_at=row.closed_at,
        seen_by_staff=row.staff_seen_seq,
        origin=row.origin,
    )


def place_of(conversation: Conversation) -> int:
    """Place in the queue, 1 for the next: oldest first, by when they first joined it."""
    ahead = session.execute(
        select(func.count()).where(
            Conversation.status == Status.QUEUED,
            (Conversation.queued_at < conversation.queued_at)
            | ((Conversation.queued_at == conversation.queued_at) & (Conversation.id < conversation.id)),
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
    since = clock.now() - clock.days(WINDOW_DAYS)
    rows = session.execute(
        select(Conversation.claimed_at, Conversation.closed_at).where(
            Conversation.closed_at >= since, Conversation.claimed_at.is_not(None), Conversation.left_message.is_(False)
        )
    )
    return [max(0.0, (closed - claimed).total_seconds()) for claimed, closed in rows if claimed and closed]


def queue() -> list[DeskRow]:
    """Who waits, oldest first."""
    return _rows(Conversation.status == Status.QUEUED)


def left_messages() -> list[DeskRow]:
    """Messages that were left and nobody owns, oldest first."""
    return _rows((Conversation.status == Status.WAITING) & Conversation.assignee_id.is_(None))


def desk_row(conversation: Conversation) -> DeskRow:
    """One conversation as the desk's lists show it."""
    return _rows(Conversation.id == conversation.id)[0]


def mine(staff_id: int) -> list[DeskRow]:
    """A member's open conversations, oldest first, and those their visitor closed that nobody registered yet."""
    unregistered = (Conversation.closed_by == "visitor") & Conversation.inquiry_id.is_(None)
    return _rows((Conversation.assignee_id == staff_id) & ((Conversation.status != Status.CLOSED) | unregistered))


def _of_theirs(what: Any, *conditions: Any, last: bool = True) -> Any:
    """`what` of the first or last line of each conversation that meets the conditions."""
    query = select(what).where(Message.conversation_id == Conversation.id, *conditions)
    return query.order_by(Message.seq.desc() if last else Message.seq).limit(1).scalar_subquery()


def _rows(condition: Any) -> list[DeskRow]:
    theirs = Message.sender == Sender.VISITOR
    spoken = Message.kind.in_((Kind.TEXT, Kind.CARD))
    unread = (
        select(func.count())
        .where(
            Message.conversation_id == Conversation.id,
            theirs,
            Message.seq > Conversation.staff_seen_seq,
        )
        .scalar_subquery()
    )
    query = (
        select(
            Conversation,
            _of_theirs(Message.text, theirs, last=False).label("question"),
            unread.label("unread"),
            _of_theirs(Message.sender, spoken).label("last"),
            _of_theirs(Message.text, theirs).label("said"),
            _of_theirs(Message.created_at, theirs).label("said_at"),
            _of_theirs(Message.activity, Message.sender != Sender.VISITOR).label("done"),
            Matter.code.label("matter"),
            Area.code.label("area"),
            Area.names.label("area_names"),
        )
        .outerjoin(Matter, Matter.id == Conversation.matter_id)
        .outerjoin(Area, Area.id == Conversation.area_id)
        .where(condition, Conversation.erased_at.is_(None))
        .order_by(Conversation.queued_at, Conversation.id)
        .limit(200)
    )
    return [_row(row.Conversation, row) for row in session.execute(query)]


def _row(row: Conversation, more: Any) -> DeskRow:
    return DeskRow(
        public_id=row.public_id,
        status=Status(row.status),
        locale=row.locale,
        first_name=row.first_name,
        question=more.question or "",
        matter=more.matter,
        area_names=more.area_names or {},
        origin=row.origin,
        since=row.queued_at,
        claim=row.claim,
        unread=more.unread,
        left_message=row.left_message,
        waiting_on_us=more.last == Sender.VISITOR,
        due_at=row.due_at,
        area=more.area,
        claimed_at=row.claimed_at,
        said=more.said or "",
        said_at=more.said_at or row.queued_at,
        handed=more.done == Activity.TRANSFERRED,
    )
