"""A tree that grows: new nodes and languages, a new tree, old addresses, and content files that are loaded later."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.config import ROOT
from app.core import i18n
from app.domain.content.load import load
from app.domain.guides.terms import TranslationState
from tests.staff_house import browser
from tests.web.staff.flow_house import SLUG, URL, editor, field, kept, part, publish, read, write
from tests.web.staff.starter import app, loaded, site

__all__ = ["app", "editor", "loaded", "site"]
NEW = {"title": "Wifi trouble", "slug": "wifi-trouble", "source": "en", "topic": "devices"}


def grow(editor: FlaskClient) -> None:
    """One more answer with an end of its own, in Swedish and English."""
    lines = part(editor, "structure")["typed"].splitlines()
    line = next(one for one in lines if one.strip() == "- code: swedish")
    indent = line[: line.index("-")]
    write(editor, "structure", line, f"{indent}- code: else\n{indent}  next: else\n{line}")
    write(editor, "structure", "outcomes:\n", "outcomes:\n  else:\n    kind: handoff\n")
    for code in ("sv", "en"):
        write(editor, code, "else: ''", "else: Something else")
        write(editor, code, "else:\n    title: ''\n    text: ''", "else:\n    title: Ask us\n    text: We find out.")


def at(locale: str) -> str:
    """The question that grew."""
    return f"/{locale}/flow/{SLUG}/foreign?a=what.foreign"


def test_it_works(app: Flask, editor: FlaskClient) -> None:
    """A new node without its words in one language: named, refused, and then that language waits."""
    locales = sorted(kept().texts)
    old = browser(app)
    grow(editor)
    page = read(editor, f"/{SLUG}/draft")
    waiting = [code for code in locales if code not in ("sv", "en")]
    assert (
        "The text “outcomes.else.title” is missing." in page and "Publish without Danish: 3 texts are missing" in page
    )
    assert publish(editor).status_code == 422
    assert publish(editor, without=["sv"]).status_code == 422, "the source is never left out"
    assert publish(editor, without=waiting).status_code == 303
    assert kept().states["da"] == TranslationState.IN_TRANSLATION and "Something else" in old.get(at("en")).text
    assert "On their way, not shown to visitors: " in read(editor) and "tree broken" not in read(editor)
    answer = old.get(at("da"))
    assert answer.status_code == 200 and "Something else" not in answer.text


def test_an_old_address_still_leads_somewhere(app: Flask, editor: FlaskClient) -> None:
    visitor, address = browser(app), f"/en/flow/{SLUG}/renew?a=what.bankid~bankid.expired~expired.soon"
    assert visitor.get(address).status_code == 200
    write(editor, "structure", "next: renew", "next: new-bankid")
    text = part(editor, "structure")["typed"]
    write(editor, "structure", text[text.index("  renew:\n") : text.index("  app-trouble:\n")], "")
    page = read(editor, f"/{SLUG}/draft")
    assert "Questions and ends that go:" in page and '<code dir="ltr">renew</code>' in page
    write(editor, "sv", part(editor, "sv")["typed"].splitlines()[0], "title: Ny rubrik")
    assert publish(editor).status_code == 303
    assert "renew" not in kept().texts["da"]["outcomes"], "words of a node that is gone go with it"
    answer = visitor.get(address + "&now", follow_redirects=True)
    assert answer.status_code == 200 and answer.request.path.endswith("/new-bankid")


def test_a_new_language_begins_empty(app: Flask, editor: FlaskClient) -> None:
    slug = NEW["slug"]
    editor.post(f"{URL}/new", data=NEW)
    publish(editor, slug)
    form = part(editor, "fi", slug)
    assert form["typed"].startswith("title: ''") and "first: ''" in form["typed"] and "Wifi" not in form["typed"]
    assert editor.post(f"{URL}/{slug}/edit", data=form).status_code == 422
    words = part(editor, "en", slug)["typed"]
    assert editor.post(f"{URL}/{slug}/edit", data={**form, "typed": words}).status_code == 303
    assert publish(editor, slug).status_code == 303
    assert kept(slug).states == {"en": "up_to_date", "fi": "up_to_date"}
    assert browser(app).get(f"/fi/flow/{slug}").status_code == 200


def test_a_new_tree(app: Flask, editor: FlaskClient) -> None:
    answer = editor.post(f"{URL}/new", data=NEW)
    assert answer.status_code == 303 and answer.location.startswith(f"{URL}/wifi-trouble/edit")
    assert "No visitor sees it" in editor.get(answer.location).text and "Never published" in read(editor)
    assert browser(app).get("/en/flow/wifi-trouble").status_code == 404
    assert editor.get(f"{URL}/wifi-trouble").location.startswith(f"{URL}/wifi-trouble/draft")
    for verb in ("offline", "back"):
        assert editor.post(f"{URL}/wifi-trouble/{verb}").status_code == 409
    page = read(editor, "/wifi-trouble/draft")
    assert "Proved: every path ends" in page and "visitors will see all of it for the first time" in page
    assert publish(editor, "wifi-trouble").status_code == 303
    assert "Wifi trouble" in browser(app).get("/en/flow/wifi-trouble").text


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [({"slug": "Wifi!"}, 422, "small letters"), ({"slug": "new"}, 422, "small letters"), ({"slug": ""}, 422, "small letters"),
     ({"slug": SLUG}, 422, "already a question tree"), ({"source": "xx"}, 422, "cannot be used")],
)  # fmt: skip
def test_a_new_tree_that_cannot_be(wrong: dict[str, str], status: int, said: str, editor: FlaskClient) -> None:
    answer = editor.post(f"{URL}/new", data={**NEW, **wrong})
    assert answer.status_code == status and said in answer.text and 'value="Wifi trouble"' in answer.text


def test_a_new_tree_thrown_away_is_gone(editor: FlaskClient) -> None:
    for locale in i18n.locales():
        assert editor.post(f"{URL}/new", data={**NEW, "source": locale}).status_code == 303
        page = editor.get(f"{URL}/wifi-trouble/throw-away").text
        assert "whole tree is gone" in page
        assert editor.post(f"{URL}/wifi-trouble/throw-away", data={"seen": field(page, "seen")}).location.startswith(
            URL
        )
        assert editor.get(f"{URL}/wifi-trouble").status_code == 404


def test_loading_files_leaves_an_editors_tree_alone(editor: FlaskClient, tmp_path: Path) -> None:
    write(editor, "en", kept().texts["en"]["title"], "Ours from now on")
    publish(editor)
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "content", folder)
    for slug in (SLUG, "login"):
        file = folder / "flows" / slug / "en.yaml"
        file.write_text(file.read_text().replace("title:", "title: Loaded.", 1).replace("Loaded. ", "Loaded ", 1))
    report = load(folder)
    assert not report.problems and f"flow {SLUG}" in report.left
    assert kept().texts["en"]["title"] == "Ours from now on"
    assert kept("login").texts["en"]["title"].startswith("Loaded")


def test_loading_files_leaves_a_draft_and_an_offline_tree_alone(editor: FlaskClient, tmp_path: Path) -> None:
    write(editor, "en", kept("login").texts["en"]["title"], "Half done", "login")
    editor.post(f"{URL}/{SLUG}/offline")
    folder = tmp_path / "content"
    shutil.copytree(ROOT / "content", folder)
    file = folder / "flows" / "login" / "sv.yaml"
    file.write_text(file.read_text().replace("title:", "title: Laddad", 1))
    load(folder)
    draft = kept("login").draft
    assert draft and draft.texts["en"]["title"] == "Half done" and not kept().is_published
    assert "has changed since this draft was begun" in read(editor, "/login/draft")
