"""A visitor sends words, an editor adds them to a matter, and the next visitor finds it; a miss is counted once."""

from __future__ import annotations

import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core import i18n, shares
from app.core.db import session
from app.domain.accounts.terms import Role
from app.domain.insights.models import SearchMiss, Unfound
from app.domain.search.results import find
from tests.staff_house import logged_in, person

WORDS = "Zwiebelfisch Quastenflosser"
HTMX = {"HX-Request": "true", "HX-Target": "unfound"}


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    shares.configure()


def misses() -> list[tuple[str, str, int]]:
    session.remove()
    return [tuple(row) for row in session.execute(select(SearchMiss.locale, SearchMiss.country, SearchMiss.count))]


def kept() -> list[tuple[str, str]]:
    session.remove()
    return [tuple(row) for row in session.execute(select(Unfound.words, Unfound.locale).order_by(Unfound.id))]


def found_within(seconds: float) -> str:
    """The matter the search is sure of, as soon as it is."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        session.remove()
        with i18n.speaking("en"):
            found = find(WORDS, "en")
        if found.confident:
            return found.matters[0].slug
        time.sleep(0.05)
    return ""


def test_it_works(site: Flask, reader: FlaskClient) -> None:
    page = reader.get(f"/en/search?q={WORDS}").text
    assert "May we keep your words" in page and 'data-missed="/en/search/missed"' in page
    answer = reader.post("/en/search/words", data={"q": WORDS})
    assert answer.status_code == 303 and answer.headers["Location"].endswith("&thanks=1#unfound")
    thanks = reader.get(answer.headers["Location"]).text
    assert "Thank you. Your words help us do better." in thanks and "data-missed" not in thanks
    assert kept() == [(WORDS, "en")]
    editor = logged_in(site, person("Eva", Role.EDITOR))
    row = session.scalars(select(Unfound.public_id)).one()
    form = {"matter": "wifi", "locale": "en", "keyword": WORDS}
    assert editor.post(f"/en/staff/unfound/{row}/add", data=form).status_code == 303
    assert found_within(2) == "wifi"
    after = reader.get(f"/en/search?q={WORDS}").text
    assert "data-missed" not in after and "/wifi?" in after


def test_a_miss_is_found_out_here(reader: FlaskClient) -> None:
    assert reader.post("/sv/search/missed?area=SE-2482", data={"q": WORDS}).status_code == 204
    assert reader.post("/ar/search/missed", data={"q": WORDS}).status_code == 204
    for words in ("bankid spärrat", "", " ?! "):
        assert reader.post("/sv/search/missed", data={"q": words}).status_code == 204
    assert sorted(misses()) == [("ar", "", 1), ("sv", "SE", 1)]
    assert kept() == []


def test_reading_counts_nothing(reader: FlaskClient) -> None:
    reader.get(f"/sv/search?q={WORDS}")
    reader.get(f"/sv/search?q={WORDS}", headers={"HX-Request": "true", "HX-Target": "results"})
    assert misses() == []


def test_scripts_have_counted_before_and_without_them_sending_counts(reader: FlaskClient) -> None:
    reader.post("/sv/search/words", data={"q": WORDS}, headers=HTMX)
    assert misses() == []
    reader.post("/sv/search/words", data={"q": WORDS})
    assert misses() == [("sv", "", 1)]
    assert len(kept()) == 1


def test_htmx_gets_the_block_it_swaps(reader: FlaskClient) -> None:
    answer = reader.post("/en/search/words", data={"q": WORDS}, headers=HTMX)
    assert answer.status_code == 200 and "<html" not in answer.text
    assert answer.text.strip().startswith("<section") and 'id="unfound"' in answer.text
    live = reader.get(f"/en/search?q={WORDS}", headers={"HX-Request": "true", "HX-Target": "results"}).text
    assert live.count('id="unfound"') == 1


def test_numbers_are_hidden_and_the_sender_is_told(reader: FlaskClient) -> None:
    answer = reader.post("/en/search/words", data={"q": "Zwiebelfisch 811228-9874"})
    assert answer.headers["Location"].endswith("thanks=hidden#unfound") and "9874" not in answer.headers["Location"]
    assert "We hid it before saving." in reader.get(answer.headers["Location"]).text
    assert kept() == [("Zwiebelfisch [•••]", "en")]


def test_a_sure_answer_asks_for_nothing(reader: FlaskClient) -> None:
    for path in ("/sv/search?q=bankid+spärrat", "/sv/search"):
        assert 'id="unfound"' not in reader.get(path).text


def test_refusals(reader: FlaskClient) -> None:
    assert reader.post("/en/search/words", data={"q": "?"}).status_code == 422
    for path in ("/en/search/words", "/en/search/missed"):
        assert reader.post(path, data={"q": WORDS}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    statuses = [reader.post("/en/search/missed", data={"q": "bankid spärrat"}).status_code for _ in range(120)]
    while statuses[-1] == 204 and len(statuses) < 1000:  # the bucket fills again meanwhile
        statuses.append(reader.post("/en/search/missed", data={"q": "bankid spärrat"}).status_code)
    assert set(statuses[:120]) == {204} and statuses[-1] == 429
    assert kept() == [] and misses() == []
