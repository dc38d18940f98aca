"""The matrix page of a place, its filters without scripts, its spreadsheet, and how much it weighs."""

from __future__ import annotations

import csv
import gzip
import io

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core import counter
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.guides.models import Guide, LocalRule
from app.domain.places.models import Area
from app.web.spreadsheet import _cell

TOWN = "/sv/area/SE-2482/matrix"


def add_rule(area: str = "SE-2482", guide: str = "scan-send-se", **texts: str) -> None:
    with unit_of_work() as unit:
        row = LocalRule(kind="cannot", reason="risk", texts=texts)
        row.area_id = session.scalars(select(Area.id).where(Area.code == area)).one()
        row.guide_id = session.scalars(select(Guide.id).where(Guide.slug == guide)).one()
        unit.session.add(row)
        counter.bump(counter.CONTENT)


@pytest.fixture
def guide(reader: FlaskClient) -> str:
    """A guide that Sweden has for itself."""
    slug = session.scalars(select(Guide.slug).where(Guide.slug == "eid-locked-se")).one()
    session.remove()
    return slug


def main(reader: FlaskClient, path: str = TOWN) -> str:
    answer = reader.get(path)
    assert answer.status_code == 200, path
    return " ".join(answer.text.split("<main")[1].split())


def cells(reader: FlaskClient, path: str) -> list[list[str]]:
    answer = reader.get(path)
    assert answer.status_code == 200 and answer.data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def test_it_works(reader: FlaskClient, guide: str) -> None:
    add_rule(guide=guide, sv="Vi skannar <inte> pass", en="We do not scan passports")
    html = main(reader)
    assert html.count('<th scope="row">') == 60 and html.count("matrix-topic") > 5
    assert 'href="/sv/guide/eid-locked-se?area=SE-2482"' in html
    assert '<b class="here">' in html and "Vi skannar &lt;inte&gt; pass" in html
    assert 'href="/sv/actor/' in html and "?area=SE-2482#" in html
    assert "Skellefteå" in html.split("</h1>")[0]
    assert '<b class="here">' not in main(reader, "/sv/area/SE-1480/matrix")
    assert '<b class="here">' not in main(reader, "/sv/area/SE/matrix")


def test_it_may_be_kept_and_is_light(reader: FlaskClient) -> None:
    for code in ("sv", "ar"):
        answer = reader.get(f"/{code}/area/SE-2482/matrix")
        assert answer.headers["Cache-Control"] == "public, max-age=60" and "Set-Cookie" not in answer.headers
        assert len(gzip.compress(answer.data, 4)) < 60_000


def test_filters(reader: FlaskClient, guide: str) -> None:
    add_rule(guide=guide, sv="Vi skannar inte pass")
    assert main(reader, f"{TOWN}?differs=yes").count('<th scope="row">') == 1
    found = main(reader, f"{TOWN}?q=SKANNAR+pàss")
    assert found.count('<th scope="row">') == 1 and "eid-locked-se" in found
    every = main(reader, f"{TOWN}?topic=eid")
    assert 1 < every.count('<th scope="row">') < 60 and every.count('class="matrix-topic"') == 1
    assert f'href="{TOWN}.csv?topic=eid"' in every and "checked" not in every
    assert "<table" not in main(reader, f"{TOWN}?q=zzqqxx") and "empty-state" in main(reader, f"{TOWN}?topic=nothing")
    assert "empty-state" in main(reader, "/sv/area/SE-1480/matrix?differs=yes")


def test_a_personal_number_in_the_words_is_hidden_and_kept_by_nobody(reader: FlaskClient) -> None:
    answer = reader.get(f"{TOWN}?q=19811228-9874")
    assert "9874" not in answer.text.split('id="q"')[1].split(">")[0]
    assert "public" not in answer.headers.get("Cache-Control", "")


def test_a_part_for_htmx(reader: FlaskClient) -> None:
    answer = reader.get(f"{TOWN}?topic=eid", headers={"HX-Request": "true", "HX-Target": "matrix"})
    assert answer.text.lstrip().startswith('<div id="matrix"') and "<h1" not in answer.text


def test_the_spreadsheet(reader: FlaskClient, guide: str) -> None:
    add_rule(guide=guide, sv='=HYPERLINK("http://example.org")', en="@SUM(A1)")
    answer = reader.get(f"{TOWN}.csv")
    assert answer.content_type == "text/csv; charset=utf-8" and answer.headers["Content-Language"] == "sv"
    assert 'filename="matrix-SE-2482-sv.csv"' in answer.headers["Content-Disposition"]
    rows = cells(reader, f"{TOWN}.csv")
    assert len(rows) == 61 and {len(row) for row in rows} == {6}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    [differs] = cells(reader, f"{TOWN}.csv?differs=yes")[1:]
    assert "HYPERLINK" in differs[3] and differs[5].endswith("/sv/guide/eid-locked-se?area=SE-2482")
    assert cells(reader, "/ar/area/SE-2482/matrix.csv")[1][1] != rows[1][1]


def test_a_formula_is_words() -> None:
    for text in ("=1+1", "+1", "-1", "@x", "\tx", "\rx", " =1", "＝1"):
        assert _cell(text) == f"'{text}"
    assert _cell("1=1") == "1=1"


def test_a_country_without_guides_of_its_own_is_honest(reader: FlaskClient) -> None:
    with unit_of_work() as unit:
        if not session.scalars(select(Area).where(Area.code == "FI")).first():
            unit.session.add(Area(code="FI", kind="country", timezone="Europe/Helsinki", names={"sv": "Finland"}))
        counter.bump(counter.CONTENT)
    html = main(reader, "/sv/area/FI/matrix")
    assert html.count('<th scope="row">') == 60 and 'colspan="2" class="none"' in html
    assert "eid-locked-se" not in html and "/sv/matter/eid-locked?area=FI" in html


def test_an_unknown_place(reader: FlaskClient) -> None:
    for path in ("/sv/area/nowhere/matrix", "/sv/area/nowhere/matrix.csv"):
        assert reader.get(path).status_code == 404
