"""The shelves, and what stands on one."""

from __future__ import annotations

from flask.testing import FlaskClient


def test_it_works(reader: FlaskClient) -> None:
    html = reader.get("/sv/topic/eid").text
    for code in ("eid-locked", "eid-get", "eid-new-phone"):
        assert f'href="/sv/matter/{code}"' in html


def test_every_shelf_is_listed_and_opens(reader: FlaskClient) -> None:
    html = reader.get("/ar/topics").text
    for slug in ("eid", "money", "safety", "authorities", "paper", "devices", "accounts", "library", "work-home"):
        assert f'href="/ar/topic/{slug}"' in html
        assert reader.get(f"/ar/topic/{slug}").status_code == 200


def test_what_has_no_guide_is_listed_apart(unguided: str, reader: FlaskClient) -> None:
    html = reader.get("/en/topic/library").text
    assert html.index("Not written yet") < html.index(f'href="/en/matter/{unguided}"')


def test_an_unknown_topic_is_a_kind_404(reader: FlaskClient) -> None:
    answer = reader.get("/en/topic/no-such")
    assert answer.status_code == 404
    assert "Start from all topics, or search." in answer.text
