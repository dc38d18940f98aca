"""Links of ours that are keys: whoever has one can read a conversation, or end its letters."""

import re
from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import urlsplit

from app.core.masking.folding import fold
from app.core.masking.terms import Find, Kind

_SLASH: Final = "(?:/|%2F)"  # mail programs that check links write the whole of one inside another
_PATH: Final = rf"(?:{_SLASH}[\w-]{{2,12}})?{_SLASH}CHAT{_SLASH}(?:OPEN|NO-LETTERS){_SLASH}"
_SECRET: Final = r"[\w-]+(?:\.[\w-]+)*"  # and not the full stop after it

links: re.Pattern[str] | None = None


def configure(origins: Iterable[str]) -> None:
    """Sets where this installation lives; create_app() calls it once. Other sites' links stay as they are."""
    global links
    hosts = "|".join(re.escape(one).replace(":", "(?::|%3A)") for origin in origins for one in _spellings(origin))
    links = re.compile(rf"(?<![\w.-])(?:HTTPS?(?::|%3A){_SLASH}{{2}})?(?:{hosts}){_PATH}{_SECRET}", re.IGNORECASE)


def _spellings(origin: str) -> set[str]:
    """The host as a browser copies it: in its own letters, or in those of the network."""
    place = urlsplit(origin).netloc
    try:
        return {fold(place).text, fold(place.encode("ascii").decode("idna")).text}
    except UnicodeError:
        return {fold(place).text}


def find_links(folded: str) -> Iterator[Find]:
    """Where they stand in a folded text."""
    if links is not None and "CHAT" in folded:  # most words never come to the slower question
        yield from (Find(*found.span(), Kind.LINK) for found in links.finditer(folded))
