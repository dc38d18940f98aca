"""Whose turn a job is: one process at a time, free again when that one dies, and growing pauses for what fails."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from app import config
from app.core import clock, db
from app.core.db import session
from app.core.errors import Unavailable
from app.core.unit import unit_of_work
from app.domain.jobs import queries, services, turns
from app.domain.jobs.models import Job
from app.domain.jobs.queries import Look, State
from app.domain.jobs.services import Jobs, run_due

EVERY = timedelta(seconds=5)
SECRET = "Anna Andersson bor på Storgatan"


def jobs(verb: Callable[[], int], every: timedelta = EVERY, name: str = "idle") -> Jobs:
    return {name: (every, verb)}


def row(name: str = "idle") -> Job:
    session.rollback()
    return session.get_one(Job, name, populate_existing=True)


def look(name: str = "idle") -> Look:
    session.rollback()
    return next(one for one in queries.all_jobs() if one.name == name)


def ago(**moments: float) -> None:
    """Moves these moments of every job so many seconds into the past."""
    with unit_of_work():
        session.execute(update(Job).values({key: clock.now() - timedelta(seconds=by) for key, by in moments.items()}))


@pytest.mark.usefixtures("database")
def test_it_works() -> None:
    assert look().state is State.NEVER
    assert run_due(jobs=jobs(lambda: 7)) == {"idle": 7}
    assert run_due(jobs=jobs(lambda: 7)) == {}, "it is not due"
    found = look()
    assert (found.state, found.done, found.failures, found.error) == (State.WELL, 7, 0, "")
    assert found.finished_at and found.next_at and found.started_at and found.seconds is not None
    assert found.next_at - found.started_at == EVERY and row().leased_until is None
    assert run_due(True, jobs(lambda: 8)) == {"idle": 8}


@pytest.mark.usefixtures("database")
def test_while_one_is_at_it_no_other_is_and_the_lease_is_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turns, "LEASE", timedelta(seconds=1.5))
    monkeypatch.setattr(turns, "RENEW_SECONDS", 0.2)
    begun, go = threading.Event(), threading.Event()

    def slow() -> int:
        begun.set()
        go.wait(60)
        return 1

    found: list[dict[str, int]] = []
    worker = threading.Thread(target=lambda: found.append(run_due(jobs=jobs(slow))))
    worker.start()
    assert begun.wait(60)
    first = row().leased_until
    until = time.monotonic() + 60
    while row().leased_until == first and time.monotonic() < until:
        time.sleep(0.1)
    ago(due_at=60)
    assert run_due(jobs=jobs(lambda: 2)) == run_due(True, jobs(lambda: 2)) == {}
    assert look().state is State.WORKING and look().runner == turns.runner()
    go.set()
    worker.join(60)
    assert found == [{"idle": 1}] and look().state is State.WELL


@pytest.mark.usefixtures("database")
def test_two_race_for_every_turn() -> None:
    """Sixty turns, two who both see that it is due: each is taken once."""
    taken: Counter[int] = Counter()
    both = threading.Barrier(2)

    def race() -> None:
        for number in range(60):
            both.wait(60)
            turn = turns.take(f"job {number % 3}", timedelta(0))
            both.wait(60)
            db.session.remove()
            if turn is not None:
                taken[number] += 1
                turns.ended(turn, 1, 0)
                db.session.remove()

    racers = [threading.Thread(target=race) for _ in range(2)]
    for one in racers:
        one.start()
    for one in racers:
        one.join(100)
    assert taken == dict.fromkeys(range(60), 1)


CHILD = """
import sys, time
from app.core import db, ids
from app.domain.jobs import services
from datetime import timedelta
ids.configure("x" * 40)
db.connect(sys.argv[1])
def verb():
    print("at it", flush=True)
    time.sleep(60)
services.run_due(jobs={"idle": (timedelta(hours=1), verb)})
"""


@pytest.mark.usefixtures("sqlite_database")
def test_killed_in_the_middle_it_begins_again_when_the_lease_is_over(sqlite_database: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", CHILD, f"sqlite:///{sqlite_database}"], cwd=config.ROOT, stdout=subprocess.PIPE
    )
    assert process.stdout and process.stdout.readline() == b"at it\n"
    process.kill()
    process.wait(60)
    assert row().runner.split()[1] == str(process.pid)
    assert run_due(True, jobs(lambda: 1, timedelta(hours=1))) == {}, "it may be alive"
    ago(leased_until=1)
    assert look().state is State.STOPPED
    seen: list[tuple[int, str]] = []

    def verb() -> int:
        seen.append((look().failures, look().error))
        return 3

    assert run_due(jobs=jobs(verb, timedelta(hours=1))) == {"idle": 3}, "at once, though its hour is not over"
    assert seen == [(1, turns.STOPPED)] and (look().failures, look().error, look().done) == (0, "", 3)


@pytest.mark.usefixtures("sqlite_database")
def test_what_dies_again_and_again_does_not_take_the_service_along_for_ever() -> None:
    for death in range(turns.DEATHS + 1):
        assert turns.take("idle", EVERY) is not None, death
        session.remove()
        ago(leased_until=1, due_at=-4)
    assert turns.take("idle", EVERY) is None and queries.amiss(queries.all_jobs())
    with unit_of_work():
        assert services.retry() == 1
    assert turns.take("idle", EVERY) is not None, "when somebody says so"


@pytest.mark.usefixtures("database")
def test_what_fails_comes_again_later_and_later_and_at_once_when_somebody_says_so() -> None:
    def fails() -> int:
        raise ValueError(SECRET)

    pauses = []
    for times in range(1, 12):
        assert run_due(jobs=jobs(fails)) == {}
        found = look()
        assert (found.state, found.failures) == (State.FAILING, times)
        assert found.error.startswith("ValueError in ") or found.error == "ValueError"
        assert SECRET not in found.error and found.started_at and found.next_at
        pauses.append(round((found.next_at - found.started_at).total_seconds()))
        with unit_of_work():
            assert services.retry("other") == 0 and services.retry("idle") == 1
    wanted = [5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900]
    assert all(found in range(least, least + 60) for found, least in zip(pauses, wanted, strict=True)), pauses
    assert run_due(jobs=jobs(lambda: 1)) == {"idle": 1} and look().failures == 0
    with unit_of_work():
        assert services.retry() == 0, "nothing fails any more"


@pytest.mark.parametrize(("every", "expected"), [(43200, [60, 120, 240]), (15, [15, 30, 60]), (7200, [60, 120, 240])])
def test_a_rare_job_is_tried_again_long_before_its_time(every: int, expected: list[int]) -> None:
    pauses = [turns.pause(timedelta(seconds=every), failures).total_seconds() for failures in range(1, 40)]
    assert pauses[:3] == expected and pauses[-1] == max(every, 900) and pauses == sorted(pauses)


@pytest.mark.usefixtures("database")
def test_that_nothing_can_be_saved_is_not_the_jobs_fault() -> None:
    def nothing() -> int:
        raise Unavailable("database_unavailable")

    assert run_due(jobs=jobs(nothing)) == {} and look().failures == 0
    assert run_due(jobs=jobs(lambda: 1)) == {"idle": 1}, "at once"


@pytest.mark.usefixtures("sqlite_database")
def test_who_comes_too_late_changes_nothing(caplog: pytest.LogCaptureFixture) -> None:
    """A process that slept through its lease, and wakes when another has the turn."""
    first = turns.take("idle", EVERY)
    ago(leased_until=1)
    second = turns.take("idle", EVERY)
    assert first and second
    turns.ended(first, 1, 0.1)
    turns.failed(first, ValueError())
    turns.left(first)
    assert row().leased_until is not None and row().done is None and "longer than its lease" in caplog.text
    turns.ended(second, 2, 0.1)
    assert row().done == 2


@pytest.mark.usefixtures("sqlite_database")
def test_a_job_that_nobody_takes_is_late_and_only_then_amiss() -> None:
    run_due(jobs=jobs(lambda: 1))
    assert queries.amiss(queries.all_jobs()) == []
    ago(due_at=queries.OVERDUE.total_seconds() + 60)
    assert [one.name for one in queries.amiss(queries.all_jobs())] == ["idle"] and look().state is State.LATE


@pytest.mark.usefixtures("sqlite_database")
def test_a_process_of_the_version_before_and_one_of_this() -> None:
    """The old one knows nothing of leases: it moves the time that a job is due, and so do we when we take a turn."""
    with unit_of_work():
        session.execute(Job.__table__.insert().values(name="idle", due_at=clock.now()))  # type: ignore[attr-defined]
    turn = turns.take("idle", EVERY)
    assert turn is not None and row().due_at > clock.now()
    turns.ended(turn, 0, 0)
    assert session.execute(select(Job.due_at)).scalar_one() > clock.now()
