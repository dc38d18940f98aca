"""What stands in the form of a local rule, and what was typed into it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from markupsafe import Markup

from app.core import i18n
from app.core.errors import DomainError
from app.core.i18n import gettext as _
from app.domain.guides import rule_list, rules
from app.domain.guides.rule_list import Choice
from app.domain.guides.rule_services import Draft
from app.domain.guides.rules import Rule
from app.domain.guides.terms import RuleKind
from app.domain.places.areas import Place, places
from app.web import reasons as why
from app.web.filters import country_name, inline, language_here
from app.web.rule_lines import spoken

FIELDS = {
    "rule_empty": "strikes", "strike_gone": "strikes", "strike_there": "strikes", "kind_missing": "kind",
    "reason_missing": "reason", "area_missing": "area", "guide_missing": "guide",
}  # fmt: skip


def draft(form: Mapping[str, str]) -> Draft:
    texts = {code: text for code in i18n.locales() if (text := form.get(f"text-{code}", ""))}
    return Draft(form.get("kind", ""), form.get("reason", ""), texts, form.get("strikes", ""))


def given(rule: Rule) -> dict[str, str]:
    """A kept rule as the form has it; a line that is no longer in the guide is not chosen any more."""
    texts = {f"text-{code}": text for code, text in (rule.texts or {}).items()}
    return {**texts, "kind": rule.kind, "reason": rule.reason, "strikes": rule.strikes if rule.spots else ""}


def field(error: DomainError) -> str:
    """The field of the form that a refusal is about."""
    code = error.data.get("field")
    return f"text-{code}" if code else FIELDS.get(error.code, "")


def areas(some: Iterable[Place]) -> list[tuple[str, str]]:
    """Places to choose from, in the house's order, each with what it lies in."""
    wanted, every = {one.code for one in some}, places()
    return [(code, _placed(place, every)) for code, place in every.items() if code in wanted]


def _placed(place: Place, every: Mapping[str, Place]) -> str:
    return " · ".join(every[code].name for code in reversed((place.code, *place.above)))


def guides() -> list[tuple[str, str]]:
    """Every guide by title, with its country."""
    found = [(one.slug, _titled(one)) for one in rule_list.choices()]
    return sorted(found, key=lambda pair: pair[1].casefold())


def _titled(guide: Choice) -> str:
    title = i18n.say(dict(guide.titles))
    return f"{title} ({country_name(guide.country)})" if guide.country else title


def lines(guide: Choice) -> list[tuple[str, str, str]]:
    """The guide's own lines to take away: what stands for it, its words, and which list it is in."""
    named = dict(kinds())
    every = [
        (rules.digest(line), spoken(inline(line).striptags(), guide.source_locale), named[kind])
        for kind, listed in zip(rules.KINDS, guide.lines, strict=True)
        for line in listed
    ]
    return [("", _("All of them hold here"), ""), *every]


def title(titles: Mapping[str, str], slug: str) -> Markup:
    """A guide's title as the editor reads it, in its own direction: one may begin with a foreign name."""
    code, words = i18n.choose(dict(titles)) or (i18n.current().code, slug)
    return spoken(words, code)


def kinds() -> list[tuple[str, str]]:
    return [
        (RuleKind.CAN, _("What the library can help with")),
        (RuleKind.CANNOT, _("What the library cannot do")),
    ]


def reasons() -> list[tuple[str, str]]:
    return [("", _("None chosen")), *why.reasons()]


def readers(missing: Iterable[str]) -> list[str]:
    """Languages by the editor's names for them."""
    return [language_here(code) for code in missing]
