"""The editors' list of what people could not find: what waits, adding, putting aside, taking back."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core import counter
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts.terms import Role
from app.domain.guides.models import Matter, MatterName, Topic
from app.domain.insights import searches, unfound
from app.domain.insights.models import Unfound
from tests.staff_house import logged_in, person

URL = "/sv/staff/unfound"


@pytest.fixture
def editor(app: Flask) -> FlaskClient:
    with unit_of_work() as unit:
        topic = Topic(slug="things", icon="paper")
        for code, title in (("laundry", "Tvätta kläder"), ("parking", "Parkera bilen")):
            names = [MatterName(locale="sv", title=title), MatterName(locale="ar", title=code)]
            unit.session.add(Matter(code=code, topic=topic, names=names))
        counter.bump(counter.CONTENT)
    return logged_in(app, person("Eva", Role.EDITOR))


def sent(words: str, locale: str = "ar") -> str:
    """Words somebody sent, and missed once before; their public id."""
    one = searches.asked(words, locale)
    assert one is not None
    with unit_of_work():
        searches.missed(one)
        searches.send(one)
    return session.scalars(select(Unfound.public_id).where(Unfound.words == words)).one()


def read(client: FlaskClient, path: str = "") -> str:
    return " ".join(client.get(path if path.startswith("/") else URL + path).text.split())


def keywords(locale: str = "sv") -> list[str]:
    session.remove()
    query = select(MatterName.keywords).join(Matter).where(Matter.code == "laundry", MatterName.locale == locale)
    return list(session.scalars(query).one())


def test_it_works(editor: FlaskClient) -> None:
    row = sent("smutsiga kläder <b>")
    page = read(editor)
    assert 'lang="ar" dir="auto">smutsiga kläder &lt;b&gt;' in page and "Tvätta kläder" in page
    assert "▇▇" in page and "العربية" in page and f'{URL}/{row}"' in page
    form = read(editor, f"{URL}/{row}")
    assert 'value="laundry"' in form and '<option value="ar" selected>' in form and 'value="smutsiga' in form
    data = {"matter": "laundry", "locale": "sv", "keyword": "smutsiga kläder"}
    answer = editor.post(f"{URL}/{row}/add", data=data)
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{URL}?said=words-added&undo={row}")
    assert keywords() == ["smutsiga kläder"]
    after = read(editor, answer.headers["Location"])
    assert f'action="{URL}/{row}/take-back"' in after and "smutsiga" not in after
    assert "Tvätta kläder" in read(editor, "?show=done")
    assert editor.post(f"{URL}/{row}/take-back").status_code == 303
    assert keywords() == [] and "smutsiga" in read(editor)


def test_another_matter_counts_before_the_guesses(editor: FlaskClient) -> None:
    row = sent("bilen")
    data = {"matter": "parking", "other": "laundry", "locale": "ar", "keyword": "bilen"}
    assert editor.post(f"{URL}/{row}/add", data=data).status_code == 303
    assert keywords("ar") == ["bilen"]


def test_refusals_stand_at_their_field(editor: FlaskClient) -> None:
    row = sent("bilen")
    good = {"matter": "laundry", "locale": "sv", "keyword": "bilen"}
    for wrong, field in (
        ({"matter": ""}, "#matter"),
        ({"locale": "so"}, "#locale"),
        ({"keyword": ""}, "#keyword"),
        ({"keyword": "811228-9874"}, "#keyword"),
    ):
        answer = editor.post(f"{URL}/{row}/add", data={**good, **wrong})
        assert answer.status_code == 422 and f'<a href="{field}">' in answer.text, wrong
    assert keywords() == []
    assert editor.post(f"{URL}/nobody/add", data=good).status_code == 404
    assert editor.get(f"{URL}/nobody").status_code == 404


def test_not_for_us(editor: FlaskClient) -> None:
    row = sent("bilen")
    assert editor.post(f"{URL}/{row}/dismiss").status_code == 303
    assert "bilen" not in read(editor) and "bilen" in read(editor, "?show=done")
    assert editor.post(f"{URL}/{row}/dismiss").status_code == 409
    assert "<form" not in read(editor, f"{URL}/{row}").split("<main")[1]


def test_a_long_list_has_pages(editor: FlaskClient) -> None:
    for number in range(unfound.PAGE + 1):
        sent(f"ord{number:02}")
    first, second = read(editor), read(editor, "?page=2")
    assert first.count('class="panel flow-s"') == unfound.PAGE and "page=2" in first
    assert second.count('class="panel flow-s"') == 1 and "ord00" in second
    assert "page=1" in second and "page=3" not in second
    assert editor.get(f"{URL}?page=99").status_code == editor.get(f"{URL}?page=-1").status_code == 200


def test_nothing_yet(editor: FlaskClient) -> None:
    assert "empty-state" in read(editor) and "<table" not in read(editor)
    assert "empty-state" in read(editor, "?show=done")


def test_who_may(app: Flask) -> None:
    assert app.test_client().get(URL).status_code == 302
    for name, role, status in (("Ali", Role.STAFF, 403), ("Eva", Role.EDITOR, 200), ("Mia", Role.COORDINATOR, 200)):
        client = logged_in(app, person(name, role))
        assert client.get(URL).status_code == status
        # The way there stands among the pages of its part, and with those who may go nowhere at all.
        seen = client.get("/sv/staff/rules" if status == 200 else "/sv/staff/contacts").text
        assert (f'href="{URL}"' in seen) is (status == 200)
