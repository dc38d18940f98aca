"""The form of a library's page: from what is known to fields, from fields to a draft, and what each refusal is about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import zip_longest

from werkzeug.datastructures import MultiDict

from app.core import i18n
from app.core.errors import DomainError
from app.core.i18n import gettext as _
from app.domain.directory import branch_hours, branch_services
from app.domain.directory.branch_services import ADDRESS, BranchRefused, Differing, Draft
from app.domain.directory.branches import Branch, coming, offerable
from app.domain.directory.hours import CLOSED, OPEN, WEEK
from app.domain.directory.terms import LIBRARY
from app.domain.places.areas import places
from app.web.filters import language_here, listed
from app.web.sentences import sentence

# Empty lines for days that differ, beside those that are there: without a script none can be added.
SPARE, MOST = 3, 80
WANTED: dict[str, Callable[[], str]] = {
    "website": lambda: _("its own page"),
    "address": lambda: _("the address"),
    "hours": lambda: _("the opening hours"),
    "holidays": lambda: _("what public holidays change"),
    "checked": lambda: _("a check by a person"),
}


def wanted() -> dict[str, str]:
    """What is missing, in words."""
    return {name: words() for name, words in WANTED.items()}


def missing(known: Branch) -> str:
    names = wanted()
    return listed([names[one] for one in known.missing])


def above(known: Branch) -> str:
    every = places()
    return " · ".join(every[code].name for code in known.place.above)


def given(known: Branch) -> Draft:
    """The fields as the branch stands."""
    return Draft(
        website=known.place.website or "",
        address={key: known.address.get(key, "") for key in ADDRESS},
        week=branch_hours.write_week(known.schedule),
        holidays=known.holidays or "",
        exceptions=_differing(known),
        services=[slug for slug in known.services if slug != LIBRARY],
        source=known.schedule_source,
        seen=known.version,
    )


def draft(form: MultiDict[str, str]) -> Draft:
    """The fields as they were sent."""
    lines = zip_longest(form.getlist("date"), form.getlist("times"), form.getlist("note"), fillvalue="")
    return Draft(
        website=form.get("website", ""),
        address={key: form.get(key, "") for key in ADDRESS},
        week=[form.get(f"day-{place}", "") for place in range(len(WEEK))],
        holidays=form.get("holidays", ""),
        exceptions=[Differing(*one) for one in list(lines)[:MOST]],
        services=form.getlist("services"),
        source=form.get("source", ""),
        checked=form.get("checked") == "yes",
        seen=form.get("seen", ""),
    )


def lines(sent: Draft) -> list[Differing]:
    """The days that differ, with room for more."""
    filled = [one for one in sent.exceptions if one.day or one.hours or one.note]
    # A refusal names a line by its place, so lines stay where they were sent.
    kept = list(sent.exceptions) if len(sent.exceptions) > len(filled) else filled
    empty = len(kept) - len(filled)
    return kept + [Differing()] * max(SPARE - empty, 0)


def errors(error: DomainError | None) -> dict[str, str]:
    """A sentence for each field; one about the whole form has none."""
    if isinstance(error, BranchRefused):
        return {name: sentence(one) for name, one in error.wrong.items()}
    return {"": sentence(error)} if error else {}


def offers(known: Branch) -> list[tuple[str, str, str]]:
    """What may be offered there, with whose it is."""
    return [(one.slug, i18n.say(one.names), one.organization_name) for one in offerable(known.place)]


def holidays() -> list[tuple[str, str]]:
    return [
        ("", _("Not known: visitors read that the hours of such a day are not known")),
        (CLOSED, _("Closed on public holidays")),
        (OPEN, _("Open as usual on public holidays")),
    ]


def note_language(known: Branch) -> str:
    return language_here(branch_services.note_language(known))


def _differing(known: Branch) -> list[Differing]:
    """One line a day, with all its times."""
    days: dict[str, list[Mapping[str, object]]] = {}
    for row in coming(known.exceptions, known.place.timezone):
        days.setdefault(str(row["day"]), []).append(row)
    return [_line(day, rows, branch_services.note_language(known)) for day, rows in sorted(days.items())]


def _line(day: str, rows: list[Mapping[str, object]], language: str) -> Differing:
    spans = [(str(row["opens"]), str(row["closes"])) for row in rows if row.get("opens")]
    note = next((row["note"] for row in rows if row.get("note")), {})
    said = note.get(language) or next(iter(note.values()), "") if isinstance(note, dict) else ""
    return Differing(day, branch_hours.write_day(sorted(spans)), str(said))
