"""Walks every document of a package against the shapes, and gathers its things; what is wrong is said with its place."""

from __future__ import annotations

from typing import Any

from app.domain.directory.hsds import values
from app.domain.directory.hsds.parcel import Doc, Parcel, Raw, Thing, Top
from app.domain.directory.hsds.problems import Problems
from app.domain.directory.hsds.shape import KINDS, SHAPES, Field

Owners = tuple[tuple[str, str], ...]
DEEPEST = 40
SORTING = ("taxonomy", "taxonomy_term")


class Walk:
    """One pass over a package. `named` are the ids that something points at: (place, entity, id)."""

    def __init__(self, marks: dict[int, str], problems: Problems) -> None:
        self.marks = marks
        self.problems = problems
        self.parcel = Parcel()
        self.named: list[tuple[str, str | None, str]] = []
        self._kinds: dict[str, tuple[str, str]] = {}
        self._tops: dict[tuple[str, str], str] = {}

    def top(self, top: Top) -> None:
        """One document of a list, or the only one."""
        if not isinstance(top.doc, dict):
            self.problems.add(top.place, "must be an object.")
            return
        if top.entity is None:
            self.problems.add(top.place, "is neither an organization nor anything else HSDS 3.0 has a list of.")
            return
        key = top.doc.get("id")
        if isinstance(key, str) and (first := self._tops.setdefault((top.entity, key.lower()), top.place)) != top.place:
            self.problems.add(top.place, f"has the same id as {first}.")
        self.thing(top.entity, top.doc, top.place, ())

    def thing(self, entity: str, doc: Doc, path: str, owners: Owners) -> None:
        """A thing with everything inside it."""
        marked = self.marks.get(id(doc))
        here = marked or path
        # A thing without an id owns nothing, and its place is as long all the same.
        if len(owners) > DEEPEST or path.count(".") > DEEPEST:
            self.problems.add(here, "is nested too deeply.")
            return
        if entity in KINDS and owners and set(doc) == {"id"} and values.identifier(doc["id"]) is None:
            self.named.append((here, entity, doc["id"]))  # only pointed at: the thing itself stands elsewhere
            return
        for name, field in SHAPES[entity].items():
            if field.required and (doc.get(name) is None or doc[name] == ""):
                self.problems.add(here, f"`{name}` is missing.")
        own: Owners = owners
        if values.identifier(doc.get("id")) is None:
            self._gather(entity, doc, here, owners)
            own = ((entity, doc["id"]), *owners)
        for name, value in doc.items():
            at = f"{here}, {name}" if marked else f"{here}.{name}"
            self._field(SHAPES[entity].get(name), value, at, own)

    def _field(self, field: Field | None, value: Any, at: str, owners: Owners) -> None:
        if field is None:
            self.problems.add(at, "is not a field of HSDS 3.0 here.", hard=False)
            if _is_deep(value):
                self.problems.add(at, "is nested too deeply.")
        elif value is None or (value == "" and field.required):
            if not field.required:
                self.problems.add(at, "is empty; leave it out.")
        elif field.kind == "list":
            self._list(field, value, at, owners)
        elif field.kind == "one":
            if isinstance(value, dict):
                self.thing(str(field.entity), value, at, owners)
            else:
                self.problems.add(at, "must be an object.")
        else:
            self._value(field, value, at, owners)

    def _list(self, field: Field, value: Any, at: str, owners: Owners) -> None:
        if not isinstance(value, list):
            self.problems.add(at, "must be a list.")
            return
        seen: dict[str, str] = {}
        for place, item in enumerate(value):
            here = f"{at}[{place}]"
            if not isinstance(item, dict):
                self.problems.add(here, "must be an object.")
                continue
            key = item.get("id")
            if isinstance(key, str) and (first := seen.setdefault(key.lower(), here)) != here:
                self.problems.add(self.marks.get(id(item), here), f"has the same id as {first}.")
            self.thing(str(field.entity), item, here, owners)

    def _value(self, field: Field, value: Any, at: str, owners: Owners) -> None:
        found = values.wrong(field.kind, value)
        if found:
            self.problems.add(at, found[0], found[1])
        elif field.kind == "ref":
            self.named.append((at, field.entity, value))
            # owners[0] is the thing itself.
            around = next((key for kind, key in owners[1:] if kind == field.entity), value)
            if field.entity in KINDS and field.name == f"{field.entity}_id" and around != value:
                self.problems.add(at, f"names another {field.entity} than the one it stands inside.", hard=False)

    def _gather(self, entity: str, doc: Doc, here: str, owners: Owners) -> None:
        key = doc["id"]
        kind, first = self._kinds.setdefault(key.lower(), (entity, here))
        if kind != entity:
            self.problems.add(here, f"has the id of the {kind} at {first}.")
            return
        known = self.parcel.things[entity].get(key)
        if known is None:
            self.parcel.things[entity][key] = Thing(entity, key, doc, here, list(owners))
            return
        known.owners += [owner for owner in owners if owner not in known.owners]
        if differs := _differs(known.doc, doc):
            self.problems.add(here, f"says something else in `{differs}` than the same {entity} at {known.place}.")
        elif more := {name: value for name, value in doc.items() if _says_more(name, value, known.doc)}:
            known.doc = {**known.doc, **more}


def _is_deep(value: Any) -> bool:
    """Whether something unknown is nested deeper than anybody who gives it on could follow."""
    level = [value]
    for _depth in range(DEEPEST):
        level = [part for one in level if isinstance(one, dict | list) for part in _inside(one)]
    return bool(level)


def _inside(value: dict[str, Any] | list[Any]) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value


def _differs(known: Doc, doc: Doc) -> str | None:
    """The first plain field in which two mentions of one thing disagree; what is inside is compared by its own id."""
    return next(
        (
            name
            for name, value in doc.items()
            if name in known and known[name] != value and not isinstance(value, dict | list)
        ),
        None,
    )


def _says_more(name: str, value: Any, known: Doc) -> bool:
    """Whether this mention has something that the others lack: a field, a longer list, a fuller thing inside."""
    if name not in known:
        return True
    return isinstance(value, dict | list) and isinstance(known[name], type(value)) and len(value) > len(known[name])


def check(raw: Raw, problems: Problems) -> Walk:
    """Everything in the package, looked at once."""
    walk = Walk(raw.marks, problems)
    # How things are sorted comes first, so that their own list gives the order and not whoever mentions them.
    for top in sorted(raw.tops, key=lambda top: top.entity not in SORTING):
        walk.top(top)
    return walk
