"""The files we ship: whole, readable, in the languages we promise, and claiming nothing that nobody checked."""

from pathlib import Path

import pytest

from app.core import i18n
from app.domain.content import files
from app.domain.content.problems import Problems
from app.domain.content.reading import read

FOLDER = Path(__file__).resolve().parents[1] / "content"
TREE = files.gather(FOLDER)
PROBLEMS = Problems()
CONTENT = read(TREE, PROBLEMS)
TWELVE = set(i18n.locales())
OURS = {"sv", "da", "en"}
URGENT = (
    "eid-locked", "eid-new-phone", "scam-victim", "social-hacked", "phishing", "bank-statement", "print-doc", "forms",
)  # fmt: skip


def guides_of(matter):
    return [guide for guide in CONTENT.guides.values() if guide.matter == matter]


def test_it_works():
    """Shape, references, a sentence for every reason, no HTML, no phone numbers in text: the loader's own checks."""
    assert [str(problem) for problem in PROBLEMS] == []


def test_no_shipped_contact_claims_to_be_checked():
    guilty = [name for name, content in TREE.items() if b"assured_date" in content or b"assurer" in content]
    assert guilty == []


def test_every_number_says_where_it_is_from():
    phones = [
        (service.slug, phone)
        for actor in CONTENT.organizations.values()
        for service in actor.services
        for phone in service.phones
    ]
    assert phones
    assert [slug for slug, phone in phones if not (phone.source and phone.confidence)] == []


def test_every_address_says_whether_anybody_read_it():
    for actor in CONTENT.organizations.values():
        assert bool(actor.website) == bool(actor.website_state), actor.slug
        for service in actor.services:
            assert bool(service.url) == bool(service.url_state), service.slug


def test_sixty_matters_with_words_in_every_language():
    assert len(CONTENT.matters) == 60
    for code, matter in CONTENT.matters.items():
        assert set(matter.names) == TWELVE, code
        for locale, name in matter.names.items():
            assert len(name.keywords) >= 4, f"{code} {locale}"
            assert name.summary, f"{code} {locale}"


def test_every_matter_has_a_guide_whole_in_our_three_languages():
    assert {guide.matter for guide in CONTENT.guides.values()} == set(CONTENT.matters)
    for slug, guide in CONTENT.guides.items():
        assert {locale for locale, text in guide.texts.items() if text.steps} >= OURS, slug
        assert guide.services and guide.cannot, slug


@pytest.mark.parametrize("part", ["bring", "warnings", "can", "cannot", "steps"])
def test_every_language_says_as_much_as_the_source(part):
    for slug, guide in CONTENT.guides.items():
        # A short text has no steps, and only sometimes what to bring.
        whole = [locale for locale, text in guide.texts.items() if text.steps or part in ("warnings", "can", "cannot")]
        counts = {locale: len(getattr(guide.texts[locale], part)) for locale in whole}
        assert len(set(counts.values())) == 1, f"{slug}: {counts}"


@pytest.mark.parametrize("matter", URGENT)
def test_the_urgent_ones_speak_twelve_languages(matter):
    assert guides_of(matter)
    for guide in guides_of(matter):
        assert set(guide.texts) == TWELVE, guide.slug


def test_every_guide_says_what_we_can_and_cannot_in_twelve_languages():
    for slug, guide in CONTENT.guides.items():
        assert set(guide.texts) == TWELVE, slug


def test_more_than_twenty_guides_are_whole_in_twelve_languages():
    whole = [slug for slug, guide in CONTENT.guides.items() if all(text.steps for text in guide.texts.values())]
    assert len(whole) >= 20


@pytest.mark.parametrize("matter", sorted({guide.matter for guide in CONTENT.guides.values()}))
def test_a_matter_is_answered_in_both_countries(matter):
    assert {guide.country for guide in guides_of(matter)} in ({None}, {"se", "dk"})


def test_what_a_reader_must_understand_is_in_twelve_languages():
    for slug, topic in CONTENT.topics.items():
        assert set(topic.names) == set(topic.summaries) == TWELVE, slug
    used = {service for guide in CONTENT.guides.values() for service in guide.services}
    for actor in CONTENT.organizations.values():
        for service in actor.services:
            if service.slug in used:
                assert set(service.name) == set(service.description) == TWELVE, service.slug
                assert all(set(phone.label) == TWELVE for phone in service.phones), service.slug
