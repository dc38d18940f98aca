"""The sitemap by the rules of sitemaps.org, and by the pages themselves: each is there, and says the same of its sisters."""

from __future__ import annotations

import re
from datetime import date
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import i18n
from app.web.api import sitemap as files

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK = "{http://www.w3.org/1999/xhtml}link"
CANONICAL = re.compile(r'<link rel="canonical" href="([^"]+)">')
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')
Pages = dict[str, dict[str, str]]


@pytest.fixture
def site_url(site: Flask) -> str:
    return str(site.config["SETTINGS"].public_url)


def read(reader: FlaskClient, path: str) -> ElementTree.Element:
    answer = reader.get(path)
    assert answer.status_code == 200, path
    assert answer.mimetype == "application/xml"
    assert len(answer.data) < 50 * 1024 * 1024
    return ElementTree.fromstring(answer.data)


def pages_of(reader: FlaskClient, code: str) -> Pages:
    """Every address of one language's file, with its sisters by hreflang."""
    root = read(reader, f"/sitemap-{code}.xml")
    assert root.tag == f"{MAP}urlset" and len(root) <= 50_000
    return {_loc(url): {link.attrib["hreflang"]: link.attrib["href"] for link in url.iter(LINK)} for url in root}


def _loc(entry: ElementTree.Element) -> str:
    found = entry.findtext(f"{MAP}loc")
    assert found
    return found


def test_it_works(reader: FlaskClient, site_url: str) -> None:
    root = read(reader, "/sitemap.xml")
    assert root.tag == f"{MAP}sitemapindex"
    assert [_loc(one) for one in root] == [f"{site_url}/sitemap-{code}.xml" for code in i18n.locales()]
    swedish = pages_of(reader, "sv")
    for path in ("", "topics", "topic/eid", "actors", "actor/mitid", "area/SE-2482", "area/SE-2482/matrix", "flow",
                 "guide/eid-locked-se", "what-we-dont-do", "privacy", "accessibility", "box/get"):  # fmt: skip
        assert f"{site_url}/sv/{path}" in swedish, path


def test_each_entry_follows_the_rules(reader: FlaskClient, site_url: str) -> None:
    for code in i18n.locales():
        root = read(reader, f"/sitemap-{code}.xml")
        found = [_loc(url) for url in root]
        assert len(found) == len(set(found)) == len(root) > 100
        for url, where in zip(root, found, strict=True):
            assert where.startswith(f"{site_url}/{code}/") and len(where) < 2048 and where.isascii()
            assert {child.tag for child in url} <= {f"{MAP}loc", f"{MAP}lastmod", LINK}
            told = url.findtext(f"{MAP}lastmod")
            assert told is None or date.fromisoformat(told)


def test_sisters_name_each_other(reader: FlaskClient) -> None:
    """Google ignores a hreflang that is not answered."""
    every = {code: pages_of(reader, code) for code in i18n.locales()}
    tags = {one.tag: one.code for one in i18n.locales().values()}
    for code, pages in every.items():
        for where, sisters in pages.items():
            assert sisters[i18n.locales()[code].tag] == where
            assert sisters["x-default"] in sisters.values()
            for tag, address in sisters.items():
                if tag != "x-default":
                    assert every[tags[tag]][address] == sisters, (where, tag)


@pytest.mark.parametrize("code", ["sv", "ar"])
def test_every_page_is_there_and_says_the_same_of_itself(reader: FlaskClient, site_url: str, code: str) -> None:
    for where, sisters in pages_of(reader, code).items():
        answer = reader.get(where.removeprefix(site_url))
        assert answer.status_code == 200, where
        assert CANONICAL.findall(answer.text) == [where]
        assert dict(ALTERNATE.findall(answer.text)) == sisters, where
        assert "noindex" not in answer.text, where


def test_no_page_is_forgotten(reader: FlaskClient, site_url: str) -> None:
    """A page that links as ours in the footer, the topics or the front is in the file, or is for no robot."""
    known, rules = pages_of(reader, "sv"), RobotFileParser()
    rules.parse(reader.get("/robots.txt").text.splitlines())
    for start in ("/sv/", "/sv/topics", "/sv/topic/eid", "/sv/topic/money", "/sv/actors", "/sv/area/SE"):
        for path in re.findall(r'href="(/sv/[^"#?]*)"', reader.get(start).text):
            if rules.can_fetch("*", path) and reader.get(path).status_code == 200:
                assert f"{site_url}{path}" in known, (start, path)


def test_robots_are_told_and_let_in(reader: FlaskClient, site_url: str) -> None:
    said, rules = reader.get("/robots.txt").text, RobotFileParser()
    assert f"\nSitemap: {site_url}/sitemap.xml\n" in said
    rules.parse(said.splitlines())
    assert not [where for where in pages_of(reader, "sv") if not rules.can_fetch("*", where)]
    for closed in ("/sv/chat", "/sv/ask?from=x", "/sv/staff/", "/sv/search?q=x", "/sv/area?back=%2Fsv%2F"):
        assert not rules.can_fetch("*", closed), closed


def test_a_very_large_site_has_more_files(reader: FlaskClient, site_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(pages_of(reader, "sv"))
    monkeypatch.setattr(files, "PER_FILE", 100)
    from app.core import memory

    memory._kept.clear()
    names = [_loc(one) for one in read(reader, "/sitemap.xml") if "-sv" in _loc(one)]
    assert len(names) == -(-len(whole) // 100) > 1
    parts = [[_loc(url) for url in read(reader, name.removeprefix(site_url))] for name in names]
    assert [where for part in parts for where in part] == whole
    memory._kept.clear()


def test_what_is_not_there_is_a_404(reader: FlaskClient) -> None:
    for path in ("/sitemap-xx.xml", "/sitemap-sv-99.xml", "/sitemap-sv-0.xml"):
        assert reader.get(path).status_code == 404, path


def test_it_is_sent_as_it_is_kept(reader: FlaskClient) -> None:
    packed = reader.get("/sitemap-sv.xml", headers={"Accept-Encoding": "gzip"})
    plain = reader.get("/sitemap-sv.xml")
    assert packed.headers["Content-Encoding"] == "gzip" and len(packed.data) < len(plain.data) / 5
    assert reader.get("/sitemap-sv.xml", headers={"If-None-Match": plain.headers["ETag"]}).status_code == 304
    assert packed.headers["Cache-Control"].startswith("public") and "Set-Cookie" not in packed.headers
