"""Why the library cannot do a part, in one kind sentence for each reason; and what may be wrong with a guide."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.core.i18n import gettext as _
from app.domain.guides.terms import Reason, Wrong

# Called when said, so that the words are in the reader's language.
SENTENCES: dict[str, Callable[[], str]] = {
    Reason.SECRECY: lambda: _("This is private information about you, and our staff should not see it."),
    Reason.LEGAL_EFFECT: lambda: _("This decides something about you, so only the authority can answer for it."),
    Reason.ACCESS: lambda: _("Only the one who gave it to you can look it up or open it again."),
    Reason.PERSONAL: lambda: _("It is personal, and keeping it to yourself keeps you safe."),
    Reason.COMPETENCE: lambda: _("Somebody else knows this better, and you should have the right help."),
    Reason.OUTSIDE_TASK: lambda: _("This is not the library's task, but we can show you whose it is."),
    Reason.RISK: lambda: _("It could put your money or your information at risk."),
}
WRONGS: dict[str, Callable[[], str]] = {
    Wrong.NOT_MY_PROBLEM: lambda: _("It was about something else"),
    Wrong.HARD_TO_UNDERSTAND: lambda: _("It was hard to understand"),
    Wrong.DID_NOT_WORK: lambda: _("I did as it says, and it did not work"),
    Wrong.OUT_OF_DATE: lambda: _("It looks different now, or something is out of date"),
    Wrong.OTHER: lambda: _("Something else"),
}


def with_reasons(lines: Sequence[str], reasons: Sequence[str]) -> list[tuple[str, str]]:
    """Each thing we cannot do beside why; a line whose reason nobody knows stands alone."""
    padded = [*reasons, *[""] * len(lines)]
    return [(line, reason(code)) for line, code in zip(lines, padded, strict=False)]


def reason(code: str) -> str:
    """Why, in one sentence; empty for a code nobody knows."""
    return SENTENCES[code]() if code in SENTENCES else ""


def reasons() -> list[tuple[str, str]]:
    """Every reason there is, for a form."""
    return [(code, words()) for code, words in SENTENCES.items()]


def wrongs() -> list[tuple[str, str]]:
    """The answers to "what was wrong?", for a form."""
    return [(code, words()) for code, words in WRONGS.items()]
