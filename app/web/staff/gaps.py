"""What a proof found, in the editor's language: a sentence for each gap, and gaps that are alike on one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from app.core.i18n import gettext as _
from app.domain.places.areas import places
from app.domain.triage.gaps import Gap, GapKind
from app.web.filters import language_here, listed

WORDS: dict[GapKind, Callable[[str], str]] = {
    GapKind.NO_START: lambda other: _("It begins at “%(other)s”, which is none of its questions.", other=other),
    GapKind.TWICE: lambda other: _("A question and an end have this same code. Give one of them another."),
    GapKind.NO_OPTIONS: lambda other: _("This question has fewer than two answers, so there is nothing to choose."),
    GapKind.OPTION_TWICE: lambda other: _("The answer “%(other)s” is there twice.", other=other),
    GapKind.LEADS_NOWHERE: lambda other: _(
        "The answer “%(other)s” leads to a question or an end that does not exist.", other=other
    ),
    GapKind.UNREACHABLE: lambda other: _("No path leads here."),
    GapKind.LOOP: lambda other: _("The path comes back to where it was: %(other)s.", other=other),
    GapKind.NO_END: lambda other: _("From here no path comes to an end."),
    GapKind.KNOWN_BY_WRONG: lambda other: _(
        "“known_by” is “%(other)s”, which cannot answer for anybody. It can be “country”.", other=other
    ),
    GapKind.COUNTRY_MISSING: lambda other: _(
        "The question about the country has no answer for “%(other)s”, where the tree is offered.", other=other
    ),
    GapKind.COUNTRY_STRANGE: lambda other: _(
        "The tree is not offered in “%(other)s”, or we do not know that country.", other=other
    ),
    GapKind.KIND_WRONG: lambda other: _(
        "“kind” is “%(other)s”. It can be “guide”, “service” or “handoff”.", other=other
    ),
    GapKind.NOTHING_TO_GIVE: lambda other: _(
        "An end of the kind “%(other)s” must name at least one matter or service to give.", other=other
    ),
    GapKind.UNKNOWN_MATTER: lambda other: _("There is no matter with the code “%(other)s”.", other=other),
    GapKind.UNKNOWN_SERVICE: lambda other: _("There is no service “%(other)s” in the directory.", other=other),
    GapKind.UNKNOWN_TOPIC: lambda other: _("There is no topic “%(other)s”.", other=other),
    GapKind.UNKNOWN_AREA: lambda other: _("“nobody_in” names “%(other)s”, which is no place we know.", other=other),
    GapKind.NO_GUIDE: lambda other: _("None of the matters this end names has a guide for this country."),
    GapKind.NO_ACTOR: lambda other: _(
        "Nobody is named here whom a reader can reach. Name a service, or say honestly that there is none with “nobody_in”."
    ),
    GapKind.NOBODY_BUT_SOMEBODY: lambda other: _(
        "It says that we know of nobody, but names “%(other)s”, who is there for this place.", other=other
    ),
    GapKind.NO_LANGUAGE: lambda other: _("The words that the others are translated from are missing."),
    GapKind.TEXT_MISSING: lambda other: _("The text “%(other)s” is missing.", other=other),
    GapKind.TEXT_STRANGE: lambda other: _("The text “%(other)s” belongs to nothing in the tree.", other=other),
    GapKind.TEXT_NOT_PLAIN: lambda other: _(
        "The text “%(other)s” must be plain: no asterisks, no brackets, no web addresses.", other=other
    ),
    GapKind.TEXT_TOO_LONG: lambda other: _("The text “%(other)s” is too long to be read on a phone.", other=other),
    GapKind.TEXT_HAS_NUMBER: lambda other: _(
        "The text “%(other)s” has something like a phone number. Numbers belong in the directory, where they are checked.",
        other=other,
    ),
    GapKind.OPTIONS_ALIKE: lambda other: _("Two answers read the same: “%(other)s”.", other=other),
}


@dataclass(frozen=True)
class Line:
    """Gaps that are alike: the sentence, where in the tree, and the languages and places it holds for (none: for all)."""

    node: str
    sentence: str
    languages: str
    places: str


def lines(gaps: Iterable[Gap]) -> list[Line]:
    """One line for each different thing to mend; nobody reads forty times that a number has expired."""
    by_place: dict[tuple[GapKind, str, str, str], list[str]] = defaultdict(list)
    for gap in gaps:
        by_place[gap.kind, gap.node, gap.other, gap.area].append(gap.locale)
    by_language: dict[tuple[GapKind, str, str, tuple[str, ...]], list[str]] = defaultdict(list)
    for (kind, node, other, area), locales in by_place.items():
        by_language[kind, node, other, tuple(locale for locale in locales if locale)].append(area)
    return [
        Line(node, WORDS[kind](other), listed([language_here(one) for one in locales]), listed(_named(areas)))
        for (kind, node, other, locales), areas in by_language.items()
    ]


def _named(areas: Collection[str]) -> list[str]:
    """The places by name; one that is there with everything inside it stands for all of it."""
    every, given = places(), {code for code in areas if code}
    whole = {code for code in given if all(one.code in given for one in every.values() if code in one.chain)}
    top = [code for code in every if code in given and not whole & set(every[code].chain[1:])]
    return [every[code].name for code in top] + sorted(given - every.keys())
