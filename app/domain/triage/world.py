"""What a question tree is proved against: places, outside services and guides, as plain values. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Door:
    """An outside service. `areas` are the codes it serves, none for everywhere; `described` the languages it is told in.

    `pressable`: there is a checked number, an address that nobody found wrong, or a place to go to.
    `explained`: the languages in which it is told how to reach them.
    """

    areas: tuple[str, ...] = ()
    described: frozenset[str] = frozenset()
    pressable: bool = False
    explained: frozenset[str] = frozenset()

    def serves(self, chain: tuple[str, ...]) -> bool:
        """Whether it is for a reader in this place: the area's code and those above it."""
        return not self.areas or any(code in chain for code in self.areas)

    def reachable(self, language: str) -> bool:
        """Whether somebody who reads only this language learns who it is and how to get there."""
        return language in self.described and (self.pressable or language in self.explained)


@dataclass(frozen=True)
class World:
    """`places`: an area's code to its chain, itself first. `guides`: a matter's code to the countries it has a guide for.

    A guide for every country counts as "". `languages` are those we speak.
    """

    places: dict[str, tuple[str, ...]] = field(default_factory=dict)
    doors: dict[str, Door] = field(default_factory=dict)
    guides: dict[str, frozenset[str]] = field(default_factory=dict)
    topics: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()

    def countries(self) -> list[str]:
        """Like `se`, those that are among the places."""
        return [code.lower() for code, chain in self.places.items() if len(chain) == 1]

    def inside(self, country: str) -> list[str]:
        """The codes of a country and of everything in it."""
        return [code for code, chain in self.places.items() if chain[-1] == country.upper()]
