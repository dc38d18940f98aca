"""The list of question trees and one tree's page: the proof today, the picture, the same in words, offline and back."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from app.core import counter
from app.core.unit import unit_of_work
from app.domain.accounts.terms import Role
from app.domain.directory.models import Service
from app.domain.triage.gaps import GapKind
from app.web.staff.gaps import WORDS
from tests.staff_house import browser, logged_in, person
from tests.web.staff.flow_house import SLUG, URL, audited, editor, kept, read
from tests.web.staff.starter import app, loaded, site

__all__ = ["app", "editor", "loaded", "site"]


def close(slug: str) -> None:
    """A service is gone from the directory."""
    with unit_of_work() as unit:
        unit.session.execute(update(Service).where(Service.slug == slug).values(status="defunct"))
        counter.bump(counter.CONTENT)


def test_it_works(editor: FlaskClient) -> None:
    page = read(editor)
    tree = kept()
    assert f'href="{URL}/{SLUG}"' in page and "Proved: every path ends with somebody." in page
    assert "broken" not in page and "Not proved" not in page and "A draft waits" not in page
    assert (
        tree.texts["en"]["title"] in page
        and "Sweden" in page
        and f"{len(tree.structure['questions'])} questions" in page
    )
    assert "Complete:" in page and "Swedish" in page


def test_one_tree(editor: FlaskClient) -> None:
    page = read(editor, f"/{SLUG}")
    tree = kept()
    assert page.count("<svg xmlns") == 1 and 'role="region" aria-label="Picture of the tree" tabindex="0"' in page
    for code in (*tree.structure["questions"], *tree.structure["outcomes"]):
        assert f'id="node-{code}"' in page
    assert 'href="#node-hang-up"' in page and tree.texts["en"]["outcomes"]["hang-up"]["title"] in page
    assert "Proved: every path ends" in page and f'href="/en/flow/{SLUG}"' in page
    swedish = read(editor, f"/{SLUG}?language=sv")
    assert tree.texts["sv"]["questions"]["what"]["title"] in swedish and 'lang="sv"' in swedish
    assert read(editor, f"/{SLUG}?language=xx").count("<svg xmlns") == 1


def test_a_proof_that_broke_stands_first_and_names_the_gap(editor: FlaskClient) -> None:
    close("freja-support")
    page = read(editor)
    assert page.rindex("tree broken") < page.index('class="panel flow-s tree"')
    assert "It held when it was published" in page
    one = read(editor, f"/{SLUG}")
    assert 'href="#node-freja"' in one and "Nobody is named here whom a reader can reach" in one
    assert re.search("In [^.]*Swedish", one) and re.search(r"</svg>\s*(Sverige|Sweden)<", one)


def test_gaps_that_are_alike_are_one_line(editor: FlaskClient) -> None:
    close("freja-support")
    assert read(editor, f"/{SLUG}").count("Nobody is named here") == 1


def test_offline_and_back(app: Flask, editor: FlaskClient) -> None:
    visitor = browser(app)
    assert visitor.get(f"/en/flow/{SLUG}").status_code == 200
    answer = editor.post(f"{URL}/{SLUG}/offline")
    assert answer.status_code == 303 and not kept().is_published
    said = editor.get(answer.headers["Location"]).text
    assert "No visitor meets it any more." in said and f'action="{URL}/{SLUG}/back"' in said
    assert visitor.get(f"/en/flow/{SLUG}?now").status_code == 404
    assert "Offline" in read(editor)
    close("freja-support")
    refused = editor.post(f"{URL}/{SLUG}/back")
    assert refused.status_code == 409 and "the proof does not hold" in refused.text and not kept().is_published
    with unit_of_work() as unit:
        unit.session.execute(update(Service).where(Service.slug == "freja-support").values(status="active"))
        counter.bump(counter.CONTENT)
    assert editor.post(f"{URL}/{SLUG}/back").status_code == 303
    assert visitor.get(f"/en/flow/{SLUG}?again").status_code == 200
    assert audited() == ["flow.taken_offline", "flow.put_back"]


def test_every_gap_has_a_sentence() -> None:
    assert WORDS.keys() == set(GapKind)
    for words in WORDS.values():
        assert "%(" not in words("50 % of it")


def test_who_may(app: Flask) -> None:
    assert app.test_client().get(URL).status_code == 302
    for name, role, status in (("Ali", Role.STAFF, 403), ("Eva", Role.EDITOR, 200), ("Mia", Role.COORDINATOR, 200)):
        client = logged_in(app, person(name, role))
        for path in ("", "/new", f"/{SLUG}", f"/{SLUG}/edit", f"/{SLUG}/draft", f"/{SLUG}/throw-away"):
            assert client.get(URL + path).status_code == status, path
        assert (f'href="{URL}"' in client.get("/en/staff/contacts").text) is (status == 200)


@pytest.mark.parametrize(
    "path", ["/nothing", "/nothing/edit", "/nothing/draft", "/nothing/throw-away", f"/{SLUG}/edit?part=xx"]
)
def test_what_is_not_there(path: str, editor: FlaskClient) -> None:
    assert editor.get(URL + path).status_code == 404
    assert editor.post(f"{URL}/nothing/offline").status_code == 404
