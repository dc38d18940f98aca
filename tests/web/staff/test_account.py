"""My own account."""

from __future__ import annotations

from flask import Flask

from app.domain.accounts import queries
from tests.staff_house import PASSWORD, logged_in, person

NEW = "a new long password"


def test_it_works(app: Flask) -> None:
    karin = person()
    here, there = logged_in(app, karin), logged_in(app, karin)
    answer = here.post("/sv/staff/account", data={"name": "Karin B", "languages": ["sv", "ar"], "limit": "2"})
    assert answer.status_code == 303
    page = here.get(answer.location).text
    assert "Karin B" in page and page.count("/end") == 1
    wrong = here.post("/sv/staff/account/password", data={"current": "no", "password": NEW})
    assert wrong.status_code == 422 and 'id="current-error"' in wrong.text
    short = here.post("/sv/staff/account/password", data={"current": PASSWORD, "password": "x"})
    assert short.status_code == 422 and 'id="password-error"' in short.text
    assert here.post("/sv/staff/account/password", data={"current": PASSWORD, "password": NEW}).status_code == 303
    assert here.get("/sv/staff/account").status_code == 200
    assert there.get("/sv/staff/account").status_code == 302
    assert queries.authenticate(karin.email, NEW)


def test_another_log_in_can_be_ended(app: Flask) -> None:
    karin = person()
    here, there = logged_in(app, karin), logged_in(app, karin)
    handle = queries.live_session(there.get_cookie("vejviser_staff").value).handle
    assert here.post(f"/sv/staff/account/sessions/{handle}/end").status_code == 303
    assert there.get("/sv/staff/account").status_code == 302
    assert here.get("/sv/staff/account").status_code == 200
