"""`./vejviser jobs`: every job in words, running one, trying again what fails; and what the doctor says of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from app import config
from app.cli import jobs
from app.cli.__main__ import main
from app.core import clock, db
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.jobs import queries, services, turns
from app.domain.jobs.models import Job
from tests.staff_house import database, settings

__all__ = ["database", "settings"]
HOUR = timedelta(hours=1)
SECRET = "Anna Andersson"


@pytest.fixture(autouse=True)
def shell(tmp_path: Path, database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "PUBLIC_URL", "HOST", "PORT", "DEMO", "MAIL_URL", "INBOX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))


def fails() -> int:
    raise RuntimeError(SECRET)


def wrong(times: int, verb: Callable[[], int] = fails) -> None:
    for _ in range(times):
        services.run_due(True, {"idle": (HOUR, verb)})
    db.session.remove()


def doctor() -> str | None:
    return jobs.finding(config.load())


def test_it_works(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["jobs"]) == 0
    assert capsys.readouterr().out.count("Has not run yet.") == len(services.every_job()) - 3
    assert main(["jobs", "run-due", "--all"]) == 0
    assert "erase-expired: 0\n" in capsys.readouterr().out
    assert main(["jobs"]) == 0
    said = capsys.readouterr().out
    assert all(f"{name}: " in said for name in services.every_job())
    assert "Works. Every 10 minutes." in said and "did 0." in said and said.count("Not in use.") == 3
    assert main(["jobs", "run", "abandoned"]) == 0 and capsys.readouterr().out == "abandoned: 0\n"
    assert main(["jobs", "run", "nothing"]) == 1 and "./vejviser jobs lists them" in capsys.readouterr().err
    assert main(["jobs", "retry"]) == 0 and capsys.readouterr().out == "Nothing fails.\n"
    assert doctor() is None


def test_what_fails_is_said_by_kind_and_place_and_tried_again(capsys: pytest.CaptureFixture[str]) -> None:
    wrong(2)
    assert main(["jobs"]) == 0 and doctor() is None, "it may pass"
    assert "Failed 2 times in a row" in capsys.readouterr().out
    wrong(1)
    assert main(["jobs"]) == 1
    said = capsys.readouterr().out
    finding = str(doctor())
    assert "RuntimeError" in said and "idle fails: RuntimeError" in finding and SECRET not in said + finding
    assert main(["jobs", "retry"]) == 0 and "seconds, if the service runs: 1." in capsys.readouterr().out
    assert main(["jobs", "run", "idle"]) == 0 and main(["jobs"]) == 0 and doctor() is None


def test_one_that_somebody_is_at_is_left_to_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert turns.take("idle", HOUR) is not None
    db.session.remove()
    assert main(["jobs", "run", "idle"]) == 1
    assert turns.runner() in capsys.readouterr().err


def test_a_service_that_stands_still_is_noticed() -> None:
    services.run_due(True)
    assert doctor() is None
    with unit_of_work():
        session.execute(update(Job).values(due_at=clock.now() - queries.OVERDUE - HOUR))
    db.session.remove()
    assert "is the service running?" in str(doctor())
