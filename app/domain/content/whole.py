"""Everything a content folder says, read and waiting to be checked and loaded."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.domain.content.records import (
    AreaRecord,
    FlowRecord,
    GuideRecord,
    LocationRecord,
    MatterRecord,
    MeaningRecord,
    OrganizationRecord,
    ReplyRecord,
    TeamRecord,
    TermRecord,
    TopicRecord,
)
from app.domain.content.terms import Kind

TEAM_KEY = "hours"


@dataclass
class Content:
    """Each kind by key, and the file each thing came from."""

    topics: dict[str, TopicRecord] = field(default_factory=dict)
    terms: dict[str, TermRecord] = field(default_factory=dict)
    areas: dict[str, AreaRecord] = field(default_factory=dict)
    team: dict[str, TeamRecord] = field(default_factory=dict)
    organizations: dict[str, OrganizationRecord] = field(default_factory=dict)
    locations: dict[str, LocationRecord] = field(default_factory=dict)
    matters: dict[str, MatterRecord] = field(default_factory=dict)
    guides: dict[str, GuideRecord] = field(default_factory=dict)
    flows: dict[str, FlowRecord] = field(default_factory=dict)
    meanings: dict[str, MeaningRecord] = field(default_factory=dict)
    replies: dict[str, ReplyRecord] = field(default_factory=dict)
    files: dict[tuple[Kind, str], str] = field(default_factory=dict)
