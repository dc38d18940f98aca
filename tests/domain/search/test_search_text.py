"""Words from any keyboard meet: folding, tokens, stems."""

import pytest

from app.domain.search.stems import Stems
from app.domain.search.text import fold, grams, normalise, words


def test_it_works() -> None:
    assert words("Jag har glömt min PIN-kod!") == ["jag", "har", "glömt", "min", "pin", "kod"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lösenord", "losenord"),
        ("løsenord", "lösenord"),
        ("åbningstid", "aabningstid"),
        ("læge", "läge"),
        ("łódź", "lodz"),
        ("şifre", "sifre"),
        ("straße", "strasse"),
    ],
)
def test_neighbours_spellings_fold_together(one: str, other: str) -> None:
    assert fold(normalise(one)) == fold(normalise(other))


def test_the_dotted_capital_i_of_turkish_is_an_i() -> None:
    assert words("İZİN") == words("izin")


def test_tatweel_and_harakat_do_not_make_another_word() -> None:
    assert words("طِبَـــاعة") == words("طباعة")


def test_persian_and_arabic_letters_meet() -> None:
    assert words("کتابی") == words("كتابي")


def test_arabic_digits_are_digits() -> None:
    assert words("١١٧٧") == ["1177"]


def test_e_words_are_one_word_however_they_are_split() -> None:
    assert words("e-post") == words("e post") == words("epost")


def test_an_apostrophe_does_not_split_a_word() -> None:
    assert words("don’t") == ["dont"]


def test_runs_have_edges() -> None:
    assert grams("pin") == ["^pin", "pin$"]


def test_a_word_is_stemmed_only_by_languages_of_its_script() -> None:
    stems = Stems()
    assert {lang for lang, _ in stems.candidates("телефону")} == {"uk"}
    assert {"ar", "fa"} >= {lang for lang, _ in stems.candidates("الهاتف")}
    assert "sv" in {lang for lang, _ in stems.candidates("telefonen")}


def test_a_language_without_a_stemmer_has_no_stem() -> None:
    assert Stems().stem("maktabadda", "so") is None
