"""Words are kept when they were searched for on five different days, and not a day before."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.chat import retention
from app.domain.insights import searches
from app.domain.insights.models import SearchMiss, SearchSeen, Unfound
from app.domain.jobs.services import run_due
from app.domain.places.areas import Place
from tests.domain.insights.nights import nights

pytestmark = pytest.mark.usefixtures("database")
WORDS = "Wäsche abholen am Bahnhof"
HERE = Place("SE-2482", "municipality", {}, "Europe/Stockholm", "SE", ("SE-2482", "SE"))


def search(words: str = WORDS, locale: str = "de", place: Place | None = None) -> None:
    """A finished search without a sure answer: the database has no matters at all."""
    one = searches.unanswered(words, locale, place)
    with unit_of_work():
        if one:
            searches.missed(one)
    session.remove()


def send(words: str, locale: str = "de") -> int:
    with unit_of_work():
        return searches.send(searches.asked(words, locale))


def search_on_days(count: int, words: str = WORDS) -> None:
    """Once on each of so many days, the last of them today."""
    for number in range(count):
        if number:
            nights()
        search(words)


def kept() -> list[Unfound]:
    session.remove()
    return list(session.scalars(select(Unfound).order_by(Unfound.id)))


def seen() -> int:
    session.remove()
    return len(session.scalars(select(SearchSeen.day)).all())


def test_it_works() -> None:
    search_on_days(4)
    assert kept() == [] and seen() == 4
    nights()
    search("wäsche, ABHOLEN am  bahnhof?")
    [row] = kept()
    assert (row.words, row.locale, row.source) == ("wäsche, ABHOLEN am bahnhof?", "de", "repeated")
    assert (row.days, row.last_day, (row.last_day - row.first_day).days) == (5, clock.today(), 4)
    assert seen() == 0, "the hashes are no longer needed"


def test_many_times_in_four_days_are_four_days() -> None:
    for _ in range(4):
        for _ in range(6):
            search()
        nights()
    assert kept() == [] and seen() == 4


def test_days_long_ago_do_not_count() -> None:
    search_on_days(4)
    nights(searches.WITHIN_DAYS - 3)
    search()
    assert kept() == [], "the oldest of the five is too old"


def test_they_are_counted_by_day_language_and_country() -> None:
    search(locale="sv", place=HERE)
    search("annat", locale="sv", place=HERE)
    search(locale="ar")
    query = select(SearchMiss.day, SearchMiss.locale, SearchMiss.country, SearchMiss.count)
    rows = [tuple(row) for row in session.execute(query.order_by(SearchMiss.locale))]
    assert rows == [(clock.today(), "ar", "", 1), (clock.today(), "sv", "SE", 2)]


@pytest.mark.parametrize(
    "words", ["mitt nummer 811228-9874", "ring 070 123 45 67", "anna@example.org hjälp", "x " * 50]
)
def test_what_may_be_somebodys_is_never_kept_by_repetition(words: str) -> None:
    search_on_days(6, words)
    assert kept() == [] and seen() == 0
    assert session.scalars(select(SearchMiss.count)).all(), "it is still counted"


def test_no_word_is_no_search() -> None:
    search(" ?! ")
    assert session.scalars(select(SearchMiss.id)).all() == []


def test_sent_words_are_kept_at_once_and_masked() -> None:
    search_on_days(2, "mein Brief")
    assert send("mein  Brief", "de") == 0
    assert send("mein Brief", "de") == 0
    assert send("nummer 811228-9874 Brief", "de") == 1
    first, second = kept()
    assert (first.words, first.source, first.days) == ("mein Brief", "sent", 2)
    assert second.words == "nummer [•••] Brief"
    assert seen() == 0


def test_kept_words_count_their_days() -> None:
    send(WORDS)
    search()
    nights(3)
    search()
    [row] = kept()
    assert (row.days, row.last_day) == (2, clock.today())


def test_everything_has_an_end() -> None:
    send("gone")
    nights(10)
    send("stays")
    search("a hash")
    nights(retention.keep.left - 10)
    search("a newer hash")
    assert run_due(everything=True)["forget-words"] == 2
    assert [row.words for row in kept()] == ["stays"] and seen() == 1


def test_a_script_cannot_fill_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searches, "MOST_SENT_A_DAY", 2)
    monkeypatch.setattr(searches, "MOST_SEEN_A_DAY", 2)
    for words in ("one", "two"):
        send(words)
    with pytest.raises(searches.TooMany):
        send("three")
    for words in ("four", "five", "six"):
        search(words)
    assert (len(kept()), seen()) == (2, 2)
