"""Words for the rota."""

from __future__ import annotations

from enum import StrEnum


class ShiftKind(StrEnum):
    """Staffed: the team is open. On call: voluntary, from home, rung when somebody asks outside staffed hours."""

    STAFFED = "staffed"
    ON_CALL = "on_call"


class SwapState(StrEnum):
    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"  # agreed once; something agreed later took its place
