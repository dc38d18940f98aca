"""The bodies we ship: each says what it is for, how to reach it, in every language; nowhere a door without a handle."""

from app.domain.directory.terms import LIBRARY
from tests.test_content_files import CONTENT, TWELVE

SERVICES = {one.slug: (actor, one) for actor in CONTENT.organizations.values() for one in actor.services}
TEXTS = ("name", "description", "cannot", "application_process", "eligibility", "fees", "alert")


def test_it_works():
    """Every service has a term at least: a topic or a kind."""
    assert [slug for slug, (_, one) in SERVICES.items() if not one.terms] == []


def test_every_service_speaks_twelve_languages():
    for slug, (actor, one) in SERVICES.items():
        assert set(actor.description) == set(one.name) == set(one.description) == TWELVE, slug
        for key in TEXTS:
            assert set(getattr(one, key)) in (set(), TWELVE), f"{slug}: {key}"
        assert all(set(phone.label) in (set(), TWELVE) for phone in one.phones), slug


def test_every_kind_is_named_in_twelve_languages_and_used():
    assert all(set(term.names) == TWELVE for term in CONTENT.terms.values())
    used = {term for _, one in SERVICES.values() for term in one.terms}
    assert CONTENT.terms.keys() - used == set()


def test_where_nothing_can_be_pressed_it_says_how():
    """A number counts as nothing: it is not shown before somebody has checked it."""
    silent = [
        slug
        for slug, (actor, one) in SERVICES.items()
        if not (one.url or actor.website or one.application_process) and slug != LIBRARY
    ]
    assert silent == []


def test_an_address_says_which_language_it_speaks():
    """Of a body in one country; who works everywhere has more languages than anybody counted."""
    bodies = [actor for actor in CONTENT.organizations.values() if actor.country]
    guilty = [one.slug for actor in bodies for one in actor.services if one.url and not one.url_languages]
    assert guilty + [actor.slug for actor in bodies if actor.website and not actor.website_languages] == []


def test_nothing_shipped_runs_out_by_itself():
    """Alerts and single days are of the day; files are of the year."""
    assert [slug for slug, (_, one) in SERVICES.items() if one.alert or one.exceptions] == []


def test_every_country_has_somebody_to_fall_back_on():
    for country in ("se", "dk"):
        found = {
            term for actor, one in SERVICES.values() if one.general and actor.country == country for term in one.terms
        }
        assert {"citizen-office", "consumer-advice", "police"} <= found, country
    assert {code for code, area in CONTENT.areas.items() if area.kind == "country"} == {"SE", "DK", "FI", "NO"}
