"""The in-process ticker: on the embedded default nobody has to set up a timer."""

from __future__ import annotations

import logging

from app.core import mail, tally
from app.domain.jobs.services import MAIL_JOBS, run_due
from app.extensions import sio

log = logging.getLogger(__name__)
SECONDS = 5


def start() -> None:
    """Begins ticking in this process; wsgi.py does this once, tests never."""
    sio.start_background_task(_tick)
    if mail.ready():
        sio.start_background_task(_tick_for_mail)


def _tick() -> None:
    while True:
        sio.sleep(SECONDS)
        tally.say()
        try:
            run_due()
        except Exception:
            log.exception("the ticker stumbled; it goes on")


def _tick_for_mail() -> None:
    """Letters and replies, apart from the rest: a slow mail server holds up nothing but mail."""
    while True:
        sio.sleep(SECONDS)
        try:
            run_due(jobs=MAIL_JOBS)
        except Exception:
            log.exception("the ticker for mail stumbled; it goes on")
