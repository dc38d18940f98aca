"""By when an answer is promised: what a form offers, what it said, and which field a refusal belongs to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import request

from app.core.errors import DomainError
from app.core.i18n import gettext as _
from app.domain.chat import followups
from app.domain.chat.due import Due, When, Wish
from app.web.filters import listed, local_time, say_datetime
from app.web.sentences import sentence
from app.web.staff.words import short_day

# Which field of the form a refusal is about; all others are the desk's to say.
FIELD_OF = {
    "due_missing": "when",
    "due_wrong": "day",
    "due_past": "day",
    "due_closed": "anyway",
    "why_missing": "why",
    "message_too_long": "why",
    "colleague_missing": "colleague",
}


def wish(form: Mapping[str, str] | None = None) -> Wish:
    """What this form asks for; a form without a choice means three days."""
    given = request.form if form is None else form
    return Wish(
        given.get("when") or When.THREE_DAYS,
        given.get("day", ""),
        given.get("at", ""),
        bool(given.get("anyway")),
    )


def shown(given: Wish, error: DomainError | None = None) -> dict[str, Any]:
    """What the part of a form that asks for the time is drawn with."""
    field = FIELD_OF.get(error.code, "") if error else ""
    return {
        "dues": [_choice(one) for one in followups.due_choices()],
        "wish": given,
        "error_field": field,
        "error": sentence(error) if error and field else "",
    }


def offered() -> list[tuple[str, str]]:
    """The choices of one press alone, for a short list."""
    return [(one.when.value, _said(one)) for one in followups.due_choices()]


def _choice(due: Due) -> tuple[str, str, str | None]:
    closed = [short_day(day) for day in due.skipped]
    return due.when.value, _said(due), _("We are closed on %(days)s.", days=listed(closed)) if closed else None


def _said(due: Due) -> str:
    if due.when is When.TODAY:
        return _("Today, before we close at %(time)s", time=local_time(due.at))
    if due.when is When.TOMORROW and not due.skipped:
        return _("Tomorrow at %(time)s", time=local_time(due.at))
    return say_datetime(due.at)
