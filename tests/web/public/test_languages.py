"""Every public page in every language: right words' frame, no cookie, one heading, its twins in other languages."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from app.core.i18n import locales

PATHS = (
    "", "search", "search?q=BankID", "search?q=zzzz", "area", "area/SE-2482", "area/SE-2482-byske", "privacy",
    "accessibility", "what-we-dont-do", "topics", "topic/eid", "matter/eid-locked", "matter/tax",
    "guide/eid-locked-se", "guide/print-doc", "actors", "actor/bankid",
)  # fmt: skip


@pytest.mark.parametrize("code", list(locales()))
def test_it_works(reader: FlaskClient, code: str) -> None:
    locale = locales()[code]
    for path in PATHS:
        answer = reader.get(f"/{code}/{path}")
        html = answer.text
        assert answer.status_code == 200, path
        assert f'<html lang="{locale.tag}" dir="{locale.dir}"' in html, path
        assert answer.headers["Content-Language"] == locale.tag, path
        assert len(re.findall(r"<h1[ >]", html)) == 1, path
        assert re.search(r"<title>\s*\S.*· Vejviser</title>", html, re.S), path
        assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", ""), path
        assert answer.headers["Cache-Control"].startswith("public, max-age="), path


@pytest.mark.parametrize("path", [path for path in PATHS if not path.startswith(("search", "guide"))])
def test_every_page_names_its_twins(reader: FlaskClient, path: str) -> None:
    html = reader.get(f"/en/{path}").text
    for locale in locales().values():
        assert re.search(rf'hreflang="{locale.tag}" href="http[^"]*/{locale.code}/{re.escape(path)}"', html)


def test_the_switcher_keeps_page_and_query(reader: FlaskClient) -> None:
    html = reader.get("/sv/search?q=l%C3%A5st+bankid&area=SE-2482").text
    for locale in locales().values():
        assert f'href="/{locale.code}/search?q=l%C3%A5st+bankid&amp;area=SE-2482"' in html


def test_the_switcher_minds_no_tricks(reader: FlaskClient) -> None:
    html = reader.get("/sv/topic/eid?_external=1&_scheme=javascript&endpoint=x&slug=y&lang=z").text
    assert 'href="javascript' not in html and 'href="/ar/topic/eid?_external=1' in html


def test_the_root_negotiates_once(reader: FlaskClient) -> None:
    for said, code in (("uk,en;q=0.5", "uk"), ("no", "nb"), ("ar-SY", "ar"), ("xx", "en"), ("", "en")):
        answer = reader.get("/", headers={"Accept-Language": said})
        assert answer.status_code == 302 and answer.headers["Location"] == f"/{code}/"
        assert "Accept-Language" in answer.headers["Vary"] and "Set-Cookie" not in answer.headers
