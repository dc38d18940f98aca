"""What was sent stays what was said: the texts of a revision, kept from the first time it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.core.db import session
from app.core.errors import Conflict
from app.core.memory import remembered
from app.domain.replies.models import PreparedReply, ReplyRevision

_SENT = select(PreparedReply.source_locale, ReplyRevision.texts).join(
    ReplyRevision, ReplyRevision.reply_id == PreparedReply.id
)


@dataclass(frozen=True)
class Said:
    """A reply at one revision: its words by language, with the places left open."""

    source: str
    texts: dict[str, str]


def keep(staff_id: int, public_id: str, seen: int) -> int:
    """Keeps the words that are sent now, counts the use, and gives the revision.

    Refused where somebody changed them since this member read them (`seen`; 0 for whatever it says now).
    """
    row = session.execute(
        select(PreparedReply).where(PreparedReply.public_id == public_id).with_for_update(of=PreparedReply)
    ).scalar_one_or_none()
    if row is None or row.owner_id not in (None, staff_id) or row.archived_at is not None:
        raise Conflict("reply_not_found")
    if seen and seen != row.revision:
        raise Conflict("reply_changed")
    row.used += 1
    if session.get(ReplyRevision, (row.id, row.revision)) is None:
        texts = {text.locale: text.text for text in row.texts}
        session.add(ReplyRevision(reply_id=row.id, revision=row.revision, texts=texts))
    return row.revision


def said(public_id: str, revision: int) -> Said | None:
    """What a reply said at a revision that was sent."""
    return remembered(("reply", public_id, revision), lambda: _read(public_id, revision))


def _read(public_id: str, revision: int) -> Said | None:
    query = _SENT.where(PreparedReply.public_id == public_id, ReplyRevision.revision == revision)
    found = session.execute(query).first()
    return Said(found.source_locale, dict(found.texts)) if found else None
