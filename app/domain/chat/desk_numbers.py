"""The digit that opens a conversation at its holder's desk: theirs as long as they have it, whatever comes and goes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from app.core.db import session
from app.domain.chat.models import Conversation
from app.domain.chat.terms import Status

MOST = 9


def give(conversation: Conversation) -> None:
    """It has just come to its holder: the smallest digit that none of theirs has; none where all are taken."""
    taken = select(Conversation.desk_number).where(
        Conversation.assignee_id == conversation.assignee_id,
        Conversation.id != conversation.id,
        (Conversation.status != Status.CLOSED) | Conversation.inquiry_id.is_(None),
    )
    conversation.desk_number = _free({row for row in session.scalars(taken) if row})


def shown(held: Iterable[tuple[str, int | None]]) -> dict[str, int]:
    """Digits for (conversation, its digit): each once, and one for those who came without."""
    found: dict[str, int] = {}
    without = []
    for public_id, number in held:
        if number and number not in found.values():
            found[public_id] = number
        else:
            without.append(public_id)
    for public_id in without:
        if number := _free(set(found.values())):
            found[public_id] = number
    return found


def _free(taken: set[int]) -> int | None:
    return next((number for number in range(1, MOST + 1) if number not in taken), None)
