"""The coordinators' page of what the service does by itself: one row a job, in words, and trying again what fails."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask

from app.core.db import session
from app.domain.accounts.terms import Role
from app.domain.jobs import services
from app.domain.jobs.models import Job
from app.domain.jobs.services import run_due
from app.web import job_words
from tests.staff_house import logged_in, person

PAGE = "/en/staff/service"
HOUR = timedelta(hours=1)
SECRET = "Anna Andersson"


def fails() -> int:
    raise RuntimeError(SECRET)


def test_it_works(app: Flask) -> None:
    client = logged_in(app, person("Maria", Role.COORDINATOR))
    assert "Nothing has been done yet" in client.get(PAGE).text
    run_due(jobs={"idle": (HOUR, fails), "abandoned": (HOUR, lambda: 1)})
    html = client.get(PAGE).text
    assert html.count("<tr id=") == len(services.every_job()) and html.count("Try now") == 1
    assert "Failed 1 time in a row." in html and "RuntimeError" in html and SECRET not in html
    assert html.index('id="job-idle"') < html.index('id="job-abandoned"'), "what needs somebody stands first"
    answer = client.post(f"{PAGE}/idle", follow_redirects=True)
    assert "It is tried again within seconds" in answer.text
    session.rollback()
    assert run_due(jobs={"idle": (HOUR, lambda: 1)}) == {"idle": 1}, "due at once"
    answer = client.post(f"{PAGE}/idle", follow_redirects=True)
    assert "It works again by itself" in answer.text and "Try now" not in answer.text


def test_every_job_has_words(app: Flask) -> None:
    assert services.every_job().keys() == job_words.WORDS.keys()
    assert all(job_words.what(name) for name in job_words.WORDS)


def test_it_is_for_coordinators(app: Flask) -> None:
    client = logged_in(app, person("Eva", Role.EDITOR))
    assert client.get(PAGE).status_code == client.post(f"{PAGE}/idle").status_code == 403
    assert logged_in(app, person("Maria", Role.COORDINATOR)).post(f"{PAGE}/nothing").status_code == 404
    assert session.get(Job, "nothing") is None
