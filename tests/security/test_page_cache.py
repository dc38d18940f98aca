"""Nobody can put a wrong answer into the memory of public pages, fill it, or find other people's words in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import Client

from app.core import counter
from app.core.unit import unit_of_work
from app.web import cache
from app.web.cache import PageCache

FRAGMENT = {"HX-Request": "true", "HX-Target": "results"}


@pytest.fixture
def pages(site: Flask) -> PageCache:
    return PageCache(site)


@pytest.fixture
def reader(pages: PageCache) -> Iterator[Client]:
    yield Client(pages)


def test_it_works(pages: PageCache, reader: Client) -> None:
    first = reader.get("/sv/topics")
    assert first.status_code == 200 and len(pages._pages) == 1
    again = reader.get("/sv/topics", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304 and "Content-Security-Policy" in again.headers


@pytest.mark.parametrize("header", ["HX-Boosted", "HX-History-Restore-Request"])
def test_a_whole_page_is_never_kept_as_a_fragment(reader: Client, header: str) -> None:
    whole = reader.get("/sv/search?q=bank", headers={**FRAGMENT, header: "true"})
    assert "<html" in whole.text
    assert "<html" not in reader.get("/sv/search?q=bank", headers=FRAGMENT).text


def test_invented_addresses_of_static_files_take_no_memory(pages: PageCache, reader: Client) -> None:
    for number in range(5):
        assert reader.get(f"/static/v{number}/app.css", headers={"Accept-Encoding": "identity"}).status_code == 200
    assert not pages._pages


def test_what_is_kept_has_an_end_in_bytes(pages: PageCache, reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MOST_BYTES", 200_000)
    for number in range(40):
        reader.get(f"/sv/topics?x={number}")
    assert 0 < sum(one.size for one in pages._pages.values()) == pages._bytes <= 200_000


def test_a_search_is_forgotten_when_its_time_is_up(pages: PageCache, reader: Client) -> None:
    reader.get("/sv/search?q=min+hemlighed")
    reader.get("/sv/topics")
    for key, kept in list(pages._pages.items()):
        pages._pages[key] = cache.Kept(**{**vars(kept), "until": 0.0})
    pages._look(1.0)
    assert [key[0] for key in pages._pages] == ["/sv/topics"]


@pytest.mark.parametrize(
    "address",
    [
        "/sv/search?q=850709-9805",
        "/api/search?lang=sv&q=850709-9805",
        "/sv/guide/eid-locked-se?q=850709-9805",
        "/sv/guide/eid-locked-se?q=850709%2D9805",
        "/sv/area?back=%2Fsv%2Fsearch%3Fq%3D850709-9805",
    ],
)
def test_an_address_with_an_identity_number_is_kept_by_nobody(pages: PageCache, reader: Client, address: str) -> None:
    assert reader.get(address).headers["Cache-Control"] == "no-store"
    assert not pages._pages


def test_what_was_read_before_a_change_is_not_kept_after_it(pages: PageCache, site: Flask) -> None:
    whole: Any = site.wsgi_app

    def slow(environ: Any, start: Any) -> Any:
        body = whole(environ, start)
        with unit_of_work():
            counter.bump(counter.CONTENT)
        pages._look(1.0)
        return body

    site.wsgi_app = slow  # type: ignore[method-assign,assignment]
    try:
        assert Client(pages).get("/sv/topics").status_code == 200
    finally:
        site.wsgi_app = whole  # type: ignore[method-assign]
    assert not pages._pages


def test_the_host_header_is_nowhere_in_an_answer(reader: Client) -> None:
    for address in ("/sv/", "/sv/guide/eid-locked-se", "/sv/topics", "/robots.txt"):
        assert "evil.example" not in reader.get(address, headers={"Host": "evil.example"}).text


@pytest.mark.parametrize("address", ["/sv", "/sv//topics", "/sv///evil.example/"])
def test_redirects_stay_here_whatever_the_host_header_says(reader: Client, address: str) -> None:
    answer = reader.get(address, headers={"Host": "evil.example"})
    location = answer.headers.get("Location", "/")
    assert location.startswith("/") and not location.startswith("//"), location
