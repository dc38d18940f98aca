"""A reader whose language has only a short text: their words above, the steps in another language, no old advice."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import ColumnElement, event, update

from app.core import counter, db, i18n
from app.core.db import Base
from app.core.unit import unit_of_work
from app.domain.guides import queries
from app.domain.guides.models import Guide, GuideTranslation, Matter, Step, Topic
from app.domain.guides.queries import GuideView
from app.domain.guides.terms import TranslationState

pytestmark = pytest.mark.usefixtures("database")
SHORT, SHORT_OUTDATED = TranslationState.SHORT, TranslationState.SHORT_OUTDATED


def text(locale: str, state: str = TranslationState.UP_TO_DATE, **more: object) -> GuideTranslation:
    short = state in (SHORT, SHORT_OUTDATED)
    steps = [] if short else [Step(position=1, title=f"Step {locale}", body="")]
    said = {"bring": [] if short else [f"Bring {locale}"], "next_time": "" if short else f"Next {locale}", **more}
    made = GuideTranslation(locale=locale, state=state, title=f"Title {locale}", summary=f"Summary {locale}", **said)
    made.warnings, made.can, made.cannot, made.steps = [f"Beware {locale}"], [f"Can {locale}"], [f"No {locale}"], steps
    return made


def write(*texts: GuideTranslation, critical: bool = False) -> None:
    """A guide translated from Swedish, with an English text beside."""
    with unit_of_work() as unit:
        guide = Guide(slug="card", matter=Matter(code="card", topic=Topic(slug="paper", icon="paper")))
        guide.source_locale, guide.minutes_low, guide.minutes_high = "sv", 1, 2
        guide.safety_critical, guide.cannot = critical, ["access"]
        guide.translations = [text("sv"), text("en"), *texts]
        unit.session.add(guide)


def read(code: str) -> GuideView:
    with i18n.speaking(code):
        found = queries.guide("card")
    assert found is not None
    return found


def card(code: str) -> tuple[str, str, str]:
    with i18n.speaking(code):
        [found] = queries.guides_of(["card"])
    return found.locale, found.title, found.steps_locale


def change(table: type[Base], column: str, value: object, *where: ColumnElement[bool]) -> None:
    """As an editor does it."""
    with unit_of_work() as unit:
        unit.session.execute(update(table).where(*where).values({column: value}))
        counter.bump(counter.CONTENT)
    db.session.remove()


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent inside the block."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(db.engine(), "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine(), "before_cursor_execute", note)


def test_it_works() -> None:
    write(text("ar", SHORT))
    found = read("ar")
    assert found.short and (found.head_locale, found.locale) == ("ar", "en")
    assert (found.title, found.summary) == ("Title ar", "Summary ar")
    assert (found.warnings, found.can, found.cannot) == (["Beware ar"], ["Can ar"], ["No ar"])
    assert found.steps == (("Step en", ""),)
    assert (found.bring, found.bring_locale) == (["Bring en"], "en")
    assert (found.next_time, found.next_time_locale) == ("Next en", "en")
    assert found.languages == ("sv", "en") and not found.outdated
    assert card("ar") == ("ar", "Title ar", "en")


def test_what_the_short_text_has_is_said_in_its_own_words() -> None:
    write(text("ar", SHORT, bring=["Bring ar"], next_time="Next ar"))
    found = read("ar")
    assert (found.bring, found.bring_locale) == (["Bring ar"], "ar")
    assert (found.next_time, found.next_time_locale) == ("Next ar", "ar")


def test_steps_follow_the_house_s_order_of_languages() -> None:
    write(text("fi", SHORT))
    assert read("fi").locale == "sv"


def test_a_neighbour_s_short_text_is_not_borrowed() -> None:
    """A Norwegian with a short Danish text would meet Danish and Swedish on a page that is neither."""
    write(text("da", SHORT))
    assert (read("nb").head_locale, read("nb").locale, read("nb").short) == ("sv", "sv", False)
    assert card("nb") == ("sv", "Title sv", "sv")


def test_old_words_that_could_hurt_are_not_shown() -> None:
    write(text("ar", SHORT_OUTDATED), text("so", SHORT), critical=True)
    old = read("ar")
    assert (old.head_locale, old.title, old.short, old.outdated) == ("en", "Title en", False, True)
    assert card("ar") == ("en", "Title en", "en")
    assert read("so").head_locale == "so"


def test_old_words_that_cannot_hurt_are_shown_with_a_note() -> None:
    write(text("ar", SHORT_OUTDATED))
    assert (read("ar").head_locale, read("ar").outdated) == ("ar", True)


def test_old_steps_are_told_too_and_never_where_they_could_hurt() -> None:
    write(text("ar", SHORT))
    change(GuideTranslation, "state", TranslationState.OUTDATED, GuideTranslation.locale == "en")
    assert (read("ar").locale, read("ar").outdated) == ("en", True)
    change(Guide, "safety_critical", True)
    assert (read("ar").locale, read("ar").outdated) == ("sv", False)


def test_a_whole_guide_costs_no_more_reads_than_before() -> None:
    write(text("ar", SHORT))
    read("sv")  # the content version is looked at
    with counted() as whole:
        read("en")
    with counted() as short:
        read("ar")
    asked = [len([one for one in sent if "FROM counter" not in one and "SELECT" in one]) for sent in (whole, short)]
    assert asked == [5, 6]
