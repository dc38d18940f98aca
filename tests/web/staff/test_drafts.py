"""From a conversation to a draft in two clicks, without a script: shown what is taken out, confirmed, taken up, exported."""

from __future__ import annotations

from flask import Flask

from app.core.unit import unit_of_work
from app.domain.accounts.terms import Role
from app.domain.chat import desk
from app.domain.guides import drafts
from tests.reading import form_of
from tests.staff_house import logged_in, person
from tests.web.staff.desk_house import Colleague, colleague, holds, writes

ANSWER = "Hej Amina! Du behöver ett nytt BankID. Ring 0771-123 456, hälsar Karin."


def answered(app: Flask) -> tuple[Colleague, str]:
    karin = colleague(app)
    who, claim = holds(karin.actor, first_name="Amina", locale="sv")
    writes(who, "Jag vet inte vad jag ska göra")
    assert karin.do(who.public_id, "messages", claim=claim, key="k-1", text=ANSWER).status_code == 303
    return karin, who.public_id


def test_it_works(app: Flask) -> None:
    karin, conversation = answered(app)
    assert f"/conversation/{conversation}/keep" in karin.page(conversation)
    path = f"/en/staff/conversation/{conversation}/keep"
    page = karin.client.get(path).text
    assert page.count('<mark class="taken"') == 3 and "Jag vet inte" not in page
    form = form_of(page, "/keep")
    assert form.fields["title"] == "Du behöver ett nytt BankID"
    made = karin.client.post(path, data={**form.fields, "locale": "sv", "do": "guide"}, follow_redirects=True)
    assert "Your draft is with the editors" in made.text
    assert "Hej […]! Du behöver ett nytt BankID. Ring […], hälsar […]." in made.text and "Amina" not in made.text
    assert made.request.path in karin.client.get("/en/staff/drafts").text


def test_as_a_reply(app: Flask) -> None:
    karin, conversation = answered(app)
    path = f"/en/staff/conversation/{conversation}/keep"
    form = form_of(karin.client.get(path).text, "/keep")
    fields = {**form.fields, "locale": "sv", "do": "reply"}
    refused = karin.client.post(path, data={**fields, "back": "0771-123 456", "title": "Mitt svar"})
    assert refused.status_code == 422 and 'value="Mitt svar"' in refused.text
    assert 'value="0771-123 456" checked' in refused.text
    made = karin.client.post(path, data=fields, follow_redirects=True)
    assert "proposed to everybody" in made.text and "Hej {first_name}! Du behöver" in made.text


def test_a_stale_claim_and_an_empty_conversation(app: Flask) -> None:
    karin, conversation = answered(app)
    form = form_of(karin.client.get(f"/en/staff/conversation/{conversation}/keep").text, "/keep")
    with unit_of_work():
        desk.give_back(karin.actor, conversation, int(form.fields["claim"]))
    gone = karin.client.post(form.action, data={**form.fields, "locale": "sv", "do": "guide"})
    assert gone.status_code == 409 and "went back to the queue" in gone.text
    assert karin.client.get(form.action).status_code == 404
    other, _claim = holds(karin.actor)
    assert "You have not answered here yet" in karin.client.get(f"/en/staff/conversation/{other.public_id}/keep").text


def test_an_editor_takes_it_up_and_gets_a_file(app: Flask) -> None:
    karin, elin = colleague(app), person("Elin Redaktör", Role.EDITOR)
    with unit_of_work():
        made = drafts.add(karin.member, "Nytt BankID", "Så gör du.", "sv", "")
    editor, path = logged_in(app, elin), f"/en/staff/drafts/{made}"
    assert "Nytt BankID" in editor.get("/en/staff/drafts").text
    assert karin.client.get(f"{path}.md").status_code == 403
    file = editor.get(f"{path}.md")
    assert (
        file.text.startswith("---\ntitle: Nytt BankID\n") and 'filename="sv.md"' in file.headers["Content-Disposition"]
    )
    stale = form_of(karin.client.get(path).text, made)
    form = form_of(editor.get(path).text, made)
    assert editor.post(path, data={**form.fields, "text": "Så här gör du.", "matter": ""}).status_code == 303
    assert editor.post(f"{path}/state", data={"state": "taken"}).status_code == 303
    refused = karin.client.post(path, data={**stale.fields, "text": "Mina nya ord.", "matter": ""})
    assert refused.status_code == 403
    thrown = editor.post(f"{path}/state", data={"state": "thrown"}, follow_redirects=True).text
    assert "The draft is thrown away." in thrown and "Undo" in thrown
    assert editor.post(f"{path}/state", data={"state": "open"}).status_code == 303
    again = karin.client.post(path, data={**stale.fields, "text": "Mina nya ord.", "matter": ""})
    assert again.status_code == 409 and "Mina nya ord." in again.text and "Så här gör du." in again.text
    assert editor.post(f"{path}/state", data={"state": "odd"}).status_code == 422
    assert karin.client.get("/en/staff/drafts/nothing").status_code == 404
