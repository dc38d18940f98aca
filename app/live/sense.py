"""What a browser of ours may say over a socket: a packet is taken apart here before a library does it, or refused."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from app.live.audiences import EVENTS

CONNECT, DISCONNECT, EVENT = "0", "1", "2"
# Type, namespace, number of the answer asked for, JSON. No pieces of binary: they would be kept until the rest came.
# No answers either: we ask for none.
SHAPE = re.compile(r"([012])(/[a-z]{1,20})(?:,(\d{0,9})(.*))?", re.ASCII | re.DOTALL)
DEEPEST = 32
SPACES = frozenset(space for space, _ in EVENTS)


@dataclass(frozen=True)
class Said:
    """One packet that makes sense."""

    kind: str
    space: str
    event: str = ""


def sense(text: object) -> Said | None:
    """The packet, or None for nonsense: never an exception, however odd the bytes."""
    shape = SHAPE.fullmatch(text) if isinstance(text, str) else None
    if shape is None or shape[2] not in SPACES:
        return None
    kind, space, number, rest = shape[1], shape[2], shape[3] or "", shape[4] or ""
    given = _json(rest) if rest else None
    if kind == EVENT:
        event = _event(space, given)
        return Said(kind, space, event) if event else None
    if number or not (given is None or (kind == CONNECT and isinstance(given, dict))):
        return None
    return None if rest and given is None else Said(kind, space)


def _event(space: str, given: Any) -> str:
    """The event's name, where it is one that we listen to with at most one thing beside it; "" otherwise."""
    if not isinstance(given, list) or not 1 <= len(given) <= 2:
        return ""
    name = given[0]
    heard = isinstance(name, str) and name != "connect" and (space, name) in EVENTS
    return name if heard else ""


def _json(text: str) -> Any:
    """None for what is no JSON, or is nested deeper than anybody needs."""
    if text.count("[") + text.count("{") > DEEPEST:
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
