"""Words for question trees."""

from __future__ import annotations

from enum import StrEnum


class OutcomeKind(StrEnum):
    """What stands first where a path ends: a guide to follow, somebody outside to turn to, or a librarian."""

    GUIDE = "guide"
    SERVICE = "service"
    HANDOFF = "handoff"


class KnownBy(StrEnum):
    """What may answer a question for the reader: the country they are in."""

    COUNTRY = "country"
