"""The in-process ticker: on the embedded default nobody has to set up a timer."""

from __future__ import annotations

import logging

from app.core import draining, mail, tally
from app.domain.directory import link_checks
from app.domain.jobs import turns
from app.domain.jobs.services import JOBS, LINK_JOBS, MAIL_JOBS, RING_JOBS, Jobs, run_due
from app.extensions import sio
from app.live import deaf

log = logging.getLogger(__name__)
SECONDS = 5


def start() -> None:
    """Begins ticking in this process; wsgi.py does this once, tests never.

    Letters, rings and links are apart from the rest: a slow mail server holds up nothing but mail.
    """
    sio.start_background_task(_tick, JOBS)
    sio.start_background_task(_tick, RING_JOBS)
    if mail.ready():
        sio.start_background_task(_tick, MAIL_JOBS)
    if link_checks.on():
        sio.start_background_task(_tick, LINK_JOBS)
    deaf.start()


def _tick(jobs: Jobs) -> None:
    """For ever; but a process on its way out begins nothing that it may not finish, others do."""
    while True:
        sio.sleep(SECONDS)
        if jobs is JOBS:
            tally.say()
        if draining.is_on():
            continue
        try:
            run_due(jobs=jobs)
        except Exception as error:
            log.error("a ticker stumbled; it goes on: %s", turns.kind_and_place(error))
