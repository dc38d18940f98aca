"""What visitors see of a colleague, skills, and what reaches them outside the desk."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from flask import Flask

from app.core import push
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts import browsers, notices, queries, skills
from app.domain.accounts.models import PushSubscription, StaffMember
from app.domain.accounts.showing import name_for_visitors
from app.domain.accounts.terms import Notice, Role, Way
from app.domain.chat import desk, pulls
from app.domain.chat import queries as chat
from app.web import lines
from tests import factories
from tests.push_house import Browser, Service, serving
from tests.staff_house import logged_in, person

KARIN = "karin@example.org"
ACCOUNT = "/en/staff/account"
DETAILS = {"name": "Karin Bok", "limit": "3", "languages": ["sv"], "shown": "library"}


def again() -> StaffMember:
    """Karin, read anew."""
    session.rollback()
    found = queries.member_by_email(KARIN)
    assert found is not None
    return found


@pytest.fixture
def service(app: Flask) -> Iterator[Service]:
    with serving() as found:
        push.configure("https://help.example", loopback=True)
        yield found
        push.configure("", loopback=False)


def test_it_works(app: Flask) -> None:
    """Who is only "the library" is so in every line and above the log; colleagues see the name."""
    karin = person("Karin Bok")
    client = logged_in(app, karin)
    assert client.post(ACCOUNT, data=DETAILS).status_code == 303
    actor = desk.actor_of(karin)
    who, claim = factories.claimed(actor)
    with unit_of_work():
        desk.post(actor, who.public_id, claim, "Hej", "k-1")
    with unit_of_work():
        desk.close(actor, who.public_id, claim, "answered")
    row = pulls.own_row(who)
    with app.test_request_context("/en/chat"):
        theirs = [f"{line.who} {line.text}" for line in lines.for_visitor(pulls.messages_after(who, row))]
    assert not [line for line in theirs if "Karin" in line] and all(line.strip() for line in theirs)
    assert "The library Hej" in theirs and chat.view_of(row).staff_name == ""
    with unit_of_work() as unit:
        unit.session.get_one(StaffMember, karin.id).shown = "name"
    assert chat.view_of(pulls.own_row(who)).staff_name == "Karin"
    assert name_for_visitors("Karin Bok", "name") == "Karin"


def test_what_was_typed_and_refused_is_still_there(app: Flask) -> None:
    client = logged_in(app, person())
    answer = client.post(ACCOUNT, data={**DETAILS, "name": " ", "languages": ["fi", "pl"], "limit": "7"})
    assert answer.status_code == 422
    for checked in ('value="fi" checked', 'value="pl" checked', 'value="library" checked', 'value="7" selected'):
        assert checked in answer.text, checked
    assert client.post(ACCOUNT, data={**DETAILS, "shown": "king"}).status_code == 422


def test_skills_are_kept_by_coordinators_and_chosen_by_everybody(app: Flask) -> None:
    boss = logged_in(app, person("Eva", Role.COORDINATOR))
    client = logged_in(app, person("Karin"))
    assert client.get("/en/staff/skills").status_code == 403
    assert boss.post("/en/staff/skills", data={"name-en": "Fees", "name-sv": "Avgifter"}).status_code == 303
    assert boss.post("/en/staff/skills", data={"name-sv": "avgifter"}).status_code == 422
    kept = boss.post("/en/staff/skills", data={"name-fi": "x" * 61, "name-da": " "})
    assert kept.status_code == 303 or "x" * 60 in kept.text
    fees = skills.every()[0].public_id
    assert "Avgifter" in client.get("/sv/staff/account").text
    client.post(ACCOUNT, data={**DETAILS, "with_skills": "yes", "skills": [fees, "nonsense"]})
    assert skills.of(again().id) == [fees]
    client.post(ACCOUNT, data=DETAILS)
    assert skills.of(again().id) == [fees], "a form without skills leaves them"
    assert boss.post(f"/en/staff/skills/{fees}", data={"name-en": "Fees and fines"}).status_code == 303
    away = boss.post(f"/en/staff/skills/{fees}/put-away")
    assert skills.of(again().id) == [] and "Undo" in boss.get(away.location).text
    boss.post(f"/en/staff/skills/{fees}/put-back")
    assert skills.of(again().id) == [fees] and [one.name for one in skills.members_with(fees)]
    member = boss.post(
        f"/en/staff/team/{again().public_id}/details", data={**DETAILS, "with_skills": "yes", "languages": ["sv"]}
    )
    assert member.status_code == 303
    assert skills.of(again().id) == []


def test_who_takes_over_is_chosen_by_what_they_can(app: Flask) -> None:
    boss, karin = logged_in(app, person("Eva", Role.COORDINATOR)), person("Karin")
    actor, client = desk.actor_of(karin), logged_in(app, karin)
    boss.post("/en/staff/skills", data={"name-en": "Fees", "name-sv": "Avgifter"})
    boss.post(ACCOUNT, data={**DETAILS, "name": "Eva", "with_skills": "yes", "skills": [skills.every()[0].public_id]})
    boss.post("/en/staff/availability", data={"availability": "online"})
    who, _ = factories.claimed(actor)
    page = client.get(f"/sv/staff/conversation/{who.public_id}").text
    assert "Eva · Svenska · Avgifter" in page


def test_an_unnamed_skill_is_refused_in_words(app: Flask) -> None:
    boss = logged_in(app, person("Eva", Role.COORDINATOR))
    assert "There is no skill on the list yet." in boss.get("/en/staff/skills").text
    answer = boss.post("/en/staff/skills", data={"name-en": "  "})
    assert answer.status_code == 422 and "in one language at least" in answer.text


def test_what_reaches_me_is_my_choice(app: Flask) -> None:
    client = logged_in(app, person())
    assert notices.of(again()).ways[Notice.ON_CALL] == frozenset(Way) and not notices.of(again()).ways[Notice.WAITS]
    form = {"waits": ["mail", "pigeon"], "minutes": "10", "locale": "fi"}
    assert client.post(f"{ACCOUNT}/notices", data=form).status_code == 303
    chosen = notices.of(again())
    assert (chosen.minutes, chosen.locale) == (10, "fi")
    assert {event: ways for event, ways in chosen.ways.items() if ways} == {Notice.WAITS: {Way.MAIL}}
    assert client.post(f"{ACCOUNT}/notices", data={"minutes": "1"}).status_code == 422


def test_a_browser_is_added_tried_and_removed(app: Flask, service: Service) -> None:
    client, made = logged_in(app, person()), Browser(service, "mine")
    fields = {name: getattr(made.subscription, name) for name in ("endpoint", "p256dh", "auth")}
    assert client.post("/ar/staff/account/browsers", data=fields).status_code == 204
    assert client.post("/ar/staff/account/browsers", data=fields).status_code == 204, "the same again"
    here = browsers.of(again())[0].public_id
    assert notices.of(again()).locale == "ar"
    other = logged_in(app, person("Ali"))
    assert other.post(f"{ACCOUNT}/browsers/{here}/try").status_code == 404
    other.post(f"{ACCOUNT}/browsers/{here}/remove")
    assert session.query(PushSubscription).count() == 1
    assert client.post(f"{ACCOUNT}/browsers/{here}/try").status_code == 303
    until = time.monotonic() + 20
    while not service.arrived and time.monotonic() < until:
        time.sleep(0.05)
    told = made.read(service.arrived[0])
    assert told["title"] == "It works" and told["url"] == "/en/staff/" and json.dumps(told)
    assert client.post(f"{ACCOUNT}/browsers/{here}/remove").status_code == 303
    session.rollback()
    assert browsers.of(again()) == []


@pytest.mark.parametrize("endpoint", ["http://10.0.0.1/a", "https://push.example:22/", "file:///etc/passwd", ""])
def test_no_other_address_is_taken(app: Flask, service: Service, endpoint: str) -> None:
    client, good = logged_in(app, person()), Browser(service, "x").subscription
    given = {"endpoint": endpoint, "p256dh": good.p256dh, "auth": good.auth}
    assert client.post(f"{ACCOUNT}/browsers", data=given).status_code == 422
    assert session.query(PushSubscription).count() == 0


def test_the_service_worker_works_for_staff_pages_only_and_keeps_nothing(app: Flask) -> None:
    answer = app.test_client().get("/sv/staff/wake.js")
    assert answer.status_code == 200 and answer.mimetype == "text/javascript"
    assert answer.headers["Cache-Control"] == "no-cache" and "Service-Worker-Allowed" not in answer.headers
    assert '"fetch"' not in answer.text and "caches" not in answer.text
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
