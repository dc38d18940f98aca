"""What people could not find, for editors: the list, and words added to a matter so that the next one finds it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from app.core import clock, counter
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.masking.terms import MASK
from app.core.text import accept
from app.domain.accounts import audit
from app.domain.accounts.permissions import Action, Actor, authorize
from app.domain.guides.models import Matter, MatterName
from app.domain.insights.models import SearchMiss, Unfound
from app.domain.insights.terms import UnfoundState
from app.domain.search.text import words

MISS_DAYS = 28
PAGE = 20
# A phrase, not a story; and so many that a slip of a script cannot fill a matter.
LONGEST, MOST_KEYWORDS = 80, 200
_MATTER = joinedload(Unfound.matter).selectinload(Matter.names)


@dataclass
class Misses:
    """One language's or one day's misses; `parts` counts them by language."""

    count: int = 0
    parts: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, locale: str, count: int) -> None:
        self.count += count
        self.parts[locale] += count


def misses() -> tuple[dict[str, int], dict[date, Misses]]:
    """The last four weeks' searches without a sure answer: by language, most first, and by day, newest first."""
    since = clock.today() - timedelta(days=MISS_DAYS)
    query = (
        select(SearchMiss.day, SearchMiss.locale, func.sum(SearchMiss.count))
        .where(SearchMiss.day > since)
        .group_by(SearchMiss.day, SearchMiss.locale)
    )
    languages: dict[str, int] = defaultdict(int)
    days: dict[date, Misses] = defaultdict(Misses)
    for day, locale, count in sorted(session.execute(query).all(), key=lambda row: (row[0], -row[2], row[1])):
        languages[locale] += int(count)
        days[day].add(locale, int(count))
    by_language = dict(sorted(languages.items(), key=lambda pair: (-pair[1], pair[0])))
    return by_language, dict(reversed(days.items()))


def open_rows(page: int) -> tuple[list[Unfound], int]:
    """One page of what waits, most days first, and how many there are in all."""
    order = (Unfound.days.desc(), Unfound.last_day.desc(), Unfound.id.desc())
    return _page(select(Unfound).where(Unfound.state == UnfoundState.OPEN).order_by(*order), page)


def done_rows(page: int) -> tuple[list[Unfound], int]:
    """One page of what was dealt with, the latest first, and how many there are in all."""
    order = (Unfound.handled_at.desc(), Unfound.id.desc())
    return _page(select(Unfound).where(Unfound.state != UnfoundState.OPEN).order_by(*order), page)


def _page(query: Select[Any], page: int) -> tuple[list[Unfound], int]:
    total = session.execute(select(func.count()).select_from(query.order_by(None).subquery())).scalar_one()
    wanted = query.options(_MATTER).limit(PAGE).offset((page - 1) * PAGE)
    return list(session.scalars(wanted)), int(total)


def one(public_id: str) -> Unfound:
    """The row of this id, or NotFound: its words may have been erased."""
    query = select(Unfound).where(Unfound.public_id == public_id).options(_MATTER)
    row = session.scalars(query).first()
    if row is None:
        raise NotFound("unfound_not_found")
    return row


def keyword(row: Unfound) -> str:
    """The words as a matter could have them: nothing hidden in them, and no longer than there is room for."""
    return " ".join(row.words.replace(MASK, " ").split())[:LONGEST]


def add(actor: Actor, public_id: str, matter: str, locale: str, typed: str) -> None:
    """Adds words to a matter's keywords in a language; the search finds it by them a moment later."""
    row = _open(actor, public_id)
    said = _keyword(typed)
    name = _name(matter, locale)
    known = {tuple(words(keyword)) for keyword in name.keywords}
    if tuple(words(said)) in known:
        raise Conflict("keyword_there")
    if len(name.keywords) >= MOST_KEYWORDS:
        raise Invalid("keywords_full")
    name.keywords = [*name.keywords, said]
    row.matter_id, row.keyword_locale, row.keyword = name.matter_id, locale, said
    _settle(actor, row, UnfoundState.ADDED)
    counter.bump(counter.CONTENT)


def dismiss(actor: Actor, public_id: str) -> None:
    """These words are no matter of ours; they stay away when they are searched for again."""
    _settle(actor, _open(actor, public_id), UnfoundState.DISMISSED)


def take_back(actor: Actor, public_id: str) -> None:
    """Undoes either: the row is open again, and words that were added are gone from the matter."""
    authorize(actor, Action.KEEP_WORDS)
    row = _locked(public_id)
    # Also of a row that is open again because the words did not help.
    if row.keyword:
        query = select(MatterName).where(MatterName.matter_id == row.matter_id, MatterName.locale == row.keyword_locale)
        if name := session.scalars(query.with_for_update()).first():
            name.keywords = [keyword for keyword in name.keywords if keyword != row.keyword]
            counter.bump(counter.CONTENT)
    row.matter_id = row.keyword_locale = row.keyword = None
    _settle(actor, row, UnfoundState.OPEN)


def _settle(actor: Actor, row: Unfound, state: UnfoundState) -> None:
    row.state, row.handled_at = state, clock.now()
    audit.write(actor, f"unfound.{state}", f"unfound:{row.public_id}")


def _locked(public_id: str) -> Unfound:
    row = session.scalars(select(Unfound).where(Unfound.public_id == public_id).with_for_update()).first()
    if row is None:
        raise NotFound("unfound_not_found")
    return row


def _open(actor: Actor, public_id: str) -> Unfound:
    authorize(actor, Action.KEEP_WORDS)
    row = _locked(public_id)
    if row.state != UnfoundState.OPEN:
        raise Conflict("unfound_done")
    return row


def _keyword(typed: str) -> str:
    accepted = accept(typed, LONGEST + 1)
    said = " ".join(accepted.text.split())
    if accepted.masked or MASK in said:
        raise Invalid("keyword_private")
    if not words(said):
        raise Invalid("keyword_empty")
    if len(said) > LONGEST:
        raise Invalid("keyword_long", most=LONGEST)
    return said


def _name(matter: str, locale: str) -> MatterName:
    """A matter's name in a language, held until the end of the unit of work: two editors may add at once."""
    found = session.scalars(select(Matter.id).where(Matter.code == matter)).first() if matter else None
    if found is None:
        raise Invalid("matter_missing")
    query = select(MatterName).where(MatterName.matter_id == found, MatterName.locale == locale).with_for_update()
    name = session.scalars(query).first()
    if name is None:
        raise Invalid("matter_unnamed")
    return name
