"""What may be asked of each list, said once: for reading an address, and for openapi.json."""

from __future__ import annotations

import math
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from app.core import i18n
from app.core.text import accept

PER_PAGE, MOST = 50, 100
LONGEST_SEARCH, LONGEST_POSTCODE = 200, 20
FARTHEST = 20_100_000  # metres: the other side of the earth
_WHOLE = re.compile(r"[0-9]{1,9}")


class Wrong(ValueError):
    """A value that cannot be read; its words end the sentence that begins with the parameter's name."""


def whole(most: int) -> Callable[[str], int]:
    def read(said: str) -> int:
        if not _WHOLE.fullmatch(said) or not 1 <= int(said) <= most:
            raise Wrong(f"must be a whole number from 1 to {most}.")
        return int(said)

    return read


def flag(said: str) -> bool:
    if said.lower() not in ("true", "false"):
        raise Wrong("must be true or false.")
    return said.lower() == "true"


def identifier(said: str) -> str:
    try:
        return str(uuid.UUID(said)) if len(said) == 36 else _no_id()
    except ValueError:
        return _no_id()


def _no_id() -> str:
    raise Wrong("must be a UUID, like 2f1c6f0e-6a4b-5d3e-8a57-0f5b0f3f9a11.")


def moment(said: str) -> datetime:
    """A day or a moment; without a timezone it is UTC. A plus in an address often arrives as a space."""
    try:
        found = datetime.fromisoformat(re.sub(r" (?=\d\d:\d\d$)", "+", said) if said.isascii() else "")
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Wrong("must be a day or a moment, like 2027-01-31 or 2027-01-31T12:00:00Z.") from None


def metres(said: str) -> float:
    try:
        found = float(said) if said.isascii() else math.nan
    except ValueError:
        found = math.nan
    if not 0 <= found <= FARTHEST:
        raise Wrong(f"must be a number of metres from 0 to {FARTHEST}.")
    return found


def words(most: int) -> Callable[[str], str]:
    def read(said: str) -> str:
        if len(said) > most:
            raise Wrong(f"must be at most {most} characters long.")
        return accept(said, most).text.strip()

    return read


def one_of(*allowed: str) -> Callable[[str], str]:
    def read(said: str) -> str:
        if said not in allowed:
            raise Wrong(f"must be one of {', '.join(allowed)}.")
        return said

    return read


@dataclass(frozen=True)
class Parameter:
    """One parameter: how it is read, what it is for, its JSON schema."""

    read: Callable[[str], Any]
    about: str
    schema: dict[str, Any]


_BOOLEAN = {"type": "boolean", "default": False}
_ID = {"type": "string", "format": "uuid"}
PARAMETERS: dict[str, Parameter] = {
    "search": Parameter(
        words(LONGEST_SEARCH),
        "Every one of these words must stand in the name, the description or the organization's name, in the language asked for.",
        {"type": "string", "maxLength": LONGEST_SEARCH},
    ),
    "page": Parameter(
        whole(10**9 - 1), "Number of the page; beyond the last one the page is empty.",
        {"type": "integer", "minimum": 1, "default": 1},
    ),
    "per_page": Parameter(
        whole(MOST), "How many on a page.", {"type": "integer", "minimum": 1, "maximum": MOST, "default": PER_PAGE}
    ),
    "format": Parameter(
        one_of("json", "ndjson"), "json, or ndjson: the whole list without pages, one object a line.",
        {"type": "string", "enum": ["json", "ndjson"], "default": "json"},
    ),
    "language": Parameter(
        one_of(*i18n.locales()),
        "The language of the texts; a text that does not exist in it is given in the nearest one that does.",
        {"type": "string", "enum": list(i18n.locales()), "default": "en"},
    ),
    "taxonomy_term_id": Parameter(identifier, "Only services with this taxonomy term.", _ID),
    "taxonomy_id": Parameter(identifier, "Only what belongs to this taxonomy.", _ID),
    "organization_id": Parameter(identifier, "Only services of this organization.", _ID),
    "modified_after": Parameter(
        moment, "Only what changed at this moment or later.", {"type": "string", "format": "date-time"}
    ),
    "minimal": Parameter(
        flag, "Only id and last_modified; all of them on one page unless per_page is given.", _BOOLEAN
    ),
    "full": Parameter(flag, "Everything about each, nested.", _BOOLEAN),
    "full_service": Parameter(flag, "Organizations with everything about each of their services.", _BOOLEAN),
    "top_only": Parameter(flag, "Only terms without a parent.", _BOOLEAN),
    "parent_id": Parameter(identifier, "Only terms whose parent this is.", _ID),
    "postcode": Parameter(
        words(LONGEST_POSTCODE),
        "Only where this postcode is, or whose service area covers it; postcodes without any location of ours give nothing.",
        {"type": "string", "maxLength": LONGEST_POSTCODE},
    ),
    "proximity": Parameter(
        metres, "With postcode: only locations within so many metres of it.",
        {"type": "number", "minimum": 0, "maximum": FARTHEST},
    ),
}  # fmt: skip
_EVERY = ("search", "page", "per_page", "format", "language")
_OF_SERVICES = ("taxonomy_term_id", "taxonomy_id", "organization_id", "modified_after")
OF_LIST: dict[str, tuple[str, ...]] = {
    "services": (*_EVERY, *_OF_SERVICES, "minimal", "full"),
    "organizations": (*_EVERY, "full", "full_service"),
    "service_at_locations": (*_EVERY, *_OF_SERVICES, "full", "postcode", "proximity"),
    "taxonomies": _EVERY,
    "taxonomy_terms": (*_EVERY, "taxonomy_id", "parent_id", "top_only"),
}
OF_ONE: dict[str, tuple[str, ...]] = {
    name: ("language", "full_service") if name == "organizations" else ("language",) for name in OF_LIST
}
