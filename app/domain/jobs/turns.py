"""Whose turn a job is: a lease by the database's clock, renewed while the work goes on, so that no two processes are at it.

Killed in the middle, the lease ends by itself and whoever looks next begins again. A lease only says who works: what keeps an
effect from coming twice stands on the rows themselves, in each verb.
"""

from __future__ import annotations

import logging
import os
import secrets
import socket
import threading
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import ColumnElement, and_, case, not_, or_, update
from sqlalchemy.exc import SQLAlchemyError

from app.core import db, hurry
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.jobs.models import Job

log = logging.getLogger(__name__)
LEASE, RENEW_SECONDS = timedelta(seconds=15), 4.0
# Who has been at it for so long hangs: the lease is not renewed any more, and another process may try.
LONGEST = timedelta(hours=1)
# A failing job comes again after a minute (or its own pause), then twice as long each time, up to the longer of these.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=15)
# What dies in the middle begins again at once; not for ever, because it may be what kills the process.
DEATHS = 3
STOPPED = "stopped in the middle"
LONGEST_ERROR = 300
HOUSE = str(Path(__file__).resolve().parents[2])
_me: tuple[int, str] = (0, "")


@dataclass(frozen=True)
class Turn:
    """A job that is ours until its lease ends; `began` tells this turn from any other of the same process."""

    name: str
    every: timedelta
    runner: str
    began: datetime


def runner() -> str:
    """This process: where it is, for the operator, and something that no other process has."""
    global _me
    if _me[0] != os.getpid():  # forked: another process by now
        _me = os.getpid(), f"{socket.gethostname()[:80]} {os.getpid()} {secrets.token_hex(6)}"
    return _me[1]


def take(name: str, every: timedelta, anyhow: bool = False) -> Turn | None:
    """Takes the turn where the job is due (`anyhow`: or not), and nobody is at it. None where there is nothing to take."""
    with unit_of_work() as unit:
        moment = db.database_now()
        turn = Turn(name, every, runner(), moment)
        ours = {"due_at": moment + every, "leased_until": moment + LEASE, "runner": turn.runner, "started_at": moment}
        died = Job.leased_until.is_not(None)
        died_once_more = {
            "failures": case((died, Job.failures + 1), else_=Job.failures),
            "error": case((died, STOPPED), else_=Job.error),
        }
        if db.changed(update(Job).where(Job.name == name, free(moment, anyhow)).values(**ours, **died_once_more)):
            return turn
        new = unit.session.get(Job, name) is None and db.added(Job(name=name, **ours))
        return turn if new else None


def free(moment: datetime, anyhow: bool = False) -> ColumnElement[bool]:
    """Nobody is at it, and it is due; or whoever was at it died in the middle: then at once, or later after many deaths."""
    idle, over = Job.leased_until.is_(None), Job.leased_until <= moment
    if anyhow:
        return or_(idle, over)
    lately = and_(Job.failures >= DEATHS, Job.leased_until > moment - LONGEST_PAUSE)
    return or_(and_(idle, Job.due_at <= moment), and_(over, not_(lately)))


@contextmanager
def held(turn: Turn) -> Iterator[None]:
    """Renews the lease inside the block, from a thread (a greenlet, where the server has patched them) that only waits."""
    over = threading.Event()
    threading.Thread(target=_renew, args=(turn, over), daemon=True, name=f"job {turn.name}").start()
    try:
        with hurry.unhurried():
            yield
    finally:
        over.set()


def _renew(turn: Turn, over: threading.Event) -> None:
    until = time.monotonic() + LONGEST.total_seconds()
    while not over.wait(RENEW_SECONDS) and time.monotonic() < until:
        try:
            with unit_of_work():
                still = db.changed(update(Job).where(_ours(turn)).values(leased_until=db.database_now() + LEASE))
            if not still:
                return
        except (DomainError, SQLAlchemyError) as error:
            log.warning("the lease of the job %s could not be renewed: %s", turn.name, type(error).__name__)
        finally:
            db.session.remove()


def _ours(turn: Turn) -> ColumnElement[bool]:
    same = and_(Job.runner == turn.runner, Job.started_at == turn.began)
    return and_(Job.name == turn.name, same, Job.leased_until.is_not(None))


def ended(turn: Turn, done: int, seconds: float) -> None:
    """It went well: the turn is free, and whatever failed before is forgotten."""
    with unit_of_work():
        good = {"done": done, "seconds": seconds, "finished_at": db.database_now(), "failures": 0, "error": ""}
        if not db.changed(update(Job).where(_ours(turn)).values(leased_until=None, **good)):
            log.warning("the job %s took longer than its lease; another process may have been at it too", turn.name)


def failed(turn: Turn, error: Exception) -> None:
    """It comes again by itself, after a pause that grows with every failure in a row."""
    with unit_of_work() as unit:
        row = unit.session.get(Job, turn.name, with_for_update=True, populate_existing=True)
        if row is None or row.runner != turn.runner or row.started_at != turn.began:
            return
        row.failures += 1
        row.error, row.leased_until = kind_and_place(error), None
        row.due_at = db.database_now() + pause(turn.every, row.failures)


def left(turn: Turn) -> None:
    """Nothing can be saved just now, which is not the job's fault: it is free at once, or when the lease ends."""
    try:
        with unit_of_work(patience=0.1):
            free_now = {"leased_until": None, "due_at": db.database_now()}
            db.changed(update(Job).where(_ours(turn)).values(**free_now))
    except (DomainError, SQLAlchemyError):
        log.debug("the turn of %s ends with its lease", turn.name)


def pause(every: timedelta, failures: int) -> timedelta:
    """How long a job waits that has failed so often in a row."""
    grown: timedelta = min(every, FIRST_PAUSE) * 2 ** min(failures - 1, 20)
    return min(grown, max(every, LONGEST_PAUSE))


def kind_and_place(error: Exception) -> str:
    """What kind of error, and where in our code; never its own words, which may quote a row."""
    kind = getattr(error, "code", "") if isinstance(error, DomainError) else ""
    here = [one for one in traceback.extract_tb(error.__traceback__) if one.filename.startswith(HOUSE)]
    place = f" in {Path(here[-1].filename).name}, line {here[-1].lineno} ({here[-1].name})" if here else ""
    return f"{type(error).__name__}{f' {kind}' if kind else ''}{place}"[:LONGEST_ERROR]
