"""Where question trees are offered: beside guides and matters, on shelves, in front, in results; never where they do not hold."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import counter
from app.core.unit import unit_of_work
from app.domain.triage.models import Flow
from app.domain.triage.offers import every, offers, on_topic
from tests import flow_house


@pytest.fixture
def trees(site: Flask) -> None:
    """Only ours: what is shipped may change."""
    with unit_of_work() as unit:
        for one in unit.session.query(Flow):
            unit.session.delete(one)
    flow_house.plant("small")
    flow_house.plant("danish", countries=["dk"])
    flow_house.plant("now", urgent=True, matters=["scam-victim"], topic="safety", languages=("en",))


def test_it_works(trees: None) -> None:
    assert [one.slug for one in every(None, "en")] == ["now", "danish", "small"]
    assert [one.slug for one in every("se", "en")] == ["now", "small"]
    assert [one.slug for one in every(None, "sv")] == ["danish", "small"] and every(None, "fi") == []
    assert [one.slug for one in offers(["eid-locked", "scam-victim"], "se", "en")] == ["now", "small"]
    assert [one.most for one in offers(["eid-locked"], "se", "en")] == [2]
    assert [one.slug for one in on_topic("eid", None, "en")] == ["danish", "small"] and offers(
        ["wifi"], None, "en"
    ) == []


@pytest.mark.parametrize(
    ("page", "there", "not_there"),
    [
        ("/en/guide/eid-locked-se", ["small"], ["danish", "now"]),
        ("/en/guide/eid-locked-dk", ["small", "danish"], ["now"]),
        ("/en/guide/eid-locked-dk?area=SE", ["small"], ["danish"]),
        ("/en/guide/scam-victim-dk", ["now"], ["small"]),
        ("/en/matter/eid-locked", ["small", "danish"], ["now"]),
        ("/en/topic/eid", ["small", "danish"], ["now"]),
        ("/sv/topic/safety", [], ["now"]),
        ("/en/", ["now", "small", "danish"], []),
        ("/fi/", [], ["now", "small", "danish"]),
        ("/en/flow", ["now", "small", "danish"], []),
        ("/en/flow?area=SE", ["now", "small"], ["danish"]),
        ("/en/search?q=electronic+id+blocked", ["small", "danish"], ["now"]),
        ("/en/search?q=zzqqxx", ["now", "small"], []),
    ],
)
def test_where_they_are_offered(
    reader: FlaskClient, trees: None, page: str, there: list[str], not_there: list[str]
) -> None:
    text = reader.get(page).text
    for slug in there:
        assert f"/flow/{slug}" in text, slug
    for slug in not_there:
        assert f"/flow/{slug}" not in text, slug


def test_open_data_has_them_too(reader: FlaskClient, trees: None) -> None:
    found = reader.get("/api/search?lang=sv&q=bankid+spärrat&area=SE").get_json()
    assert found["flows"] == [
        {"slug": "small", "title": "Which card is it? (sv)", "lang": "sv", "url": "/sv/flow/small?area=SE"}
    ]
    assert reader.get("/api/search?lang=sv&q=zzqqxx").get_json()["flows"] == []


def test_a_hidden_tree_is_gone_at_once(reader: FlaskClient, trees: None) -> None:
    with unit_of_work() as unit:
        unit.session.query(Flow).filter_by(slug="small").one().status = "archived"
        counter.bump(counter.CONTENT)
    assert "/flow/small" not in reader.get("/en/topic/eid").text
    assert reader.get("/en/flow/small").status_code == 404
