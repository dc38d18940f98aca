"""The box on somebody else's site: another origin, a sandbox without scripts and without an origin of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import DESKTOP, PHONE, shoot
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]

HEAD = (
    '<!doctype html><html lang="sv"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    '<title>Kommunen</title><link rel="icon" href="data:,"><h1>Kommunen</h1>'
)
# What our own page and its preview still fetched when the window went on to theirs.
GIVEN_UP = ("net::ERR_ABORTED",)
SIZES = {"375": PHONE, "1280": DESKTOP}


class Municipality:
    """A small site of a municipality, on another host name and port than ours."""

    def __init__(self) -> None:
        self.body = ""
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                page = HEAD + site.body
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.end_headers()
                self.wfile.write(page.encode())

            def log_message(self, format: str, *args: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://localhost:{self.server.server_port}/"


@pytest.fixture
def municipality() -> Iterator[Municipality]:
    made = Municipality()
    threading.Thread(target=made.server.serve_forever, daemon=True).start()
    yield made
    made.server.shutdown()


def paste(page: Page, server: Server, municipality: Municipality, query: str = "in=sv&area=SE-2482") -> FrameLocator:
    """What a webmaster does: takes the lines from our page, pastes them into theirs, and looks."""
    page.goto(f"{server.url}/sv/box/get?{query}")
    municipality.body = page.locator("#code").input_value()
    page.goto(municipality.url)
    frame = page.frame_locator("iframe")
    frame.locator(".box").wait_for()
    return frame


@pytest.mark.parametrize("scripts", [True, False])
def test_it_works(server: Server, person: Callable[..., Page], municipality: Municipality, scripts: bool) -> None:
    """A search in the box opens our results in the whole window, with the municipality chosen; no cookie is set."""
    page = person("sv", scripts=scripts)
    frame = paste(page, server, municipality)
    frame.get_by_role("searchbox").fill("bankid fungerar inte")
    frame.get_by_role("button").click()
    page.wait_for_url(f"{server.url}/sv/search**")
    assert "area=SE-2482" in page.url
    expect(page.locator("#results")).to_contain_text("BankID")
    expect(page.locator(".area-chip")).to_contain_text("Skellefteå")
    assert page.context.cookies() == []
    page.go_back()
    expect(page.get_by_role("heading", name="Kommunen")).to_be_visible()


def test_doors_and_the_librarian(server: Server, person: Callable[..., Page], municipality: Municipality) -> None:
    page = person("sv")
    count = paste(page, server, municipality).locator(".box-doors a").count()
    assert 4 <= count <= 5
    for number in range(count):
        frame = paste(page, server, municipality)
        door = frame.locator(".box-doors a").nth(number)
        address = door.get_attribute("href")
        door.click()
        page.wait_for_url(f"{server.url}{address}")
        assert "area=SE-2482" in page.url
        expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_is_dressed(server: Server, person: Callable[..., Page], municipality: Municipality, theme: str) -> None:
    """Sheet, fonts and logo reach a page that has no origin; the colours are those asked for, whatever the device has."""
    page = person("sv", color_scheme="light" if theme == "dark" else "dark")
    failed: list[str] = []
    page.on("requestfailed", lambda request: failed.append(request.url) if request.failure not in GIVEN_UP else None)
    frame = paste(page, server, municipality, f"in=sv&area=SE-2482&theme={theme}")
    page.wait_for_timeout(300)
    ground = frame.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert ground == ("rgb(24, 37, 38)" if theme == "dark" else "rgb(255, 253, 249)")
    assert frame.locator("h1 img").evaluate("image => image.naturalWidth") > 0
    assert frame.locator("h1").evaluate("() => [...document.fonts].some(font => font.status == 'loaded')")
    assert not failed
    shoot(page, f"box-embedded-{theme}-1280")


@pytest.mark.parametrize("lang", ["sv", "ar"])
@pytest.mark.parametrize("size", SIZES)
def test_everybody_can_use_it(
    lang: str, size: str, server: Server, person: Callable[..., Page], municipality: Municipality
) -> None:
    page, found = person(lang, SIZES[size]), []
    for name, path in {
        "box": "/box?area=SE-2482",
        "box-dark": "/box?theme=dark",
        "box-get": "/box/get?area=SE-2482",
    }.items():
        page.goto(f"{server.url}/{lang}{path}")
        shoot(page, f"{name}-{lang}-{size}")
        found += [f"{name}: {one}" for one in violations(page)]
        wide = page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{name} is {wide} px too wide"] if wide > 1 else []
    frame = paste(page, server, municipality, f"in={lang}&area=SE-2482")
    inside = frame.locator("html").evaluate("root => [root.scrollHeight, root.clientHeight]")
    shoot(page, f"box-embedded-{lang}-{size}")
    assert not found, "\n".join(found)
    assert inside[0] <= inside[1] + 1, f"the box is {inside[0]} px high in a frame of {inside[1]}"


def test_the_lines_are_copied(server: Server, person: Callable[..., Page]) -> None:
    page = person("en", permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{server.url}/en/box/get?in=ar")
    page.get_by_role("button", name="Copy the code").click()
    expect(page.get_by_role("status").filter(has_text="The code is copied.")).to_be_visible()
    preview = page.frame_locator(".box-preview")
    preview.locator(".box").scroll_into_view_if_needed()
    expect(preview.locator("html")).to_have_attribute("dir", "rtl")
    shoot(page, "box-preview-en-1280")
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert copied == page.locator("#code").input_value() and copied.startswith("<iframe")


def test_other_pages_stay_out_of_frames(server: Server, chromium: Browser, municipality: Municipality) -> None:
    """Only the box: a chat in somebody's frame could be covered with something else."""
    context = chromium.new_context(locale="sv")  # its own window: here the browser's complaint is what we want
    page, said = context.new_page(), []
    page.on("console", lambda message: said.append(message.text))
    municipality.body = f'<iframe src="{server.url}/sv/ask" title="x"></iframe>'
    page.goto(municipality.url)
    page.wait_for_timeout(500)
    assert page.frames[1].locator("form").count() == 0
    assert any("frame-ancestors" in one for one in said), said
    context.close()
