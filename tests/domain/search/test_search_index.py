"""What the index promises, on a small content of its own."""

import random

import pytest

from app.domain.search.documents import EntryDoc, MatterDoc, Name
from app.domain.search.index import Index

MATTERS = [
    MatterDoc("loan", {
        "sv": Name("Låna om böcker", "Så förlänger du lånet.", ("omlån", "förlänga lån", "återlämningsdatum")),
        "en": Name("Renew loans", "How to keep a book longer.", ("renew", "extend loan", "due date")),
        "uk": Name("Продовжити книги", "Як продовжити термін.", ("продовжити позику", "термін повернення")),
    }),
    MatterDoc("print", {
        "sv": Name("Skriva ut och kopiera", "Skrivare och pris.", ("utskrift", "skrivare", "kopia")),
        "en": Name("Print and copy", "Printers and prices.", ("printing", "printer", "photocopy")),
    }),
    MatterDoc("password", {
        "sv": Name("Glömt lösenord", "Byt ditt lösenord.", ("lösenord", "återställa", "inloggning")),
        "en": Name("Forgotten password", "Change it.", ("password", "reset", "login")),
    }),
]  # fmt: skip
ENTRIES = [
    EntryDoc("guide", "print-se", "print", "sv", "Så skriver du ut", "Välj skrivare", "SE"),
    EntryDoc("guide", "print-se", "print", "en", "How to print", "Choose a printer", "SE"),
    EntryDoc("guide", "print-dk", "print", "da", "Sådan printer du", "Vælg printer", "DK"),
    EntryDoc("actor", "skatteverket-tax", None, "sv", "Skatteverket", "Skatt och deklaration", "SE"),
    EntryDoc("actor", "skatteverket-tax", None, "en", "Swedish Tax Agency (Skatteverket)", "Tax returns", "SE"),
]


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.build(MATTERS, ENTRIES)


def first(index: Index, query: str, lang: str = "sv") -> str | None:
    matches = index.search(query, lang).matches
    return matches[0].slug if matches else None


def test_it_works(index: Index) -> None:
    answer = index.search("hur förlänger jag mitt lån", "sv")
    assert answer.confident and answer.matches[0].slug == "loan"


@pytest.mark.parametrize(
    ("query", "slug"),
    [
        ("extending my loans", "loan"),  # another language than the page's
        ("losenordet", "password"),  # no dots, an ending
        ("løsenord", "password"),  # a neighbour's keyboard
        ("färgutskrift", "print"),  # a compound of a word we have
        ("pasword", "password"),  # a slip
        ("продовження книги", "loan"),  # another script, another ending
    ],
)
def test_a_word_is_found_in_any_spelling(index: Index, query: str, slug: str) -> None:
    assert first(index, query, "da") == slug


@pytest.mark.parametrize(
    "query", ["", "   ", "???", "jag och du", "xqzwv", "\u0000", "🙂🙂", "a" * 5000, "' OR 1=1 --"]
)
def test_it_does_not_pretend_to_know(index: Index, query: str) -> None:
    assert not index.search(query, "sv").confident


def test_scores_fall_and_stay_between_0_and_1(index: Index) -> None:
    scores = [match.score for match in index.search("skriva ut lösenord lån", "sv").matches]
    assert scores == sorted(scores, reverse=True) and all(0 <= score <= 1 for score in scores)


def test_each_matter_and_entry_comes_once(index: Index) -> None:
    answer = index.search("print printer skriva ut skatteverket", "en")
    slugs = [match.slug for match in answer.matches]
    entries = [(entry.kind, entry.slug) for entry, _ in answer.entries]
    assert len(slugs) == len(set(slugs)) and len(entries) == len(set(entries))


def test_the_limit_holds(index: Index) -> None:
    answer = index.search("skriva ut lösenord lån", "sv", limit=1)
    assert len(answer.matches) == 1 and len(answer.entries) <= 1


def test_an_entry_is_shown_in_the_readers_language(index: Index) -> None:
    entries = {entry.slug: entry for entry, _ in index.search("skrivare", "en").entries}
    assert entries["print-se"].lang == "en" and entries["print-dk"].lang == "da"


def test_an_actor_is_found_by_its_name(index: Index) -> None:
    entry, _ = index.search("skatteverket", "en").entries[0]
    assert (entry.kind, entry.title) == ("actor", "Swedish Tax Agency (Skatteverket)")


def test_another_countrys_guide_comes_after(index: Index) -> None:
    order = [entry.slug for entry, _ in index.search("printer", "en", area="DK-101").entries]
    assert order.index("print-dk") < order.index("print-se")


def test_a_slip_is_offered_corrected(index: Index) -> None:
    assert index.search("photocpoy", "en").did_you_mean == "photocopy"
    assert index.search("photocopy", "en").did_you_mean is None


def test_the_order_content_comes_in_changes_nothing(index: Index) -> None:
    matters, entries = list(MATTERS), list(ENTRIES)
    random.Random(7).shuffle(matters)
    random.Random(7).shuffle(entries)
    shuffled = Index.build(matters, entries)
    for query in ("skriva ut", "loan", "pasword", "skatt"):
        assert shuffled.search(query, "sv") == index.search(query, "sv")


def test_an_empty_content_answers_nothing() -> None:
    answer = Index.build([]).search("skriva ut", "sv")
    assert not answer.confident and answer.matches == () and answer.entries == ()
