"""The editors' pages of local rules: list, add with preview, change, two at once, remove and undo."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts.terms import Role
from app.domain.guides.models import GuideTranslation
from app.domain.guides.rules import digest
from tests.domain.guides.ruled import CAN, CANNOT, read, rule, said, town
from tests.staff_house import logged_in, person

URL = "/sv/staff/rules"
GOOD = {
    "area": "SE-2482",
    "guide": "card-se",
    "strikes": "",
    "kind": "cannot",
    "reason": "risk",
    "text-sv": "Inga pass",
}


@pytest.fixture
def editor(app: Flask) -> FlaskClient:
    town()
    return logged_in(app, person("Eva", Role.EDITOR))


def page(client: FlaskClient, path: str = URL) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    session.remove()
    return " ".join(answer.text.split("<main")[1].split())


def seen(html: str) -> str:
    return html.split('name="seen" value="')[1].split('"')[0]


def test_it_works(editor: FlaskClient) -> None:
    assert "empty-state" in page(editor)
    choose = page(editor, f"{URL}/new")
    assert 'value="SE-2482"' in choose and 'value="card-se"' in choose
    form = page(editor, f"{URL}/new?area=SE-2482&guide=card-se")
    assert all(digest(line) in form and line in form for line in (*CAN, *CANNOT))
    assert form.count("<textarea") == 12 and form.index("text-sv") < form.index("text-da")
    answer = editor.post(f"{URL}/new", data={**GOOD, "strikes": digest(CAN[1])})
    assert answer.status_code == 303
    assert said(read("SE-2482")) == ([CAN[0], CAN[2]], ["Inga pass", *CANNOT])
    kept = page(editor, answer.headers["Location"])
    assert 'role="status"' in kept and ">Inga pass</textarea>" in kept and f'value="{digest(CAN[1])}" checked' in kept
    listed = page(editor)
    assert "Inga pass" in listed and f'<del lang="sv" dir="auto">{CAN[1]}</del>' in listed


def test_remove_and_undo(editor: FlaskClient) -> None:
    made = rule("SE-2482", sv="Rad")
    answer = editor.post(f"{URL}/{made}/remove", data={"seen": seen(page(editor))})
    assert answer.status_code == 303 and said(read("SE-2482"))[0] == CAN
    after = page(editor, answer.headers["Location"])
    assert f'action="{URL}/{made}/put-back"' in after
    assert editor.get(f"{URL}/{made}").status_code == 404
    assert editor.post(f"{URL}/{made}/put-back").status_code == 303
    assert said(read("SE-2482"))[0] == ["Rad", *CAN]


def test_two_at_once(editor: FlaskClient) -> None:
    made = rule("SE-2482", sv="Rad")
    mine = seen(page(editor, f"{URL}/{made}"))
    first = editor.post(f"{URL}/{made}", data={"kind": "can", "text-sv": "Den första", "seen": mine})
    assert first.status_code == 303
    second = editor.post(f"{URL}/{made}", data={"kind": "can", "text-sv": "Den andra", "seen": mine})
    assert second.status_code == 409 and 'role="alert"' in second.text
    assert ">Den första</textarea>" in second.text and "Den andra</li>" in second.text
    assert editor.post(f"{URL}/{made}/remove", data={"seen": mine}).status_code == 409
    assert said(read("SE-2482"))[0] == ["Den första", *CAN]
    again = editor.post(f"{URL}/{made}", data={"kind": "can", "text-sv": "Båda", "seen": seen(second.text)})
    assert again.status_code == 303


def test_preview_saves_nothing_and_keeps_what_was_typed(editor: FlaskClient) -> None:
    data = {**GOOD, "do": "preview", "strikes": digest(CAN[0])}
    html = editor.post(f"{URL}/new", data=data).text
    part = html.split('class="rule-preview"')[1]
    assert "Inga pass" in part and CAN[0] not in part and CAN[1] in part and ">Inga pass</textarea>" in html
    arabic = editor.post(f"{URL}/new", data={**data, "look": "ar"}).text.split('class="rule-preview"')[1]
    assert arabic.startswith(' lang="ar" dir="rtl"') and '<span lang="sv" dir="ltr">Inga pass</span>' in arabic
    scripted = editor.post(f"{URL}/new", data=data, headers={"HX-Request": "true", "HX-Target": "preview"})
    assert scripted.text.lstrip().startswith('<section id="preview"')
    assert said(read("SE-2482")) == (CAN, CANNOT)
    made = rule("SE-2482", sv="Rad")
    changed = editor.post(f"{URL}/{made}", data={"do": "preview", "kind": "can", "text-sv": "Ny rad"}).text
    assert (
        "Ny rad" in changed.split('class="rule-preview"')[1] and "Rad<" not in changed.split('class="rule-preview"')[1]
    )
    wrong = editor.post(
        f"{URL}/new", data={**data, "reason": ""}, headers={"HX-Request": "true", "HX-Target": "preview"}
    )
    assert wrong.status_code == 422 and 'class="error"' in wrong.text


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text-sv": ""}, "#strikes"),
        ({"reason": ""}, "#reason"),
        ({"kind": ""}, "#kind"),
        ({"text-sv": "", "text-de": "Zeile"}, "#text-sv"),
        ({"text-de": "Ruf 19811228-9874"}, "#text-de"),
        ({"guide": "nothing"}, "#guide"),
        ({"area": "DK"}, "#guide"),
        ({"area": ""}, "#area"),
    ],
)
def test_refusals_stand_at_their_field(wrong: dict[str, str], field: str, editor: FlaskClient) -> None:
    answer = editor.post(f"{URL}/new", data={**GOOD, **wrong})
    assert answer.status_code == 422 and f'<a href="{field}">' in answer.text
    assert f'id="{field[1:]}"' in answer.text
    assert said(read("SE-2482")) == (CAN, CANNOT)


def test_what_to_look_at_again(editor: FlaskClient) -> None:
    rule("SE", sv="Rad för Sverige")
    made = rule("SE-2482", strikes=CAN[1])
    with unit_of_work():
        text = session.scalars(select(GuideTranslation).where(GuideTranslation.locale == "sv")).one()
        text.can = ["En annan rad"]
    html = page(editor)
    assert html.index(made) < html.index("Rad för Sverige")
    assert "Rad för Sverige" not in page(editor, f"{URL}?flagged=yes")
    assert made in page(editor, f"{URL}?area=SE") and made not in page(editor, f"{URL}?area=SE-2480")
    assert "notice warn" in page(editor, f"{URL}/{made}")


def test_who_may(app: Flask) -> None:
    town()
    assert app.test_client().get(URL).status_code == 302
    for name, role, status in (("Ali", Role.STAFF, 403), ("Eva", Role.EDITOR, 200), ("Mia", Role.COORDINATOR, 200)):
        client = logged_in(app, person(name, role))
        assert [client.get(path).status_code for path in (URL, f"{URL}/new")] == [status, status]
