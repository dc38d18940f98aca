"""The lines that hold somewhere, against a slow reading that goes through every rule again for every line."""

from __future__ import annotations

import random

from app.core import i18n
from app.domain.guides import rules
from app.domain.guides.rules import Effective, Line, Rule, Spot


def slowly(can: list[str], cannot: list[str], reasons: list[str], every: list[Rule], chain: list[str]) -> Effective:
    """The same by going through everything again for every line."""
    kept: dict[str, list[Line]] = {"can": [], "cannot": []}
    differs = False
    for area in chain:
        for one in every:
            if one.area == area and one.texts:
                differs = True
                locale = next(code for code in ("sv", "nb", "da", "en", "ar") if code in one.texts)
                kept[one.kind].append(Line(one.texts[locale], locale, one.reason, area))
    for kind, lines in (("can", can), ("cannot", cannot)):
        for place, line in enumerate(lines):
            takers = [
                one
                for one in every
                for spot in one.spots
                if one.area in chain and spot == Spot(kind, place, len(lines))
            ]
            differs = differs or bool(takers)
            if not takers:
                why = reasons[place] if kind == "cannot" and place < len(reasons) else ""
                kept[kind].append(Line(line, "sv", why))
    return Effective(tuple(kept["can"]), tuple(kept["cannot"]), differs)


class Lines:
    """A guide made up on the spot."""

    def __init__(self, chance: random.Random) -> None:
        self.id, self.head_locale = 1, "sv"
        self.can = [f"can {place}" for place in range(chance.randrange(5))]
        self.cannot = [f"cannot {place}" for place in range(chance.randrange(5))]
        self.reasons = [f"why {place}" for place in range(chance.randrange(6))]


def made_up(chance: random.Random, number: int) -> Rule:
    locales = chance.sample(["sv", "da", "en", "ar"], chance.randrange(4))
    lengths = [chance.randrange(1, 6) for _spot in range(chance.randrange(3))]
    spots = tuple(Spot(chance.choice(["can", "cannot"]), chance.randrange(length), length) for length in lengths)
    texts = {code: f"{number} {code}" for code in locales}
    return Rule(str(number), chance.choice("abcdx"), chance.choice(["can", "cannot"]), "risk", texts, "", spots)


def test_it_works() -> None:
    for seed in range(2000):
        compare(seed)


def compare(seed: int) -> None:
    chance = random.Random(seed)
    guide, every = Lines(chance), [made_up(chance, number) for number in range(chance.randrange(9))]
    chain = chance.sample("abcd", chance.randrange(1, 5))
    near = [one for area in chain for one in every if one.area == area]
    with i18n.speaking("sv"):
        found = rules.combined(guide, near)
    assert found == slowly(guide.can, guide.cannot, guide.reasons, every, chain), f"seed {seed}"
