"""Searches without a sure answer: counted by day, and their words kept only when five days or the visitor say so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, func, select, update

from app.core import clock, db, ids
from app.core.db import session
from app.core.errors import Invalid, TooMany
from app.core.text import accept
from app.domain.insights.models import SearchMiss, SearchSeen, Unfound
from app.domain.insights.terms import UnfoundSource, UnfoundState
from app.domain.places.areas import Place
from app.domain.search import results
from app.domain.search.text import fold, words

# Words are kept when they were searched for on this many different days, out of so many.
DAYS, WITHIN_DAYS = 5, 60
LONGEST, LONGEST_REPEATED = 200, 80
# Whatever somebody's script sends, a day adds no more than this; real libraries stay far below.
MOST_SEEN_A_DAY, MOST_SENT_A_DAY = 5000, 500
# How long an editor's change may be on its way into every process's index.
SETTLES = timedelta(minutes=1)
# What may be somebody's address or number, though no masking knows it.
_SOMEBODYS = re.compile(r"@|\d(?:[\s./-]*\d){4}")


@dataclass(frozen=True)
class Asked:
    """A search in the house's hands: its words are masked, its digest knows them when they come again."""

    words: str
    masked: int
    locale: str
    country: str
    digest: str

    @property
    def may_be_remembered(self) -> bool:
        """Whether the same words on other days may count: never a story, never anything that looks like somebody's."""
        return not self.masked and len(self.words) <= LONGEST_REPEATED and not _SOMEBODYS.search(self.words)


def asked(query: str, locale: str, place: Place | None = None) -> Asked | None:
    """What was searched for; None where there is no word in it."""
    accepted = accept(query, LONGEST)
    said = " ".join(fold(word) for word in words(accepted.text))
    if not said:
        return None
    country = place.country.upper() if place else ""
    text = " ".join(accepted.text.split())
    return Asked(text, len(accepted.masked), locale, country, ids.keyed_digest(f"search:{said}"))


def unanswered(query: str, locale: str, place: Place | None = None) -> Asked | None:
    """The search done again: None where there is a sure answer, whatever the browser says."""
    found = asked(query, locale, place)
    if found is None or results.find(found.words, locale, area=place.code if place else None).confident:
        return None
    return found


def missed(one: Asked) -> None:
    """Counts a finished search without a sure answer; its words are kept on the fifth different day."""
    _count(one)
    if _came_again(one) or not one.may_be_remembered:
        return
    days = _remember(one.digest)
    if len(days) >= DAYS:
        _keep(one, UnfoundSource.REPEATED, days)


def send(one: Asked | None) -> int:
    """Keeps words a visitor chose to send; returns how many personal numbers were hidden in them."""
    if one is None:
        raise Invalid("question_empty")
    if not _came_again(one):
        sent = select(func.count()).where(Unfound.source == UnfoundSource.SENT, Unfound.first_day == clock.today())
        if session.execute(sent).scalar_one() >= MOST_SENT_A_DAY:
            raise TooMany("too_many", retry_after=3600)
        _keep(one, UnfoundSource.SENT, sorted({*_seen(one.digest), clock.today()}))
    return one.masked


def forget(older_than_days: int) -> int:
    """Erases words last searched for that long ago, and hashes older than the days that count. Returns how many."""
    today = clock.today()
    old_words = delete(Unfound).where(Unfound.last_day <= today - timedelta(days=older_than_days))
    old_seen = delete(SearchSeen).where(SearchSeen.day <= today - timedelta(days=WITHIN_DAYS))
    return db.changed(old_words) + db.changed(old_seen)


def _count(one: Asked) -> None:
    this = {"day": clock.today(), "locale": one.locale, "country": one.country}
    if not _add_one(this) and not db.added(SearchMiss(**this, count=1)):
        _add_one(this)


def _add_one(this: dict[str, object]) -> bool:
    return bool(db.changed(update(SearchMiss).filter_by(**this).values(count=SearchMiss.count + 1)))


def _came_again(one: Asked) -> bool:
    """Whether these words are kept already; then a new day is one more."""
    row = session.scalars(select(Unfound).where(Unfound.digest == one.digest).with_for_update()).first()
    if row is None:
        return False
    if row.last_day < clock.today():
        row.days, row.last_day = row.days + 1, clock.today()
    # What an editor added did not help: it is theirs to look at again.
    if row.state == UnfoundState.ADDED and row.handled_at and row.handled_at < clock.now() - SETTLES:
        row.state = UnfoundState.OPEN
    return True


def _seen(digest: str) -> list[date]:
    since = clock.today() - timedelta(days=WITHIN_DAYS)
    query = select(SearchSeen.day).where(SearchSeen.digest == digest, SearchSeen.day > since)
    return sorted(session.scalars(query))


def _remember(digest: str) -> list[date]:
    """The days these words were searched for, today among them."""
    today, days = clock.today(), _seen(digest)
    if today in days:
        return days
    new = session.execute(select(func.count()).where(SearchSeen.day == today)).scalar_one()
    if new < MOST_SEEN_A_DAY:
        db.added(SearchSeen(digest=digest, day=today))
        days.append(today)
    return days


def _keep(one: Asked, source: UnfoundSource, days: list[date]) -> None:
    """The only place that writes a search's words; what was remembered of them as a hash is no longer needed."""
    kept = Unfound(digest=one.digest, words=one.words, locale=one.locale, source=source)
    kept.days, kept.first_day, kept.last_day = len(days), days[0], days[-1]
    if not db.added(kept):
        _came_again(one)
    session.execute(delete(SearchSeen).where(SearchSeen.digest == one.digest))
