"""Being told by e-mail, on the pages: offered only where it works, given, corrected, changed, taken away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from time_machine import TimeMachineFixture

from app.core import mail
from tests import factories
from tests.mail_house import configured
from tests.reading import form_of
from tests.web.public.test_private_link import asks, link_on


@pytest.fixture
def mail_on(site: Flask, tmp_path: Path) -> Iterator[None]:
    configured(tmp_path, MAIL_URL="smtp://127.0.0.1:1")
    yield
    mail.configure(None, "")


@pytest.fixture
def visitor(mail_on: None, reader: FlaskClient) -> FlaskClient:
    factories.staff("Karin Berg")
    return asks(reader)


def test_it_works(visitor: FlaskClient) -> None:
    assert 'name="email"' in visitor.get("/en/chat").text
    given = visitor.post("/en/chat/letters", data={"email": " Anna@Post.example"})
    assert given.status_code == 303 and given.location.endswith("/en/chat#letters")
    assert "Anna@post.example" in visitor.get("/en/chat").text
    assert visitor.post("/en/chat/letters/off").status_code == 303
    assert "Anna@post.example" not in visitor.get("/en/chat").text


def test_what_is_no_address_comes_back_to_be_corrected(visitor: FlaskClient) -> None:
    page = visitor.post("/en/chat/letters", data={"email": "anna at post"})
    assert page.status_code == 422 and "does not look like an e-mail address" in page.text
    assert 'value="anna at post"' in page.text


def test_the_code_and_the_link_stay_on_their_page(visitor: FlaskClient) -> None:
    shown = visitor.post("/en/chat/code/new").text
    form = form_of(shown, "/chat/letters")
    for typed, status in (("anna", 422), ("anna@post.example", 200)):
        page = visitor.post(form.action, data={**form.fields, "email": typed})
        assert page.status_code == status and link_on(page.text) == link_on(shown)
        assert f"<code>{form.fields['code']}</code>" in page.text
    assert "We write to" in page.text.partition("<h1>")[0], "said where the page begins, not three screens below"
    off = form_of(page.text, "/letters/off")
    assert f"<code>{form.fields['code']}</code>" in visitor.post(off.action, data=off.fields).text


@pytest.mark.parametrize(("code", "link"), [("<b>AB-1234", "x" * 43), ("ABCD-1234", '"><script>'), ("", "")])
def test_nothing_else_is_carried(visitor: FlaskClient, code: str, link: str) -> None:
    answer = visitor.post("/en/chat/letters", data={"email": "anna@post.example", "code": code, "link": link})
    assert answer.status_code == 303


def test_without_a_mail_server_nothing_is_offered_nor_taken(reader: FlaskClient) -> None:
    factories.staff("Karin Berg")
    page = asks(reader).get("/en/chat").text
    assert 'name="email"' not in page
    assert reader.post("/en/chat/letters", data={"email": "anna@post.example"}).status_code == 409


def test_the_way_out_reads_the_same_for_every_key(visitor: FlaskClient, time_machine: TimeMachineFixture) -> None:
    time_machine.move_to(datetime.now(UTC), tick=False)  # the header says whether the team is open
    shown = {re.sub(r'value="\w"', "", visitor.get(f"/en/chat/no-letters/{key}").text) for key in "ab"}
    assert len({re.sub(r"no-letters/\w", "", page) for page in shown}) == 1
    done = {visitor.post("/en/chat/no-letters", data={"key": key}).text for key in ("a", "b.c", "")}
    assert len(done) == 1


def test_the_privacy_page_tells_of_it_only_where_it_is_done(mail_on: None, reader: FlaskClient) -> None:
    assert "7 days after the answer" in reader.get("/en/privacy").text
    mail.configure(None, "")
    assert "days after the answer" not in reader.get("/en/privacy").text
