"""Sentences people might type, against the matters we ship: enough of them must find the right one."""

from app.domain.search.documents import MatterDoc
from app.domain.search.index import Index
from tests.domain.search.conftest import CORE, Sentences, among_three


def test_it_works(shipped_index: Index) -> None:
    assert shipped_index.search("skriva ut ett papper", "sv").matches[0].slug == "print-doc"


def test_the_right_matter_is_among_the_first_three(shipped_index: Index, sentences: Sentences) -> None:
    assert among_three(shipped_index, [row for row in sentences if row[2] and row[0] in CORE]) >= 0.9


def test_the_other_languages_find_it_too(shipped_index: Index, shipped: list[MatterDoc], sentences: Sentences) -> None:
    named = set.intersection(*(set(matter.names) for matter in shipped))
    assert among_three(shipped_index, [row for row in sentences if row[2] and row[0] in named - set(CORE)]) >= 0.8


def test_questions_outside_the_matters_are_not_answered_with_confidence(
    shipped_index: Index, sentences: Sentences
) -> None:
    outside = [shipped_index.search(text, lang).confident for lang, text, right in sentences if not right]
    assert outside.count(False) / len(outside) >= 0.8


def test_every_matter_is_found_by_its_own_title_in_every_language(
    shipped_index: Index, shipped: list[MatterDoc]
) -> None:
    lost = [
        (matter.slug, lang)
        for matter in shipped
        for lang, name in matter.names.items()
        if matter.slug not in {match.slug for match in shipped_index.search(name.title, lang).matches[:2]}
    ]
    assert lost == []
