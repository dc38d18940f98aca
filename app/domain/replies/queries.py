"""Reads: the replies somebody can use, and one with all its languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.core import i18n
from app.core.db import session
from app.domain.accounts.models import StaffMember
from app.domain.accounts.permissions import Action, may
from app.domain.guides.models import Matter
from app.domain.replies.models import PreparedReply, ReplyText
from app.domain.replies.permissions import may_change, readable
from app.domain.replies.terms import TextState


@dataclass(frozen=True)
class TextView:
    """A reply in one language."""

    title: str
    text: str
    state: TextState


@dataclass(frozen=True)
class ReplyView:
    """A reply with every language it has. `owner` is empty where it is everybody's; `version` tells two forms apart."""

    public_id: str
    shortcut: str
    owner: str
    mine: bool
    shared: bool
    changeable: bool
    proposed: bool
    archived: bool
    matter: str
    source: str
    revision: int
    used: int
    version: str
    changed_at: datetime
    texts: dict[str, TextView]

    @property
    def titles(self) -> dict[str, str]:
        return {code: text.title for code, text in self.texts.items()}

    @property
    def words(self) -> dict[str, str]:
        return {code: text.text for code, text in self.texts.items()}

    def state(self, code: str) -> TextState:
        return self.texts[code].state if code in self.texts else TextState.MISSING

    @property
    def behind(self) -> list[str]:
        """Languages that still say what the source said before, in the house's order."""
        return [code for code in i18n.locales() if self.state(code) is TextState.OUT_OF_DATE]

    @property
    def missing(self) -> list[str]:
        return [code for code in i18n.locales() if code not in self.texts]

    def best(self, code: str) -> str:
        """The language a reader of `code` gets."""
        found = i18n.choose(self.words, code, self.source)
        return found[0] if found else self.source


_REPLY, _TEXT = PreparedReply.__table__.c, ReplyText.__table__.c
# Rows as they come: every letter typed at the desk reads all of them, and objects take ten times as long.
_EVERY = (
    select(PreparedReply.__table__, Matter.code.label("matter"), StaffMember.name.label("owner"))
    .outerjoin(Matter, Matter.id == _REPLY.matter_id)
    .outerjoin(StaffMember, StaffMember.id == _REPLY.owner_id)
    .order_by(_REPLY.used.desc(), _REPLY.shortcut, _REPLY.id)
)


def usable(member: StaffMember) -> list[ReplyView]:
    """What this member may send: everybody's and their own, the most used first."""
    theirs = _REPLY.owner_id.is_(None) | (_REPLY.owner_id == member.id)
    return _views(member, theirs & _REPLY.archived_at.is_(None))


def listed(member: StaffMember) -> list[ReplyView]:
    """What this member's page lists: also what is archived, and for editors what colleagues propose."""
    seen = _REPLY.owner_id.is_(None) | (_REPLY.owner_id == member.id)
    if may(member, Action.KEEP_REPLIES):
        seen = seen | _REPLY.proposed_at.is_not(None)
    return _views(member, seen)


def one(member: StaffMember, public_id: str) -> ReplyView:
    """One reply that this member may read."""
    which = _REPLY.public_id == public_id
    readable(member, session.execute(_EVERY.where(which)).first())
    return _views(member, which)[0]


def to_send(member: StaffMember, public_id: str) -> ReplyView | None:
    """One of those this member may send, or None."""
    return next((view for view in usable(member) if view.public_id == public_id), None)


def _views(member: StaffMember, which: Any) -> list[ReplyView]:
    texts: dict[int, list[Any]] = defaultdict(list)
    own = select(_REPLY.id).where(which)
    for text in session.execute(select(ReplyText.__table__).where(_TEXT.reply_id.in_(own))):
        texts[text.reply_id].append(text)
    return [_view(member, row, texts[row.id]) for row in session.execute(_EVERY.where(which))]


def _view(member: StaffMember, row: Any, texts: Sequence[Any]) -> ReplyView:
    return ReplyView(
        public_id=row.public_id,
        shortcut=row.shortcut,
        owner=row.owner or "",
        mine=row.owner_id == member.id,
        shared=row.owner_id is None,
        changeable=may_change(member, row),
        proposed=row.proposed_at is not None,
        archived=row.archived_at is not None,
        matter=row.matter or "",
        source=row.source_locale,
        revision=row.revision,
        used=row.used,
        version=row.changed_at.isoformat(),
        changed_at=row.changed_at,
        texts=_texts(row, texts),
    )


def _texts(row: Any, texts: Sequence[Any]) -> dict[str, TextView]:
    """In the house's order of languages."""
    order = {code: place for place, code in enumerate(i18n.locales())}
    return {
        text.locale: TextView(
            text.title,
            text.text,
            TextState.UP_TO_DATE if text.of_revision >= row.revision else TextState.OUT_OF_DATE,
        )
        for text in sorted(texts, key=lambda text: order.get(text.locale, len(order)))
    }
