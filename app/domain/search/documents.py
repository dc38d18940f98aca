"""What goes into the search index and what comes out of it; plain values, no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

ENOUGH_KEYWORDS = 12


@dataclass(frozen=True)
class Name:
    """What a matter is called in one language."""

    title: str
    summary: str = ""
    keywords: tuple[str, ...] = ()

    @property
    def needs_summary(self) -> bool:
        """Whether the summary is searched too. Beside this many ways of saying it, its words add nothing but work."""
        return len(self.keywords) < ENOUGH_KEYWORDS


@dataclass(frozen=True)
class MatterDoc:
    """One matter with its names, by language code."""

    slug: str
    names: Mapping[str, Name] = field(default_factory=dict)


@dataclass(frozen=True)
class EntryDoc:
    """One version (one language) of a guide or an actor, as it can be shown in a result list.

    Two entries with the same kind and slug are the same thing in two languages: an answer holds at most one of them.
    """

    kind: Literal["guide", "actor"]
    slug: str
    matter: str | None
    lang: str
    title: str
    text: str
    area: str | None = None


@dataclass(frozen=True)
class Match:
    """A matter and how well it fits, between 0 and 1."""

    slug: str
    score: float


@dataclass(frozen=True)
class Answer:
    """What the search says. `confident` is false when nobody should be sent to the first match without being asked.

    `whose` says who answers a question that is none of the matters: `municipality`, `library` or `nobody`.
    """

    confident: bool
    matches: tuple[Match, ...]
    entries: tuple[tuple[EntryDoc, float], ...]
    did_you_mean: str | None = None
    whose: str = ""
