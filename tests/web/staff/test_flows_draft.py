"""Writing a question tree: drafts that nobody sees, refusals in words, and publishing, which is proved first."""

from __future__ import annotations

import re

from flask import Flask
from flask.testing import FlaskClient

from app.domain.guides.terms import TranslationState
from tests.staff_house import browser
from tests.web.staff.flow_house import SLUG, URL, audited, editor, field, kept, part, publish, read, write
from tests.web.staff.starter import app, loaded, site

__all__ = ["app", "editor", "loaded", "site"]


def title(locale: str = "en") -> str:
    found: str = kept().texts[locale]["questions"]["what"]["title"]
    return found


def test_it_works(app: Flask, editor: FlaskClient) -> None:
    visitor, before, revision = browser(app), title(), kept().revision
    answer = write(editor, "en", before, "Where does it hurt?")
    assert answer.status_code == 303 and answer.headers["Location"].endswith("part=en&said=flow-drafted")
    assert "The draft is saved." in editor.get(answer.headers["Location"]).text
    assert title() == before and "Where does it hurt?" not in visitor.get(f"/en/flow/{SLUG}").text
    assert "A draft waits" in read(editor)
    draft = read(editor, f"/{SLUG}/draft")
    assert f'<del lang="en" dir="auto">{before}</del>' in draft and "English: 1 text changes" in draft
    assert "What leads where stays as it is." in draft and "older than the words" not in draft
    answer = publish(editor)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{URL}/{SLUG}?said=flow-published")
    assert "Where does it hurt?" in visitor.get(f"/en/flow/{SLUG}?now").text
    assert kept().revision == revision + 1 and kept().draft is None
    assert audited() == ["flow.drafted", "flow.published"]


def test_a_fault_is_named_and_publishing_refused(app: Flask, editor: FlaskClient) -> None:
    before = kept()
    assert write(editor, "structure", "next: hang-up", "next: nowhere").status_code == 303
    page = read(editor, f"/{SLUG}/edit")
    assert "leads to a question or an end that does not exist" in page and "No path leads here." in page
    answer = publish(editor)
    assert answer.status_code == 422 and "Nothing was published" in answer.text and "node-hang-up" in answer.text
    assert kept().structure == before.structure and browser(app).get(f"/en/flow/{SLUG}").status_code == 200
    assert write(editor, "structure", "next: nowhere", "next: hang-up").status_code == 303
    assert kept().draft is None, "a draft that changes nothing is none"
    assert publish_is_gone(editor)


def publish_is_gone(editor: FlaskClient) -> bool:
    return editor.post(f"{URL}/{SLUG}/publish", data={"seen": "x"}).status_code == 409


def test_a_circle_is_said_and_not_drawn(editor: FlaskClient) -> None:
    assert write(editor, "structure", "next: renew", "next: bankid").status_code == 303
    page = read(editor, f"/{SLUG}/draft")
    assert "The path comes back to where it was" in page and "<svg xmlns" not in page and "cannot be drawn" in page


def test_what_cannot_be_read_is_kept_with_its_line(editor: FlaskClient) -> None:
    form = part(editor, "en")
    for wrong, said in (
        ("title: a: b\n" + form["typed"], "Line 1: There is a second colon"),
        (form["typed"] + "\nstate: outdated\n", "Leave `state` out"),
        (form["typed"] + "\nsumary: x\n", "`sumary` is not a word this file may use."),
        ("just words", "Here belong lines"),
        ("", "There is nothing here."),
        ("[" * 5000, ""),
    ):
        answer = editor.post(f"{URL}/{SLUG}/edit", data={**form, "typed": wrong})
        assert answer.status_code == 422 and said in answer.text.replace("&#39;", "'"), answer.text
        assert field(answer.text, "typed") == wrong.removeprefix("\n") and field(answer.text, "seen") == form["seen"]
    structure = part(editor, "structure")
    for old, new, said in (
        ("slug: eid-se", "slug: eid", "`slug` must stay"),
        ("source: sv", "source: en", "`source` must stay"),
        ("source: sv", "source: sv\nstatus: archived", "Leave `status` out"),
        ("kind: guide", "kind: book", "`kind` is"),
        ("questions:", "questions: none\nnothing:", "`questions` is missing"),
    ):
        wrong = structure["typed"].replace(old, new, 1)
        answer = editor.post(f"{URL}/{SLUG}/edit", data={**structure, "typed": wrong})
        assert answer.status_code == 422 and said in answer.text, said
    assert kept().draft is None


def test_two_editors_on_one_part(editor: FlaskClient) -> None:
    first = part(editor, "en")
    assert write(editor, "en", title(), "The quick one").status_code == 303
    mine = {**first, "typed": first["typed"].replace(title(), "The slow one", 1)}
    refused = editor.post(f"{URL}/{SLUG}/edit", data=mine)
    assert refused.status_code == 409 and "Somebody else saved this part" in refused.text
    assert "The slow one" in field(refused.text, "typed") and "The quick one" in refused.text.split("theirs-title")[-1]
    again = {**mine, "seen": field(refused.text, "seen")}
    assert editor.post(f"{URL}/{SLUG}/edit", data=again).status_code == 303
    draft = kept().draft
    assert draft and draft.texts["en"]["questions"]["what"]["title"] == "The slow one"


def test_publishing_what_somebody_changed_meanwhile_is_refused(editor: FlaskClient) -> None:
    write(editor, "en", title(), "One")
    seen = field(editor.get(f"{URL}/{SLUG}/draft").text, "seen")
    write(editor, "en", "One", "Two")
    for verb in ("publish", "throw-away"):
        refused = editor.post(f"{URL}/{SLUG}/{verb}", data={"seen": seen})
        assert refused.status_code == 409 and "Somebody changed this tree" in refused.text
    assert kept().draft is not None


def test_translations_are_left_behind_unless_it_is_minor(editor: FlaskClient) -> None:
    write(editor, "sv", title("sv"), "Nytt ord")
    assert re.search("older than the words they were made from: [^.]*English", read(editor, f"/{SLUG}/draft"))
    assert publish(editor, minor="yes").status_code == 303
    assert set(kept().states.values()) == {TranslationState.UP_TO_DATE}
    write(editor, "sv", title("sv"), "Ännu ett ord")
    assert publish(editor).status_code == 303
    assert kept().states["sv"] == TranslationState.UP_TO_DATE
    assert kept().states["en"] == kept().states["da"] == TranslationState.OUTDATED
    assert re.search("older than the words they were translated from: [^.]*English", read(editor))
    # Read through and found right as it is: saved word by word the same.
    form = part(editor, "en")
    assert editor.post(f"{URL}/{SLUG}/edit", data=form).status_code == 303
    assert "Read through, and up to date from now on: English." in read(editor, f"/{SLUG}/draft")
    assert publish(editor).status_code == 303 and kept().states["en"] == TranslationState.UP_TO_DATE


def test_throw_away_asks_first(editor: FlaskClient) -> None:
    write(editor, "en", title(), "Never")
    page = editor.get(f"{URL}/{SLUG}/throw-away").text
    assert "gone then" in page and kept().draft is not None
    answer = editor.post(f"{URL}/{SLUG}/throw-away", data={"seen": field(page, "seen")})
    assert (answer.status_code, kept().draft) == (303, None) and "thrown away" in editor.get(answer.location).text
    assert "Nothing waits" in read(editor, f"/{SLUG}/draft")
