"""The search as open data: its shape, its order, its refusals."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from app.core import db


def test_it_works(reader: FlaskClient) -> None:
    found = reader.get("/api/search?lang=sv&q=bankid+spärrat").get_json()
    assert found["confident"] is True
    assert found["matters"][0]["slug"] == "eid-locked"
    assert {hit["slug"] for hit in found["results"] if hit["kind"] == "guide"} >= {"eid-locked-se", "eid-locked-dk"}


def test_the_shape_is_exactly_this(reader: FlaskClient) -> None:
    found = reader.get("/api/search?lang=en&q=bankid+blocked").get_json()
    assert set(found) == {"confident", "matters", "results", "flows"}
    assert all(set(one) == {"slug", "score", "title"} for one in found["matters"])
    assert all(
        set(one) == {"kind", "slug", "matter", "title", "lang", "url", "score"} and one["kind"] in ("guide", "actor")
        for one in found["results"]
    )


def test_best_first_and_each_once(reader: FlaskClient) -> None:
    found = reader.get("/api/search?lang=da&q=MitID+virker+ikke+på+ny+telefon&limit=50").get_json()
    for name in ("matters", "results"):
        scores = [one["score"] for one in found[name]]
        assert scores == sorted(scores, reverse=True) and all(0 <= score <= 1 for score in scores)
    codes = [one["slug"] for one in found["matters"]]
    assert len(codes) == len(set(codes))
    things = [(one["kind"], one["slug"]) for one in found["results"]]
    assert len(things) == len(set(things))


def test_every_address_opens(reader: FlaskClient) -> None:
    for hit in reader.get("/api/search?lang=ar&q=BankID").get_json()["results"]:
        assert hit["url"].startswith("/ar/")
        assert reader.get(hit["url"]).status_code == 200


def test_the_area_puts_its_own_country_first(reader: FlaskClient) -> None:
    for area, slug in (("SE-2482", "eid-locked-se"), ("DK-101-noerrebro", "eid-locked-dk")):
        found = reader.get(f"/api/search?lang=en&q=electronic+id+blocked&area={area}").get_json()
        assert next(hit["slug"] for hit in found["results"] if hit["kind"] == "guide") == slug


def test_a_title_is_in_the_language_it_says(reader: FlaskClient) -> None:
    found = reader.get("/api/search?lang=nb&q=MitID+sperret&limit=50").get_json()
    assert all(hit["lang"] in ("nb", "da", "sv", "en") for hit in found["results"] if hit["kind"] == "guide")


def test_what_is_none_of_ours_has_the_municipality_and_a_person_among_the_answers(reader: FlaskClient) -> None:
    for asked in ("lang=sv&q=bygglov+för+altan", "lang=da&q=parkeringsbøde", "lang=ar&q=مخالفة+وقوف"):
        for limit in ("", "&limit=1", "&limit=3"):
            found = reader.get(f"/api/search?{asked}{limit}").get_json()
            assert found["confident"] is False, asked
            slugs = [hit["slug"] for hit in found["results"]]
            assert {"kommun-se", "kommune-dk"} & set(slugs) and slugs[-1] == "ask", (asked, slugs)
            assert reader.get(found["results"][-1]["url"]).status_code == 200
    danish = reader.get("/api/search?lang=da&q=byggetilladelse&area=DK-101-noerrebro").get_json()
    assert "kommune-dk" in (slugs := [hit["slug"] for hit in danish["results"]]) and "kommun-se" not in slugs


def test_limit_holds_for_both_lists(reader: FlaskClient) -> None:
    found = reader.get("/api/search?lang=sv&q=bank&limit=2").get_json()
    assert len(found["matters"]) <= 2 and len(found["results"]) == 2


def test_nothing_asked_is_nothing_found(reader: FlaskClient) -> None:
    nothing = {"confident": False, "matters": [], "results": [], "flows": []}
    assert reader.get("/api/search?lang=sv&q=+").get_json() == nothing


def test_a_wrong_language_or_limit_is_refused_in_words(reader: FlaskClient) -> None:
    for wrong in ("q=x", "lang=xx&q=x", "lang=sv&limit=0", "lang=sv&limit=51", "lang=sv&limit=many", "lang=sv&limit=²"):
        answer = reader.get(f"/api/search?{wrong}")
        assert answer.status_code == 400 and answer.get_json()["message"].endswith(".")
        assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_any_site_may_read_it_and_a_cache_may_keep_it(reader: FlaskClient) -> None:
    headers = reader.get("/api/search?lang=sv&q=skriva+ut").headers
    assert headers["Access-Control-Allow-Origin"] == "*"
    assert headers["Cache-Control"] == "public, max-age=60"
    assert "Set-Cookie" not in headers and "Cookie" not in headers.get("Vary", "")


def test_search_goes_on_when_the_database_does_not(reader: FlaskClient, site: Flask) -> None:
    reader.get("/api/search?lang=sv&q=bankid")
    db.session.remove()
    db.engine().dispose()
    db.engine().dialect.connect = _refuse  # type: ignore[method-assign]
    assert reader.get("/health").status_code == 503
    assert reader.get("/api/search?lang=sv&q=bankid").get_json()["matters"]


def _refuse(*_args: object, **_kwargs: object) -> None:
    import sqlite3

    raise sqlite3.OperationalError("unable to open database file")


def test_health_and_robots(reader: FlaskClient) -> None:
    assert reader.get("/health").get_json() == {"status": "ok"}
    robots = reader.get("/robots.txt")
    assert robots.mimetype == "text/plain" and "Disallow: /ar/chat" in robots.text
