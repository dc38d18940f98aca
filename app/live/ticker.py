"""The in-process ticker: on the embedded default nobody has to set up a timer."""

from __future__ import annotations

import logging

from app.domain.jobs.services import run_due
from app.extensions import sio

log = logging.getLogger(__name__)
SECONDS = 5


def start() -> None:
    """Begins ticking in this process; wsgi.py does this once, tests never."""
    sio.start_background_task(_tick)


def _tick() -> None:
    while True:
        sio.sleep(SECONDS)
        try:
            run_due()
        except Exception:
            log.exception("the ticker stumbled; it goes on")
