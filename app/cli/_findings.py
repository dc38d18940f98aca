"""What a check of `doctor` can say besides nothing: a sentence is wrong, a Hint may be meant so, and Told is good to know."""

from __future__ import annotations


class Hint(str):
    """It may be as it should be; the operator knows."""


class Told(str):
    """All is well, and this is how it is."""


Finding = str | None


def mark(finding: Finding) -> str:
    """How a line begins."""
    if finding is None or isinstance(finding, Told):
        return "ok   "
    return "note " if isinstance(finding, Hint) else "WRONG"


def is_wrong(finding: Finding) -> bool:
    return mark(finding) == "WRONG"
