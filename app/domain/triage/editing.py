"""How question trees change: drafts that nobody sees, and publishing, which is proved first. Nothing here commits."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from app.core import clock, counter, i18n
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.domain.accounts import audit
from app.domain.accounts.permissions import Action, Actor, authorize
from app.domain.guides.terms import GuideStatus, TranslationState
from app.domain.triage import drafts
from app.domain.triage.drafts import STRUCTURE, Kept
from app.domain.triage.models import Flow, FlowText

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
LONGEST_SLUG = 60
# The word in the address of the form for a new tree.
TAKEN = ("new",)


def begin(actor: Actor, slug: str, source: str, structure: dict[str, Any], words: dict[str, Any]) -> None:
    """A new tree, whole from the first moment and seen by nobody until it is published."""
    authorize(actor, Action.EDIT_FLOWS)
    if not SLUG.fullmatch(slug) or len(slug) > LONGEST_SLUG or slug in TAKEN:
        raise Invalid("slug_wrong")
    if source not in i18n.locales():
        raise Invalid("value_wrong")
    if session.execute(select(Flow.id).where(Flow.slug == slug)).first():
        raise Conflict("slug_taken")
    row = Flow(slug=slug, status=GuideStatus.DRAFT, source_locale=source, structure=structure, revision=1)
    row.texts = [FlowText(locale=source, texts=words)]
    row.draft = {"structure": structure, "texts": {source: words}, "revision": 1}
    session.add(row)
    audit.write(actor, "flow.begun", f"flow:{slug}")


def save(actor: Actor, slug: str, part: str, value: dict[str, Any], seen: str) -> None:
    """Keeps a part in the draft; visitors see nothing of it. Conflict where somebody else saved that part meanwhile."""
    row, kept = _locked(actor, slug)
    if part != STRUCTURE and part not in i18n.locales():
        raise Invalid("value_wrong")
    if drafts.version(kept, part) != seen:
        raise Conflict("draft_part_moved")
    row.draft = _with(kept, part, value)
    audit.write(actor, "flow.drafted", f"flow:{slug}")


def _with(kept: Kept, part: str, value: dict[str, Any]) -> dict[str, Any] | None:
    """The draft with one part in it; None where nothing is left to publish."""
    draft = kept.draft
    structure, texts = (draft.structure, dict(draft.texts)) if draft else (None, {})
    same = value == kept.own(part) and not kept.is_new
    if part == STRUCTURE:
        structure = None if same else value
    elif same and kept.states.get(part) == TranslationState.UP_TO_DATE:
        texts.pop(part, None)
    else:
        # The same words, read through: they count as up to date when the draft is published.
        texts[part] = value
    if structure is None and not texts:
        return None
    return {"structure": structure, "texts": texts, "revision": draft.revision if draft else kept.revision}


def publish(actor: Actor, slug: str, seen: str, minor: bool = False, without: Collection[str] = ()) -> None:
    """Shows visitors the draft, once the proof holds. `minor`: translations stay as up to date as they were.

    `without` are languages that lack words and wait until they have them.
    """
    row, kept = _locked(actor, slug)
    if drafts.version(kept) != seen:
        raise Conflict("draft_moved")
    if kept.draft is None:
        raise Conflict("draft_gone")
    waiting = set(without) & drafts.lacking(kept).keys()
    if drafts.gaps(kept.after(waiting)):
        raise Invalid("flow_not_proved")
    behind = [] if minor else drafts.left_behind(kept)
    row.structure = kept.drafted()
    _write_texts(row, kept, waiting, behind)
    row.draft, row.status = None, GuideStatus.PUBLISHED
    row.revision += 1
    _changed(actor, "published", row)


def _write_texts(row: Flow, kept: Kept, waiting: Collection[str], behind: Collection[str]) -> None:
    written = kept.draft.texts if kept.draft else {}
    rows = {text.locale: text for text in row.texts}
    for code, words in kept.drafted_texts().items():
        if code not in rows:
            rows[code] = FlowText(locale=code)
            row.texts.append(rows[code])
        text = rows[code]
        if text.texts != words:
            text.texts, text.updated_at = words, clock.now()
        if code in waiting:
            text.state = TranslationState.IN_TRANSLATION
        elif code in written or code == kept.source:
            text.state = TranslationState.UP_TO_DATE
        elif code in behind:
            text.state = TranslationState.OUTDATED


def throw_away(actor: Actor, slug: str, seen: str) -> bool:
    """Forgets the draft; True where the tree itself is gone with it, because nobody ever saw it published."""
    row, kept = _locked(actor, slug)
    if drafts.version(kept) != seen:
        raise Conflict("draft_moved")
    audit.write(actor, "flow.draft_thrown_away", f"flow:{slug}")
    if kept.is_new:
        session.delete(row)
        return True
    row.draft = None
    return False


def take_offline(actor: Actor, slug: str) -> None:
    """No visitor meets the tree any more; it can be put back. One that is offline already is fine."""
    row, kept = _locked(actor, slug)
    if kept.is_new:
        raise Conflict("flow_never_published")
    row.status = GuideStatus.ARCHIVED
    _changed(actor, "taken_offline", row)


def put_back(actor: Actor, slug: str) -> None:
    """Visitors meet the tree again as it was, if the proof still holds: the world may have changed since."""
    row, kept = _locked(actor, slug)
    if kept.is_new:
        raise Conflict("flow_never_published")
    if drafts.gaps(kept.planted()):
        raise Invalid("flow_not_proved")
    row.status = GuideStatus.PUBLISHED
    _changed(actor, "put_back", row)


def _locked(actor: Actor, slug: str) -> tuple[Flow, Kept]:
    """The row, held until the end of the unit of work."""
    authorize(actor, Action.EDIT_FLOWS)
    query = select(Flow).where(Flow.slug == slug).with_for_update(of=Flow).options(selectinload(Flow.texts))
    row = session.scalars(query).first()
    if row is None:
        raise NotFound("tree_not_found")
    return row, drafts.kept_of(row)


def _changed(actor: Actor, verb: str, row: Flow) -> None:
    row.updated_at = clock.now()
    audit.write(actor, f"flow.{verb}", f"flow:{row.slug}")
    counter.bump(counter.CONTENT)
