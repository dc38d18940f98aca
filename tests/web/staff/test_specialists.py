"""Handing over from the page: to a skill, to a colleague, to the queue; what the lists say of it, and nothing typed is lost."""

from __future__ import annotations

import re

from flask import Flask

from app.core.unit import unit_of_work
from app.domain.accounts.models import Skill, StaffSkill
from app.domain.accounts.terms import Role
from app.domain.guides.models import Matter, MatterName, Topic
from tests.web.staff.desk_house import Colleague, asks, colleague, holds


def knows(one: Colleague, skill: str) -> str:
    """Gives them a skill of this name; its public id."""
    with unit_of_work() as unit:
        made = Skill(names={"en": skill})
        unit.session.add(made)
        unit.session.flush()
        unit.session.add(StaffSkill(staff_id=one.member.id, skill_id=made.id))
        return made.public_id


def row(page: str, public_id: str) -> str:
    found = re.search(rf'<a href="[^"]*{public_id}.*?</a>', page, re.S)
    assert found, "no row of it in the lists"
    return found.group(0)


def test_it_works(app: Flask) -> None:
    """Only whoever has the skill hears of it first; everybody sees it, and may claim it."""
    karin, olle, per = colleague(app), colleague(app, "Olle Ek"), colleague(app, "Per Lund")
    fees = knows(olle, "Fees")
    who, _claim = holds(karin.actor)
    assert f'value="skill-{fees}"' in karin.page(who.public_id)
    karin.press(who.public_id, "/transfer", colleague=f"skill-{fees}", text="About a fine")
    mine, other = row(olle.page(), who.public_id), row(per.page(), who.public_id)
    assert "For you: Fees" in mine and "data-later" not in mine
    assert "Asks for: Fees" in other and "data-later" in other
    assert "About a fine" in olle.page(who.public_id)
    assert per.press(who.public_id, "/claim").status_code == 303
    assert who.public_id in row(per.page(), who.public_id)


def test_a_language_is_told_first_too(app: Flask) -> None:
    karin, amal = colleague(app), colleague(app, "Amal Said")
    with unit_of_work() as unit:
        unit.session.merge(amal.member).languages = ["ar"]
    who = asks("مرحبا", locale="ar")
    assert "data-later" not in row(amal.page(), who.public_id)
    assert "data-later" in row(karin.page(), who.public_id)
    amal.client.post("/en/staff/availability", data={"availability": "away"})
    assert "data-later" not in row(karin.page(), who.public_id), "never a dead end"


def test_the_note_is_kept_when_the_colleague_has_gone(app: Flask) -> None:
    karin, olle = colleague(app), colleague(app, "Olle Ek")
    who, claim = holds(karin.actor)
    olle.client.post("/en/staff/availability", data={"availability": "away"})
    given = {"claim": claim, "colleague": olle.member.public_id, "text": "a long note", "kind": "note"}
    answer = karin.do(who.public_id, "transfer", **given)
    assert answer.status_code == 409 and "That colleague is not online" in answer.text
    note = re.search(r'<textarea[^>]*id="note"[^>]*>([^<]*)', answer.text)
    assert note and note.group(1) == "a long note"
    composer = re.search(r'<textarea[^>]*id="text"[^>]*>([^<]*)', answer.text)
    assert composer and composer.group(1) == "", "never into the box that the visitor reads"


def test_taken_meanwhile_is_said_with_the_fresh_state(app: Flask) -> None:
    karin, olle = colleague(app), colleague(app, "Olle Ek")
    who, _claim = holds(karin.actor)
    karin.press(who.public_id, "/transfer", colleague=olle.member.public_id)
    assert "Olle Ek has not seen it yet" in karin.page()
    olle.press(who.public_id, "/take")
    late = karin.do(who.public_id, "take-back")
    assert late.status_code == 409 and "Olle Ek has taken it meanwhile." in late.text
    assert "Olle Ek has taken it" in karin.page()


def test_a_guest_sees_no_button_of_the_holders(app: Flask) -> None:
    karin, bo = colleague(app), colleague(app, "Bo Ek")
    who, _claim = holds(karin.actor)
    karin.press(who.public_id, "/bring-in", guest=bo.member.public_id)
    assert "Karin Berg asks you to come in" in bo.page()
    bo.press(who.public_id, "/join")
    page = bo.page(who.public_id)
    assert "You help Karin Berg, who has this conversation." in page and 'name="as" value="beside"' in page
    for verb in ("/return", "/transfer", "/close", "/conduct", "/claim"):
        assert f"{who.public_id}{verb}" not in page, verb
    assert bo.client.get(f"/en/staff/conversation/{who.public_id}/conduct").status_code == 404
    bo.press(who.public_id, f"{who.public_id}/messages", text="Hej från Bo")
    assert "Hej från Bo" in karin.page(who.public_id)
    bo.press(who.public_id, "/step-out")
    assert bo.client.get(f"/en/staff/conversation/{who.public_id}").status_code == 404


def test_a_coordinator_chooses_matters_and_a_question_asks_by_itself(app: Flask) -> None:
    """The page of the skill, the row at the desk, and a colleague who sees that it is something else."""
    boss, olle, per = (
        colleague(app, "Bea Holm", Role.COORDINATOR),
        colleague(app, "Olle Ek"),
        colleague(app, "Per Lund"),
    )
    with unit_of_work() as unit:
        topic = Topic(slug="money", icon="money", names={"en": "Money"})
        unit.session.add(Matter(code="a-fine", topic=topic, names=[MatterName(locale="en", title="A fine")]))
    fees, path = knows(olle, "Fees"), "/en/staff/skills/"
    page = boss.client.get(path + fees).text
    assert "Money" in page and "A fine" in page and "checked" not in page
    assert olle.client.post(f"{path}{fees}/matters", data={"matter": "a-fine"}).status_code == 403
    kept = boss.client.post(f"{path}{fees}/matters", data={"matter": "a-fine"}, follow_redirects=True)
    assert "It is saved." in kept.text and "Money (1)" in kept.text and 'value="a-fine" checked' in kept.text
    who = asks("Jag fick en avgift", matter="a-fine")
    assert "For you: Fees" in row(olle.page(), who.public_id)
    assert "Asks for: Fees" in row(per.page(), who.public_id) and "data-later" in row(per.page(), who.public_id)
    per.press(who.public_id, "/asks-for", skill="")
    assert "Fees" not in row(olle.page(), who.public_id) and "data-later" not in row(per.page(), who.public_id)
    olle.press(who.public_id, "/asks-for", skill=fees)
    assert "For you: Fees" in row(olle.page(), who.public_id)
    assert per.press(who.public_id, "/claim").status_code == 303
    assert olle.do(who.public_id, "asks-for", skill="").status_code == 409
