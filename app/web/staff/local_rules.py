"""What the visitor's own library does differently, for the guides that fit what they ask: said at the desk in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.domain.guides import queries as guides
from app.domain.guides import rules
from app.domain.guides.rules import Line
from app.domain.places.areas import place_of
from app.web.rule_lines import Shown, shown

MOST = 3


@dataclass(frozen=True)
class Local:
    """One guide's lines that hold in this place alone, and (`gone`) its own that do not hold there."""

    title: str
    can: list[Shown]
    cannot: list[Shown]
    gone: list[Shown]


def of(slugs: Iterable[str], area: str | None) -> tuple[Local, ...]:
    """For the first few guides; nothing where nobody knows the place, or it does as the guides say."""
    place = place_of(area)
    return tuple(_locals(list(dict.fromkeys(slugs))[:MOST], place.chain)) if place else ()


def _locals(slugs: Sequence[str], chain: Sequence[str]) -> Iterator[Local]:
    for guide in filter(None, map(guides.guide, slugs)):
        here, plain = rules.effective(guide, chain), rules.effective(guide, ())
        if here.differs:
            stays = {line.text for line in (*here.can, *here.cannot)}
            gone = [line for line in (*plain.can, *plain.cannot) if line.text not in stays]
            yield Local(guide.title, _own(here.can), _own(here.cannot), shown(gone))


def _own(lines: Iterable[Line]) -> list[Shown]:
    return shown(line for line in lines if line.area)
