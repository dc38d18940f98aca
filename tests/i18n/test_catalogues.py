"""Twelve catalogues: complete, placeholders equal, no markup that the source lacks, and the template up to date."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

import app
from app.cli import strings
from app.core import i18n
from tests import needs

TEMPLATES = Path(app.__file__).parent / "templates"
LANGUAGES = [code for code in i18n.locales() if code != "en"]
HOLE = re.compile(r"%\((\w+)\)[sd]|%%")
TAG = re.compile(r"</?\w+")
# The languages whose letters are not Latin: a sentence without one of theirs was not translated.
SCRIPTS = {"ar": "ARABIC", "fa": "ARABIC", "uk": "CYRILLIC"}


def catalogue(code: str) -> Catalog:
    path = i18n.FOLDER / code / "LC_MESSAGES" / "messages.po"
    return read_po(BytesIO(path.read_bytes()), locale=code)


def pairs(code: str) -> list[tuple[str, str, bool]]:
    """(source, translation, is it one of several plural forms) for everything in a catalogue."""
    found = []
    for message in catalogue(code):
        if message.id:
            plural = not isinstance(message.id, str)
            source = message.id[1] if plural else message.id
            forms = message.string if isinstance(message.string, tuple) else (message.string,)
            found += [(str(source), str(form or ""), plural) for form in forms]
    return found


def test_it_works() -> None:
    with i18n.speaking("sv"):
        assert i18n.gettext("Search") not in ("", "Search")
    with i18n.speaking("en"):
        assert i18n.gettext("Search") == "Search"


def test_there_are_twelve() -> None:
    assert set(i18n.locales()) == {"da", "sv", "en", "nb", "fi", "ar", "uk", "so", "fa", "pl", "tr", "de"}
    assert {code for code, locale in i18n.locales().items() if locale.dir == "rtl"} == {"ar", "fa"}


def test_the_template_is_up_to_date() -> None:
    """Run `./vejviser strings` when this fails."""
    assert (i18n.FOLDER / "messages.pot").read_bytes() == strings.as_bytes(strings.collected())


@pytest.mark.parametrize("code", LANGUAGES)
def test_complete(code: str) -> None:
    template = {message.id for message in strings.collected() if message.id}
    known = {message.id: message.string for message in catalogue(code) if message.id}
    missing = [key for key in template if not _said(known.get(key))]
    assert not missing, f"{len(missing)} missing in {code}: {missing[:5]}"


def _said(words: object) -> bool:
    return all(words) if isinstance(words, tuple) else bool(words)


def test_no_sentence_is_looked_up_under_another_name() -> None:
    """A bare % in {% trans %} is doubled before the catalogue is asked, so the sentence stays English; {{ _() }} takes it."""
    blocks = [
        (path.name, words)
        for path in TEMPLATES.rglob("*.html")
        for words in re.findall(r"{%-?\s*trans\b.*?%}(.*?){%-?\s*endtrans", path.read_text(), re.DOTALL)
    ]
    assert len(blocks) > 500
    assert not [(name, words) for name, words in blocks if "%" in re.sub(r"{%.*?%}", "", words)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_placeholders_are_equal(code: str) -> None:
    wrong = []
    for source, said, plural in pairs(code):
        want, got = set(HOLE.findall(source)), set(HOLE.findall(said))
        if got - want or (want - got and not plural):
            wrong.append((source, said))
    assert not wrong, wrong[:5]


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_markup_of_its_own(code: str) -> None:
    wrong = [said for source, said, _ in pairs(code) if set(TAG.findall(said)) - set(TAG.findall(source))]
    assert not wrong, wrong[:5]


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_sentence_can_be_filled(code: str) -> None:
    """What gettext will do with it: a lone % or a broken hole raises here, not in front of a visitor."""
    for source, said, _ in pairs(code):
        values = dict.fromkeys(re.findall(r"%\((\w+)\)", source), "1")
        if values:
            assert said % values


@pytest.mark.parametrize("code", SCRIPTS)
def test_sentences_are_in_their_own_script(code: str) -> None:
    def foreign(said: str) -> bool:
        letters = [ch for ch in HOLE.sub("", said) if ch.isalpha()]
        return len(letters) > 12 and not any(SCRIPTS[code] in unicodedata.name(ch, "") for ch in letters)

    wrong = [said for _, said, _ in pairs(code) if foreign(said)]
    assert not wrong, wrong[:5]


@pytest.mark.parametrize("code", LANGUAGES)
def test_few_sentences_are_left_in_english(code: str) -> None:
    same = [said for source, said, _ in pairs(code) if said == source and len(said.split()) > 2]
    assert len(same) <= 3, same


@pytest.mark.needs("i18nspector")
@pytest.mark.parametrize("code", LANGUAGES)
def test_i18nspector_finds_no_fault(code: str) -> None:
    path = i18n.FOLDER / code / "LC_MESSAGES" / "messages.po"
    said = subprocess.run([needs.require("i18nspector"), str(path)], capture_output=True, text=True, check=False).stdout
    # "One day" and the Arabic dual say the number with a word: a form may leave %(count)s out.
    faults = [line for line in said.splitlines() if line.startswith("E:") and "missing-argument" not in line]
    assert not faults, faults[:5]
