"""Writing replies: add, change, propose, take over, archive and bring back. Nothing here commits."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from sqlalchemy import select

from app.core import clock, i18n
from app.core.db import session
from app.core.errors import Conflict, Invalid
from app.core.masking.terms import MASK
from app.core.text import accept, clean
from app.domain.accounts import audit
from app.domain.accounts.models import StaffMember
from app.domain.accounts.permissions import Action, authorize
from app.domain.directory.numbers import holds_number
from app.domain.guides.models import Matter
from app.domain.replies import placeholders
from app.domain.replies.models import PreparedReply, ReplyText
from app.domain.replies.permissions import changeable, readable
from app.domain.replies.terms import SHORTCUT_ROOM, TEXT_ROOM, TITLE_ROOM

SHORTCUT = re.compile(r"[^\W_]+(-[^\W_]+)*")


@dataclass(frozen=True)
class Draft:
    """What a form says. `texts` is (title, text) by language; `spelling`: the source was only spelled right, so the
    others still say the same; `right`: languages that say the same as the source although it changed.
    """

    shortcut: str
    matter: str
    source: str
    texts: dict[str, tuple[str, str]]
    spelling: bool = False
    right: frozenset[str] = field(default_factory=frozenset)


def add(actor: StaffMember, draft: Draft, shared: bool) -> str:
    """Keeps a new reply, the actor's own or everybody's; returns its public id."""
    if shared:
        authorize(actor, Action.KEEP_REPLIES)
    row = PreparedReply(owner_id=None if shared else actor.id, source_locale=_source(draft), revision=0, texts=[])
    _write(row, draft)
    session.add(row)
    session.flush()
    _changed(actor, "added", row)
    return row.public_id


def change(actor: StaffMember, public_id: str, draft: Draft, seen: str) -> None:
    """Changes a reply; Conflict where it is no longer as the form showed it."""
    row = changeable(actor, _row(public_id))
    if row.changed_at.isoformat() != seen:
        raise Conflict("reply_moved")
    _write(row, draft)
    _changed(actor, "changed", row)


def archive(actor: StaffMember, public_id: str) -> None:
    """Takes it out of use. What was sent of it stays as it was said."""
    row = changeable(actor, _row(public_id))
    row.archived_at, row.proposed_at = row.archived_at or clock.now(), None
    _changed(actor, "archived", row)


def bring_back(actor: StaffMember, public_id: str) -> None:
    row = changeable(actor, _row(public_id))
    row.archived_at = None
    _changed(actor, "brought_back", row)


def propose(actor: StaffMember, public_id: str) -> None:
    """Its owner offers it to everybody; an editor decides. It stays theirs meanwhile."""
    row = changeable(actor, _row(public_id))
    if row.owner_id is not None and row.archived_at is None:
        row.proposed_at = row.proposed_at or clock.now()
    _changed(actor, "proposed", row)


def take_over(actor: StaffMember, public_id: str) -> None:
    """An editor makes a proposed reply everybody's."""
    authorize(actor, Action.KEEP_REPLIES)
    row = readable(actor, _row(public_id))
    if row.proposed_at is None:
        raise Conflict("reply_not_proposed")
    _refuse_twin(row.shortcut, None, row)
    row.owner_id, row.owner, row.proposed_at = None, None, None
    _changed(actor, "taken_over", row)


def decline(actor: StaffMember, public_id: str) -> None:
    """No longer proposed: by an editor who says no, or its owner who thought better of it."""
    row = readable(actor, _row(public_id))
    if row.owner_id != actor.id:
        authorize(actor, Action.KEEP_REPLIES)
    row.proposed_at = None
    _changed(actor, "declined", row)


def drafted(draft: Draft) -> dict[str, tuple[str, str]]:
    """The texts as they would be kept, by language; refuses what cannot be."""
    found = {}
    for code in i18n.locales():
        title, text = (clean(part, TEXT_ROOM + 1).strip() for part in draft.texts.get(code, ("", "")))
        if title or text:
            found[code] = (_title(title, code), _text(text, code))
    source = _source(draft)
    if source not in found:
        raise Invalid("reply_empty", field=f"text-{source}")
    return found


def _write(row: PreparedReply, draft: Draft) -> None:
    texts = drafted(draft)
    shortcut = clean(draft.shortcut, SHORTCUT_ROOM + 1).strip().lstrip("/").casefold()
    if not SHORTCUT.fullmatch(shortcut) or len(shortcut) > SHORTCUT_ROOM:
        raise Invalid("shortcut_wrong", field="shortcut")
    _refuse_twin(shortcut, row.owner_id, row)
    row.shortcut, row.matter_id = shortcut, _matter(draft.matter)
    write_texts(row, texts, draft.spelling, draft.right)


def write_texts(
    row: PreparedReply, texts: dict[str, tuple[str, str]], spelling: bool = False, right: frozenset[str] = frozenset()
) -> None:
    """Writes every language. One revision more for any change, so that what was sent at one never says anything else;
    a translation falls behind only where the source says something new and the translation does not.
    """
    rows = {text.locale: text for text in row.texts}
    changed = {code for code in {*rows, *texts} if code not in rows or texts.get(code) != _said(rows[code])}
    if not changed and not right:
        return
    current = {code for code, text in rows.items() if text.of_revision >= row.revision}
    still = current if spelling or row.source_locale not in changed else set()
    row.revision = (row.revision or 0) + 1
    for code in changed - texts.keys():
        row.texts.remove(rows[code])
    for code, (title, text) in texts.items():
        if code not in rows:
            rows[code] = ReplyText(locale=code, of_revision=0)
            row.texts.append(rows[code])
        rows[code].title, rows[code].text = title, text
        if code in changed | still | right | {row.source_locale}:
            rows[code].of_revision = row.revision


def _said(text: ReplyText) -> tuple[str, str]:
    return text.title, text.text


def _source(draft: Draft) -> str:
    if draft.source not in i18n.locales():
        raise Invalid("value_wrong", field="source")
    return draft.source


def _title(title: str, code: str) -> str:
    if not title:
        raise Invalid("reply_untitled", field=f"title-{code}")
    if len(title) > TITLE_ROOM:
        raise Invalid("reply_long", field=f"title-{code}", most=TITLE_ROOM)
    _refuse_private(title, f"title-{code}")
    return " ".join(title.split())


def _text(text: str, code: str) -> str:
    place = f"text-{code}"
    if not text:
        raise Invalid("reply_empty", field=place)
    if len(text) > TEXT_ROOM:
        raise Invalid("reply_long", field=place, most=TEXT_ROOM)
    _refuse_private(text, place)
    try:
        placeholders.check(text)
    except Invalid as error:
        raise Invalid(error.code, **{**error.data, "field": place}) from error
    return text


def _refuse_private(text: str, place: str) -> None:
    """A reply goes to many people: nobody's own number may be in it, nor one to dial that nobody checks."""
    if accept(text).masked or MASK in text:
        raise Invalid("reply_private", field=place)
    if holds_number(text):
        raise Invalid("number_in_words", field=place)


def _refuse_twin(shortcut: str, owner_id: int | None, row: PreparedReply) -> None:
    """Everybody's replies have a shortcut each, and so have one person's own."""
    whose = PreparedReply.owner_id.is_(None) if owner_id is None else PreparedReply.owner_id == owner_id
    with session.no_autoflush:
        twin = session.execute(
            select(PreparedReply.id).where(PreparedReply.shortcut == shortcut, whose, PreparedReply.id != (row.id or 0))
        ).first()
    if twin is not None:
        raise Conflict("reply_there", field="shortcut")


def _matter(code: str) -> int | None:
    if not code:
        return None
    with session.no_autoflush:
        found = session.execute(select(Matter.id).where(Matter.code == code)).scalar()
    if found is None:
        raise Invalid("matter_missing", field="matter")
    return found


def _row(public_id: str) -> PreparedReply | None:
    """The reply, re-read and locked until commit."""
    query = select(PreparedReply).where(PreparedReply.public_id == public_id).with_for_update(of=PreparedReply)
    return session.execute(query).scalar_one_or_none()


def _changed(actor: StaffMember, what: str, row: PreparedReply) -> None:
    row.changed_at = clock.now()
    audit.write(actor, f"reply.{what}", f"reply:{row.public_id}")
