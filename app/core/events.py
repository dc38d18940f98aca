"""Facts in the past tense: recorded inside a unit of work, told to listeners only after commit."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Event:
    """Base of every fact; subclasses are frozen dataclasses in a domain's events.py."""


@dataclass(frozen=True)
class StorageFailed(Event):
    """From now on nothing can be saved in this process; told once."""


@dataclass(frozen=True)
class StorageBack(Event):
    """Saving works again; told once."""


Listener = Callable[[Event], None]
_listeners: list[Listener] = []


def listen(listener: Listener) -> None:
    """Adds a listener; create_app() does this, nobody else."""
    if listener not in _listeners:
        _listeners.append(listener)


def forget_all() -> None:
    """Removes every listener, for a new application in the same process."""
    _listeners.clear()


def tell(events: Iterable[Event]) -> None:
    """Hands committed facts to every listener. A listener's failure never undoes what was saved."""
    for event in events:
        for listener in _listeners:
            try:
                listener(event)
            except Exception:
                log.exception("a listener failed on %s", type(event).__name__)
