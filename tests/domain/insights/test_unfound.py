"""An editor adds words to a matter, puts others aside, and can take either back."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.core import counter
from app.core.db import session
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.unit import unit_of_work
from app.domain.accounts.models import AuditEntry, StaffMember
from app.domain.accounts.permissions import Actor, Operator
from app.domain.accounts.terms import Role
from app.domain.guides.models import Matter, MatterName, Topic
from app.domain.insights import searches, unfound
from app.domain.insights.models import Unfound
from app.domain.search.results import find
from tests.domain.insights.nights import nights

WORDS = "die Waschmaschine will Geld"


@pytest.fixture(autouse=True)
def matters(database: str) -> None:
    """Two matters, in two languages."""
    with unit_of_work() as unit:
        topic = Topic(slug="things", icon="paper")
        for code, title in (("laundry", "Wäsche"), ("parking", "Parken")):
            german = MatterName(locale="de", title=title, keywords=["alt"])
            unit.session.add(Matter(code=code, topic=topic, names=[german, MatterName(locale="en", title=code)]))
        counter.bump(counter.CONTENT)


@pytest.fixture
def eva() -> Actor:
    """Whoever may; roles are met on the pages."""
    return Operator()


def sent(words: str = WORDS) -> str:
    """Words a visitor sent; their public id."""
    with unit_of_work():
        searches.send(searches.asked(words, "de"))
    return session.scalars(select(Unfound.public_id).where(Unfound.words == words)).one()


def add(who: Actor, row: str, matter: str = "laundry", locale: str = "de", words: str = WORDS) -> None:
    with unit_of_work():
        unfound.add(who, row, matter, locale, words)


def take_back(who: Actor, row: str) -> None:
    with unit_of_work():
        unfound.take_back(who, row)


def keywords(matter: str = "laundry") -> list[str]:
    session.remove()
    query = select(MatterName.keywords).join(Matter).where(Matter.code == matter, MatterName.locale == "de")
    return list(session.scalars(query).one())


def state(row: str) -> str:
    session.remove()
    return unfound.one(row).state


def test_it_works(eva: Actor) -> None:
    row = sent()
    before = counter.value(counter.CONTENT)
    assert not find(WORDS, "de").confident
    add(eva, row, words="Waschmaschine will  Geld")
    assert keywords() == ["alt", "Waschmaschine will Geld"] and state(row) == "added"
    assert counter.value(counter.CONTENT) == before + 1
    done, total = unfound.done_rows(1)
    assert total == 1 and done[0].titles["de"] == "Wäsche" and unfound.open_rows(1) == ([], 0)
    assert session.scalars(select(AuditEntry.action)).all() == ["unfound.added"]


def test_taken_back_it_is_as_before(eva: Actor) -> None:
    row, other = sent(), sent("etwas anderes")
    add(eva, row)
    take_back(eva, row)
    take_back(eva, row)
    assert keywords() == ["alt"] and state(row) == "open"
    with unit_of_work():
        unfound.dismiss(eva, other)
    assert state(other) == "dismissed"
    take_back(eva, other)
    assert state(other) == "open"


def test_two_editors_at_once(eva: Actor) -> None:
    row = sent()
    add(eva, row)
    with pytest.raises(Conflict, match="unfound_done"):
        add(eva, row, words="noch einmal")
    with pytest.raises(Conflict, match="unfound_done"), unit_of_work():
        unfound.dismiss(eva, row)
    assert keywords() == ["alt", WORDS]


@pytest.mark.parametrize(
    ("matter", "locale", "words", "code"),
    [
        ("", "de", WORDS, "matter_missing"),
        ("nothing", "de", WORDS, "matter_missing"),
        ("laundry", "so", WORDS, "matter_unnamed"),
        ("laundry", "de", " ?! ", "keyword_empty"),
        ("laundry", "de", "w" * 81, "keyword_long"),
        ("laundry", "de", "nummer 811228-9874", "keyword_private"),
        ("laundry", "de", "nummer [•••]", "keyword_private"),
        ("laundry", "de", "ALT", "keyword_there"),
    ],
)
def test_what_cannot_be_added(eva: Actor, matter: str, locale: str, words: str, code: str) -> None:
    row = sent()
    with pytest.raises((Invalid, Conflict), match=code):
        add(eva, row, matter, locale, words)
    assert keywords() == ["alt"] and state(row) == "open"


def test_a_matter_has_room_for_so_many(eva: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unfound, "MOST_KEYWORDS", 1)
    with pytest.raises(Invalid, match="keywords_full"):
        add(eva, sent())


def test_a_librarian_may_not(eva: Actor) -> None:
    row, karin = sent(), StaffMember(email="karin@example.org", name="Karin", role=Role.STAFF)
    with pytest.raises(Forbidden):
        add(karin, row)
    with pytest.raises(Forbidden), unit_of_work():
        unfound.dismiss(karin, row)
    with pytest.raises(NotFound):
        unfound.one("nobody")


def test_words_that_did_not_help_come_back_and_dismissed_ones_do_not(eva: Actor) -> None:
    row, other = sent(), sent("etwas anderes")
    add(eva, row, "parking", words="etwas Kürzeres")
    with unit_of_work():
        unfound.dismiss(eva, other)
    sent_again()
    assert state(row) == "added", "the index of another process may be a second old"
    nights()
    sent_again()
    assert (state(row), state(other)) == ("open", "dismissed")
    assert unfound.one(row).keyword == "etwas Kürzeres"
    take_back(eva, row)
    assert keywords("parking") == ["alt"]


def sent_again() -> None:
    for words in (WORDS, "etwas anderes"):
        with unit_of_work():
            searches.missed(searches.asked(words, "de"))  # type: ignore[arg-type]


def test_misses_are_summed_for_four_weeks() -> None:
    for locale, times in (("de", 3), ("ar", 1)):
        for _ in range(times):
            with unit_of_work():
                searches.missed(searches.asked("etwas", locale))  # type: ignore[arg-type]
    nights(unfound.MISS_DAYS - 1)
    with unit_of_work():
        searches.missed(searches.asked("etwas", "ar"))  # type: ignore[arg-type]
    languages, days = unfound.misses()
    assert list(languages.items()) == [("de", 3), ("ar", 2)]
    assert [(one.count, dict(one.parts)) for one in days.values()] == [(1, {"ar": 1}), (4, {"de": 3, "ar": 1})]
    nights()
    assert unfound.misses()[0] == {"ar": 1}
