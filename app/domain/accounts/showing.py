"""What visitors see of a colleague: the one place that decides, for words, lines, letters and transcripts alike."""

from __future__ import annotations

from app.domain.accounts.terms import Shown


def name_for_visitors(name: str | None, shown: str | None) -> str:
    """The first name, or "" where this colleague is only "the library"; the face has whole sentences for that."""
    return "" if shown == Shown.LIBRARY else (name or "").split(" ")[0]
