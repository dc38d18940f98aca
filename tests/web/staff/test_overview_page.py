"""The coordinator's view as a page: what it shows, what it never shows, and each way of stepping in."""

from __future__ import annotations

from flask import Flask

from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Role
from app.domain.chat import desk, presence
from app.domain.chat.terms import Availability
from tests.staff_house import logged_in, person
from tests.web.staff.desk_house import Colleague, asks, colleague, holds

HERE = "/en/staff/overview"


def boss(app: Flask) -> Colleague:
    member: StaffMember = person("Eva Ek", Role.COORDINATOR)
    client = logged_in(app, member)
    with unit_of_work():
        presence.go(member, Availability.ONLINE)
    return Colleague(client, member, desk.actor_of(member))


def test_it_works(app: Flask) -> None:
    eva, karin = boss(app), colleague(app)
    asks("Hemligt i kön", first_name="Olena")
    who, claim = holds(karin.actor, "Hemligt i samtalet", first_name="Amina")
    page = eva.client.get(HERE).text
    assert all(words in page for words in ("Karin Berg", "1 of 3", "Amina", "Olena", "1 waits", "No shift now", "<svg"))
    assert "Hemligt" not in page, "never a word of what is written"
    part = eva.client.get(HERE, headers={"HX-Request": "true", "HX-Target": "overview_now"}).text
    assert 'id="overview_now"' in part and "<html" not in part
    answer = eva.client.post(f"{HERE}/{who.public_id}/take", data={"claim": claim})
    assert answer.status_code == 303 and who.public_id in answer.location
    assert "Hemligt i samtalet" in eva.page(who.public_id)
    stale = eva.client.post(f"{HERE}/{who.public_id}/take", data={"claim": claim})
    assert stale.status_code == 409 and "Somebody changed this meanwhile" in stale.text


def test_only_coordinators(app: Flask) -> None:
    karin = colleague(app)
    who, claim = holds(karin.actor)
    assert karin.client.get(HERE).status_code == 403
    for verb in ("take", "give", "read"):
        assert karin.client.post(f"{HERE}/{who.public_id}/{verb}", data={"claim": claim}).status_code == 403


def test_reading_along_opens_it_and_its_holder_sees_it(app: Flask) -> None:
    eva, karin = boss(app), colleague(app)
    who, _claim = holds(karin.actor, "Hemligt", first_name="Amina")
    assert eva.client.get(f"/en/staff/conversation/{who.public_id}").status_code == 404
    assert eva.client.post(f"{HERE}/{who.public_id}/read").status_code == 303
    assert "Hemligt" in eva.page(who.public_id)
    assert "Eva Ek reads along." in karin.page(who.public_id)
    assert eva.press(who.public_id, "/step-out").status_code == 303
    assert eva.client.get(f"/en/staff/conversation/{who.public_id}").status_code == 404
    assert "reads along" not in karin.page(who.public_id)


def test_a_colleague_is_logged_out_after_being_asked(app: Flask) -> None:
    eva, karin = boss(app), colleague(app)
    who, _claim = holds(karin.actor)
    here = f"{HERE}/person/{karin.member.public_id}"
    assert "Promised answers stay theirs" in eva.client.get(here).text
    answer = eva.client.post(f"{here}/end")
    assert answer.status_code == 303 and "logged out everywhere" in eva.client.get(answer.location).text
    assert karin.client.get("/en/staff/").status_code in (302, 303)
    assert who.public_id in eva.page()
    assert eva.client.post(f"{HERE}/person/{eva.member.public_id}/end").status_code == 409


def test_handing_over_a_colleagues_conversation(app: Flask) -> None:
    eva, karin, per = boss(app), colleague(app), colleague(app, "Per Lund")
    who, claim = holds(karin.actor, first_name="Amina")
    given = {"claim": claim, "colleague": per.member.public_id}
    assert eva.client.post(f"{HERE}/{who.public_id}/give", data=given).status_code == 303
    assert "Amina" in per.page() and "Not taken yet" in eva.client.get(HERE).text
