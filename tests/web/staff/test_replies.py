"""Prepared replies at the desk and on their pages, without a script: list, form, preview, sent, read by both sides."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import select

from app.core import i18n
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts.terms import Role
from app.domain.chat import pulls
from app.domain.replies import services
from app.domain.replies.models import PreparedReply
from app.domain.replies.services import Draft
from app.web import lines
from tests.reading import form_of
from tests.staff_house import logged_in, person
from tests.web.staff.desk_house import JSON, Colleague, colleague, holds

HELLO = {
    "sv": ("Hälsning", "Hej {first_name}! Jag heter {my_name}."),
    "en": ("Greeting", "Hello {first_name}! I am {my_name}."),
}
FORM = {"shortcut": "hello", "source": "sv", "title-sv": "Hälsning", "text-sv": "Hej {first_name}!"}


def prepared(who: Colleague, shortcut: str = "hello", **texts: tuple[str, str]) -> str:
    with unit_of_work():
        return services.add(who.member, Draft(shortcut, "", "sv", HELLO | texts), False)


def sent(karin: Colleague, reply: str, **more: object) -> tuple[object, str]:
    who, claim = holds(karin.actor, **more)
    answer = karin.do(who.public_id, "reply", claim=claim, key="k-1", reply=reply)
    assert answer.status_code == 303, answer.text
    return who, claim


def test_it_works(app: Flask) -> None:
    karin = colleague(app)
    reply = prepared(karin)
    who, _claim = sent(karin, reply, first_name="Amina", locale="sv")
    page = karin.page(who.public_id)
    assert "Hello Amina! I am Karin." in page and 'class="card' not in page.split('id="messages"')[1].split("</ol>")[0]
    with app.test_request_context("/sv/"), i18n.speaking("sv"):
        log = lines.for_visitor(pulls.messages_after(who, pulls.own_row(who)))
        assert "Hej Amina! Jag heter Karin." in lines.as_text(log)
    with app.test_request_context("/ar/"), i18n.speaking("ar"):
        (line,) = [one for one in lines.for_visitor(pulls.messages_after(who, pulls.own_row(who))) if one.card]
        assert line.card and (line.card.lang, line.card.dir, line.card.instead) == ("en", "ltr", "English")


def test_the_list_for_sending_without_a_script(app: Flask) -> None:
    karin = colleague(app)
    prepared(karin, ar=("تحية", "مرحبا {first_name}!"))
    who, claim = holds(karin.actor, locale="ar", first_name="Amina")
    page = karin.client.get(f"/en/staff/conversation/{who.public_id}/replies?q=hal").text
    assert "مرحبا" in page and "Hello Amina!" in page and 'lang="ar" dir="rtl"' in page
    form = form_of(page, "/reply")
    assert karin.client.post(form.action, data=form.fields).status_code == 303
    assert "No reply has these words." in karin.client.get(f"/en/staff/conversation/{who.public_id}/replies?q=zzz").text
    assert f'value="{claim}"' in page


def test_what_is_missing_or_out_of_date_is_said_first(app: Flask) -> None:
    karin = colleague(app)
    reply = prepared(karin)
    who, _claim = holds(karin.actor, locale="en")
    with unit_of_work():
        found = session.scalars(select(PreparedReply)).one()
        new = {"sv": ("Hälsning", "Något nytt."), "en": HELLO["en"]}
        services.change(karin.member, reply, Draft("hello", "", "sv", new), found.changed_at.isoformat())
    assert "This translation is out of date" in karin.client.get(f"/en/staff/conversation/{who.public_id}/replies").text
    other, _claim = holds(karin.actor, locale="pl")
    page = karin.client.get(f"/en/staff/conversation/{other.public_id}/replies?as=list").text
    assert "Not translated to Polski. The visitor reads it in English." in page and "Not in Polski" in page


def test_words_to_edit_first(app: Flask) -> None:
    karin = colleague(app)
    reply = prepared(karin)
    who, _claim = holds(karin.actor, locale="sv", first_name="Amina")
    page = karin.client.get(f"/en/staff/conversation/{who.public_id}/replies/{reply}/edit").text
    assert "Hej Amina! Jag heter Karin.</textarea>" in page


def test_a_script_is_told_what_was_refused(app: Flask) -> None:
    karin = colleague(app)
    reply = prepared(karin)
    who, claim = holds(karin.actor)
    fields = {"claim": claim, "key": "k-1", "reply": reply, "revision": "1"}
    with unit_of_work():
        found = session.scalars(select(PreparedReply)).one()
        services.change(
            karin.member, reply, Draft("hello", "", "sv", HELLO | {"sv": ("H", "Ny")}), found.changed_at.isoformat()
        )
    answer = karin.do(who.public_id, "reply", script=True, **fields)
    assert answer.status_code == 409 and answer.json["error"] == "reply_changed"
    assert karin.do(who.public_id, "reply", script=True, **fields | {"revision": "2"}).json["seq"]
    plain = karin.client.post("/en/staff/conversation/none/reply", data=fields, headers=JSON)
    assert plain.status_code == 404


def test_write_one_and_change_it(app: Flask) -> None:
    karin = colleague(app)
    karin.client.get("/en/staff/replies/new")
    answer = karin.client.post("/en/staff/replies/new", data=FORM)
    assert answer.status_code == 303
    page = karin.client.get(answer.location).text
    assert "The reply is saved." in page and "Hej {first_name}!" in page
    form = form_of(page, answer.location.split("?")[0])
    changed = karin.client.post(
        form.action, data={**form.fields, "text-sv": "Hej du!", "title-en": "Hi", "text-en": "Hi!"}
    )
    assert changed.status_code == 303
    late = karin.client.post(form.action, data={**form.fields, "text-sv": "Hej igen!"})
    assert late.status_code == 409 and "Hej igen!" in late.text and "Hej du!" in late.text, "both are there to compare"
    again = form_of(late.text, form.action)
    assert karin.client.post(again.action, data={**again.fields, "text-sv": "Hej igen!"}).status_code == 303


def test_a_slip_comes_back_with_everything_typed(app: Flask) -> None:
    karin = colleague(app)
    answer = karin.client.post("/en/staff/replies/new", data=FORM | {"text-sv": "Hej {namn}!", "text-ar": "مرحبا"})
    assert answer.status_code == 422 and "Nothing fills “{namn}”." in answer.text
    assert 'href="#text-sv"' in answer.text and "Hej {namn}!" in answer.text and "مرحبا" in answer.text


def test_how_it_reads_with_everything_known_and_nothing(app: Flask) -> None:
    karin = colleague(app)
    page = karin.client.post("/en/staff/replies/new", data=FORM | {"do": "preview", "look": "sv"}).text
    assert "Hej Amina!" in page and "Hej!" in page


def test_mine_proposed_taken_over_put_away_and_back(app: Flask) -> None:
    karin = colleague(app)
    editor = logged_in(app, person("Eva Ek", Role.EDITOR))
    reply = prepared(karin)
    base = f"/en/staff/replies/{reply}"
    assert editor.get(base).status_code == 404, "one's own is one's own"
    assert karin.client.post(f"{base}/propose").status_code == 303
    assert "Proposed by Karin Berg" in editor.get("/en/staff/replies?whose=proposed").text
    assert editor.post(f"{base}/take-over").status_code == 303
    assert karin.client.post(f"{base}/archive").status_code == 403
    page = karin.client.get(base).text
    assert "Everybody's" in page and "<textarea" not in page, "to read, not to change"
    assert editor.post(f"{base}/archive").status_code == 303
    assert "Hälsning" not in editor.get("/en/staff/replies").text
    assert editor.post(f"{base}/bring-back").status_code == 303


def test_lists_are_narrowed(app: Flask) -> None:
    karin = colleague(app)
    assert "No prepared replies yet" in karin.client.get("/en/staff/replies").text
    prepared(karin)
    prepared(karin, "bye", sv=("Avsked", "Hej då!"), en=("Farewell", "Goodbye!"))
    page = karin.client.get("/en/staff/replies?q=goodb").text
    assert "Farewell" in page and "Greeting" not in page
    assert "No reply is like that." in karin.client.get("/en/staff/replies?whose=shared&q=x").text
