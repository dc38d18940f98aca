"""Who may not ask for a while: the browser that holds a conversation, or a network where somebody chose so. Hashes only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select, update

from app.core import clock, db
from app.core.db import session
from app.core.errors import Forbidden, NotFound
from app.domain.accounts import audit
from app.domain.accounts.models import StaffMember
from app.domain.accounts.permissions import Action, authorize
from app.domain.accounts.permissions import Actor as Keeper
from app.domain.chat.models import ChatBlock, Conversation
from app.domain.chat.permissions import Visitor

# A network's hash is another one every day, so a conversation's own is worthless after that.
NETWORK_HOURS = 24


@dataclass(frozen=True)
class Listed:
    """A block in force: since when, until when, by whom, and whether it holds for the whole network."""

    public_id: str
    created_at: datetime
    until: datetime
    by: str
    network: bool


def until(visitor: Visitor | None, networks: Sequence[str]) -> datetime | None:
    """Until when whoever asks is blocked, by their browser's conversation or their network's hashes of these days."""
    known: list[Any] = [ChatBlock.network.in_([one for one in networks if one])]
    if visitor is not None:
        known.append(ChatBlock.conversation_id == visitor.conversation_id)
    return max((moment for condition in known for moment in _last(condition)), default=None)


def on_conversation(conversation_id: int) -> datetime | None:
    """Until when this conversation may not be taken up again."""
    return max(_last(ChatBlock.conversation_id == conversation_id), default=None)


def refuse(visitor: Visitor | None, networks: Sequence[str]) -> None:
    """Nothing, or Forbidden("blocked", until=…)."""
    over = until(visitor, networks)
    if over is not None:
        raise Forbidden("blocked", until=over)


def _last(condition: Any) -> list[datetime]:
    query = select(ChatBlock.until).where(condition, ChatBlock.until > db.database_now())
    return list(session.scalars(query.order_by(ChatBlock.until.desc()).limit(1)))


def in_force() -> list[Listed]:
    """Every block that holds now, the newest first."""
    rows = session.execute(
        select(ChatBlock, StaffMember.name)
        .outerjoin(StaffMember, StaffMember.id == ChatBlock.staff_id)
        .where(ChatBlock.until > db.database_now())
        .order_by(ChatBlock.created_at.desc(), ChatBlock.id.desc())
        .limit(200)
    )
    return [Listed(row.public_id, row.created_at, row.until, name or "", bool(row.network)) for row, name in rows]


def lift(actor: Keeper, public_id: str) -> None:
    """Ends a block now; one that is already over is fine."""
    authorize(actor, Action.KEEP_CHAT)
    row = session.execute(select(ChatBlock).where(ChatBlock.public_id == public_id)).scalar()
    if row is None:
        raise NotFound
    audit.write(actor, "block.lifted", f"block:{public_id}")
    session.delete(row)


def forget() -> int:
    """Takes away blocks that are over, and yesterday's networks of conversations. A job. Returns how many."""
    over = db.changed(delete(ChatBlock).where(ChatBlock.until <= db.database_now()))
    since = db.database_now() - clock.minutes(60 * NETWORK_HOURS)
    emptied = db.changed(
        update(Conversation).where(Conversation.network != "", Conversation.created_at <= since).values(network="")
    )
    return over + emptied


def anything_to_forget() -> bool:
    """Whether forget() has work: asked first, so that nobody waits for a lock in vain."""
    since = db.database_now() - clock.minutes(60 * NETWORK_HOURS)
    count = select(func.count())
    return bool(
        session.execute(count.where(ChatBlock.until <= db.database_now())).scalar()
        or session.execute(count.where(Conversation.network != "", Conversation.created_at <= since)).scalar()
    )
