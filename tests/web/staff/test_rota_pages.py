"""The rota's pages: a coordinator plans, colleagues swap, each sees what is theirs to do; without scripts."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.domain.accounts.terms import Role
from app.domain.places import queries as places
from app.domain.rota import queries
from tests.staff_house import browser, logged_in, person

ROTA = "/en/staff/rota"


def arrive(app: Flask, name: str, role: Role = Role.STAFF) -> tuple[FlaskClient, str]:
    """A colleague who has logged in, and their public id."""
    who = person(name, role)
    public_id = who.public_id
    return logged_in(app, who), public_id


def tomorrow() -> date:
    return clock.today() + timedelta(days=1)


def plan(client: FlaskClient, *people: str, **more: str) -> str:
    """Adds a shift for tomorrow; where that leads."""
    day = tomorrow().isoformat()
    given = {"kind": "staffed", "first_day": day, "repeat": "1", "starts": "08:00", "ends": "16:00", **more}
    answer = client.post(f"{ROTA}/new", data={**given, "people": list(people)})
    assert answer.status_code == 303, answer.text
    return answer.location


def the_shift() -> str:
    return queries.turns(tomorrow(), tomorrow())[0].shift.public_id


def undo(client: FlaskClient, where: str, action: str) -> None:
    """Presses Undo on the page that was led to."""
    form = re.search(rf'<form method="post" action="([^"]*{action})">(.*?)</form>', client.get(where).text, re.S)
    assert form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2]))
    assert client.post(form[1], data=fields).status_code == 303


def test_it_works(app: Flask) -> None:
    client, _eva = arrive(app, "Eva", Role.COORDINATOR)
    mine, karin = arrive(app, "Karin")
    where = plan(client, karin, "nobody")
    page = client.get(where).text
    assert "The shift is in the rota." in page and "Karin" in page and "08:00–16:00" in page and "Nobody yet" in page
    assert client.get(f"{ROTA}/shift/{the_shift()}/{tomorrow()}").status_code == 200
    assert client.get(f"{ROTA}?week=nonsense").status_code == 200
    assert "Add a shift" not in mine.get(ROTA).text and "08:00–16:00" in mine.get(f"{ROTA}/mine").text
    assert mine.get(f"{ROTA}/new").status_code == 403
    assert 'href="/en/staff/rota"' in mine.get("/en/staff/").text


def test_a_swap_is_asked_and_accepted(app: Flask) -> None:
    client, _eva = arrive(app, "Eva", Role.COORDINATOR)
    (asking, karin), (taking, per) = arrive(app, "Karin"), arrive(app, "Per")
    plan(client, karin)
    where = f"{ROTA}/shift/{the_shift()}/{tomorrow()}"
    answer = asking.post(f"{where}/ask", data={"to": per, "note": "Dentist"})
    assert answer.status_code == 303 and "Stop asking" in asking.get(answer.location).text
    page = taking.get(f"{ROTA}/mine").text
    assert "Karin asks you." in page and "Dentist" in page and "1 swap waits for you" in page
    assert "waits for you" not in client.get(f"{ROTA}/mine").text
    accept = re.search(r'action="([^"]*/accept)"', page)
    assert accept and taking.post(accept[1]).status_code == 303
    assert "Instead of Karin" in taking.get(where).text
    again = taking.post(accept[1])
    assert again.status_code == 422 and "settled meanwhile" in again.text


def test_what_was_typed_stays_where_it_was_refused(app: Flask) -> None:
    client, _eva = arrive(app, "Eva", Role.COORDINATOR)
    _mine, karin = arrive(app, "Karin")
    plan(client, karin)
    given = {"kind": "staffed", "first_day": tomorrow().isoformat(), "repeat": "2", "starts": "15:00", "ends": "17:00"}
    answer = client.post(f"{ROTA}/new", data={**given, "people": karin})
    assert answer.status_code == 422 and "Karin already has a shift at that time on" in answer.text
    assert 'value="15:00"' in answer.text and tomorrow().isoformat() not in answer.text.split("error-summary")[1][:300]
    late = client.post(f"{ROTA}/new", data={**given, "ends": "late", "people": karin})
    assert late.status_code == 422 and 'id="ends-error"' in late.text


def test_everything_removed_can_be_undone(app: Flask) -> None:
    client, _eva = arrive(app, "Eva", Role.COORDINATOR)
    mine, karin = arrive(app, "Karin")
    undo(client, plan(client, karin, "nobody"), "/take-out")
    assert not queries.turns(tomorrow(), tomorrow())
    plan(client, karin)
    shift = the_shift()
    answer = client.post(f"{ROTA}/shift/{shift}/end", data={"last_day": clock.today().isoformat()})
    assert not queries.turns(tomorrow(), tomorrow())
    undo(client, answer.location, "/end")
    given = {"first_day": tomorrow().isoformat(), "repeat": "1", "starts": "10:00", "ends": "12:00", "people": "nobody"}
    answer = client.post(f"{ROTA}/shift/{shift}/change", data=given)
    assert [one.minutes for one in queries.turns(tomorrow(), tomorrow())] == [120]
    undo(client, answer.location, "/change/undo")
    assert [one.minutes for one in queries.turns(tomorrow(), tomorrow())] == [480]
    answer = mine.post(f"{ROTA}/shift/{shift}/{tomorrow()}/cannot-come", data={"note": "Flu"})
    assert "Left free by Karin" in client.get(ROTA).text and "Flu" in client.get(ROTA).text
    undo(mine, answer.location, "/take-back")
    assert [one.holder and one.holder.name for one in queries.turns(tomorrow(), tomorrow())] == ["Karin"]


def test_a_week_is_copied_to_the_next(app: Flask) -> None:
    client, _eva = arrive(app, "Eva", Role.COORDINATOR)
    mine, karin = arrive(app, "Karin")
    plan(client, karin, repeat="once")
    week = {"week": tomorrow().isoformat()}
    assert "Copy to the week after" in client.get(ROTA, query_string=week).text
    assert "Copy to the week after" not in mine.get(ROTA, query_string=week).text
    assert mine.post(f"{ROTA}/copy", data=week).status_code == 403
    answer = client.post(f"{ROTA}/copy", data=week)
    later = tomorrow() + timedelta(days=7)
    assert "1 shift is copied to this week." in client.get(answer.location).text and queries.turns(later, later)
    again = client.get(client.post(f"{ROTA}/copy", data=week).location).text
    assert "No shift was copied." in again and "Undo" not in again
    undo(client, answer.location, "/take-out")
    assert not queries.turns(later, later)
    refused = client.post(f"{ROTA}/copy", data={"week": "2001-01-01"})
    assert refused.status_code == 409 and "That day is over." in refused.text
    for far in ("9999-12-31", "0001-01-01"):
        assert client.get(ROTA, query_string={"week": far}).status_code == 200


def test_a_colleague_puts_themselves_on_call(app: Flask) -> None:
    client, karin = arrive(app, "Karin")
    assert "Put yourself on call" in client.get(f"{ROTA}/new?kind=on_call").text
    plan(client, karin, kind="on_call", starts="20:00", ends="06:00")
    assert "On call" in client.get(f"{ROTA}/mine").text
    day = tomorrow().isoformat()
    refused = {"kind": "staffed", "first_day": day, "repeat": "1", "starts": "08:00", "ends": "09:00"}
    assert client.post(f"{ROTA}/new", data={**refused, "people": karin}).status_code == 403


def test_hours_follow_when_the_switch_says_so(app: Flask) -> None:
    client, _eva = arrive(app, "Eva", Role.COORDINATOR)
    _mine, karin = arrive(app, "Karin")
    plan(client, karin)
    assert not places.coming_days()[1].spans
    answer = client.post("/en/staff/hours/rota", data={"source": "rota"})
    assert places.coming_days()[1].spans and "the hours you want" in client.get(answer.location).text
    undo(client, answer.location, "/hours/rota")
    assert not places.coming_days()[1].spans


def test_the_calendar_opens_by_its_secret_until_it_is_stopped(app: Flask) -> None:
    client, _eva = arrive(app, "Eva", Role.COORDINATOR)
    (mine, karin), program = arrive(app, "Karin"), browser(app)
    plan(client, karin)
    link = re.search(r"(/en/staff/rota/calendar/[\w-]+\.ics)", mine.post(f"{ROTA}/mine/calendar").text)
    assert link
    answer = program.get(link[1])
    assert answer.status_code == 200 and answer.content_type.startswith("text/calendar")
    assert answer.text.count("BEGIN:VEVENT") == 10 and "Set-Cookie" not in answer.headers
    assert mine.get(f"{ROTA}/mine/shifts.ics").text.count("BEGIN:VEVENT") == 10
    mine.post(f"{ROTA}/mine/calendar")
    assert program.get(link[1]).status_code == 404
    mine.post(f"{ROTA}/mine/calendar/end")
    assert program.get(f"{ROTA}/calendar/wrong.ics").status_code == 404


@pytest.mark.parametrize("typed", ["many", "-1", "61"])
def test_hours_a_week_are_a_number(app: Flask, typed: str) -> None:
    client, _karin = arrive(app, "Karin")
    answer = client.post(f"{ROTA}/mine/hours", data={"most_hours": typed})
    assert answer.status_code == 422 and f'value="{typed}"' in answer.text
    where = client.post(f"{ROTA}/mine/hours", data={"most_hours": "20"}).location
    assert dict(parse_qsl(urlsplit(where).query)) == {"said": "most-hours"}
    assert 'value="20"' in client.get(where).text
