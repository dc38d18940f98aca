"""What the operator's numbers say of the jobs: of those that this service does, and nothing of the others."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.core import clock
from app.core.unit import unit_of_work
from app.domain.jobs import pulse
from app.domain.jobs.models import Job
from app.domain.jobs.queries import MAIL_JOBS

pytestmark = pytest.mark.usefixtures("database")


def job(name: str, due: float, **more: object) -> None:
    """One that was due so many seconds ago."""
    with unit_of_work() as unit:
        unit.session.add(Job(name=name, due_at=clock.now() - timedelta(seconds=due), **more))


def test_it_works() -> None:
    assert pulse.read()["jobs_overdue_seconds"] == 0
    job("idle", 100, failures=2)
    found = pulse.read()
    assert 100 <= found["jobs_overdue_seconds"] < 130 and found["jobs_failing"] == 1


def test_what_waits_for_a_mail_server_that_is_not_there_is_not_late() -> None:
    job(sorted(MAIL_JOBS)[0], 9000, failures=3, finished_at=clock.now() - timedelta(days=3))
    found = pulse.read()
    assert (found["jobs_overdue_seconds"], found["jobs_failing"], found["job_age_seconds"]) == (0, 0, {})


def test_what_somebody_is_at_is_not_late() -> None:
    job("idle", 100, leased_until=clock.now() + timedelta(seconds=30))
    assert pulse.read()["jobs_overdue_seconds"] == 0
