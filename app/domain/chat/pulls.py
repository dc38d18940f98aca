"""What both sides read again and again: a conversation's row, what is new in it, and a mark that says whether anything is.

Statements are built once, and rows are read as they come: building a query takes longer than running it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import select

from app.core.quick import Quick, given
from app.domain.accounts.models import StaffMember
from app.domain.accounts.showing import name_for_visitors
from app.domain.chat import beside
from app.domain.chat.models import Conversation, Message
from app.domain.chat.permissions import Action, Actor, Visitor, authorize
from app.domain.chat.terms import Kind, Sender
from app.domain.places.models import Area

_conversation, _message, _staff = Conversation.__table__, Message.__table__, StaffMember.__table__
_ROW = select(_conversation, _staff.c.name.label("staff_name"), _staff.c.shown.label("staff_shown")).outerjoin(
    _staff, _staff.c.id == _conversation.c.assignee_id
)
_BY_ID = Quick(_ROW.where(_conversation.c.id == given("id")))
# A statement of its own would cost more than what it asks.
_BY_PUBLIC_ID = Quick(
    _ROW.add_columns(beside.MOVED_AT.label("beside_at")).where(_conversation.c.public_id == given("public_id"))
)
_AFTER = (
    select(_message, _staff.c.name, _staff.c.shown)
    .outerjoin(_staff, _staff.c.id == _message.c.staff_id)
    .where(_message.c.conversation_id == given("id"), _message.c.seq > given("after"))
    .order_by(_message.c.seq)
)
_AFTER_FOR_STAFF, _AFTER_FOR_VISITOR = Quick(_AFTER), Quick(_AFTER.where(_message.c.kind != Kind.NOTE))
_area = Area.__table__
_AREA = Quick(
    select(_area.c.code)
    .join(_conversation, _conversation.c.area_id == _area.c.id)
    .where(_conversation.c.id == given("id"))
)


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
    found: Any = _BY_PUBLIC_ID.first(public_id=public_id)
    return authorize(actor, action, found, beside.way(actor, found))


def own_row(visitor: Visitor) -> Any:
    """The same for whoever holds its cookie."""
    found: Any = _BY_ID.first(id=visitor.conversation_id)
    return authorize(visitor, Action.READ, found)


def digest(row: Any) -> str:
    """Another one whenever anything in the row, and so anything in its log, has changed."""
    return blake2b(repr(tuple(row)).encode(), digest_size=9).hexdigest()


def messages_after(actor: Actor, conversation: Any, after: int = 0) -> list[MessageView]:
    """Lines with `seq` above `after`, in order. Visitors never get notes, so `seq` may skip for them."""
    for_visitor = isinstance(actor, Visitor)
    rows = (_AFTER_FOR_VISITOR if for_visitor else _AFTER_FOR_STAFF).all(id=conversation.id, after=after)
    area = _AREA.first(id=conversation.id) if any(row.card_kind for row in rows) else None
    return [_view(row, for_visitor, area.code if area else None) for row in rows]


def _view(row: Any, for_visitor: bool, area: str | None) -> MessageView:
    card = (row.card_kind, row.card_ref or "", row.card_revision or 0) if row.card_kind else None
    return MessageView(
        row.seq, Sender(row.sender), Kind(row.kind), row.text, row.masked, row.activity,
        name_for_visitors(row.name, row.shown) if for_visitor else row.name or "", card, row.client_key, row.created_at, area,
        row.card_data,
    )  # fmt: skip
