"""The transcript: to print and to take away as a file, in every language's own letters."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from app.core import i18n
from app.core.unit import unit_of_work
from app.domain.chat.models import Message
from tests.reading import form_of


def ask(reader: FlaskClient, lang: str, text: str) -> None:
    form = form_of(reader.get(f"/{lang}/ask").text, "/ask")
    assert reader.post(form.action, data={**form.fields, "text": text}).status_code in (303, 307)


def test_it_works(reader: FlaskClient) -> None:
    ask(reader, "en", "My question")
    page = reader.get("/en/chat/transcript")
    assert page.status_code == 200
    assert "My question" in page.text


@pytest.mark.parametrize("lang", i18n.locales())
def test_the_file_arrives_in_every_language(reader: FlaskClient, lang: str) -> None:
    ask(reader, lang, "Hej 123 سؤال Питання")
    answer = reader.get(f"/{lang}/chat/transcript?as=text")
    assert answer.status_code == 200
    assert answer.mimetype == "text/plain"
    assert "Hej 123 سؤال Питання" in answer.text
    named = answer.headers["Content-Disposition"]
    named.encode("latin-1")  # a header can hold nothing else
    assert unquote(named.rpartition("''")[2]).endswith(".txt")


def test_words_of_another_day_say_the_day(reader: FlaskClient) -> None:
    ask(reader, "en", "My question")
    assert not re.search(r"\d{4} \d|Nov", times(reader.get("/en/chat").text)), "of today the time is enough"
    with unit_of_work() as unit:
        unit.session.execute(update(Message).values(created_at=datetime(2024, 2, 6, 12, tzinfo=UTC)))
    assert "6 Feb" in times(reader.get("/en/chat").text)
    for kept in (times(reader.get("/en/chat/transcript").text), reader.get("/en/chat/transcript?as=text").text):
        assert "6 Feb 2024 13:00" in kept, "on paper nobody knows what today was"


def times(page: str) -> str:
    return " ".join(re.findall(r"<time[^>]*><bdi>([^<]*)", page))


def test_nobody_else_gets_it(reader: FlaskClient, site: object) -> None:
    ask(reader, "en", "My question")
    reader.delete_cookie("vejviser_chat")
    assert reader.get("/en/chat/transcript").status_code == 404
