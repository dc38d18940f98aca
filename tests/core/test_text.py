"""The one edge for text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import LIMIT, accept, clean


def test_it_works() -> None:
    accepted = accept("Hej!\r\nMitt cpr er 010190-1234.\0")
    assert accepted.text == "Hej!\nMitt cpr er [•••]."
    assert [hidden.kind.value for hidden in accepted.masked] == ["cpr"]
    assert accepted.text[accepted.masked[0].at :].startswith("[•••]")
    assert accepted.ambiguous == 0


@pytest.mark.parametrize(
    ("raw", "clean_text"),
    [
        ("a\r\nb\rc\u2028d\x85e", "a\nb\nc\nd\ne"),
        ("a\0b\x07c\x7fd\x9fe", "abcde"),
        ("tab\tstays", "tab\tstays"),
        ("lone \ud800 half", "lone  half"),
        ("A\u030a", "\u00c5"),
        ("evil\u202egnp.exe\u202c", "evilgnp.exe"),
        ("\u2066hidden\u2069 \ufeffmark", "hidden mark"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"),
        ("\u200eleft\u200f", "\u200eleft\u200f"),
        ("non\ufffe\U0001ffff\U000e0041char", "nonchar"),
    ],
)
def test_only_harmless_characters_stay(raw: str, clean_text: str) -> None:
    assert clean(raw) == clean_text


def test_a_heap_of_marks_is_capped_and_real_writing_is_not() -> None:
    assert len(clean("z" + "\u0336" * 200 + "a")) == 7
    for text in ("Việt Nam", "بِسْمِ اللَّهِ الرَّحْمَٰنِ", "בְּרֵאשִׁ֖ית", "हिन्दी", "1\ufe0f\u20e3"):
        assert clean(text) == clean(clean(text))
        assert len(clean(text)) >= len(text) - 5


def test_the_limit_holds_and_does_not_cut_a_letter_from_its_marks() -> None:
    assert clean("x" * 9000) == "x" * LIMIT
    assert clean("ab" + "q\u0301\u0302", 3) == "ab"
    assert clean("abc", 0) == ""


def test_a_number_cut_by_the_limit_does_not_leak_its_first_half() -> None:
    accepted = accept("x" * 90 + " 010190-1234", 100)
    assert "0101" not in accepted.text
    assert len(accepted.text) <= 100


@given(st.text(st.characters()), st.integers(0, 50))
def test_cleaning_twice_changes_nothing(raw: str, limit: int) -> None:
    once = clean(raw, limit)
    assert clean(once, limit) == once
    assert len(once) <= limit
    once.encode()  # no surrogate is left: it can be stored and sent


@given(st.text(st.sampled_from("0123456789 -+./\n[•٠١\u200b,aAÅSEDKkr:")))
def test_what_was_accepted_is_accepted_again(raw: str) -> None:
    accepted = accept(raw)
    assert accepted.text.count("[•••]") >= len(accepted.masked)
    assert all(accepted.text.startswith("[•••]", hidden.at) for hidden in accepted.masked)
    assert accepted.ambiguous <= len(accepted.masked)
