"""A place's own lines on the guide's page: kindly marked, in the reader's direction, and nowhere else."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from sqlalchemy import select

from app.core import counter
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.guides import rules
from app.domain.guides.models import Guide, LocalRule
from app.domain.places.areas import places
from app.domain.places.models import Area

GUIDE = "/guide/eid-locked-se"


def add(area: str, kind: str = "can", reason: str | None = None, strikes: int | None = None, **texts: str) -> None:
    """A rule; `strikes` is the place of a `can` line."""
    with unit_of_work() as unit:
        guide = unit.session.scalars(select(Guide).where(Guide.slug == "eid-locked-se")).one()
        row = LocalRule(kind=kind, reason=reason, texts=texts, guide_id=guide.id)
        row.area_id = session.scalars(select(Area.id).where(Area.code == area)).one()
        if strikes is not None:
            row.strikes = rules.digest(rules.source_lines([guide.id])[guide.id][0][strikes])
        unit.session.add(row)
        counter.bump(counter.CONTENT)


def part(reader: FlaskClient, area: str = "", code: str = "sv", kind: str = "can") -> str:
    html = reader.get(f"/{code}{GUIDE}", query_string={"area": area} if area else {}).text
    return re.split(rf'<section class="{kind}">', html)[1].split("</section>")[0]


def lines(html: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", one).strip() for one in html.split("<li>")[1:]]


def test_it_works(reader: FlaskClient) -> None:
    before = lines(part(reader))
    add("SE-2482", sv="Vi ringer banken <tillsammans>", strikes=0)
    add("SE-2482", "cannot", "risk", sv="Vi skannar inte pass")
    here = lines(part(reader, "SE-2482"))
    assert here[0].endswith("Vi ringer banken &lt;tillsammans&gt;") and "Skellefteå:" in here[0]
    assert here[1:] == before[1:]
    cannot = part(reader, "SE-2482", kind="cannot")
    assert "Vi skannar inte pass" in cannot and cannot.index('class="why"') > cannot.index("Vi skannar")
    assert lines(part(reader)) == lines(part(reader, "SE-1480")) == before


def test_a_branch_hears_its_municipality_and_itself_first(reader: FlaskClient) -> None:
    branch = next(one for one in places().values() if one.kind == "branch" and "SE-2482" in one.chain)
    add("SE-2482", sv="Kommunens rad")
    add(branch.code, sv="Bibliotekets rad")
    found = lines(part(reader, branch.code))
    assert found[0].endswith("Bibliotekets rad") and branch.name in found[0]
    assert found[1].endswith("Kommunens rad") and "Skellefteå" in found[1]


def test_words_in_another_language_are_marked(reader: FlaskClient) -> None:
    add("SE-2482", sv="Vi ringer banken")
    assert '<span lang="sv" dir="ltr">Vi ringer banken</span>' in part(reader, "SE-2482", "ar")
    assert "<span>Vi ringer banken</span>" in part(reader, "SE-2482", "sv")


def test_the_line_is_gone_in_every_language(reader: FlaskClient) -> None:
    before = {code: lines(part(reader, "", code)) for code in ("sv", "ar", "so", "de")}
    add("SE", strikes=1)
    for code, every in before.items():
        assert lines(part(reader, "SE-2482", code)) == [line for place, line in enumerate(every) if place != 1]


def test_machines_are_not_told_a_line_that_is_gone_here(reader: FlaskClient) -> None:
    gone = lines(part(reader))[0][:40]
    add("SE-2482", strikes=0)
    here, elsewhere = (reader.get(f"/sv{GUIDE}?area={code}").text for code in ("SE-2482", "SE-1480"))
    assert gone in elsewhere and "FAQPage" in elsewhere
    assert gone not in here and "FAQPage" not in here and "HowTo" in here
