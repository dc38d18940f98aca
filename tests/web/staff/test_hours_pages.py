"""The page where the team's hours are set."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from app.core import clock
from app.domain.accounts.terms import Role
from app.domain.places import queries
from tests.reading import form_of
from tests.staff_house import logged_in, person

HOURS = "/en/staff/hours"


def test_it_works(app: Flask) -> None:
    client = logged_in(app, person("Eva", Role.COORDINATOR))
    client.post(f"{HOURS}/settings", data={"timezone": "Europe/Stockholm", "holidays": "SE"})
    client.post(f"{HOURS}/weekly", data={"days": ["0", "1"], "opens": "08:00", "closes": "12:00"})
    page = client.get(HOURS).text
    assert "Europe/Stockholm" in page and "08:00–12:00" in page
    assert [(row.day, row.opens.hour) for row in queries.team_hours()] == [(0, 8), (1, 8)]


def test_a_removed_span_can_be_put_back(app: Flask) -> None:
    client = logged_in(app, person("Eva", Role.COORDINATOR))
    span = {"opens": "08:00", "closes": "12:00"}
    client.post(f"{HOURS}/weekly", data={"days": "0", **span})
    answer = client.post(f"{HOURS}/weekly/remove", data={"day": "0", **span})
    assert not queries.team_hours()
    form = form_of(client.get(answer.location).text.split('role="status"')[1], "/hours/weekly")
    client.post(form.action, data=form.fields)
    assert len(queries.team_hours()) == 1
    forged = client.get(f"{HOURS}?said=hours&undo=weekly&days=1&opens=08:00&closes=23:00").text
    assert "Undo" not in forged and "Undo" not in client.get(answer.location).text, "nor once it is put back"


def test_a_day_that_differs_comes_and_goes(app: Flask) -> None:
    client = logged_in(app, person("Eva", Role.COORDINATOR))
    day = (clock.today() + timedelta(days=2)).isoformat()
    client.post(f"{HOURS}/days", data={"date": day, "from": "", "to": "", "note": "Planning"})
    assert client.get(HOURS).text.count("Planning") >= 2
    answer = client.post(f"{HOURS}/days/remove", data={"date": day, "note": "Planning"})
    assert not queries.team_exceptions()
    assert 'name="note" value="Planning"' in client.get(answer.location).text


def test_a_day_and_the_holidays_are_taken_back(app: Flask) -> None:
    client = logged_in(app, person("Eva", Role.COORDINATOR))

    def undo(where: str, ending: str, **data: str) -> None:
        answer = client.post(f"{HOURS}/{where}", data=data)
        form = form_of(client.get(answer.location).text.split('role="status"')[1], ending)
        assert client.post(form.action, data=form.fields).status_code == 303

    day = (clock.today() + timedelta(days=2)).isoformat()
    undo("days", "/hours/days/remove", date=day, note="Planning")
    assert not queries.team_exceptions()
    client.post(f"{HOURS}/days", data={"date": day, "from": "09:00", "to": "11:00", "note": "Planning"})
    undo("days", "/hours/days", date=day, note="Closed after all")
    (row,) = queries.team_exceptions()
    assert (str(row.opens), str(row.closes), row.note) == ("09:00:00", "11:00:00", "Planning")
    client.post(f"{HOURS}/settings", data={"timezone": "Europe/Stockholm", "holidays": "SE"})
    undo("settings", "/hours/settings", timezone="Europe/Oslo", holidays="")
    assert (queries.team_settings().timezone, queries.team_settings().holidays) == ("Europe/Stockholm", "SE")


def test_what_cannot_be_is_said_at_the_field(app: Flask) -> None:
    client = logged_in(app, person("Eva", Role.COORDINATOR))
    for where, data, field in (
        ("weekly", {"days": "0", "opens": "12:00", "closes": "08:00"}, "opens"),
        ("weekly", {"opens": "08:00", "closes": "12:00"}, "days"),
        ("days", {"date": "soon"}, "date"),
        ("days", {"date": "2030-01-01", "from": "08:00"}, "from"),
    ):
        answer = client.post(f"{HOURS}/{where}", data=data)
        assert answer.status_code == 422 and f'id="{field}-error"' in answer.text
