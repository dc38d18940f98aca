"""Taking the next, warning, blocking and the rules' page, as pages without scripts."""

from __future__ import annotations

from flask import Flask

from app.core.unit import unit_of_work
from app.domain.accounts.terms import Role
from app.domain.chat import conduct, desk, queries, rules
from tests.reading import form_of
from tests.staff_house import logged_in, person
from tests.web.staff.desk_house import asks, colleague, holds
from tests.web.staff.test_desk_lists import section


def test_it_works(app: Flask) -> None:
    karin = colleague(app)
    first, second = asks("Första"), asks("Andra")
    for who in (first, second):
        answer = karin.press("", "/next")
        assert answer.status_code == 303 and who.public_id in answer.location
    assert 'id="take-next"' not in karin.page() and "Nobody is waiting." in karin.page()
    late = karin.client.post("/en/staff/next", data={"open": second.public_id})
    assert late.status_code == 409 and "Nobody is waiting just now." in late.text and "Andra" in late.text
    assert karin.client.post("/en/staff/next", headers={"Accept": "application/json"}).status_code == 409


def test_who_came_back_is_marked_and_first(app: Flask) -> None:
    karin = colleague(app)
    asks("Ny fråga")
    who, claim = holds(karin.actor, "Kom tillbaka")
    with unit_of_work():
        desk.give_back(karin.actor, who.public_id, int(claim))
    waiting = section(karin.page(), "Waiting")
    assert waiting.index("Kom tillbaka") < waiting.index("Ny fråga") and waiting.count("Back in the queue") == 1


def test_a_warning_is_read_and_counted(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor)
    address = f"/en/staff/conversation/{who.public_id}/conduct"
    assert f'href="{address}"' in karin.page(who.public_id)
    form = form_of(karin.client.get(address).text, "/warn")
    for _ in range(2):
        assert karin.client.post(form.action, data=form.fields).status_code == 303, "pressed twice is said once"
    page = karin.page(who.public_id)
    assert "Warned 1 time" in page and page.count("warned the visitor") == 1
    said = [line.activity for line in queries.messages_after(who, queries.conversation_for(who, who.public_id))]
    assert said[-1] == "warned"


def test_a_block_closes_and_is_registered(app: Flask) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor, network="here")
    page = karin.client.get(f"/en/staff/conversation/{who.public_id}/conduct").text
    assert "Also everybody else in the same network" in page and 'name="network" value="yes" checked' not in page
    form = form_of(page, "/block")
    assert "network" not in form.fields, "nobody blocks a whole building by a slip"
    assert karin.client.post(form.action, data={**form.fields, "hours": "7"}).status_code == 422
    assert karin.client.post(form.action, data={**form.fields, "hours": "24"}).status_code == 303
    assert "To register" in section(karin.page(), "My conversations")
    closing = karin.client.get(f"/en/staff/conversation/{who.public_id}/close").text
    assert 'value="spam" checked' in closing
    gone = karin.client.get(f"/en/staff/conversation/{who.public_id}/conduct").text
    assert "This conversation is closed." in gone and "/block" not in gone


def test_only_its_holder_sees_the_page(app: Flask) -> None:
    karin, olle = colleague(app), colleague(app, "Olle Ek")
    who, claim = holds(karin.actor)
    assert olle.client.get(f"/en/staff/conversation/{who.public_id}/conduct").status_code == 404
    assert olle.do(who.public_id, "warn", script=True, claim=claim, said="0").status_code == 409
    assert olle.do(who.public_id, "block", script=True, claim=claim, hours="1").status_code == 409


def test_the_rules_are_saved_undone_and_reset(app: Flask) -> None:
    boss = logged_in(app, person("Berit Lind", Role.COORDINATOR))
    form = form_of(boss.get("/en/staff/chat-rules").text, "/chat-rules")
    assert form.fields["still_there"] == "4" and form.fields["at_closing"] == "leave"
    wrong = boss.post(form.action, data={**form.fields, "still_there": "soon", "queue_limit": "12"})
    assert wrong.status_code == 422 and "from 0 to 240" in wrong.text and 'value="12"' in wrong.text
    saved = boss.post(form.action, data={**form.fields, "queue_limit": "12", "at_closing": "stay"})
    page = boss.get(saved.location).text
    assert rules.now().queue_limit == 12 and "They hold from now on." in page
    undo = form_of(page.split("notice good", 1)[1], "/chat-rules")
    assert "Undo" in page and boss.post(undo.action, data=undo.fields).status_code == 303
    assert _now() == rules.DEFAULTS
    boss.post(form.action, data={**form.fields, "queue_limit": "12"})
    boss.post("/en/staff/chat-rules/defaults")
    assert _now() == rules.DEFAULTS


def test_nobody_writes_into_a_colleagues_undo(app: Flask) -> None:
    """The numbers come from what was in force before; an address that somebody made up, or sent on, offers none."""
    boss, other = (logged_in(app, person(name, Role.COORDINATOR)) for name in ("Berit Lind", "Ola Vik"))
    form = form_of(boss.get("/en/staff/chat-rules").text, "/chat-rules")
    real = boss.post(form.action, data={**form.fields, "queue_limit": "12"}).location
    assert ">Undo<" in boss.get(real).text
    assert ">Undo<" not in other.get(real).text, "whose it is"
    values = "queue_limit=499&long_wait=1&still_there=1&close_idle=1&closing_soon=1&at_closing=stay"
    carried = real.partition("undo=")[2]
    for address in (f"said=chat-rules&{values}", "said=chat-rules&undo=499-1-1-1-1-stay." + "a" * 40,
                    f"said=chat-rules&undo=499-1-1-1-1-stay.{carried[-40:]}", "said=chat-rules&undo=å.ä"):  # fmt: skip
        page = boss.get(f"/en/staff/chat-rules?{address}").text
        assert ">Undo<" not in page and 'value="499"' not in page, address
    other.post(form.action, data={**form.fields, "queue_limit": "30"})
    assert ">Undo<" not in boss.get(real).text, "a colleague's later change is not undone by the way"


def _now() -> rules.Rules:
    from app.core import db

    db.session.remove()
    return rules.now()


def test_a_block_is_lifted_by_a_coordinator_only(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor, network="here")
    with unit_of_work():
        conduct.block(karin.actor, who.public_id, int(claim), 1, network=True)
    assert karin.client.get("/en/staff/chat-rules").status_code == 403
    boss = logged_in(app, person("Berit Lind", Role.COORDINATOR))
    page = boss.get("/en/staff/chat-rules").text
    assert "One browser, and everybody in its network" in page and "Karin Berg" in page
    form = form_of(page, "/lift")
    assert karin.client.post(form.action).status_code == 403
    assert boss.post(form.action, data=form.fields).status_code == 303
    assert "Nobody is blocked." in boss.get("/en/staff/chat-rules").text
