"""What both sides read again and again: a conversation's row, what is new in it, and a mark that says whether anything is.

Statements are built once, and rows are read as they come: building a query takes longer than running it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import Select, bindparam, select

from app.core.db import session
from app.domain.accounts.models import StaffMember
from app.domain.accounts.showing import name_for_visitors
from app.domain.chat.models import Conversation, Message
from app.domain.chat.permissions import Action, Actor, Visitor, authorize
from app.domain.chat.terms import Activity, Kind, Sender
from app.domain.places.models import Area

_conversation, _message, _staff = Conversation.__table__, Message.__table__, StaffMember.__table__
_ROW = select(_conversation, _staff.c.name.label("staff_name"), _staff.c.shown.label("staff_shown")).outerjoin(
    _staff, _staff.c.id == _conversation.c.assignee_id
)
_BY_ID = _ROW.where(_conversation.c.id == bindparam("id"))
# A statement of its own would cost more than what it asks.
_LAST_DONE = (
    select(_message.c.activity)
    .where(_message.c.conversation_id == _conversation.c.id, _message.c.sender != Sender.VISITOR)
    .order_by(_message.c.seq.desc())
    .limit(1)
    .scalar_subquery()
)
_BY_PUBLIC_ID = _ROW.add_columns(_LAST_DONE.label("last_done")).where(
    _conversation.c.public_id == bindparam("public_id")
)
_AFTER = (
    select(_message, _staff.c.name, _staff.c.shown)
    .outerjoin(_staff, _staff.c.id == _message.c.staff_id)
    .where(_message.c.conversation_id == bindparam("id"), _message.c.seq > bindparam("after"))
    .order_by(_message.c.seq)
)
_AFTER_FOR_VISITOR = _AFTER.where(_message.c.kind != Kind.NOTE)
_AREA = select(Area.code).join(Conversation, Conversation.area_id == Area.id).where(Conversation.id == bindparam("id"))


@dataclass(frozen=True)
class MessageView:
    """One line as a reader gets it; `card` is (kind, slug, revision), turned into words by the face, with its `data`.

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
    data: dict[str, Any] | None = None


def row_for(actor: Actor, public_id: str, action: Action = Action.READ) -> Any:
    """The conversation's columns and its holder's name, if this actor may do this with it; NotFound otherwise."""
    found: Any = _read(_BY_PUBLIC_ID, public_id=public_id).first()
    return authorize(actor, action, found)


def own_row(visitor: Visitor) -> Any:
    """The same for whoever holds its cookie."""
    found: Any = _read(_BY_ID, id=visitor.conversation_id).first()
    return authorize(visitor, Action.READ, found)


def digest(row: Any) -> str:
    """Another one whenever anything in the row, and so anything in its log, has changed."""
    return blake2b(repr(tuple(row)).encode(), digest_size=9).hexdigest()


def messages_after(actor: Actor, conversation: Any, after: int = 0) -> list[MessageView]:
    """Lines with `seq` above `after`, in order. Visitors never get notes, so `seq` may skip for them."""
    for_visitor = isinstance(actor, Visitor)
    rows = _read(_AFTER_FOR_VISITOR if for_visitor else _AFTER, id=conversation.id, after=after).all()
    area = _read(_AREA, id=conversation.id).scalar() if any(row.card_kind for row in rows) else None
    return [_view(row, for_visitor, area) for row in rows]


def _view(row: Any, for_visitor: bool, area: str | None) -> MessageView:
    card = (row.card_kind, row.card_ref or "", row.card_revision or 0) if row.card_kind else None
    return MessageView(
        row.seq, Sender(row.sender), Kind(row.kind), row.text, row.masked, row.activity,
        name_for_visitors(row.name, row.shown) if for_visitor else row.name or "", card, row.client_key, row.created_at, area,
        row.card_data,
    )  # fmt: skip


def handed(row: Any) -> bool:
    """Whether the last thing done in it was that a colleague handed it over; of a row as the staff reads it."""
    return bool(row.last_done == Activity.TRANSFERRED)


def _read(statement: Select[Any], **values: object) -> Any:
    return session.execute(statement, values)
