"""Runs what is due. Every verb can be killed anywhere and run again: what it did stands on the rows it did it to."""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Mapping
from datetime import timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from app.core import counter, db, disk, storage
from app.core.errors import DomainError, Unavailable
from app.core.unit import unit_of_work
from app.domain.accounts import audit
from app.domain.chat import (
    blocks,
    by_mail,
    guests,
    handing,
    idle,
    ledger,
    posting,
    presence,
    queue,
    reminding,
    retention,
    ringing,
    shift_room,
    telling,
)
from app.domain.directory import link_checks
from app.domain.guides import drafts
from app.domain.guides import services as guides
from app.domain.insights import searches
from app.domain.insights import services as insights
from app.domain.jobs import turns
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
    # What was handed over and not taken goes to whoever gave it, before it would go to the queue.
    moved = handing.run() + guests.run()
    with unit_of_work():
        return moved + presence.sweep()


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
        gone = guides.forget_words(retention.keep.left) + searches.forget(retention.keep.left) + drafts.forget()
        if gone:
            disk.words_gone()
    return gone


def _clean_disk() -> int:
    return disk.clean(WORDS)


# name -> (how often, verb)
Jobs = Mapping[str, tuple[timedelta, Callable[[], int]]]
JOBS: Jobs = {
    "give-back": (timedelta(seconds=5), _sweep),
    "tell-everybody": (timedelta(seconds=5), telling.run),
    "forget-shift-lines": (timedelta(hours=1), shift_room.forget),
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
RING_JOBS: Jobs = {
    "rings": (timedelta(seconds=5), ringing.run),
    "due-answers": (timedelta(minutes=1), reminding.run),
}
# And nobody for somebody else's web server.
LINK_JOBS: Jobs = {"links": (timedelta(minutes=10), link_checks.run)}


def run_due(everything: bool = False, jobs: Jobs = JOBS) -> dict[str, int]:
    """Runs each job whose time has come (or all); name -> how much it did. One process takes each turn."""
    done: dict[str, int] = {}
    if not _can_save():
        return done
    if jobs is JOBS:
        _note_erasures()
    for name in _free(jobs, everything):
        try:
            turn = turns.take(name, jobs[name][0], everything)
            if turn is not None:
                _work(turn, jobs[name][1], done)
        except Unavailable:
            break  # core.storage has told it, once
        except DBAPIError as error:
            if storage.is_trouble(error):
                storage.failed(error)
                break
            _tell(name, error)
        except DomainError as error:
            _tell(name, error)
        finally:
            db.let_go()
    return done


def run_one(name: str) -> int | None:
    """Runs one job now, due or not; gives how much it did. None where another process is at it, or it failed."""
    every, verb = every_job()[name]
    turn = turns.take(name, every, anyhow=True)
    done: dict[str, int] = {}
    if turn is not None:
        _work(turn, verb, done)
    return done.get(name)


def every_job() -> Jobs:
    """All of them, whichever ticker they have."""
    return {**JOBS, **RING_JOBS, **MAIL_JOBS, **LINK_JOBS}


def retry(*names: str) -> int:
    """What failed (of these, or of all) is due now, in whatever process looks first; inside a unit of work. How many."""
    moment = db.database_now()
    chosen = (Job.name.in_(names),) if names else ()
    failing = (Job.failures > 0, or_(Job.leased_until.is_(None), Job.leased_until <= moment))
    return db.changed(update(Job).where(*chosen, *failing).values(due_at=moment, leased_until=None))


def _free(jobs: Jobs, everything: bool) -> list[str]:
    """Which of these are to be looked at; asked in one question, because most times none is. A turn is asked again."""
    if everything:
        return list(jobs)
    try:
        free = turns.free(db.database_now())
        rows = db.session.execute(select(Job.name, free).where(Job.name.in_(jobs)))
        found = {row[0]: row[1] for row in rows}
    except DBAPIError as error:
        if not storage.is_trouble(error):
            raise
        storage.failed(error)
        return []
    finally:
        db.let_go()
    return [name for name in jobs if found.get(name, True)]


def _work(turn: turns.Turn, verb: Callable[[], int], done: dict[str, int]) -> None:
    """One turn, from the verb to what is noted of it."""
    begun = time.monotonic()
    try:
        with turns.held(turn):
            did = verb()
    except Exception as error:
        db.let_go()
        if isinstance(error, Unavailable) or (isinstance(error, DBAPIError) and storage.is_trouble(error)):
            turns.left(turn)
            raise
        _tell(turn.name, error)
        turns.failed(turn, error)
        return
    db.let_go()
    done[turn.name] = did
    turns.ended(turn, did, time.monotonic() - begun)


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
        db.let_go()


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
        db.let_go()
    return True
