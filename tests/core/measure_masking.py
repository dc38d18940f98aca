"""Figures of masking: `python -m tests.core.measure_masking [how many of each] [seed]`."""

import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from app.core.text import accept
from tests.core.decoys import DECOYS, DOUBTFUL, bare_finnish_mobile, bare_swedish_mobile
from tests.core.numbers import COUNTRIES, card, has_check_digit, iban
from tests.core.spellings import SPELLINGS, in_sentence


@dataclass(frozen=True)
class Cell:
    """One line of figures."""

    name: str
    count: int
    hits: int
    asked: int
    missed: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.hits / self.count


def _is_gone(number: str, whole: str, before: str, after: str) -> bool:
    """Nothing of the number is left: what stood around it is, with one mask between."""
    return accept(whole).text == accept(before).text + "[•••]" + accept(after).text


def recall(country: str, spelling: str, count: int, seed: int) -> Cell:
    """How many of a country's numbers in one spelling are hidden whole."""
    rng = random.Random(f"{seed} {country} {spelling}")
    missed: list[str] = []
    for _ in range(count):
        written = SPELLINGS[spelling](country, COUNTRIES[country](rng), rng)
        whole, before, after = in_sentence(written, rng)
        if not _is_gone(written, whole, before, after):
            missed.append(whole)
    return Cell(f"{country} {spelling}", count, count - len(missed), 0, tuple(missed))


def account_recall(name: str, count: int, seed: int) -> Cell:
    """Cards and IBAN: bare, in fours, with dashes, with hidden characters."""
    rng = random.Random(f"{seed} {name}")
    missed: list[str] = []
    for _ in range(count):
        number = (card if name == "card" else iban)(rng)
        gap = rng.choice(["", " ", "-", "\u00a0", "\u200b"])
        written = gap.join(number[place : place + 4] for place in range(0, len(number), 4))
        whole, before, after = in_sentence(written, rng)
        if not _is_gone(written, whole, before, after):
            missed.append(whole)
    return Cell(name, count, count - len(missed), 0, tuple(missed))


def wrongly_hidden(name: str, make: Callable[[random.Random], str], count: int, seed: int) -> Cell:
    """How many numbers that are none were hidden, and of how many the visitor is asked."""
    rng = random.Random(f"{seed} {name}")
    hits = asked = 0
    hidden: list[str] = []
    for _ in range(count):
        whole, _before, _after = in_sentence(make(rng), rng)
        result = accept(whole)
        hits += bool(result.masked)
        asked += result.ambiguous > 0
        if result.masked:
            hidden.append(whole)
    return Cell(name, count, hits, asked, tuple(hidden))


def recalls(count: int, seed: int) -> Iterator[Cell]:
    """All that must be hidden."""
    for country in COUNTRIES:
        for spelling in SPELLINGS:
            yield recall(country, spelling, count, seed)
    yield account_recall("card", count, seed)
    yield account_recall("IBAN", count, seed)


def main(count: int = 10_000, seed: int = 1) -> None:
    """Print everything, a line each, with examples of what went wrong."""
    print(f"must be hidden ({count} each)")
    for cell in recalls(count, seed):
        print(f"  {cell.name:45} {cell.share:9.4%}", *map(repr, cell.missed[:3]))
    for title, makers in (("must survive: hidden, asked", DECOYS), ("could be either: hidden, asked", DOUBTFUL)):
        print(f"{title} ({count} each)")
        for name, make in makers.items():
            cell = wrongly_hidden(name, make, count, seed)
            print(f"  {name:45} {cell.share:9.4%} {cell.asked / count:9.4%}", *map(repr, cell.missed[:3]))
    print("of these mobiles, also a Swedish, Danish or Icelandic number with a right check digit")
    for make in (bare_swedish_mobile, bare_finnish_mobile):
        rng = random.Random(seed)
        print(f"  {make.__name__:45} {sum(has_check_digit(make(rng)) for _ in range(count)) / count:9.4%}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
