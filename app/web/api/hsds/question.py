"""Reads a question to the API from an address; what cannot be meant is refused with a sentence that names it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from app.domain.directory.hsds.asked import Asked
from app.domain.directory.hsds.lists import How
from app.web.api.hsds.parameters import OF_LIST, OF_ONE, PARAMETERS, PER_PAGE, Wrong


class Refused(Exception):
    """400: a code, and one sentence that names the parameter."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code)
        self.code, self.words = code, words


@dataclass(frozen=True)
class Question:
    """`per_page` is None where everything is to be on one page."""

    asked: Asked
    how: How
    language: str
    lines: bool
    page: int
    per_page: int | None


def of_list(name: str, args: MultiDict[str, str]) -> Question:
    """What is asked of a list."""
    said = _read(args, OF_LIST[name])
    if said.get("minimal") and said.get("full"):
        raise Refused("minimal_wrong", "`minimal` and `full` cannot both be true.")
    if said.get("proximity") is not None and not said.get("postcode"):
        raise Refused("proximity_wrong", "`proximity` needs `postcode`: metres from where?")
    asked = Asked(**{key: value for key, value in said.items() if key in Asked.__annotations__ and value != ""})
    how = How(**{key: said.get(key, False) for key in ("full", "full_service", "minimal")})
    per_page = said.get("per_page", None if how.minimal else PER_PAGE)
    return Question(
        asked, how, said.get("language", "en"), said.get("format") == "ndjson", said.get("page", 1), per_page
    )


def of_one(name: str, args: MultiDict[str, str]) -> Question:
    """What is asked of one object: always everything about it."""
    said = _read(args, OF_ONE[name])
    how = How(full=True, full_service=said.get("full_service", False))
    return Question(Asked(), how, said.get("language", "en"), False, 1, None)


def nothing(args: MultiDict[str, str]) -> None:
    """For an address that takes no parameters."""
    _read(args, ())


def _read(args: MultiDict[str, str], allowed: Iterable[str]) -> dict[str, Any]:
    listed, said = tuple(allowed), {}
    for name, values in args.lists():
        if name not in listed:
            known = f"There are {', '.join(listed)}." if listed else "There are none."
            raise Refused("parameter_unknown", f"`{_shown(name)}` is not a parameter here. {known}")
        if len(values) > 1:
            raise Refused("parameter_twice", f"`{name}` stands twice in the address; say it once.")
        try:
            said[name] = PARAMETERS[name].read(values[0])
        except Wrong as wrong:
            raise Refused(f"{name}_wrong", f"`{name}` {wrong}") from None
    return said


def _shown(name: str) -> str:
    """Somebody else's word in our sentence: short, and nothing that acts."""
    return "".join(sign for sign in name[:40] if sign.isprintable())
