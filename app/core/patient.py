"""A PostgreSQL that took a question and says nothing more: its connection is given up, and whoever asked hears so.

A machine that is paused, a disk that stands still: the network goes on answering for it, so nothing else would end the waiting.
"""

from __future__ import annotations

from typing import Any

import psycopg
from gevent import Timeout

from app.core import hurry

# Longer than the database itself waits for somebody's lock (`db.SERVING`), shorter than a browser waits for an answer.
SECONDS = 15.0


class Patient(psycopg.Connection[Any]):
    """A connection whose every statement is answered within `SECONDS`, or it is closed; the pool knows what to do with that."""

    def wait(self, gen: Any, *rest: Any, **more: Any) -> Any:
        """As psycopg's own; OperationalError when patience ends. A statement may have been carried out all the same."""
        if not hurry.is_hurried():
            return super().wait(gen, *rest, **more)
        silent = psycopg.OperationalError(f"PostgreSQL has said nothing for {SECONDS:.0f} s")
        try:
            with Timeout(SECONDS, silent):
                return super().wait(gen, *rest, **more)
        except psycopg.OperationalError as error:
            if error is silent:
                self.pgconn.finish()
            raise


def connect(_dialect: Any, _record: Any, positional: list[Any], named: dict[str, Any]) -> Patient:
    """SQLAlchemy's `do_connect`."""
    return Patient.connect(*positional, **named)
