"""What holds where: the nearest area's lines first, lines taken away in every language, guides that change."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock, counter
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.guides import queries, rules
from app.domain.guides.models import GuideTranslation
from app.domain.guides.rules import Line
from app.domain.places.areas import places
from app.domain.places.models import Area
from tests.domain.guides.ruled import CAN, CANNOT, TREE, read, rule, said, town
from tests.domain.guides.test_short import counted

pytestmark = pytest.mark.usefixtures("database")
BRANCH, TOWN = "SE-2482-stad", "SE-2482"


@pytest.fixture(autouse=True)
def places_and_guide(database: str) -> None:
    town()


def test_it_works() -> None:
    rule(TOWN, "cannot", reason="risk", sv="Vi skannar inte pass", en="We do not scan passports")
    rule(BRANCH, sv="Vi har öppet hus på onsdagar")
    rule("SE", strikes="Vi skriver ut")
    found = read(BRANCH)
    assert found.differs
    assert said(found) == (
        ["Vi har öppet hus på onsdagar", CAN[0], CAN[2]],
        ["Vi skannar inte pass", *CANNOT],
    )
    assert found.cannot[0] == Line("Vi skannar inte pass", "sv", "risk", TOWN)
    assert [line.reason for line in found.cannot[1:]] == ["personal", "access"]
    assert said(read("SE-2480")) == ([CAN[0], CAN[2]], CANNOT)
    assert said(read("")) == said(read("DK")) == (CAN, CANNOT) and not read("DK").differs


def test_the_nearest_area_is_heard_first() -> None:
    for code, _kind, _above in TREE:
        rule(code, sv=f"Rad {code}")
    assert said(read(BRANCH))[0] == ["Rad SE-2482-stad", "Rad SE-2482", "Rad SE-AC", "Rad SE", *CAN]
    assert said(read("SE-AC"))[0] == ["Rad SE-AC", "Rad SE", *CAN]


def test_a_line_is_taken_away_in_every_language_with_its_reason() -> None:
    rule(TOWN, strikes=CANNOT[0])
    rule(TOWN, strikes="Vi  skriver\nut")
    assert said(read(TOWN, "ar")) == (["نريك", "نعير"], ["لا نملأ"])
    assert [line.reason for line in read(TOWN, "ar").cannot] == ["access"]
    assert said(read(TOWN, "de")) == (["We show how", "We lend a computer"], ["We do not fill in"])


def test_where_a_translation_has_another_number_of_lines_they_stay() -> None:
    rule(TOWN, strikes=CAN[1])
    rule(TOWN, strikes=CANNOT[1])
    assert said(read(TOWN, "fi")) == (["Näytämme", "Lainaamme"], ["Emme kirjaudu"])


def test_a_changed_guide_loses_nothing() -> None:
    rule(TOWN, strikes=CAN[1], sv="Vi skriver inte ut", kind="cannot", reason="outside_task")
    with unit_of_work():
        text = session.scalars(select(GuideTranslation).where(GuideTranslation.locale == "sv")).one()
        text.can = [CAN[0], "Vi skriver ut gratis", CAN[2]]
        counter.bump(counter.CONTENT)
    assert said(read(TOWN)) == ([CAN[0], "Vi skriver ut gratis", CAN[2]], ["Vi skriver inte ut", *CANNOT])


@pytest.mark.parametrize(
    ("texts", "code", "locale"),
    [
        ({"sv": "rad", "en": "line"}, "sv", "sv"),
        ({"sv": "rad", "en": "line"}, "da", "sv"),
        ({"sv": "rad", "nb": "linje"}, "da", "nb"),
        ({"sv": "rad", "en": "line"}, "ar", "en"),
        ({"sv": "rad"}, "ar", "sv"),
    ],
)
def test_a_missing_language_falls_back(texts: dict[str, str], code: str, locale: str) -> None:
    rule(TOWN, **texts)
    first = read(TOWN, code).can[0]
    assert (first.text, first.locale, first.area) == (texts[locale], locale, TOWN)


def test_it_costs_one_read_and_nothing_without_an_area() -> None:
    rule(TOWN, sv="Rad")
    read("SE")
    guide, chain = queries.guide("card-se"), places()[TOWN].chain
    assert guide is not None
    with counted() as sent:
        for _time in range(3):
            rules.effective(guide, ())
            rules.effective(guide, chain)
    assert not [one for one in sent if "local_rule" in one]
    with unit_of_work():
        counter.bump(counter.CONTENT)
    session.remove()
    with counted() as sent:
        rules.effective(guide, ())
        rules.effective(guide, chain)
        rules.effective(guide, chain)
    assert len([one for one in sent if "FROM local_rule" in one]) == 1


def test_the_rules_of_a_place_that_merged_hold_in_its_successor() -> None:
    rule("SE-2480", sv="Den gamla kommunens rad")
    assert said(read(TOWN))[0] == CAN
    with unit_of_work():
        old = session.scalars(select(Area).where(Area.code == "SE-2480")).one()
        old.merged_into, old.merged_on = TOWN, clock.today() - timedelta(days=1)
        counter.bump(counter.CONTENT)
    assert said(read(BRANCH))[0] == said(read("SE-2480"))[0] == ["Den gamla kommunens rad", *CAN]
