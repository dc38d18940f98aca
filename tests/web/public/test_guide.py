"""The guide page: everything on it, in the right order and language, without a cookie."""

from __future__ import annotations

import json
import re
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import select

from app.core import clock, counter
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.directory.models import ContactCheck, Phone, Service
from app.domain.directory.terms import CheckResult, ContactKind
from app.domain.guides.models import Guide, GuideTranslation
from app.domain.guides.terms import TranslationState
from tests.staff_house import person

GUIDE = "/sv/guide/eid-locked-se"


def test_it_works(reader: FlaskClient) -> None:
    answer = reader.get(GUIDE)
    assert answer.status_code == 200
    html = answer.text
    order = ["<h1>", 'class="notice warn"', 'class="facts"', 'id="step-1"', "/sv/ask", 'class="can"', 'class="cannot"',
             'id="who-can"', 'class="next-time"', 'class="provenance"', 'id="feedback"', "qr.svg"]  # fmt: skip
    places = [html.index(mark) for mark in order]
    assert places == sorted(places)


def test_it_sets_and_reads_no_cookie_and_may_be_kept(reader: FlaskClient) -> None:
    answer = reader.get(GUIDE, headers={"Cookie": "vejviser_chat=x; area=SE-2482"})
    assert "Set-Cookie" not in answer.headers
    assert "cookie" not in answer.headers.get("Vary", "").lower()
    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_every_reason_is_beside_its_line(reader: FlaskClient) -> None:
    html = reader.get("/en/guide/eid-locked-se").text
    part = html[html.index('class="cannot"') : html.index('id="who-can"')]
    assert "Only the one who gave it to you can look it up or open it again." in part
    assert "It is personal, and keeping it to yourself keeps you safe." in part


def test_no_unchecked_number_is_on_it(reader: FlaskClient) -> None:
    html = reader.get("/sv/guide/scam-victim-se").text
    numbers = session.execute(select(Phone.number)).scalars().all()
    assert numbers
    assert not [number for number in numbers if number in html]
    assert "tel:" not in html


def test_a_checked_number_is_shown_with_who_and_an_old_check_is_not(reader: FlaskClient) -> None:
    assert _phone_html(reader, days_ago=3).count("tel:") == 1
    assert "Karin" in _phone_html(reader, days_ago=3)


def test_a_check_past_its_limit_hides_the_number(reader: FlaskClient) -> None:
    assert "tel:" not in _phone_html(reader, days_ago=400)


def _phone_html(reader: FlaskClient, days_ago: int) -> str:
    known = session.execute(select(StaffMember).where(StaffMember.email == "karin@example.org")).scalar()
    karin = known or person("Karin")
    phone = session.execute(select(Phone).join(Service).where(Service.slug == "skatteverket-id-card")).scalars().one()
    with unit_of_work() as unit:
        unit.session.add(
            ContactCheck(
                kind=ContactKind.PHONE,
                phone_id=phone.id,
                value=phone.number,
                result=CheckResult.RIGHT,
                source="skatteverket.se",
                checker_id=karin.id,
                checked_at=clock.now() - timedelta(days=days_ago),
            )
        )
        counter.bump(counter.CONTENT)
    return reader.get(GUIDE).text


def test_a_guide_in_another_language_says_so_and_is_marked(reader: FlaskClient) -> None:
    with unit_of_work() as unit:
        guide = unit.session.execute(select(Guide).where(Guide.slug == "eid-locked-se")).scalar_one()
        for text in list(guide.translations):
            if text.locale not in ("sv", "en"):
                guide.translations.remove(text)
        counter.bump(counter.CONTENT)
    html = reader.get("/ar/guide/eid-locked-se").text
    assert '<html lang="ar" dir="rtl"' in html
    assert re.search(r'lang="en" dir="ltr"[^>]*>\s*<h1>', html)
    assert 'href="/sv/guide/eid-locked-se"' in html


def test_old_advice_that_could_hurt_is_replaced_by_its_source(reader: FlaskClient) -> None:
    with unit_of_work() as unit:
        text = unit.session.execute(
            select(GuideTranslation).join(Guide).where(Guide.slug == "eid-locked-se", GuideTranslation.locale == "en")
        ).scalar_one()
        text.state = TranslationState.OUTDATED
        text.title = "OLD ADVICE"
        counter.bump(counter.CONTENT)
    html = reader.get("/en/guide/eid-locked-se").text
    assert "OLD ADVICE" not in html
    assert "is being brought up to date" in html


def test_search_engines_get_one_address_languages_and_json(reader: FlaskClient) -> None:
    html = reader.get(f"{GUIDE}?area=SE-2482").text
    assert '<link rel="canonical" href="http://127.0.0.1:8000/sv/guide/eid-locked-se">' in html
    assert 'hreflang="da" href="http://127.0.0.1:8000/da/guide/eid-locked-se"' in html
    assert 'hreflang="x-default"' in html
    kinds = {}
    for script in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL):
        assert "<" not in script
        data = json.loads(script)
        kinds[data["@type"]] = data
    assert len(kinds["HowTo"]["step"]) >= 5
    assert kinds["BreadcrumbList"]["itemListElement"][0]["position"] == 1


def test_the_area_rides_along(reader: FlaskClient) -> None:
    html = reader.get("/sv/guide/print-doc?area=DK-101").text
    assert re.search(r'href="/sv/ask\?from=guide(:|%3A)print-doc&amp;area=DK-101"', html)
    assert 'href="/sv/topic/paper?area=DK-101"' in html


def test_an_area_nobody_knows_is_no_area(reader: FlaskClient) -> None:
    html = reader.get("/sv/guide/print-doc?area=nowhere").text
    assert 'href="/sv/topic/paper"' in html


def test_the_qr_code_is_a_picture_of_the_address(reader: FlaskClient) -> None:
    answer = reader.get("/sv/guide/eid-locked-se/qr.svg")
    assert answer.mimetype == "image/svg+xml"
    assert answer.text.startswith("<svg")
    assert "style=" not in answer.text


def test_an_unknown_guide_is_a_kind_404(reader: FlaskClient) -> None:
    answer = reader.get("/en/guide/no-such-guide")
    assert answer.status_code == 404
    assert "We have no guide at this address." in answer.text
    assert reader.get("/en/guide/no-such-guide/qr.svg").status_code == 404


def test_every_guide_renders_in_every_language(reader: FlaskClient) -> None:
    slugs = session.execute(select(Guide.slug)).scalars().all()
    session.remove()
    for slug in slugs:
        for code in ("sv", "ar", "so"):
            assert reader.get(f"/{code}/guide/{slug}").status_code == 200, (code, slug)
