"""The facts that are told while a test does something."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.core import events
from app.core.events import Event


@contextmanager
def hearing() -> Iterator[list[Event]]:
    """A list that fills with them, in order."""
    heard: list[Event] = []
    listener = heard.append
    events.listen(listener)
    try:
        yield heard
    finally:
        events._listeners.remove(listener)
