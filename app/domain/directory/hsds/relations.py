"""What can only be judged of several values together: order, references, circles, rules of repetition."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from app.domain.directory.hsds import values
from app.domain.directory.hsds.checking import Walk
from app.domain.directory.hsds.parcel import Doc, Parcel, Thing, location_of, organization_of, service_of
from app.domain.directory.hsds.problems import Problems

# Things that one may point at though they did not come with the package: how ours are sorted.
SHARED = ("taxonomy", "taxonomy_term")


def check(walk: Walk, known: dict[str, set[str]], problems: Problems) -> None:
    """`known` are the ids of SHARED things that we have already."""
    for entity, rules in RULES.items():
        for thing in walk.parcel.all(entity):
            for field, reason in (found for rule in rules for found in rule(thing.doc)):
                problems.add(_at(thing, field), reason, hard=False)
    _references(walk, known, problems)
    _homes(walk.parcel, problems)
    _circles(walk.parcel, problems)


def _at(thing: Thing, field: str) -> str:
    return f"{thing.place}, {field}" if " line " in thing.place else f"{thing.place}.{field}"


Found = Iterator[tuple[str, str]]


def _order(low: str, high: str, kind: str, words: str) -> Callable[[Doc], Found]:
    def rule(doc: Doc) -> Found:
        first, last = doc.get(low), doc.get(high)
        fit = all(value is not None and values.wrong(kind, value) is None for value in (first, last))
        if fit and first > last:  # type: ignore[operator]
            yield high, words

    return rule


def _repeats(doc: Doc) -> Found:
    """RFC 5545: which rules go with which rhythm."""
    if "count" in doc and "until" in doc:
        yield "until", "stands beside `count`; a schedule ends by one of them."
    for name in ("byweekno", "byyearday"):
        if name in doc and doc.get("freq") in values.FREQUENCIES:
            yield name, "only goes with a yearly schedule, which HSDS does not have."
    if "bymonthday" in doc and doc.get("freq") == "WEEKLY":
        yield "bymonthday", "does not go with WEEKLY."


def _both(one: str, other: str) -> Callable[[Doc], Found]:
    def rule(doc: Doc) -> Found:
        if (one in doc) != (other in doc):
            yield (one, f"stands without `{other}`.") if one in doc else (other, f"stands without `{one}`.")

    return rule


def _nameless(doc: Doc) -> Found:
    if "name" not in doc and "code" not in doc:
        yield "code", "is missing, and so is `name`: no language is named."


def _priceless(doc: Doc) -> Found:
    if "amount" in doc and "currency" not in doc:
        yield "currency", "is missing: the amount is in no currency."


RULES: dict[str, tuple[Callable[[Doc], Found], ...]] = {
    "service": (_order("minimum_age", "maximum_age", "age", "is lower than `minimum_age`."),),
    "schedule": (
        _order("valid_from", "valid_to", "date", "is before `valid_from`."),
        _order("dtstart", "until", "date", "is before `dtstart`."),
        _both("opens_at", "closes_at"),
        _repeats,
    ),
    "cost_option": (_order("valid_from", "valid_to", "date", "is before `valid_from`."), _priceless),
    "location": (_both("latitude", "longitude"),),
    "language": (_nameless,),
}


def _references(walk: Walk, known: dict[str, set[str]], problems: Problems) -> None:
    ids = walk.parcel.ids()
    every = set().union(*ids.values()) if ids else set()
    for place, entity, key in walk.named:
        there = key in every if entity is None else key in ids.get(entity, ()) or key in known.get(entity, ())
        if not there:
            problems.add(place, f"points at {_a(entity or 'thing')} that is not in the package.", hard=False)


def _a(entity: str) -> str:
    words = entity.replace("_", " ")
    return f"{'an' if words[0] in 'aeiou' else 'a'} {words}"


def _homes(parcel: Parcel, problems: Problems) -> None:
    """A service without its organization, or a place of a service without either, could not be kept."""
    for thing in parcel.all("service"):
        if parcel.get("organization", organization_of(thing, parcel)) is None:
            problems.add(thing.place, "has no organization in the package.")
    pairs: dict[tuple[str, str], str] = {}
    for thing in parcel.all("service_at_location"):
        service, location = service_of(thing), location_of(thing)
        for name, key in (("service", service), ("location", location)):
            if parcel.get(name, key) is None:
                problems.add(thing.place, f"has no {name} in the package.")
        if service and location and (first := pairs.setdefault((service, location), thing.place)) != thing.place:
            problems.add(thing.place, f"says the same service at the same location as {first}.")


def _circles(parcel: Parcel, problems: Problems) -> None:
    """A term above itself would send every reader round for ever."""
    for entity, field in (("taxonomy_term", "parent_id"), ("organization", "parent_organization_id")):
        above = {thing.id: thing.doc.get(field) for thing in parcel.all(entity)}
        for thing in parcel.all(entity):
            seen, key = {thing.id}, above[thing.id]
            while key in above and key not in seen:
                seen.add(key)
                key = above[key]
            if key == thing.id:
                problems.add(_at(thing, field), f"makes the {entity.replace('_', ' ')} its own ancestor.")
