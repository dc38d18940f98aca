"""Words that mean the same bring a question to the matter that says it otherwise; questions of others are known as theirs."""

from __future__ import annotations

from app.domain.search.concepts import Concept
from app.domain.search.documents import MatterDoc, Name
from app.domain.search.index import Index
from app.domain.search.terms import Whose

PHONE = Concept("phone", {"en": ["phone", "handset"], "sv": ["mobil", "lur"], "fi": ["puhelin"]})
GONE = Concept("gone", {"en": ["lost", "can't find"], "sv": ["tappat", "hittar inte"]})
PARKING = Concept("parking", {"en": ["parking fine", "parked wrong"], "sv": ["p-bot"]}, Whose.MUNICIPALITY)
MATTERS = [
    MatterDoc("new-phone", {"en": Name("Set up a phone", "Start it.", ("new phone", "first phone"))}),
    MatterDoc("lost-card", {"en": Name("A lost library card", "Get a new one.", ("lost card",))}),
    MatterDoc("fees", {"en": Name("Fees and fines", "Pay a fine.", ("late fine", "fine for a late book"))}),
]


def index() -> Index:
    return Index.build(MATTERS, (), [PHONE, GONE], [PARKING])


def test_it_works() -> None:
    for said, right in (
        ("handset", "new-phone"),
        ("min lur", "new-phone"),
        ("puhelin", "new-phone"),
        ("tappat", "lost-card"),
    ):
        assert index().search(said, "sv").matches[0].slug == right, said
        assert not Index.build(MATTERS).search(said, "sv").matches, f"{said} is not found without the concepts"


def test_a_meaning_may_take_several_words() -> None:
    found = index().search("hittar inte", "sv").matches
    assert found and found[0].slug == "lost-card"


def test_an_inflected_word_means_the_same() -> None:
    assert index().search("mobilen", "sv").matches[0].slug == "new-phone"


def test_the_word_itself_is_worth_more() -> None:
    same = index().search("phone", "en").matches[0].score
    assert same > index().search("handset", "en").matches[0].score


def test_a_question_of_others_is_theirs() -> None:
    answer = index().search("got a parking fine", "en")
    assert not answer.confident and answer.whose == Whose.MUNICIPALITY
    alone = Index.build(MATTERS).search("got a parking fine", "en")
    assert answer.matches[0].score < alone.matches[0].score, "the nearest of ours is no longer likely"


def test_our_own_question_stays_ours() -> None:
    answer = index().search("fine for a late book", "en")
    assert answer.confident and answer.whose == "" and answer.matches[0].slug == "fees"


def test_nobody_can_type_a_concept() -> None:
    assert not index().search("\x00phone", "xx").matches or index().search("\x00phone", "xx") == index().search(
        "phone", "xx"
    )


def test_a_word_that_is_grammar_elsewhere_counts_where_it_is_not() -> None:
    matters = [*MATTERS, MatterDoc("study", {"da": Name("SU og optagelse", "", ("su",))})]
    assert (
        Index.build(matters).search("su", "da").matches[0].score
        > Index.build(matters).search("su", "tr").matches[0].score
    )
