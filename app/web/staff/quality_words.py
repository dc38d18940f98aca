"""What the headings of a review ask, and what its marks mean: in our own words, as one colleague says it to another."""

from __future__ import annotations

from app.core.i18n import gettext as _
from app.domain.chat.terms import NOT_SEEN, Heading


def headings() -> dict[Heading, tuple[str, str]]:
    """Each heading with one line of what to look for."""
    return {
        Heading.INCLUSION: (
            _("Inclusion"),
            _("The visitor was met as they are: their language, their pace, and nothing taken for granted."),
        ),
        Heading.APPROACHABILITY: (
            _("Approachability"),
            _("It was easy to ask: a friendly beginning, and somebody who seemed to have time."),
        ),
        Heading.ENGAGEMENT: (
            _("Engagement"),
            _("The librarian found out what it was really about, and showed that it mattered."),
        ),
        Heading.SEARCHING: (
            _("Searching"),
            _("They looked in the right places, said what they did, and let the visitor follow."),
        ),
        Heading.EVALUATION: (
            _("Evaluation"),
            _("They made sure that the answer was right, could be trusted, and was understood."),
        ),
        Heading.CLOSURE: (
            _("Closure"),
            _("It ended kindly: the visitor knew what comes next, and that they may come back."),
        ),
    }


def marks() -> list[tuple[str, str]]:
    """From the lowest; "not seen" where a conversation gave no reason for a heading."""
    return [
        ("1", _("1 · Missing")),
        ("2", _("2 · Begun")),
        ("3", _("3 · Good")),
        ("4", _("4 · A model for others")),
        (str(NOT_SEEN), _("Not seen")),
    ]
