"""Coming back by a private link: GET opens nothing, POST swaps it for the cookie, and a guess learns nothing."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from app.core import clock, ids
from app.core.db import session
from app.core.masking import doors
from app.core.unit import unit_of_work
from app.domain.chat.models import ConversationSecret
from app.domain.chat.terms import SecretKind
from tests import factories
from tests.reading import form_of
from tests.staff_house import browser

WORDS = "Mitt BankID är spärrat"


def asks(client: FlaskClient, text: str = WORDS) -> FlaskClient:
    form = form_of(client.get("/en/ask").text, "/ask")
    client.post(form.action, data={**form.fields, "text": text, "how": "queue"})
    return client


@pytest.fixture
def visitor(reader: FlaskClient) -> FlaskClient:
    """A browser that has just asked, with a team that is there."""
    factories.staff("Karin Berg")
    return asks(reader)


def link_on(page: str) -> str:
    found = re.search(r'value="(https?://[^"]+/chat/open/[\w-]{43})"', page)
    assert found is not None
    return found[1]


def secret_of(client: FlaskClient) -> str:
    return link_on(client.post("/en/chat/code/new").text).rpartition("/")[2]


def test_it_works(site: Flask, visitor: FlaskClient) -> None:
    secret, other = secret_of(visitor), browser(site)
    shown = other.get(f"/en/chat/open/{secret}")
    assert shown.status_code == 200 and WORDS not in shown.text
    assert shown.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in shown.headers
    assert shown.headers["Referrer-Policy"] == "same-origin" and 'content="noindex' in shown.text
    opened = other.post("/en/chat/open", data={"secret": secret})
    assert opened.status_code == 303 and opened.location == "/en/chat"
    page = other.get("/en/chat")
    assert WORDS in page.text and secret not in page.text
    assert WORDS in visitor.get("/en/chat").text, "this device has its own cookie"


def test_a_get_tells_right_from_wrong_to_nobody(site: Flask, visitor: FlaskClient) -> None:
    secret, stranger = secret_of(visitor), browser(site)
    right = stranger.get(f"/en/chat/open/{secret}").text
    for wrong in (ids.new_token(), secret[:-1] + ("A" if secret[-1] != "A" else "B"), "x"):
        assert stranger.get(f"/en/chat/open/{wrong}").text == right.replace(secret, wrong)


def test_wrong_expired_and_replaced_lead_to_the_code_alike(site: Flask, visitor: FlaskClient) -> None:
    expired, pages = secret_of(visitor), []
    with unit_of_work():
        session.execute(
            update(ConversationSecret)
            .where(ConversationSecret.kind == SecretKind.LINK)
            .values(expires_at=clock.now() - clock.minutes(1))
        )
    replaced = secret_of(visitor)
    working = secret_of(visitor)
    for secret in (ids.new_token(), expired, replaced, "", "x" * 5000):
        answer = browser(site).post("/en/chat/open", data={"secret": secret})
        pages.append((answer.status_code, answer.text))
    assert len(set(pages)) == 1 and pages[0][0] == 422 and 'name="code"' in pages[0][1]
    assert browser(site).post("/en/chat/open", data={"secret": working}).status_code == 303


def test_another_open_conversation_here_is_not_lost(site: Flask, visitor: FlaskClient) -> None:
    secret, other = secret_of(visitor), asks(browser(site), "En annan fråga")
    asked = other.post("/en/chat/open", data={"secret": secret})
    assert asked.status_code == 200 and 'name="replace"' in asked.text and "Set-Cookie" not in asked.headers
    assert "En annan fråga" in other.get("/en/chat").text
    gone = other.post("/en/chat/open", data={"secret": secret, "replace": "yes"})
    code = re.search(r"<code>([^<]+)</code>", gone.text)
    assert code is not None and WORDS in other.get("/en/chat").text
    third = browser(site)
    third.post("/en/chat/code", data={"code": code[1]})
    assert "En annan fråga" in third.get("/en/chat").text


def test_a_code_is_as_careful_as_a_link(site: Flask, visitor: FlaskClient) -> None:
    made = re.search(r"<code>([^<]+)</code>", visitor.post("/en/chat/code/new").text)
    other = asks(browser(site), "En annan fråga")
    assert made is not None
    asked = other.post("/en/chat/code", data={"code": made[1]})
    assert asked.status_code == 200 and "Set-Cookie" not in asked.headers
    assert "En annan fråga" in other.get("/en/chat").text
    form = form_of(asked.text, "/chat/code")
    assert form.fields["replace"] == "yes", "the code is not used up by the question"
    gone = other.post(form.action, data=form.fields)
    left = re.search(r"<code>([^<]+)</code>", gone.text)
    assert left is not None and WORDS in other.get("/en/chat").text
    third = browser(site)
    assert third.post("/en/chat/code", data={"code": left[1]}).status_code == 303
    assert "En annan fråga" in third.get("/en/chat").text
    again = browser(site).post("/en/chat/code", data={"code": made[1], "replace": "yes"})
    assert again.status_code == 422, "a code works once"


def test_a_code_over_a_closed_conversation_asks_nothing(site: Flask, visitor: FlaskClient) -> None:
    made = re.search(r"<code>([^<]+)</code>", visitor.post("/en/chat/code/new").text)
    other = asks(browser(site), "En annan fråga")
    other.post("/en/chat/close")
    assert made is not None and other.post("/en/chat/code", data={"code": made[1]}).location == "/en/chat"


def test_clearing_the_screen_kills_the_links_that_were_opened(site: Flask, visitor: FlaskClient) -> None:
    unopened = secret_of(visitor)
    visitor.post("/en/chat/leave")
    at_home = browser(site)
    assert at_home.post("/en/chat/open", data={"secret": unopened}).status_code == 303
    at_home.post("/en/chat/leave")
    assert browser(site).post("/en/chat/open", data={"secret": unopened}).status_code == 422


def test_the_link_is_ours_whatever_the_host_header_says(site: Flask, visitor: FlaskClient) -> None:
    held = visitor.get_cookie("vejviser_chat")
    assert held is not None
    spoofed = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "Cookie": f"{held.key}={held.value}"}
    bare = site.test_client(use_cookies=False)
    page = bare.post("/en/chat/code/new", headers={**spoofed, "Sec-Fetch-Site": "same-origin"}).text
    assert link_on(page).startswith("http://127.0.0.1:8000/en/chat/open/") and "evil.example" not in page


def test_no_address_on_the_page_carries_it_away(visitor: FlaskClient) -> None:
    secret = secret_of(visitor)
    page = visitor.get(f"/en/chat/open/{secret}").text
    holding = [tag for tag in re.findall(r"<[^>]+>", page) if secret in tag]
    languages = [tag for tag in holding if "hreflang" in tag]
    assert len(holding) == len(languages) + 1, "the language menu, and the form"
    wrong = visitor.post("/en/chat/open", data={"secret": "guess-" + secret})
    assert "guess-" not in wrong.text


def test_guesses_are_counted(site: Flask) -> None:
    guesser = browser(site)
    guesser.environ_base["REMOTE_ADDR"] = "192.0.2.77"
    answers = {guesser.post("/en/chat/open", data={"secret": ids.new_token()}).status_code for _ in range(30)}
    assert answers == {422, 429}


def test_a_left_message_leads_straight_to_the_ways_to_its_answer(reader: FlaskClient) -> None:
    form = form_of(reader.get("/en/ask").text, "/ask")
    sent = {**form.fields, "text": WORDS, "how": "leave"}
    page = reader.post(form.action, data=sent, follow_redirects=True)
    assert page.status_code == 200 and "<code>" in page.text and link_on(page.text)
    assert 'name="email"' not in page.text, "no mail server, no promise"
    assert WORDS in reader.get("/en/chat").text


def test_who_pastes_the_link_or_the_code_shows_it_to_nobody(
    site: Flask, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doors, "links", None)  # another test may have said that we live elsewhere
    doors.configure(site.config["SETTINGS"].origins)
    page = visitor.post("/en/chat/code/new").text
    link, code = link_on(page), re.search(r"<code>([^<]+)</code>", page)
    assert code is not None
    for text in (link, code[1]):
        form = form_of(visitor.get("/en/chat").text, "/chat/messages")
        visitor.post(form.action, data={**form.fields, "text": f"Is this right? {text}"})
        shown = visitor.get("/en/chat").text
        assert text not in shown and "We hid a link or a code" in shown and 'bubble">We hid a number' not in shown
    assert shown.count("Is this right? [•••/•••]") == 2
