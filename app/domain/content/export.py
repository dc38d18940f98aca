"""Writes the database's content as files, in the form that the loader reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.core.db import reading
from app.core.errors import Invalid
from app.domain.content.readers.meanings import ELSEWHERE, LEXICON
from app.domain.content.records import FlowRecord, GuideRecord
from app.domain.content.rows import (
    areas,
    flows,
    guides,
    locations,
    matters,
    meanings,
    organizations,
    replies,
    team,
    terms,
    topics,
)
from app.domain.content.terms import EVERYWHERE
from app.domain.content.writers import flows as flow_files
from app.domain.content.writers import matters as matter_files
from app.domain.content.writers import organizations as organization_files
from app.domain.content.writers import replies as reply_files
from app.domain.content.writers import simple


def export(folder: Path) -> int:
    """Writes every file and says how many. Refuses a folder that has something in it: nothing is overwritten."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Invalid("folder_not_empty", folder=str(folder))
    count = 0
    with reading():
        for name, content in _files():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8", newline="\n")
            count += 1
    return count


def _files() -> Iterator[tuple[str, str]]:
    yield "topics.yaml", simple.topics([topics.record(row) for row in topics.find().values()])
    if kinds := [terms.record(row) for row in terms.find().values()]:
        yield "taxonomies.yaml", simple.terms(kinds)
    branches = {code: locations.record(row) for code, row in locations.find().items()}
    yield "areas.yaml", simple.areas([areas.record(row) for row in areas.find().values()], branches)
    for row in team.find().values():
        yield "team.yaml", simple.team(team.record(row))
    for slug, organization in organizations.find().items():
        if organization.origin:
            continue  # it came with a package, and goes on with one
        yield f"actors/{slug}.yaml", organization_files.write(organizations.record(organization))
    for code, matter in matters.find().items():
        yield f"matters/{code}/matter.yaml", matter_files.matter(matters.record(matter))
    for guide in guides.find().values():
        yield from _guide(guides.record(guide))
    for flow in flows.find().values():
        yield from _flow(flows.record(flow))
    yield from _meanings()
    for reply in replies.find().values():
        yield f"replies/{reply.shortcut}.yaml", reply_files.write(replies.record(reply))


def _meanings() -> Iterator[tuple[str, str]]:
    found = [meanings.record(row) for row in meanings.find().values()]
    for file, kept in (
        (LEXICON, [one for one in found if not one.whose]),
        (ELSEWHERE, [one for one in found if one.whose]),
    ):
        if kept:
            yield file, simple.meanings(kept)


def _guide(record: GuideRecord) -> Iterator[tuple[str, str]]:
    folder = f"matters/{record.matter}/{record.country or EVERYWHERE}"
    yield f"{folder}/guide.yaml", matter_files.guide(record)
    for locale, text in record.texts.items():
        yield f"{folder}/{locale}.md", matter_files.text(text)


def _flow(record: FlowRecord) -> Iterator[tuple[str, str]]:
    yield f"flows/{record.slug}/flow.yaml", flow_files.flow(record)
    for locale, text in record.texts.items():
        yield f"flows/{record.slug}/{locale}.yaml", flow_files.text(text)
