"""How the recurring work goes: one row a job, for the operator's command, the doctor and the coordinators' page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from app.core import db, mail
from app.core.db import session
from app.domain.directory import link_checks
from app.domain.jobs.models import Job
from app.domain.jobs.services import LINK_JOBS, MAIL_JOBS, every_job
from app.domain.jobs.turns import STOPPED

# A job that nobody took for so long beyond its time: no process of the service runs, or none can.
OVERDUE = timedelta(minutes=30)
# Once may be a moment's trouble, and it comes again by itself.
FAILS_OFTEN = 3


class State(StrEnum):
    """What there is to say of a job now."""

    OFF = "off"
    NEVER = "never"
    WORKING = "working"
    STOPPED = "stopped"
    FAILING = "failing"
    LATE = "late"
    WELL = "well"


@dataclass(frozen=True)
class Look:
    """One job as it stands. `stopped`: its process died in the middle; `error` is a kind and a place, nobody's words."""

    name: str
    every: timedelta
    state: State
    started_at: datetime | None = None
    finished_at: datetime | None = None
    next_at: datetime | None = None
    done: int | None = None
    seconds: float | None = None
    runner: str = ""
    failures: int = 0
    error: str = ""

    @property
    def fails(self) -> bool:
        return self.failures > 0

    @property
    def stopped(self) -> bool:
        return self.error == STOPPED


def all_jobs() -> list[Look]:
    """Each of them, in the order they are run in."""
    rows = {row.name: row for row in session.scalars(select(Job).execution_options(populate_existing=True))}
    moment = db.database_now()
    return [_look(name, every, rows.get(name), moment) for name, (every, _) in every_job().items()]


def amiss(looks: Sequence[Look]) -> list[Look]:
    """What an operator should look at: it fails again and again, or nobody has taken it for long."""
    often = [one for one in looks if one.failures >= FAILS_OFTEN]
    return often + [one for one in looks if one.state is State.LATE and one not in often]


def _look(name: str, every: timedelta, row: Job | None, moment: datetime) -> Look:
    if row is None or row.started_at is None:
        return Look(name, every, State.NEVER if is_on(name) else State.OFF)
    return Look(
        name, every, _state(row, moment), row.started_at, row.finished_at, row.due_at, row.done, row.seconds,
        row.runner, row.failures, row.error,
    )  # fmt: skip


def _state(row: Job, moment: datetime) -> State:
    if not is_on(row.name):
        return State.OFF
    if row.leased_until is not None and row.leased_until > moment:
        return State.WORKING
    late = (row.leased_until or row.due_at) < moment - OVERDUE
    if late:
        return State.LATE
    if row.leased_until is not None:
        return State.STOPPED
    return State.FAILING if row.failures else State.WELL


def is_on(name: str) -> bool:
    """Whether this service does it at all: without a mail server no letters wait, without leave no links are checked."""
    return link_checks.on() if name in LINK_JOBS else name not in MAIL_JOBS or mail.ready()
