"""The list "People here also asked" on guides and matters: each place its own, and nothing where few asked."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import Client

from app.core import clock, counter
from app.core.unit import unit_of_work
from app.domain.guides.models import Guide, Matter
from app.domain.insights.models import Inquiry
from app.domain.places.models import Area
from app.web.cache import PageCache

HERE, THERE = "SE-2482", "DK-101"


def ask(area: str, code: str, times: int = 5) -> None:
    with unit_of_work() as unit:
        matter = unit.session.execute(select(Matter.id).where(Matter.code == code)).scalar_one()
        place = unit.session.execute(select(Area.id).where(Area.code == area)).scalar_one()
        more = {"day": clock.today(), "channel": "chat", "outcome": "answered", "locale": "sv"}
        unit.session.add_all([Inquiry(matter_id=matter, area_id=place, **more) for _ in range(times)])
        counter.bump(counter.CONTENT)


def beside(slug: str) -> tuple[str, list[str]]:
    """Another matter of the guide's topic that the guide does not name, to be asked about."""
    with unit_of_work() as unit:
        guide = unit.session.execute(select(Guide).where(Guide.slug == slug)).scalar_one()
        query = select(Matter.code).where(Matter.topic_id == guide.matter.topic_id).order_by(Matter.code)
        others = [code for code in unit.session.scalars(query) if code not in (guide.matter.code, *guide.related)]
        return others[0], list(guide.related)


def part(html: str) -> str:
    """The list, or nothing."""
    start = html.find('id="asked"')
    return html[start : html.index("</section>", start)] if start >= 0 else ""


def test_it_works(reader: FlaskClient) -> None:
    code, _ = beside("print-doc")
    ask(HERE, code)
    assert f"/sv/matter/{code}?area={HERE}" in part(reader.get(f"/sv/guide/print-doc?area={HERE}").text)


def test_nothing_is_said_where_few_asked(reader: FlaskClient) -> None:
    code, _ = beside("print-doc")
    ask(HERE, code, times=4)
    assert part(reader.get(f"/sv/guide/print-doc?area={HERE}").text) == ""


def test_neither_its_own_matter_nor_what_it_names_already(reader: FlaskClient) -> None:
    _, related = beside("print-doc")
    for code in ("print-doc", *related):
        ask(HERE, code)
    assert part(reader.get(f"/sv/guide/print-doc?area={HERE}").text) == ""


def test_a_matter_page_has_it_too(reader: FlaskClient) -> None:
    ask(HERE, "eid-new-phone")
    assert "/sv/matter/eid-new-phone" in part(reader.get("/sv/matter/eid-locked").text)
    assert part(reader.get("/sv/matter/eid-new-phone").text).count("/sv/matter/") == 0


def test_a_kept_page_shows_one_place_s_list_to_that_place_alone(site: Flask) -> None:
    code, _ = beside("print-doc")
    ask(HERE, code)
    reader = Client(PageCache(site))
    pages = {area: f"/sv/guide/print-doc?area={area}" for area in (HERE, THERE)}
    for _ in range(2):
        assert code in part(reader.get(pages[HERE]).text)
        assert part(reader.get(pages[THERE]).text) == ""
