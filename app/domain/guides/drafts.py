"""Answers from the desk that may become guides: kept by whoever answered, taken up by editors. Nothing here commits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Select, delete, func, select

from app.core import clock, i18n
from app.core.db import changed, session
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.text import accept, clean
from app.domain.accounts import audit
from app.domain.accounts.models import StaffMember
from app.domain.accounts.permissions import Action, authorize, may
from app.domain.guides.models import GuideDraft, Matter
from app.domain.guides.terms import DRAFT_TEXT_ROOM, DRAFT_TITLE_ROOM, DraftState

# How long a draft that was thrown away can be put back.
THROWN_DAYS = 30
# Where a draft may go from where it is, by an editor.
_ROADS = {
    DraftState.OPEN: {DraftState.TAKEN, DraftState.MADE, DraftState.THROWN},
    DraftState.TAKEN: {DraftState.OPEN, DraftState.MADE, DraftState.THROWN},
    DraftState.MADE: {DraftState.OPEN},
    DraftState.THROWN: {DraftState.OPEN},
}


def add(actor: StaffMember, title: str, text: str, locale: str, matter: str) -> str:
    """Keeps a new draft for the editors; returns its public id."""
    row = GuideDraft(staff_id=actor.id, state=DraftState.OPEN)
    _write(row, title, text, locale, matter)
    session.add(row)
    session.flush()
    _changed(actor, "added", row)
    return row.public_id


def change(actor: StaffMember, public_id: str, title: str, text: str, matter: str, seen: str) -> None:
    """Other words; Conflict where it is no longer as the form showed it."""
    row = _locked(actor, public_id)
    if not may_change(actor, row):
        raise Forbidden("role_needed")
    if version(row) != seen:
        raise Conflict("desk_draft_moved")
    _write(row, title, text, row.locale, matter)
    _changed(actor, "changed", row)


def move(actor: StaffMember, public_id: str, state: DraftState) -> None:
    """Takes it up, lets go of it, calls it made, throws it away or puts it back. Its writer may throw an open one away."""
    row = _locked(actor, public_id)
    now = DraftState(row.state)
    own = row.staff_id == actor.id and {now, state} == {DraftState.OPEN, DraftState.THROWN}
    if not own:
        authorize(actor, Action.KEEP_DRAFTS)
    if state is not now and state not in _ROADS[now]:
        raise Conflict("desk_draft_moved")
    if state is DraftState.TAKEN and now is DraftState.TAKEN and row.taken_by_id != actor.id:
        raise Conflict("desk_draft_taken", name=row.taken_by.name if row.taken_by else "")
    row.state = state
    row.taken_by_id = actor.id if state in (DraftState.TAKEN, DraftState.MADE) else None
    _changed(actor, state, row)


def listed(actor: StaffMember, state: DraftState) -> Sequence[GuideDraft]:
    """The newest first: everybody's for editors, else one's own."""
    query = select(GuideDraft).where(GuideDraft.state == state)
    if not may(actor, Action.KEEP_DRAFTS):
        query = query.where(GuideDraft.staff_id == actor.id)
    return session.scalars(query.order_by(GuideDraft.changed_at.desc(), GuideDraft.id.desc()).limit(200)).all()


def counts(actor: StaffMember) -> dict[DraftState, int]:
    """How many this member can see, by state."""
    query = select(GuideDraft.state, func.count()).group_by(GuideDraft.state)
    if not may(actor, Action.KEEP_DRAFTS):
        query = query.where(GuideDraft.staff_id == actor.id)
    found = {state: int(count) for state, count in session.execute(query)}
    return {state: found.get(state, 0) for state in DraftState}


def one(actor: StaffMember, public_id: str) -> GuideDraft:
    """One that this member may read; "wrong" and "not yours" look the same."""
    return _readable(actor, session.scalars(_named(public_id)).first())


def may_change(actor: StaffMember, row: GuideDraft) -> bool:
    """Editors while it is not over, and whoever wrote it until an editor has it."""
    if row.state in (DraftState.MADE, DraftState.THROWN):
        return False
    return may(actor, Action.KEEP_DRAFTS) or (row.staff_id == actor.id and row.state == DraftState.OPEN)


def version(row: GuideDraft) -> str:
    """Tells two forms apart."""
    return row.changed_at.isoformat()


def forget() -> int:
    """Takes away what was thrown away long enough ago. Returns how many."""
    last = clock.now() - timedelta(days=THROWN_DAYS)
    return changed(delete(GuideDraft).where(GuideDraft.state == DraftState.THROWN, GuideDraft.changed_at < last))


def _write(row: GuideDraft, title: str, text: str, locale: str, matter: str) -> None:
    row.title, row.text = _accepted(title, "title", DRAFT_TITLE_ROOM), _accepted(text, "text", DRAFT_TEXT_ROOM)
    if locale not in i18n.locales():
        raise Invalid("value_wrong", field="locale")
    row.locale, row.matter_id = locale, _matter(matter)


def _accepted(typed: str, field: str, room: int) -> str:
    """Words for everybody: whole, and with nobody's number in them."""
    words = clean(typed, room + 1).strip()
    if not words:
        raise Invalid("desk_draft_empty", field=field)
    if len(words) > room:
        raise Invalid("reply_long", field=field, most=room)
    if accept(words, room + 1).masked:
        raise Invalid("reply_private", field=field)
    return " ".join(words.split()) if field == "title" else words


def _matter(code: str) -> int | None:
    if not code:
        return None
    found = session.execute(select(Matter.id).where(Matter.code == code)).scalar()
    if found is None:
        raise Invalid("matter_missing", field="matter")
    return found


def _named(public_id: str) -> Select[GuideDraft]:
    return select(GuideDraft).where(GuideDraft.public_id == public_id)


def _locked(actor: StaffMember, public_id: str) -> GuideDraft:
    return _readable(actor, session.scalars(_named(public_id).with_for_update(of=GuideDraft)).first())


def _readable(actor: StaffMember, row: GuideDraft | None) -> GuideDraft:
    if row is None or not (row.staff_id == actor.id or may(actor, Action.KEEP_DRAFTS)):
        raise NotFound("desk_draft_not_found")
    return row


def _changed(actor: StaffMember, what: str, row: GuideDraft) -> None:
    row.changed_at = clock.now()
    audit.write(actor, f"draft.{what}", f"draft:{row.public_id}")
