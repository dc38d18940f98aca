"""A matter leads to the guide that fits, or shows the choice, or says honestly that there is none."""

from __future__ import annotations

from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.db import session
from app.domain.guides.models import Matter


def test_it_works(reader: FlaskClient) -> None:
    html = reader.get("/sv/matter/eid-locked").text
    assert 'href="/sv/guide/eid-locked-se"' in html
    assert 'href="/sv/guide/eid-locked-dk"' in html


def test_the_area_decides(reader: FlaskClient) -> None:
    swedish = reader.get("/sv/matter/eid-locked?area=SE-2482")
    assert swedish.status_code == 302
    assert swedish.headers["Location"] == "/sv/guide/eid-locked-se?area=SE-2482"
    danish = reader.get("/sv/matter/eid-locked?area=DK-101-noerrebro")
    assert danish.headers["Location"] == "/sv/guide/eid-locked-dk?area=DK-101-noerrebro"


def test_the_only_guide_is_gone_to_at_once_with_what_was_searched(reader: FlaskClient) -> None:
    answer = reader.get("/da/matter/print-doc?q=printe")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/da/guide/print-doc?q=printe"


def test_a_matter_without_a_guide_says_so(unguided: str, reader: FlaskClient) -> None:
    html = reader.get(f"/en/matter/{unguided}").text
    assert "We have not written this guide yet" in html
    assert f"/en/ask?from=matter:{unguided}" in html or f"/en/ask?from=matter%3A{unguided}" in html
    assert 'action="/en/search"' in html


def test_every_matter_answers(reader: FlaskClient) -> None:
    codes = session.execute(select(Matter.code)).scalars().all()
    session.remove()
    assert len(codes) == 60
    for code in codes:
        assert reader.get(f"/ar/matter/{code}").status_code in (200, 302), code


def test_an_unknown_matter_is_a_kind_404(reader: FlaskClient) -> None:
    answer = reader.get("/en/matter/no-such")
    assert answer.status_code == 404
    assert "Search for it, or ask a librarian." in answer.text
