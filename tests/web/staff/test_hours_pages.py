"""The page where the team's hours are set."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from flask import Flask

from app.core import clock
from app.domain.accounts.terms import Role
from app.domain.places import queries
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
    kept = parse_qs(urlsplit(answer.location).query)
    assert "Undo" in client.get(answer.location).text
    client.post(f"{HOURS}/weekly", data={name: kept[name] for name in ("days", "opens", "closes")})
    assert len(queries.team_hours()) == 1


def test_a_day_that_differs_comes_and_goes(app: Flask) -> None:
    client = logged_in(app, person("Eva", Role.COORDINATOR))
    day = (clock.today() + timedelta(days=2)).isoformat()
    client.post(f"{HOURS}/days", data={"date": day, "from": "", "to": "", "note": "Planning"})
    assert client.get(HOURS).text.count("Planning") >= 2
    answer = client.post(f"{HOURS}/days/remove", data={"date": day, "note": "Planning"})
    assert not queries.team_exceptions()
    assert 'name="note" value="Planning"' in client.get(answer.location).text


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
