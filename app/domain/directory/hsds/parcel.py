"""A package taken apart: every thing once, with where it stood and what it stood inside."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

Doc = dict[str, Any]


@dataclass(frozen=True)
class Top:
    """A document as it was read, before anybody looked at it. `entity` is None where its kind could not be told."""

    entity: str | None
    doc: Any
    place: str


@dataclass
class Raw:
    """What a file or a folder holds. `marks` says of a table's documents (by identity) which line they were."""

    tops: list[Top] = field(default_factory=list)
    marks: dict[int, str] = field(default_factory=dict)


@dataclass
class Thing:
    """One thing of the package. `owners` are what it stood inside, the nearest first, of every place it stood at."""

    entity: str
    id: str
    doc: Doc
    place: str
    owners: list[tuple[str, str]] = field(default_factory=list)

    def owner(self, entity: str) -> str | None:
        """The id of the nearest thing of this kind that it stood inside or names."""
        named = self.doc.get(f"{entity}_id")
        return next((found for kind, found in self.owners if kind == entity), named if named else None)


@dataclass
class Parcel:
    """Every thing by kind and id, in the order they were met."""

    things: dict[str, dict[str, Thing]] = field(default_factory=lambda: defaultdict(dict))

    def get(self, entity: str, key: str | None) -> Thing | None:
        return self.things[entity].get(key) if key else None

    def all(self, entity: str) -> list[Thing]:
        return list(self.things[entity].values())

    def ids(self) -> dict[str, set[str]]:
        return {entity: set(found) for entity, found in self.things.items()}


def inside(doc: Doc, name: str) -> str | None:
    """The id of the one thing inside this field."""
    one = doc.get(name)
    return one.get("id") if isinstance(one, dict) else None


def organization_of(thing: Thing, parcel: Parcel) -> str | None:
    """Whose service this is: said inside it, by id, by what it stood in, or by an organization that lists it."""
    return inside(thing.doc, "organization") or thing.owner("organization")


def service_of(thing: Thing) -> str | None:
    """The service of a service at a location."""
    return inside(thing.doc, "service") or thing.owner("service")


def location_of(thing: Thing) -> str | None:
    return inside(thing.doc, "location") or thing.owner("location")
