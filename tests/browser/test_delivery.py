"""Nothing that was written is lost on its way: drafts, words without a line, a line that comes back, kind refusals."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, shoot
from tests.browser.desk import Librarian
from tests.browser.door import Door
from tests.browser.visitor import LISTEN, Asker
from tests.chaos import screen
from tests.chaos.figures import Figure
from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.needs("chromium")]


@pytest.fixture(scope="module")
def door(open_server: Callable[..., Server]) -> Iterator[tuple[Door, Server]]:
    """A server of its own behind a door, with the limits that people meet."""
    made = Door()
    server = open_server(PUBLIC_URL=made.url, LIMITS_TIMES="1")
    made.lead_to(server.port)
    yield made, server
    made.close()


def test_it_works(server: Server, person: Callable[..., Page]) -> None:
    """A draft, the conversation and the place in the log survive a reload and another language."""
    staff = server.staff("Karin Kvarlämnad")
    asker = Asker(person(), server.url, "a long question")
    page, talk = asker.page, asker.talk
    claim = staff.take(talk)
    for number in range(30):
        staff.send(talk, claim, f"answer {number}")
    asker.hears("answer 29")
    expect(page.locator("[data-line-words]")).to_have_text("Connected")
    page.fill("#text", "half a thought")
    page.locator("[data-seq]", has_text="answer 9").first.evaluate("row => row.scrollIntoView()")
    page.reload()
    expect(page.locator("#text")).to_have_value("half a thought")
    expect(page.locator("[data-seq]", has_text="answer 9").first).to_be_in_viewport()
    page.goto(f"{server.url}/sv/chat")
    expect(page.locator("#text")).to_have_value("half a thought")
    expect(page.locator("[data-seq]", has_text="answer 9").first).to_be_in_viewport()
    assert asker.talk == talk
    staff.send(talk, claim, "below the fold")
    expect(page.locator("[data-new-below]")).to_be_visible()
    expect(page.locator("[data-seq]", has_text="answer 9").first).to_be_in_viewport()
    shoot(page, "chat-new-below")
    page.click("[data-new-below]")
    expect(page.locator("[data-seq]", has_text="below the fold")).to_be_in_viewport()
    expect(page.locator("[data-new-below]")).to_be_hidden()


@pytest.mark.parametrize("way", ["hang", "slam"])
def test_a_line_that_goes_and_comes_back(
    way: str, door: tuple[Door, Server], person: Callable[..., Page], figure: Figure
) -> None:
    gate, server = door
    staff = server.staff(f"Karin Avbruten {way}")
    asker = Asker(person(size=PHONE), gate.url, f"a question about the weather {way}")
    page, talk = asker.page, asker.talk
    claim = staff.take(talk)
    asker.say("before")
    page.evaluate(LISTEN)
    getattr(gate, way)()
    asker.write("first without a line")
    asker.write("second without a line")
    staff.send(talk, claim, "said meanwhile")
    expect(page.locator("[data-line-words]")).to_have_text("No connection: what you write is kept")
    expect(page.locator(".message-state", has_text="not sent yet").first).to_be_visible()
    page.fill("#text", "third, not sent")
    shoot(page, f"chat-no-line-{way}")
    time.sleep(2)
    gate.open()
    began = time.monotonic()
    asker.hears("said meanwhile")
    figure(f"words flow after the line is back ({way}, Chromium)", time.monotonic() - began, "s")
    expect(asker.mine("second without a line")).to_have_count(1)
    expect(page.locator("[data-line-words]")).to_have_text("Connected")
    expect(page.locator("#text")).to_have_value("third, not sent")
    assert page.evaluate("window.heard") == ["No connection: what you write is kept", "Connected"]
    written = [line.text for line in staff.pull(talk) if line.side == "theirs"][1:]
    assert written == ["before", "first without a line", "second without a line"]
    assert asker.texts()[1:] == written


def test_a_moment_without_a_line_is_nobodys_business(door: tuple[Door, Server], person: Callable[..., Page]) -> None:
    gate, server = door
    server.staff("Karin Hicka")
    asker = Asker(person(), gate.url, "a question with a hiccup")
    page = asker.page
    expect(page.locator("[data-line-words]")).to_have_text("Connected")
    page.evaluate("""() => { window.shown = []; const one = document.querySelector("[data-line-words]");
      new MutationObserver(() => window.shown.push(one.textContent)).observe(one, { childList: true }); }""")
    gate.slam()
    gate.open()
    asker.say("over a new line")
    assert page.evaluate("window.shown") == []


def test_without_storage_and_without_a_socket(server: Server, person: Callable[..., Page]) -> None:
    """Private mode, and a network that blocks sockets: everything works, only slower and until the page goes."""
    page = person()
    page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
        "delete window.WebSocket;"
    )
    staff = server.staff("Karin Långsam")
    asker = Asker(page, server.url, "a question from a closed network")
    claim = staff.take(asker.talk)
    staff.send(asker.talk, claim, "an answer by pulling")
    asker.hears("an answer by pulling")
    asker.say("thank you")
    expect(page.locator("[data-line-words]")).to_have_text("Connected")


def test_too_many_is_said_kindly_and_nothing_is_lost(door: tuple[Door, Server], person: Callable[..., Page]) -> None:
    gate, server = door
    staff = server.staff("Karin Lugn")
    asker = Asker(person(), gate.url, "a question in a hurry")
    staff.take(asker.talk)
    for number in range(16):
        asker.write(f"quick {number}")
    expect(asker.page.locator("[data-connection]")).not_to_be_empty()
    expect(asker.page.locator("[data-line-words]")).to_have_text("Connected")
    expect(asker.mine("quick 15")).to_have_count(1, timeout=60_000)
    assert asker.texts()[1:] == [f"quick {number}" for number in range(16)]


def test_words_go_on_being_sent_after_a_link(server: Server, person: Callable[..., Page]) -> None:
    librarian = Librarian(person("en"), server.url, server.staff("Karin Vidare", online=False))
    page, olle = librarian.page, server.staff("Olle Vidare")
    one, two = server.visitor(), server.visitor()
    talk = one.ask("first of two", first_name="Amina")
    two.ask("second of two")
    librarian.claim("first of two")
    librarian.claim("second of two")
    librarian.read("first of two")
    page.route(f"**/conversation/{talk}/messages", lambda route: route.abort())
    page.fill("#text", "sent from elsewhere")
    page.press("#text", "Enter")
    librarian.read("second of two")
    page.unroute_all(behavior="ignoreErrors")
    expect(page.locator("#desk_talk [data-talk]")).not_to_have_attribute("data-talk", talk)
    until = time.monotonic() + 15
    while not any(line.text == "sent from elsewhere" for line in one.pull()):
        assert time.monotonic() < until
        time.sleep(0.1)
    librarian.read("first of two")
    page.route(f"**/conversation/{talk}/messages", lambda route: route.abort())
    page.fill("#text", "too late for this")
    page.press("#text", "Enter")
    claim = page.locator("#desk_talk [data-talk]").get_attribute("data-claim") or ""
    librarian.read("second of two")
    page.evaluate(
        "([path, body]) => fetch(path, {method: 'POST', body: new URLSearchParams(body)})",
        [f"/en/staff/conversation/{talk}/transfer", {"claim": claim, "colleague": olle.public_id}],
    )
    page.unroute_all(behavior="ignoreErrors")
    expect(page.locator("[data-unsent-list]")).to_contain_text("too late for this")
    expect(page.locator("[data-unsent-list]")).to_contain_text("Amina")
    shoot(page, "desk-not-sent")
    page.click("[data-unsent-list] button")
    expect(page.locator("[data-unsent-list]")).to_be_hidden()


def test_a_code_opens_it_on_another_device(server: Server, person: Callable[..., Page]) -> None:
    staff = server.staff("Karin Kod")
    asker = Asker(person(), server.url, "a question on a borrowed phone")
    talk = asker.talk
    claim = staff.take(talk)
    staff.send(talk, claim, "an answer to take along")
    asker.hears("an answer to take along")
    asker.page.click("form[action$='/code/new'] button")
    code = asker.page.locator(".big-code code").inner_text()
    other = person("da")
    other.goto(f"{server.url}/da/chat/code")
    other.fill("input[name=code]", code.lower().replace("-", " "))
    other.locator("main .form-actions button").click()
    other.wait_for_selector("[data-talk][data-begun]")
    expect(other.locator(".message.theirs", has_text="an answer to take along")).to_have_count(1)
    other.fill("#text", "from the other device")
    other.click(".composer .button.main")
    asker.page.goto(f"{server.url}/en/chat")
    expect(asker.mine("from the other device")).to_have_count(1)
    third = person("da")
    third.goto(f"{server.url}/da/chat/code")
    third.fill("input[name=code]", code)
    third.locator("main .form-actions button").click()
    expect(third.locator(".error-summary, [role=alert]").first).to_be_visible()


def test_a_rating_moves_in_the_other_tab_too(server: Server, person: Callable[..., Page]) -> None:
    """However quickly one follows the other; words that are half written are left alone."""
    server.staff("Karin Betyg")
    asker = Asker(person(), server.url, "a question that was rated")
    page = asker.page
    page.context.add_init_script(path=screen.WATCH)
    tab = page.context.new_page()
    page.click("form[action$='/chat/close'] button")
    tab.goto(f"{server.url}/en/chat")
    rate = "(rating) => fetch('/en/chat/rate', { method: 'POST', body: new URLSearchParams({ rating }) })"
    for rating in (4, 2, 5, 1, 3):
        page.evaluate(rate, rating)
    expect(tab.locator(".rating input[value='3']")).to_be_checked()
    expect(page.locator(".rating input[value='3']")).to_be_checked()
    tab.locator(".rating input[value='5']").check(force=True)
    page.evaluate(rate, 2)
    expect(page.locator(".rating input[value='2']")).to_be_checked()
    expect(tab.locator(".rating input[value='5']")).to_be_checked()
