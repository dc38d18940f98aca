"""What is asked most here: counted in the reader's own place, and silent where too few asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock, counter, db
from app.core.unit import unit_of_work
from app.domain.guides.models import Matter, Topic
from app.domain.insights.asked import DAYS, FEWEST, also_asked
from app.domain.insights.models import Inquiry
from app.domain.places.areas import Place, places
from app.domain.places.models import Area

AREAS = {
    "SE": ("country", None),
    "SE-AC": ("region", "SE"),
    "SE-1": ("municipality", "SE-AC"),
    "SE-1-main": ("branch", "SE-1"),
    "SE-2": ("municipality", "SE-AC"),
    "DK": ("country", None),
}


@pytest.fixture(autouse=True)
def _house(database: str) -> Iterator[None]:
    """Two topics with matters, and places of every kind."""
    with unit_of_work() as unit:
        made: dict[str, Area] = {}
        for code, (kind, parent) in AREAS.items():
            made[code] = Area(code=code, kind=kind, timezone="UTC", parent=made[parent] if parent else None)
        paper, money = Topic(slug="paper", icon="paper"), Topic(slug="money", icon="money")
        matters = [Matter(code=code, topic=paper) for code in ("print", "scan", "copy", "fax", "form")]
        unit.session.add_all([*made.values(), *matters, Matter(code="loan", topic=money)])
    yield


def ask(code: str, area: str | None, times: int = FEWEST, ago: int = 0, outcome: str = "answered") -> None:
    with unit_of_work() as unit:
        matter = unit.session.execute(select(Matter.id).where(Matter.code == code)).scalar_one()
        place = unit.session.execute(select(Area.id).where(Area.code == area)).scalar()
        day = clock.today() - timedelta(days=ago)
        more = {"day": day, "channel": "chat", "outcome": outcome, "locale": "sv"}
        unit.session.add_all([Inquiry(matter_id=matter, area_id=place, **more) for _ in range(times)])
        counter.bump(counter.CONTENT)
    db.session.remove()


def here(area: str | None = "SE-1", country: str | None = None, topic: str = "paper") -> list[str]:
    place: Place | None = places()[area] if area else None
    return also_asked(topic, place, country, ["form"])


def test_it_works() -> None:
    ask("scan", "SE-1", FEWEST)
    ask("print", "SE-1", FEWEST + 1)
    assert here() == ["print", "scan"]


def test_fewer_than_five_are_nobody_s_business() -> None:
    ask("scan", "SE-1", FEWEST - 1)
    ask("scan", "SE-2", FEWEST - 1)
    assert here("SE-1") == ["scan"]  # the country has enough, and does not tell whose they are
    assert here("DK") == []


def test_the_page_s_own_matter_other_topics_and_spam_do_not_count() -> None:
    ask("form", "SE-1")
    ask("loan", "SE-1")
    ask("scan", "SE-1", outcome="spam")
    assert here() == []
    assert here(topic="money") == ["loan"]


def test_three_at_most_and_equals_in_one_order() -> None:
    for code in ("scan", "print", "fax", "copy"):
        ask(code, "SE-1")
    assert here() == ["copy", "fax", "print"]


def test_ninety_days() -> None:
    ask("scan", "SE-1", ago=DAYS)
    ask("fax", "SE-1", ago=DAYS - 1)
    assert here() == ["fax"]


def test_a_municipality_is_all_its_branches_and_a_branch_its_municipality() -> None:
    ask("scan", "SE-1-main")
    ask("fax", "SE-2")
    assert here("SE-1") == here("SE-1-main") == ["scan"]
    assert here("SE-2") == ["fax"]
    assert here("SE") == here("SE-AC") == ["fax", "scan"]


def test_a_municipality_that_says_nothing_hears_its_country() -> None:
    ask("scan", "SE-1")
    assert here("SE-2") == ["scan"]
    assert here("DK") == []


def test_without_a_place_the_guide_s_country_decides_then_everywhere() -> None:
    ask("scan", "SE-1")
    ask("fax", None)
    assert here(None, "se") == ["scan"]
    assert here(None, "dk") == []
    assert here(None) == ["fax", "scan"]
