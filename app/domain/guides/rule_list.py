"""The rules of every area as their editors see them: what they say, and which of them somebody must look at again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from app.core import i18n, ids
from app.core.db import session
from app.core.errors import NotFound
from app.domain.guides import rules
from app.domain.guides.models import Guide, GuideTranslation
from app.domain.guides.rules import Both, Rule
from app.domain.guides.states import READABLE_HEADS
from app.domain.guides.terms import GuideStatus, RuleKind
from app.domain.places.areas import Place, places


@dataclass(frozen=True)
class Choice:
    """A guide that a rule may be about, with its titles by language and its lines as they were written."""

    id: int
    slug: str
    country: str | None
    source_locale: str
    titles: Mapping[str, str]
    lines: Both


@dataclass(frozen=True)
class Entry:
    """One rule in the editors' list; `source` is the language its guide was written in.

    `struck`: the words it takes away, empty where it takes none or they are no longer in the guide (`lost`).
    `uneven`: languages whose text has more or fewer lines than the original, so that nothing is taken away there.
    `missing`: languages its own line is not written in.
    """

    rule: Rule
    place: Place
    guide: str
    source: str
    titles: Mapping[str, str]
    published: bool
    struck: str
    lost: bool
    uneven: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def flagged(self) -> bool:
        """Whether it does not do what its editor meant."""
        return self.lost or bool(self.uneven)

    @property
    def version(self) -> str:
        """What an editor's form carries, so that nobody writes over a colleague's change."""
        return version(self.rule)


def version(rule: Rule) -> str:
    """Changes whenever what the rule says does: for two who edit at once."""
    texts = sorted((rule.texts or {}).items())
    return ids.digest(repr((rule.area, rule.kind, rule.reason, texts, rule.strikes)))[:16]


def choice(slug: str) -> Choice | None:
    """The published guide of this slug."""
    return next((one for one in choices() if one.slug == slug), None)


def choices() -> list[Choice]:
    """Every published guide, by slug."""
    query = (
        select(
            Guide.id, Guide.slug, Guide.country, Guide.source_locale, GuideTranslation.locale, GuideTranslation.title
        )
        .join(GuideTranslation, GuideTranslation.guide_id == Guide.id)
        .where(Guide.status == GuideStatus.PUBLISHED)
        .order_by(Guide.slug)
    )
    titles: dict[tuple[int, str, str | None, str], dict[str, str]] = defaultdict(dict)
    for guide, slug, country, source, locale, title in session.execute(query):
        titles[guide, slug, country, source][locale] = title
    lines = rules.source_lines([guide for guide, *_rest in titles])
    return [Choice(*one, names, lines.get(one[0], ((), ()))) for one, names in titles.items()]


def entries() -> list[Entry]:
    """Every rule: those to look at again first, then area by area, then by guide."""
    known, order = places(), {code: place for place, code in enumerate(places())}
    every = [(guide, rule) for guide, rule in rules.every_rule() if rule.area in known]
    guides = _guides([guide for guide, _rule in every])
    found = [_entry(rule, known[rule.area], *guides[guide]) for guide, rule in every]
    return sorted(found, key=lambda one: (not one.flagged, order[one.rule.area], one.guide))


def entry(public_id: str) -> Entry:
    """One rule, or NotFound: a colleague may have taken it away."""
    found = next((one for one in entries() if one.rule.public_id == public_id), None)
    if found is None:
        raise NotFound("rule_not_found")
    return found


Texts = dict[str, tuple[str, Both]]


def _guides(wanted: Sequence[int]) -> dict[int, tuple[str, str, str, Texts]]:
    """(slug, status, source language, title and lines by readable language) of these guides."""
    query = (
        select(Guide.id, Guide.slug, Guide.status, Guide.source_locale, GuideTranslation)
        .join(GuideTranslation, GuideTranslation.guide_id == Guide.id)
        .where(Guide.id.in_(set(wanted)))
    )
    found: dict[int, tuple[str, str, str, Texts]] = {}
    for guide, slug, status, source, text in session.execute(query):
        texts = found.setdefault(guide, (slug, status, source, {}))[3]
        if text.state in READABLE_HEADS or text.locale == source:
            texts[text.locale] = (text.title, (text.can, text.cannot))
    return found


def _entry(rule: Rule, place: Place, slug: str, status: str, source: str, texts: Texts) -> Entry:
    lists = dict(zip(rules.KINDS, texts.get(source, ("", ((), ())))[1], strict=True))
    struck = next((lists[RuleKind(spot.kind)][spot.place] for spot in rule.spots), "")
    return Entry(
        rule,
        place,
        slug,
        source,
        {locale: title for locale, (title, _lines) in texts.items()},
        status == GuideStatus.PUBLISHED,
        struck,
        bool(rule.strikes) and not rule.spots,
        tuple(code for code in i18n.locales() if code in texts and _is_uneven(rule, texts[code][1])),
        tuple(code for code in i18n.locales() if rule.texts and not rule.texts.get(code)),
    )


def _is_uneven(rule: Rule, lines: Both) -> bool:
    lengths = dict(zip(rules.KINDS, map(len, lines), strict=True))
    return any(lengths[RuleKind(spot.kind)] != spot.length for spot in rule.spots)
