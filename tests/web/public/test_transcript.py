"""The transcript: to print and to take away as a file, in every language's own letters."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from flask.testing import FlaskClient

from app.core import i18n
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


def test_nobody_else_gets_it(reader: FlaskClient, site: object) -> None:
    ask(reader, "en", "My question")
    reader.delete_cookie("vejviser_chat")
    assert reader.get("/en/chat/transcript").status_code == 404
