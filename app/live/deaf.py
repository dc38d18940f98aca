"""Where Redis is out of one host's reach alone: it says so in the database, and everybody else asks quickly meanwhile.

What is said on such a host reaches nobody by a poke, and whoever waits for one elsewhere believes that all is well.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.exc import SQLAlchemyError

from app.core import counter, db
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.extensions import sio
from app.live.bus import Bus

EVERY_SECONDS = 2.0
# How long it is believed without being said again: a process that dies while it is deaf troubles nobody for longer.
LASTS_SECONDS = 6
# Counters are of 32 bits.
BEGAN = datetime(2026, 1, 1, tzinfo=UTC)


def start() -> None:
    """Begins looking in this process, where there are others to hear; the ticker does this once."""
    if isinstance(sio.manager, Bus):
        sio.start_background_task(_watch, sio.manager)


def _watch(manager: Bus) -> None:
    while True:
        sio.sleep(EVERY_SECONDS)
        try:
            look(manager)
        except (SQLAlchemyError, DomainError):
            pass  # whoever needs the database notices by themselves
        finally:
            db.let_go()


def look(manager: Bus) -> None:
    """Says that this process is deaf, where it is; hears whether another one is."""
    now = int((db.database_now() - BEGAN).total_seconds())
    until = counter.value(counter.DEAF)
    if manager.gone and until < now + LASTS_SECONDS - EVERY_SECONDS:
        with unit_of_work():
            counter.put(counter.DEAF, now + LASTS_SECONDS)
    manager.others_are_deaf(until > now)
