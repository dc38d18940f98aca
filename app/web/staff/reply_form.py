"""What stands in the form of a prepared reply, what was typed into it, and which replies a list shows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app.core import i18n
from app.core.errors import DomainError
from app.core.i18n import Locale
from app.core.i18n import gettext as _
from app.domain.directory import branches
from app.domain.guides.titles import all_matter_titles
from app.domain.replies import finding
from app.domain.replies.queries import ReplyView
from app.domain.replies.services import Draft
from app.domain.replies.terms import Fact, TextState, Whose
from app.web.reply_words import Words, words

EXAMPLE_NAME, EXAMPLE_HOURS = "Amina", [["10:00", "18:00"]]


@dataclass(frozen=True)
class Preview:
    """How it reads in one language: with everything known, and with nothing."""

    language: Locale
    full: Words
    bare: Words


def draft(form: Mapping[str, str], source: str = "") -> Draft:
    """What was typed; an existing reply keeps its `source`."""
    codes = list(i18n.locales())
    return Draft(
        shortcut=form.get("shortcut", ""),
        matter=form.get("matter", ""),
        source=source or form.get("source", ""),
        texts={code: (form.get(f"title-{code}", ""), form.get(f"text-{code}", "")) for code in codes},
        spelling=form.get("spelling") == "yes",
        right=frozenset(code for code in codes if form.get(f"right-{code}") == "yes"),
    )


def given(reply: ReplyView) -> dict[str, str]:
    """A kept reply as the form has it."""
    fields = {"shortcut": reply.shortcut, "matter": reply.matter, "source": reply.source}
    for code, text in reply.texts.items():
        fields |= {f"title-{code}": text.title, f"text-{code}": text.text}
    return fields


def field(error: DomainError) -> str:
    return str(error.data.get("field", ""))


def preview(given: Mapping[str, str], source: str, me: str) -> Preview | None:
    """In the language chosen to look at, where there are words; what is typed now, kept or not."""
    look = given.get("look", "")
    texts = {code: text for code in i18n.locales() if (text := given.get(f"text-{code}", "").strip())}
    example = next(iter(branches.branches()), "")
    facts: dict[str, Any] = {"first_name": EXAMPLE_NAME, "area": example, "spans": EXAMPLE_HOURS, "my_name": me}
    with i18n.speaking(look if look in i18n.locales() else source) as language:
        full, bare = words(texts, source, facts), words(texts, source, {})
    return Preview(language, full, bare) if full and bare else None


def wanted(every: Iterable[ReplyView], chosen: Mapping[str, str]) -> list[ReplyView]:
    """The part of the list that was asked for: whose, about what, and by words."""
    whose = _whose(chosen)
    rows = [one for one in every if _belongs(one, whose)]
    if chosen.get("matter"):
        rows = [one for one in rows if one.matter == chosen["matter"]]
    return finding.found(rows, chosen.get("q", ""), i18n.locales().keys())


def _whose(chosen: Mapping[str, str]) -> Whose:
    asked = chosen.get("whose", "")
    return Whose(asked) if asked in set(Whose) else Whose.ALL


def _belongs(one: ReplyView, whose: Whose) -> bool:
    if whose is Whose.ARCHIVED or one.archived:
        return whose is Whose.ARCHIVED and one.archived
    return {
        Whose.ALL: True,
        Whose.MINE: one.mine,
        Whose.SHARED: one.shared,
        Whose.PROPOSED: one.proposed,
        Whose.BEHIND: bool(one.behind),
    }[whose]


def tabs(every: Iterable[ReplyView], chosen: Mapping[str, str]) -> list[tuple[Whose, str, bool, int]]:
    """The parts of the list with how many are in each."""
    names = {
        Whose.ALL: _("All"),
        Whose.MINE: _("My own"),
        Whose.SHARED: _("Everybody's"),
        Whose.PROPOSED: _("Proposed"),
        Whose.BEHIND: _("Out of date"),
        Whose.ARCHIVED: _("Put away"),
    }
    listed = list(every)
    return [(one, name, one is _whose(chosen), sum(_belongs(r, one) for r in listed)) for one, name in names.items()]


def matters() -> list[tuple[str, str]]:
    found = [(code, i18n.say(titles)) for code, titles in all_matter_titles().items()]
    return sorted(found, key=lambda pair: pair[1].casefold())


def open_places() -> list[tuple[str, str]]:
    """What can be left open in a reply, with what fills it."""
    return [
        (f"{{{Fact.FIRST_NAME}}}", _("the visitor's first name")),
        (f"{{{Fact.BRANCH}}}", _("the library they are at or belong to")),
        (f"{{{Fact.OPENING_HOURS}}}", _("when that library is open today")),
        (f"{{{Fact.MY_NAME}}}", _("your first name")),
    ]


def states() -> dict[TextState, tuple[str, str, str]]:
    """What a translation's state is called, with the badge's kind and icon."""
    return {
        TextState.UP_TO_DATE: (_("Up to date"), "good", "check"),
        TextState.OUT_OF_DATE: (_("Out of date"), "warn", "warning"),
        TextState.MISSING: (_("Not written yet"), "quiet", "globe"),
    }
