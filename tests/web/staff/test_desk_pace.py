"""The pace on the desk's pages: levels in words, who is here, the rush that visitors are told of, the end of a shift."""

from __future__ import annotations

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from app.core import clock, counter
from app.core.unit import unit_of_work
from app.domain.accounts.permissions import Operator
from app.domain.accounts.terms import Role
from app.domain.chat import desk, rules
from app.domain.places import queries as places
from app.domain.places.models import TeamException
from app.domain.rota import services as rota
from tests.staff_house import logged_in, person
from tests.web.staff.desk_house import asks, colleague, holds

FORM = {name: str(value) for name, value in vars(rules.DEFAULTS).items()}


def impatient(**given: str) -> None:
    with unit_of_work():
        rules.change(Operator(), {**FORM, **given})


def test_it_works(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    karin = colleague(app)
    who, _claim = holds(karin.actor, "Mitt BankID är spärrat")
    page = karin.page(who.public_id)
    assert "data-unanswered=" in page and 'data-alert="0" hidden' in page
    later = clock.now() + timedelta(seconds=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    page = karin.page(who.public_id)
    assert page.count("<span data-alert-words>Waits long</span>") == 2, "in its row and in its head"
    karin.press(who.public_id, f"{who.public_id}/messages", text="Hej!")
    assert "data-unanswered=" not in karin.page(who.public_id) and "You wait for them" in karin.page()


def test_a_team_that_wants_no_alerts(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    impatient(alert_1="0", alert_2="0", alert_3="0", alert_4="0")
    karin = colleague(app)
    asks("Hallå?")
    later = clock.now() + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert "<span data-alert-words></span>" in karin.page() and " late " not in karin.page()


def test_busy_is_said_to_me_and_shown_to_colleagues(app: Flask) -> None:
    karin, olle = colleague(app), colleague(app, "Olle Ek")
    holds(karin.actor)
    karin.press("", "/availability", availability="busy")
    assert "Enough for now" in karin.page() and 'data-availability="busy"' in karin.page()
    assert "1 of 3" in olle.page() and "Busy</span></span>" in olle.page()


def test_a_rush_is_said_by_a_coordinator_and_told_to_visitors(app: Flask) -> None:
    karin, boss = colleague(app), logged_in(app, person("Berit Rusch", Role.COORDINATOR))
    visitor = app.test_client()
    assert "say-swamped" not in karin.page() and "say-swamped" in boss.get("/en/staff/").text
    assert "Leave the message" not in visitor.get("/en/ask").text
    assert karin.client.post("/en/staff/swamped", data={"on": "yes"}).status_code in (403, 404)
    assert boss.post("/en/staff/swamped", data={"on": "yes"}).status_code == 303
    asking = visitor.get("/en/ask").text
    assert "Many people are waiting." in asking and "Leave the message" in asking and "Wait for a chat" in asking
    assert "that many people ask" in karin.page(), "colleagues know what visitors are told"
    boss.post("/en/staff/swamped", data={"on": "no"})
    assert "Leave the message" not in visitor.get("/en/ask").text


def test_when_the_team_closes_whoever_talks_is_asked(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    karin, olle = colleague(app), colleague(app, "Olle Ek")
    holds(karin.actor)
    assert "data-closing-asks" not in karin.page()
    moment = clock.now() + timedelta(hours=clock.now().hour == 23)  # today's hours end today
    monkeypatch.setattr(clock, "now", lambda: moment)
    with unit_of_work() as unit:
        closes = (moment + timedelta(minutes=10)).time().replace(microsecond=0)
        unit.session.add(TeamException(day=moment.date(), opens=time(0), closes=closes, note=""))
        counter.bump(counter.CONTENT)
    page = karin.page()
    assert "data-closing-asks" in page and "You have 1 unfinished conversation." in page
    assert "data-closing-asks" not in olle.page(), "nothing of Olle's is open"


def test_whose_shift_ends_is_asked_once_more(app: Flask) -> None:
    karin = colleague(app)
    zone: ZoneInfo = places.team_timezone()
    here = clock.now().astimezone(zone)
    ends = (here + timedelta(minutes=5)).strftime("%H:%M")
    began = max(here - timedelta(minutes=30), here.replace(hour=0, minute=0))  # a shift begins today at the earliest
    starts = began.strftime("%H:%M")
    given = {"kind": "staffed", "repeat": "once", "starts": starts, "ends": ends}
    first = began.date().isoformat()
    with unit_of_work():
        rota.add(Operator(), {**given, "first_day": first}, [karin.member.public_id])
    first_of, second = asks("Första"), asks("Andra")
    page = karin.page()
    assert "Your shift is until" in page and "/staff/handover" in page
    refused = karin.press("", "/next")
    assert refused.status_code == 409 and "Claim all the same" in refused.text
    taken = karin.client.post("/en/staff/next", data={"sure": "yes"})
    assert taken.status_code == 303 and first_of.public_id in taken.location
    refused = karin.press(second.public_id, "/claim")
    assert refused.status_code == 409 and f"{second.public_id}/claim" in refused.text and "all the same" in refused.text
    with unit_of_work():
        assert desk.take(karin.actor, second.public_id), "it is a question, not a lock"
