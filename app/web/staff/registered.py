"""What was just registered at a close, in words for the desk with nothing else open."""

from __future__ import annotations

from app.core.i18n import gettext as _
from app.domain.insights import registering
from app.domain.insights.services import Closing
from app.domain.insights.terms import InquiryOutcome
from app.web.staff import undo
from app.web.staff.register import outcomes

NOW = "closed"


def sealed(closing: Closing) -> str:
    """For the address of the next page: nobody else can make it say something."""
    return undo.sealed(f"{closing.outcome}:{closing.matter}", NOW)


def said(carried: str) -> str:
    """The sentence; empty where nothing was registered, or somebody else wrote the address."""
    outcome, _colon, matter = undo.opened(carried, NOW).partition(":")
    words = {**dict(outcomes()), InquiryOutcome.SPAM: _("Not a real question")}
    if outcome not in words:
        return ""
    about = registering.title_of(matter) if matter else ""
    return _("Registered: %(what)s", what=" · ".join(filter(None, (about, words[outcome]))))
