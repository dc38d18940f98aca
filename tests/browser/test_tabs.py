"""Several tabs of one person, and two people who see each other write."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Librarian
from tests.browser.visitor import Asker
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]


def beside(asker: Asker, path: str = "/en/chat") -> Page:
    """One more tab of the same person."""
    tab = asker.page.context.new_page()
    tab.goto(asker.url + path)
    tab.wait_for_selector("[data-talk][data-begun]")
    return tab


def test_it_works(server: Server, person: Callable[..., Page]) -> None:
    """Words, what was seen, closing, opening again and a rating are the same in both tabs."""
    staff = server.staff("Karin Flik")
    asker = Asker(person(), server.url, "a question in two tabs")
    tab = beside(asker)
    claim = staff.take(asker.talk)
    asker.say("from the first")
    expect(tab.locator(".message.mine[data-seq]", has_text="from the first")).to_have_count(1)
    staff.post(f"{staff.desk}/conversation/{asker.talk}/seen", {"seq": "99", "claim": str(claim)})
    for page in (asker.page, tab):
        expect(page.locator(".message.mine", has_text="from the first").locator(".message-state")).to_have_text("seen")
    tab.click("form[action$='/chat/close'] button")
    for page in (asker.page, tab):
        expect(page.locator(".rating")).to_be_visible()
    asker.page.locator(".rating input[value='4']").check(force=True)
    asker.page.locator("form[action$='/rate'] button").click()
    for page in (asker.page, tab):
        expect(page.locator(".panel", has_text="Thank you. Your answer helps us get better.")).to_be_visible()
    tab.click("form[action$='/reopen'] button")
    for page in (asker.page, tab):
        expect(page.locator("#text")).to_be_visible()


def test_both_send_at_once(server: Server, person: Callable[..., Page]) -> None:
    server.staff("Karin Två Händer")
    asker = Asker(person(), server.url, "a question from two hands")
    tab = beside(asker)
    script = """(name) => { for (let n = 0; n < 10; n++) {
      document.querySelector("#text").value = `${name} ${n}`;
      document.querySelector("form[data-composer]").requestSubmit(); } }"""
    asker.page.evaluate(script, "left")
    tab.evaluate(script, "right")
    for page in (asker.page, tab):
        expect(page.locator(".message.mine[data-seq]")).to_have_count(21)
        expect(page.locator("[data-pending]")).to_have_count(0)
        texts = [text.strip() for text in page.locator(".message.mine .bubble").all_inner_texts()]
        for name in ("left", "right"):
            assert [text for text in texts if text.startswith(name)] == [f"{name} {n}" for n in range(10)]


@pytest.mark.parametrize("form", ["leave", "erase"])
def test_leaving_in_one_tab_clears_the_others(form: str, server: Server, person: Callable[..., Page]) -> None:
    server.staff(f"Karin Delad {form}")
    asker = Asker(person(), server.url, f"a question on a shared computer {form}")
    tab = beside(asker)
    tab.fill("#text", "half a secret")
    if form == "erase":
        asker.page.locator("details", has_text="Erase everything I wrote").last.locator("summary").click()
    asker.page.locator(f"form[action$='/{form}'] button").first.click()
    for page in (asker.page, tab):
        page.wait_for_url("**/chat/cleared*")
        assert not page.evaluate("Object.keys(sessionStorage).filter((name) => !name.startsWith('htmx-')).length")
        assert "shared computer" not in page.content()


def test_an_old_tab_never_writes_in_another_conversation(server: Server, person: Callable[..., Page]) -> None:
    server.staff("Karin Gammal")
    asker, other = Asker(person(), server.url, "the first question of two"), server.visitor()
    other.ask("the second question of two")
    name, _, value = other.cookie.partition("=")
    asker.page.context.add_cookies([{"name": name, "value": value, "url": server.url}])
    asker.write("meant for the first")
    expect(asker.page.locator("[data-connection]")).to_contain_text("Another conversation is open")
    expect(asker.page.locator("#text")).to_have_value("meant for the first")
    assert "second question" not in asker.page.content()
    assert not any("meant for" in line.text for line in other.pull())


def test_each_sees_that_the_other_is_writing(server: Server, person: Callable[..., Page]) -> None:
    librarian = Librarian(person("en"), server.url, server.staff("Karin Skrivande", online=False))
    asker = Asker(person(), server.url, "a question with fingers")
    librarian.claim("a question with fingers")
    theirs, ours = asker.page.locator("[data-typing]"), librarian.page.locator("#desk_talk [data-typing]")
    librarian.page.locator("#text").press_sequentially("an an")
    expect(theirs).to_have_text("Karin is writing…")
    asker.page.locator("#text").press_sequentially("I also")
    expect(ours).to_have_text("The visitor is writing…")
    librarian.page.press("#text", "Enter")
    asker.hears("an an")
    expect(theirs).to_be_empty()
    expect(ours).to_be_empty(timeout=10_000)
    librarian.page.click("#desk_talk .note-box summary")
    librarian.page.locator("#note").press_sequentially("only for colleagues", delay=20)
    asker.page.wait_for_timeout(700)
    expect(theirs).to_be_empty()
    assert librarian.page.locator("[data-announce]").inner_text() == ""
