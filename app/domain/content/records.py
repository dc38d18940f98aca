"""What one thing says, the same whether it was read from a file or from the database: so the two can be compared."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

# A key that came after records were first counted: as long as it is empty the digest is as it was, so that nobody's
# installation takes its own untouched rows for changed ones.
LATER = {"later": True}


@dataclass(frozen=True)
class TopicRecord:
    slug: str
    position: int
    icon: str
    names: dict[str, str]
    summaries: dict[str, str]


@dataclass(frozen=True)
class AreaRecord:
    """`position` counts among the areas with the same parent."""

    code: str
    kind: str
    parent: str | None
    position: int
    timezone: str
    holidays: str | None
    names: dict[str, str]
    website: str | None = field(default=None, metadata=LATER)
    merged_into: str | None = field(default=None, metadata=LATER)
    merged_on: str | None = field(default=None, metadata=LATER)


@dataclass(frozen=True)
class TermRecord:
    """A kind of help, of taxonomies.yaml."""

    code: str
    position: int
    names: dict[str, str]


@dataclass(frozen=True)
class LocationRecord:
    """What one can find at a branch. `services` are those beside the library's own, which every branch has; sorted."""

    area: str
    address: dict[str, str]
    schedule: list[dict[str, Any]]
    schedule_source: str | None
    holidays: str | None
    exceptions: list[dict[str, Any]]
    services: list[str]


@dataclass(frozen=True)
class TeamRecord:
    """`weekly` is (day, opens, closes), Monday 0; `exceptions` is (date, opens, closes, note), sorted."""

    timezone: str
    holidays: str | None
    weekly: list[tuple[int, str, str]]
    exceptions: list[tuple[str, str | None, str | None, str]]


@dataclass(frozen=True)
class PhoneRecord:
    number: str
    kind: str
    label: dict[str, str]
    confidence: str | None
    source: str | None
    urgent: bool
    languages: list[str] = field(default_factory=list, metadata=LATER)
    schedule: list[dict[str, Any]] = field(default_factory=list, metadata=LATER)
    schedule_source: str | None = field(default=None, metadata=LATER)


@dataclass(frozen=True)
class ServiceRecord:
    """`terms` is sorted: a service belongs to its shelves and kinds in no order."""

    slug: str
    name: dict[str, str]
    description: dict[str, str]
    cannot: dict[str, str]
    documents: dict[str, list[str]]
    urgent: bool
    url: str | None
    url_state: str | None
    areas: list[str]
    languages: list[str]
    schedule: list[dict[str, Any]]
    schedule_source: str | None
    phones: list[PhoneRecord]
    terms: list[str] = field(default_factory=list, metadata=LATER)
    general: bool = field(default=False, metadata=LATER)
    application_process: dict[str, str] = field(default_factory=dict, metadata=LATER)
    url_languages: list[str] = field(default_factory=list, metadata=LATER)
    eligibility: dict[str, str] = field(default_factory=dict, metadata=LATER)
    minimum_age: int | None = field(default=None, metadata=LATER)
    maximum_age: int | None = field(default=None, metadata=LATER)
    fees: dict[str, str] = field(default_factory=dict, metadata=LATER)
    cost_options: list[dict[str, Any]] = field(default_factory=list, metadata=LATER)
    alert: dict[str, str] = field(default_factory=dict, metadata=LATER)
    alert_until: str | None = field(default=None, metadata=LATER)
    holidays: str | None = field(default=None, metadata=LATER)
    exceptions: list[dict[str, Any]] = field(default_factory=list, metadata=LATER)


@dataclass(frozen=True)
class OrganizationRecord:
    slug: str
    name: str
    country: str | None
    website: str | None
    website_state: str | None
    website_source: str | None
    description: dict[str, str]
    services: list[ServiceRecord]
    alternate_name: str | None = field(default=None, metadata=LATER)
    parent: str | None = field(default=None, metadata=LATER)
    website_languages: list[str] = field(default_factory=list, metadata=LATER)


@dataclass(frozen=True)
class MatterNameRecord:
    title: str
    summary: str
    keywords: list[str]


@dataclass(frozen=True)
class MatterRecord:
    code: str
    topic: str
    urgent: bool
    names: dict[str, MatterNameRecord]


@dataclass(frozen=True)
class StepRecord:
    title: str
    body: str


@dataclass(frozen=True)
class TextRecord:
    """A guide in one language. `state` is None where the text is up to date, or the file does not say."""

    title: str
    summary: str
    bring: list[str]
    warnings: list[str]
    can: list[str]
    cannot: list[str]
    next_time: str
    steps: list[StepRecord]
    state: str | None = None


@dataclass(frozen=True)
class GuideRecord:
    """`status` is None where the guide is published."""

    slug: str
    matter: str
    country: str | None
    source: str
    minutes: tuple[int, int]
    safety_critical: bool
    self_next_time: bool
    cannot: list[str]
    services: list[str]
    related: list[str]
    status: str | None = None
    texts: dict[str, TextRecord] = field(default_factory=dict)


@dataclass(frozen=True)
class FlowTextRecord:
    """A question tree's words in one language, by the keys of its structure. `state` is None where they are up to date."""

    words: dict[str, Any]
    state: str | None = None


@dataclass(frozen=True)
class FlowRecord:
    """`structure` is what flow.yaml says, every key of it there; `status` is None where the tree is published."""

    slug: str
    source: str
    structure: dict[str, Any]
    status: str | None = None
    texts: dict[str, FlowTextRecord] = field(default_factory=dict)


@dataclass(frozen=True)
class MeaningRecord:
    """`whose` is empty for words that mean the same, and says who answers what we have no matter for."""

    code: str
    whose: str
    words: dict[str, list[str]]


@dataclass(frozen=True)
class ReplyRecord:
    """What everybody may send. `behind` are the languages that still say what the source said before, sorted."""

    shortcut: str
    source: str
    matter: str | None
    titles: dict[str, str]
    texts: dict[str, str]
    behind: list[str] = field(default_factory=list, metadata=LATER)
    archived: bool = field(default=False, metadata=LATER)


Record = (
    TopicRecord
    | TermRecord
    | AreaRecord
    | TeamRecord
    | OrganizationRecord
    | LocationRecord
    | MatterRecord
    | GuideRecord
    | FlowRecord
    | MeaningRecord
    | ReplyRecord
)


def digest(record: Record) -> str:
    """SHA-256 of everything the record says; the order of languages does not count."""
    said = json.dumps(_said(record), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _said(value: Any) -> Any:
    """Like dataclasses.asdict, without the later keys that are empty."""
    if is_dataclass(value):
        pairs = ((one, getattr(value, one.name)) for one in fields(value))
        return {one.name: _said(part) for one, part in pairs if part or "later" not in one.metadata}
    if isinstance(value, dict):
        return {key: _said(part) for key, part in value.items()}
    return [_said(part) for part in value] if isinstance(value, (list, tuple)) else value
