"""What one thing says, the same whether it was read from a file or from the database: so the two can be compared."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any


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


@dataclass(frozen=True)
class ServiceRecord:
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
class MeaningRecord:
    """`whose` is empty for words that mean the same, and says who answers what we have no matter for."""

    code: str
    whose: str
    words: dict[str, list[str]]


Record = TopicRecord | AreaRecord | TeamRecord | OrganizationRecord | MatterRecord | GuideRecord | MeaningRecord


def digest(record: Record) -> str:
    """SHA-256 of everything the record says; the order of languages does not count."""
    said = json.dumps(asdict(record), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()
