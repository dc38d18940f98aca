"""Runs what is due. Every verb is idempotent, so a process killed in the middle costs nothing but time."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import update

from app.core import db
from app.core.unit import unit_of_work
from app.domain.accounts import audit
from app.domain.chat import presence, retention
from app.domain.guides import services as guides
from app.domain.insights import searches
from app.domain.insights import services as insights
from app.domain.jobs.models import Job

log = logging.getLogger(__name__)


def _sweep() -> int:
    with unit_of_work():
        return presence.sweep()


def _abandoned() -> int:
    with unit_of_work():
        return insights.register_abandoned()


def _forget_audit() -> int:
    with unit_of_work():
        return audit.forget_old()


def _forget_words() -> int:
    """What readers wrote about guides, and searched for, lives as long as a left message, and is gone from the disk."""
    with unit_of_work():
        gone = guides.forget_words(retention.keep.left) + searches.forget(retention.keep.left)
    if gone and db.is_sqlite():
        retention.sweep_file()
    return gone


# name -> (how often, verb)
JOBS: dict[str, tuple[timedelta, Callable[[], int]]] = {
    "give-back": (timedelta(seconds=5), _sweep),
    "abandoned": (timedelta(minutes=1), _abandoned),
    "erase-expired": (timedelta(minutes=10), retention.run),
    # A visitor who erased their words was told that they are gone: within a minute they are gone from the disk too.
    "sweep-file": (timedelta(seconds=20), retention.sweep_after_erasing),
    "audit-forget": (timedelta(hours=12), _forget_audit),
    "forget-words": (timedelta(hours=12), _forget_words),
}


def run_due(everything: bool = False) -> dict[str, int]:
    """Runs each job whose time has come (or all); name -> how much it did. One process takes each turn."""
    done: dict[str, int] = {}
    for name, (every, verb) in JOBS.items():
        try:
            if _take_turn(name, every) or everything:
                done[name] = verb()
        except Exception:
            log.exception("the job %s failed; it comes round again", name)
        finally:
            db.session.remove()
    return done


def _take_turn(name: str, every: timedelta) -> bool:
    job = db.session.get(Job, name)
    moment = db.database_now()
    if job is not None and job.due_at > moment:
        return False
    with unit_of_work() as unit:
        if unit.session.get(Job, name) is None:
            unit.session.add(Job(name=name, due_at=moment + every))
            return True
        taken = unit.session.execute(
            update(Job).where(Job.name == name, Job.due_at <= moment).values(due_at=moment + every)
        )
        return bool(taken.rowcount)  # type: ignore[attr-defined]
