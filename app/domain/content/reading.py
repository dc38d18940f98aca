"""Reads a whole content folder and checks it: either everything is usable, or there is a list of what to mend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from app.domain.content import checks
from app.domain.content.problems import Problems
from app.domain.content.readers import (
    areas,
    flows,
    guides,
    matters,
    meanings,
    organizations,
    replies,
    taxonomies,
    team,
    topics,
)
from app.domain.content.readers.source import Source
from app.domain.content.records import Record
from app.domain.content.terms import Kind
from app.domain.content.whole import TEAM_KEY, Content

R = TypeVar("R", bound=Record)


def read(tree: dict[str, bytes], problems: Problems) -> Content:
    """Reads and checks; whatever is wrong goes to `problems`."""
    source, content = Source(tree, problems), Content()
    _fill(content, content.topics, Kind.TOPIC, topics.read(source), lambda record: record.slug, problems)
    _fill(content, content.terms, Kind.TERM, taxonomies.read(source), lambda record: record.code, problems)
    places, branches = areas.read(source)
    _fill(content, content.areas, Kind.AREA, places, lambda record: record.code, problems)
    _fill(content, content.locations, Kind.LOCATION, branches, lambda record: record.area, problems)
    _fill(content, content.team, Kind.TEAM, team.read(source), lambda record: TEAM_KEY, problems)
    found = organizations.read(source)
    _fill(content, content.organizations, Kind.ORGANIZATION, found, lambda record: record.slug, problems)
    _fill(content, content.matters, Kind.MATTER, matters.read(source), lambda record: record.code, problems)
    _fill(content, content.guides, Kind.GUIDE, guides.read(source), lambda record: record.slug, problems)
    _fill(content, content.flows, Kind.FLOW, flows.read(source), lambda record: record.slug, problems)
    _fill(content, content.meanings, Kind.MEANING, meanings.read(source), lambda record: record.code, problems)
    _fill(content, content.replies, Kind.REPLY, replies.read(source), lambda record: record.shortcut, problems)
    _know_every_file(content, tree, problems)
    checks.run(content, problems)
    return content


def _fill(
    content: Content,
    shelf: dict[str, R],
    kind: Kind,
    found: Sequence[tuple[str, R]],
    key: Callable[[R], str],
    problems: Problems,
) -> None:
    for file, record in found:
        name = key(record)
        if not name:
            continue
        if name in shelf:
            problems.add(file, f"The {kind} '{name}' is in the files twice.")
        shelf[name] = record
        content.files[kind, name] = file


def _know_every_file(content: Content, tree: dict[str, bytes], problems: Problems) -> None:
    """A file that nobody reads is a text that nobody will see: say so."""
    if not tree:
        problems.add(".", "There is no content in this folder.")
    for name in tree:
        parts = name.split("/")
        known = (
            name in (topics.FILE, taxonomies.FILE, areas.FILE, team.FILE, *meanings.FILES)
            or (len(parts) == 2 and parts[0] in (organizations.FOLDER, replies.FOLDER) and name.endswith(".yaml"))
            or (len(parts) == 3 and parts[0] == matters.FOLDER and parts[2] == matters.FILE)
            or (len(parts) == 4 and parts[0] == matters.FOLDER and _is_guide_file(name, tree))
            or flows.is_flow_file(name, tree)
        )
        if not known:
            problems.add(name, "Nothing reads a file at this place; see docs/content.md for where files belong.")


def _is_guide_file(name: str, tree: dict[str, bytes]) -> bool:
    return name.endswith((".md", f"/{guides.FILE}")) and f"{name.rsplit('/', 1)[0]}/{guides.FILE}" in tree
