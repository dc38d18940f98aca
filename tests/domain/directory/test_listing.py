"""The list of everybody who can help: every choice narrows it, and says what there would be without it."""

from __future__ import annotations

import pytest

from app.core import clock
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.directory import listing, queries
from app.domain.directory.beside import KIND, TOPIC
from app.domain.directory.listing import COUNTRY, HERE, Found, Wish
from app.domain.directory.models import Service
from app.domain.places.areas import places
from tests.domain.directory.bodies import directory, place_for

EVERYBODY = ["bank", "goteborg", "imported", "mitid", "phones", "skelleftea"]


@pytest.fixture(autouse=True)
def bodies(database: str) -> None:
    directory()


def slugs(found: Found) -> list[str]:
    return [one.organization.slug for one in found.bodies]


def test_it_works() -> None:
    assert slugs(listing.find(Wish())) == EVERYBODY
    assert slugs(listing.find(Wish(topic="eid"))) == ["bank", "mitid"]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (Wish(kind="debt-advice"), ["goteborg", "skelleftea"]),
        (Wish(kind="debt-advice", topic="money"), ["skelleftea"]),
        (Wish(language="en"), ["bank"]),
        (Wish(open=True), ["bank", "mitid"]),
        (Wish(open=True, topic="money"), ["bank"]),
        (Wish(words="BANK loans"), ["bank"]),
        (Wish(words="göteborg"), ["goteborg"]),
        (Wish(words="gotebórg!"), ["goteborg"]),
        (Wish(words="debt adv"), ["goteborg", "skelleftea"]),
        (Wish(words="bank"), ["bank"]),
        (Wish(words="elp"), []),  # short words begin a word
        (Wish(area="dk"), ["mitid", "phones"]),
        (Wish(language="da", topic="money"), []),
    ],
)
def test_every_choice_narrows(wish: Wish, expected: list[str]) -> None:
    assert slugs(listing.find(wish)) == expected


def test_ones_own_place_comes_first_and_nobody_elses() -> None:
    found = listing.find(Wish(area=places()["SE-2482"]))
    assert slugs(found) == ["skelleftea", "bank", "imported", "phones"]
    assert [one.nearness for one in found.bodies][:2] == [HERE, COUNTRY]
    assert slugs(listing.find(Wish(area=places()["SE-2482-byske"])))[0] == "skelleftea"
    assert slugs(listing.find(Wish(area=places()["SE-AC"])))[0] == "skelleftea"
    whole = listing.find(Wish(area=places()["SE"]))
    assert slugs(whole) == ["bank", "goteborg", "imported", "skelleftea", "phones"]


def test_it_says_what_there_would_be_without_each_choice() -> None:
    found = listing.find(Wish(language="ar", kind="debt-advice", area=places()["SE-2482"]))
    assert slugs(found) == []
    assert found.loosened == {"kind": 0, "language": 1, "area": 1}


def test_only_the_services_that_fit_are_named() -> None:
    (found,) = listing.find(Wish(topic="eid", language="en")).bodies
    assert [one.slug for one in found.services] == ["bank-block"] and found.open is True


def test_what_there_is_to_choose_from() -> None:
    assert [one.code for one in listing.terms(TOPIC)] == ["eid", "money"]
    assert [one.code for one in listing.terms(KIND)] == ["debt-advice"]
    assert listing.languages() == {"sv", "en", "ar", "da"}


def test_a_service_that_is_no_longer_given_is_nowhere() -> None:
    with unit_of_work():
        session.query(Service).filter_by(slug="mitid-support").one().status = "inactive"
    assert "mitid" not in slugs(listing.find(Wish(topic="eid")))
    found = queries.organization("mitid")
    assert found is not None and found.services == ()


def test_the_label_and_the_filter_are_one_answer() -> None:
    for one in listing.find(Wish()).bodies:
        assert (one.open is True) == (one.organization.slug in slugs(listing.find(Wish(open=True))))


def test_a_service_carries_its_places_register_and_terms() -> None:
    with unit_of_work():
        place_for(session.query(Service).filter_by(slug="imported-one").one(), latitude=57.7, longitude=11.9)
    found = queries.organization("imported")
    assert found is not None and found.register is not None and found.register.publisher == "Town"
    (one,) = found.services
    assert one.register == found.register and one.register.imported_at <= clock.now()
    assert [spot.address["city"] for spot in one.spots] == ["Town"]


def test_who_is_called_so_stands_before_who_only_mentions_it() -> None:
    with unit_of_work():
        session.query(Service).filter_by(slug="bank-loans").one().description = {"en": "Not for MitID."}
    assert slugs(listing.find(Wish(words="mitid"))) == ["mitid", "bank"]
