"""A question from a tab that was left open, while another conversation is open in this browser: neither is lost."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.db import session
from app.domain.chat.models import Conversation
from tests import factories
from tests.reading import Form, form_of


@pytest.fixture
def forms(reader: FlaskClient) -> tuple[Form, Form]:
    """The form in two tabs; the first has been sent. From a network of their own: others' codes are counted too."""
    reader.environ_base["REMOTE_ADDR"] = "192.0.2.61"
    factories.staff("Karin Berg")
    sent, old = (form_of(reader.get("/en/ask?from=guide:eid-locked-se").text, "/ask") for _tab in range(2))
    assert reader.post(sent.action, data={**sent.fields, "text": "My BankID is locked"}).status_code == 303
    return sent, old


def texts() -> list[str]:
    session.expire_all()
    return [row.first_name for row in session.scalars(select(Conversation).order_by(Conversation.id))]


def test_it_works(reader: FlaskClient, forms: tuple[Form, Form]) -> None:
    sent, old = forms
    asked = reader.post(
        old.action, data={**old.fields, "text": "And my mail too", "first_name": "Amina", "how": "queue"}
    )
    assert asked.status_code == 200 and "Set-Cookie" not in asked.headers and len(texts()) == 1
    assert "Another conversation is open here" in asked.text and "And my mail too" in asked.text
    there = form_of(asked.text, "/chat/messages")
    assert reader.post(there.action, data=there.fields).status_code == 303
    page = reader.get("/en/chat").text
    assert "My BankID is locked" in page and "And my mail too" in page
    again = reader.post(sent.action, data={**sent.fields, "text": "My BankID is locked"})
    assert again.status_code == 303 and len(texts()) == 1, "the first form sent twice is still one conversation"


def test_a_new_one_leaves_a_code_for_the_other(reader: FlaskClient, forms: tuple[Form, Form]) -> None:
    _sent, old = forms
    asked = reader.post(
        old.action, data={**old.fields, "text": "Something else", "first_name": "Amina", "how": "queue"}
    )
    new = form_of(asked.text, "/ask")
    begun = reader.post(new.action, data=new.fields)
    assert begun.status_code == 200 and texts() == ["", "Amina"]
    assert "Something else" in reader.get("/en/chat").text and "My BankID" not in reader.get("/en/chat").text
    (code,) = re.findall(r"<code>([^<]+)</code>", begun.text)
    back = reader.post("/en/chat/code", data={"code": code, "replace": "yes"})
    assert back.status_code == 200 and "My BankID is locked" in reader.get("/en/chat").text


def test_what_is_missing_is_said_first_and_a_closed_one_asks_nothing(
    reader: FlaskClient, forms: tuple[Form, Form]
) -> None:
    _sent, old = forms
    assert reader.post(old.action, data={**old.fields, "text": " "}).status_code == 422
    reader.post("/en/chat/close")
    assert reader.post(old.action, data={**old.fields, "text": "Once more"}).status_code == 303
