"""The matrix of a place: every matter once, with the guide that fits, what holds there, and who is there for its people."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.core import counter, i18n
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.directory.models import Organization, Service
from app.domain.guides.matrix import MatrixRow, matrix
from app.domain.guides.models import Guide, GuideService, Matter, MatterName, Topic
from app.domain.places.areas import places
from tests.domain.guides.ruled import CAN, rule, text, town
from tests.domain.guides.test_short import counted

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def places_and_guides(database: str) -> None:
    town()
    with unit_of_work() as unit:
        topic, card = unit.session.scalars(select(Topic)).one(), unit.session.scalars(select(Matter)).one()
        wifi = Matter(code="wifi", topic=topic, names=[MatterName(locale="sv", title="Nätet")])
        guide = Guide(slug="card", matter=card, source_locale="sv", minutes_low=1, minutes_high=2)
        guide.translations = [text("sv", ["För alla"], [])]
        unit.session.add_all([wifi, guide])
        body = Organization(slug="body", name="Body", country="SE")
        for position, (slug, areas) in enumerate((("far", ["SE-2480"]), ("all", ["SE"]), ("near", ["SE-2482"]))):
            service = Service(slug=slug, organization=body, name={"sv": slug}, areas=areas, position=position)
            unit.session.add(service)
            unit.session.flush()
            se = unit.session.scalars(select(Guide.id).where(Guide.slug == "card-se")).one()
            unit.session.add(GuideService(guide_id=se, service_id=service.id, position=position))
        counter.bump(counter.CONTENT)


def rows(area: str, code: str = "sv") -> dict[str, MatrixRow]:
    session.remove()
    with i18n.speaking(code):
        [(topic, found)] = matrix(places()[area])
    assert topic.slug == "paper"
    return {row.matter.code: row for row in found}


def refer(row: MatrixRow) -> list[str]:
    return [one.service for one in row.refer_to]


def test_it_works() -> None:
    found = rows("SE-2482")
    assert list(found) == ["card", "wifi"]
    assert found["card"].guide == "card-se" and not found["card"].lines.differs
    assert refer(found["card"]) == ["all", "near"]
    assert found["wifi"].guide is None and refer(found["wifi"]) == []


def test_a_country_has_its_own_guide_or_the_one_for_everywhere() -> None:
    assert rows("SE")["card"].guide == "card-se" and refer(rows("SE")["card"]) == ["all"]
    assert rows("DK")["card"].guide == "card"
    assert [line.text for line in rows("DK")["card"].lines.can] == ["För alla"]


def test_lines_are_in_the_reader_s_language() -> None:
    assert [line.text for line in rows("SE", "ar")["card"].lines.can] == ["نريك", "نطبع", "نعير"]
    assert {line.locale for line in rows("SE", "pl")["card"].lines.can} == {"en"}


def test_what_differs_here_differs_only_here() -> None:
    for area in ("SE-2482", "SE-2480"):
        rows(area)  # remembered before
    rule("SE-2482", strikes=CAN[0])
    here, elsewhere = rows("SE-2482")["card"].lines, rows("SE-2480")["card"].lines
    assert here.differs and [line.text for line in here.can] == CAN[1:]
    assert not elsewhere.differs and [line.text for line in elsewhere.can] == CAN


def test_it_is_read_once() -> None:
    rows("SE")
    with counted() as sent:
        rows("SE")
        rows("SE")
    assert not [one for one in sent if "guide" in one]
