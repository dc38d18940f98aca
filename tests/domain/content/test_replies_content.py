"""Prepared replies as files: there and back, left alone when an editor changed them, refused in words when wrong."""

from __future__ import annotations

from sqlalchemy import select

from app.cli.content import CONTENT
from app.core import i18n
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.content import coverage, files
from app.domain.content.export import export
from app.domain.content.load import load
from app.domain.content.problems import Problems
from app.domain.content.reading import read
from app.domain.replies.models import PreparedReply

HELLO = """shortcut: hello
source: en
titles: {en: Hello, sv: Hej}
texts: {en: "Hello {first_name}!", sv: "Hej {first_name}!"}
"""
FILE = "replies/hello.yaml"


def row() -> PreparedReply:
    session.expire_all()
    return session.scalars(select(PreparedReply)).one()


def test_it_works(database, folder, tmp_path) -> None:
    folder.write(FILE, HELLO)
    assert load(folder.path).problems == []
    assert (row().shortcut, row().revision, {text.locale for text in row().texts}) == ("hello", 1, {"en", "sv"})
    export(tmp_path / "out")
    assert load(tmp_path / "out").sentences() == ["Content: 0 added, 0 updated."]


def test_sent_words_are_a_revision_of_their_own(database, folder) -> None:
    folder.write(FILE, HELLO)
    load(folder.path)
    folder.replace(FILE, "Hej {first_name}!", "Hallå {first_name}!")
    load(folder.path)
    assert row().revision == 2 and all(text.of_revision == 2 for text in row().texts)


def test_what_an_editor_changed_is_left_alone(database, folder) -> None:
    folder.write(FILE, HELLO)
    load(folder.path)
    with unit_of_work():
        row().texts[0].text = "Mine."
    folder.replace(FILE, "Hej {first_name}!", "Hallå!")
    assert "reply hello" in load(folder.path).left
    assert {text.text for text in row().texts} == {"Mine.", "Hej {first_name}!"}


def test_a_translation_that_fell_behind_travels_as_such(database, folder, tmp_path) -> None:
    folder.write(FILE, HELLO + "behind: [sv]\n")
    load(folder.path)
    assert {text.locale: text.of_revision for text in row().texts} == {"en": 1, "sv": 0}
    export(tmp_path / "out")
    assert "behind:\n- sv" in (tmp_path / "out" / FILE).read_text(encoding="utf-8")
    assert load(tmp_path / "out").sentences() == ["Content: 0 added, 0 updated."]


def test_slips_are_said_in_words(folder) -> None:
    folder.write(
        FILE,
        """shortcut: Two words
source: da
matter: nowhere
titles: {en: Hello}
texts: {en: "Hello {nobody}! +46 8 123 456 78", sv: Hej}
""",
    )
    problems = Problems()
    read(files.gather(folder.path), problems)
    said = " ".join(str(problem) for problem in problems)
    for words in ("`shortcut` is 'Two words'", "nothing in da", "both be there in sv", "{nobody}", "phone number"):
        assert words in said
    assert "`matter` is 'nowhere'" in said


def test_what_is_shipped_is_whole() -> None:
    problems = Problems()
    content = read(files.gather(CONTENT), problems)
    assert len(problems) == 0 and len(content.replies) >= 15
    for reply in content.replies.values():
        assert list(reply.texts) == list(reply.titles) == list(i18n.locales()), reply.shortcut
    assert f"of {len(content.replies)}:" in coverage.tables(content)
