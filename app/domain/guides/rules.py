"""What an area's libraries do differently: lines of their own, and lines of a guide that do not hold there.

Whoever shows what the library can and cannot do, a page, a list or the desk, asks `effective(guide, chain)`: the guide in the
reader's language (`queries.guide`, or anything with the same lines) and the codes of the reader's area, the nearest first
(`Place.chain`). The answer has the lines in the order they are said: the nearest area's own, then those above it, then the
guide's own without the ones that were taken away. With no area, or no rules, it is the guide as it stands and costs no read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy import select

from app.core import i18n, ids
from app.core.db import session
from app.core.memory import remembered
from app.domain.guides.models import Guide, GuideTranslation, LocalRule
from app.domain.guides.terms import RuleKind
from app.domain.places.models import Area

KINDS = (RuleKind.CAN, RuleKind.CANNOT)
# A guide's lines of each kind.
Both = tuple[Sequence[str], Sequence[str]]


class HasLines(Protocol):
    """A guide in one language: a GuideView, or a row of the matrix."""

    @property
    def id(self) -> int: ...
    @property
    def can(self) -> Sequence[str]: ...
    @property
    def cannot(self) -> Sequence[str]: ...
    @property
    def reasons(self) -> Sequence[str]: ...
    @property
    def head_locale(self) -> str: ...


@dataclass(frozen=True)
class Spot:
    """Where a line taken away stands in the guide's own language: its list, its place there, and how long the list is."""

    kind: str
    place: int
    length: int


@dataclass(frozen=True)
class Rule:
    """One rule of an area for one guide. `strikes` is the digest of the line it takes away, `spots` where that stands today."""

    public_id: str
    area: str
    kind: str
    reason: str = ""
    texts: Mapping[str, str] | None = None
    strikes: str = ""
    spots: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Line:
    """One thing the library can or cannot do. `area` is the code of the area that says so, empty for the guide's own."""

    text: str
    locale: str
    reason: str = ""
    area: str = ""


@dataclass(frozen=True)
class Effective:
    """What holds for a reader. `differs`: something here is not as in the guide."""

    can: tuple[Line, ...]
    cannot: tuple[Line, ...]
    differs: bool


def effective(guide: HasLines, chain: Sequence[str]) -> Effective:
    """The lines that hold in an area, in the language in use; `chain` is its code and those above it."""
    return combined(guide, in_chain(guide.id, chain))


def in_chain(guide: int, chain: Sequence[str]) -> list[Rule]:
    """A guide's rules along a chain, the nearest area's first, within an area as they were made."""
    here = _book().get(guide) if chain else None
    return [rule for code in chain for rule in here.get(code, ())] if here else []


def as_if(guide: HasLines, chain: Sequence[str], rule: Rule) -> Effective:
    """What would hold with this rule kept, in the place of the one it changes."""
    others = [one for one in in_chain(guide.id, chain) if one.public_id != rule.public_id]
    return combined(guide, sorted([*others, rule], key=lambda one: chain.index(one.area)))


def combined(guide: HasLines, rules: Sequence[Rule]) -> Effective:
    """A guide's lines with these rules held against them."""
    gone = set(_gone(guide, rules))
    reasons = [*guide.reasons, *[""] * len(guide.cannot)]
    own = [_own(rule) for rule in rules if rule.texts]
    can = [Line(text, guide.head_locale) for place, text in enumerate(guide.can) if (RuleKind.CAN, place) not in gone]
    cannot = [
        Line(text, guide.head_locale, reasons[place])
        for place, text in enumerate(guide.cannot)
        if (RuleKind.CANNOT, place) not in gone
    ]
    return Effective(
        (*(line for kind, line in own if kind == RuleKind.CAN), *can),
        (*(line for kind, line in own if kind == RuleKind.CANNOT), *cannot),
        bool(own or gone),
    )


def _gone(guide: HasLines, rules: Sequence[Rule]) -> Iterator[tuple[str, int]]:
    """The places of lines taken away. Where a translation has more or fewer lines nobody knows which it is: it stays."""
    lengths = {RuleKind.CAN: len(guide.can), RuleKind.CANNOT: len(guide.cannot)}
    for rule in rules:
        for spot in rule.spots:
            if lengths[RuleKind(spot.kind)] == spot.length:
                yield spot.kind, spot.place


def _own(rule: Rule) -> tuple[str, Line]:
    """The rule's own line, in the language the reader understands best."""
    locale, text = i18n.choose(dict(rule.texts or {})) or ("en", "")
    return rule.kind, Line(text, locale, rule.reason, rule.area)


def digest(line: str) -> str:
    """What a rule remembers of the line it takes away; how a line is broken does not matter."""
    return ids.digest(" ".join(line.split()))


def spots(strikes: str, lines: Both) -> tuple[Spot, ...]:
    """Where the line with this digest stands among a guide's; nowhere once the guide has changed."""
    return tuple(
        Spot(kind, place, len(listed))
        for kind, listed in zip(KINDS, lines, strict=True)
        for place, line in enumerate(listed)
        if strikes and digest(line) == strikes
    )


def source_lines(guides: Collection[int]) -> dict[int, Both]:
    """These guides' lines in the language they were written in."""
    if not guides:
        return {}
    rows = session.execute(
        select(GuideTranslation.guide_id, GuideTranslation.can, GuideTranslation.cannot)
        .join(Guide, Guide.id == GuideTranslation.guide_id)
        .where(Guide.id.in_(guides), GuideTranslation.locale == Guide.source_locale)
    )
    return {guide: (can, cannot) for guide, can, cannot in rows}


def every_rule() -> list[tuple[int, Rule]]:
    """Every rule there is with its guide's row id, in the order they were made: two reads, one where nothing is taken away."""
    rows = session.execute(
        select(LocalRule.guide_id, LocalRule.public_id, Area.code, LocalRule.kind, LocalRule.reason, LocalRule.texts,
               LocalRule.strikes)
        .join(Area, Area.id == LocalRule.area_id)
        .where(LocalRule.kind.in_(KINDS))
        .order_by(LocalRule.id)
    ).all()  # fmt: skip
    lines = source_lines({row.guide_id for row in rows if row.strikes})
    found = []
    for guide, public_id, area, kind, reason, texts, strikes in rows:
        where = spots(strikes or "", lines.get(guide, ((), ())))
        found.append((guide, Rule(public_id, area, kind, reason or "", texts, strikes or "", where)))
    return found


def _book() -> dict[int, dict[str, list[Rule]]]:
    """Every rule by guide and area."""
    return remembered("local rules", _read)


def _read() -> dict[int, dict[str, list[Rule]]]:
    book: dict[int, dict[str, list[Rule]]] = defaultdict(lambda: defaultdict(list))
    for guide, rule in every_rule():
        book[guide][rule.area].append(rule)
    return {guide: dict(areas) for guide, areas in book.items()}
