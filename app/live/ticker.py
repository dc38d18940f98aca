"""The in-process ticker: on the embedded default nobody has to set up a timer."""

from __future__ import annotations

import logging

from app.core import mail, tally
from app.domain.jobs.services import MAIL_JOBS, RING_JOBS, Jobs, run_due
from app.extensions import sio

log = logging.getLogger(__name__)
SECONDS = 5


def start() -> None:
    """Begins ticking in this process; wsgi.py does this once, tests never."""
    sio.start_background_task(_tick)
    sio.start_background_task(_tick_apart, RING_JOBS)
    if mail.ready():
        sio.start_background_task(_tick_apart, MAIL_JOBS)


def _tick() -> None:
    while True:
        sio.sleep(SECONDS)
        tally.say()
        try:
            run_due()
        except Exception:
            log.exception("the ticker stumbled; it goes on")


def _tick_apart(jobs: Jobs) -> None:
    """Letters, replies and rings, apart from the rest: a slow mail server holds up nothing but mail."""
    while True:
        sio.sleep(SECONDS)
        try:
            run_due(jobs=jobs)
        except Exception:
            log.exception("a ticker apart stumbled; it goes on")
