"""Runs what is due. Every verb is idempotent, so a process killed in the middle costs nothing but time."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy import update
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app.core import counter, db, disk, storage
from app.core.errors import Unavailable
from app.core.unit import unit_of_work
from app.domain.accounts import audit
from app.domain.chat import blocks, by_mail, idle, ledger, posting, presence, queue, retention, ringing
from app.domain.guides import services as guides
from app.domain.insights import searches
from app.domain.insights import services as insights
from app.domain.jobs.models import Job
from app.domain.jobs.words import WORDS
from app.domain.rota import days as rota_days
from app.domain.rota import swaps as rota_swaps

log = logging.getLogger(__name__)
# Leases run out while no heartbeat can be saved: nobody loses a conversation for that.
SIGNS_OF_LIFE_SECONDS = 20
NOTE_SECONDS = 600
_noted = float("-inf")


def _sweep() -> int:
    if storage.back_within(SIGNS_OF_LIFE_SECONDS):
        return 0
    with unit_of_work():
        return presence.sweep()


def _abandoned() -> int:
    with unit_of_work():
        return insights.register_abandoned()


def _forget_blocks() -> int:
    if not blocks.anything_to_forget():
        return 0
    with unit_of_work():
        disk.words_gone()
        return blocks.forget()


def _forget_audit() -> int:
    with unit_of_work():
        return audit.forget_old()


def _forget_words() -> int:
    """What readers wrote about guides, and searched for, lives as long as a left message, and is gone from the disk."""
    with unit_of_work():
        gone = guides.forget_words(retention.keep.left) + searches.forget(retention.keep.left)
        if gone:
            disk.words_gone()
    return gone


def _clean_disk() -> int:
    return disk.clean(WORDS)


# name -> (how often, verb)
Jobs = Mapping[str, tuple[timedelta, Callable[[], int]]]
JOBS: Jobs = {
    "give-back": (timedelta(seconds=5), _sweep),
    "idle": (timedelta(seconds=15), idle.run),
    "closing": (timedelta(seconds=20), queue.close_for_the_day),
    # Days pass, colleagues leave, holidays move: what visitors read of the rota follows within a minute.
    "rota-days": (timedelta(minutes=1), rota_days.keep),
    "forget-notes": (timedelta(hours=12), rota_swaps.forget_notes),
    "forget-blocks": (timedelta(minutes=10), _forget_blocks),
    "abandoned": (timedelta(minutes=1), _abandoned),
    "erase-expired": (timedelta(minutes=10), retention.run),
    # A visitor who erased their words was told that they are gone: within a minute they are gone from the disk too.
    "clean-disk": (timedelta(seconds=20), _clean_disk),
    "forget-keys": (timedelta(hours=1), retention.forget_keys),
    "forget-erased": (timedelta(hours=12), ledger.forget),
    "audit-forget": (timedelta(hours=12), _forget_audit),
    "forget-words": (timedelta(hours=12), _forget_words),
    "settle-addresses": (timedelta(minutes=10), posting.settle),
}
# Mail servers take their time, so these have a ticker of their own: nothing above ever waits for one.
MAIL_JOBS: Jobs = {
    "letters": (timedelta(seconds=15), posting.run),
    "inbox": (timedelta(minutes=1), by_mail.run),
}
# Nor does anybody who waits wait for a letter: whoever is on call is told by a ticker of its own.
RING_JOBS: Jobs = {"rings": (timedelta(seconds=5), ringing.run)}


def run_due(everything: bool = False, jobs: Jobs = JOBS) -> dict[str, int]:
    """Runs each job whose time has come (or all); name -> how much it did. One process takes each turn."""
    done: dict[str, int] = {}
    if not _can_save():
        return done
    for name, (every, verb) in jobs.items():
        try:
            if _take_turn(name, every) or everything:
                done[name] = verb()
        except Unavailable:
            break  # core.storage has told it, once
        except DBAPIError as error:
            if not storage.is_trouble(error):
                _tell(name, error)
                continue
            storage.failed(error)
            break
        except Exception as error:
            _tell(name, error)
        finally:
            db.session.remove()
    return done


def _note_erasures() -> None:
    """In every process, not by turns: each host has a ledger of its own."""
    global _noted
    if time.monotonic() - _noted < NOTE_SECONDS:
        return
    try:
        ledger.catch_up()
        _noted = time.monotonic()
    except (SQLAlchemyError, OSError) as error:
        log.warning("the ledger of what was erased is not up to date: %s", type(error).__name__)
    finally:
        db.session.remove()


def _tell(name: str, error: Exception) -> None:
    """That it failed and where; never the error's own words, which may quote a row."""
    where = "".join(traceback.format_tb(error.__traceback__))
    log.error("the job %s failed, it comes round again: %s\n%s", name, type(error).__name__, where)


def _can_save() -> bool:
    """While nothing can be saved this is what notices that it can again, without waiting for a visitor's words."""
    if storage.failing_since() is None:
        return True
    try:
        with unit_of_work():
            counter.bump("tried")
    except Unavailable:
        return False
    finally:
        db.session.remove()
    return True


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
