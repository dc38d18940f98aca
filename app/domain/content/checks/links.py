"""Checks that what one file names, another file has."""

from __future__ import annotations

from app.domain.content.problems import Problems
from app.domain.content.terms import Kind
from app.domain.content.whole import Content


def check(content: Content, problems: Problems) -> None:
    _areas(content, problems)
    _services(content, problems)
    if not problems.is_readable("topics.yaml"):
        return
    for code, matter in content.matters.items():
        if matter.topic not in content.topics:
            file = content.files[Kind.MATTER, code]
            problems.add(file, f"`topic` is '{matter.topic}', which topics.yaml does not have.")


def _areas(content: Content, problems: Problems) -> None:
    seen: set[str] = set()
    for code, area in content.areas.items():
        if area.parent and area.parent not in seen:
            sentence = f"area {code}: `parent` is '{area.parent}', which must stand earlier in the file."
            problems.add(content.files[Kind.AREA, code], sentence)
        seen.add(code)


def _services(content: Content, problems: Problems) -> None:
    owners: dict[str, str] = {}
    for slug, organization in content.organizations.items():
        file = content.files[Kind.ORGANIZATION, slug]
        for service in organization.services:
            if service.slug in owners:
                problems.add(file, f"service {service.slug}: {owners[service.slug]} has a service of the same name.")
            owners[service.slug] = file
            for area in service.areas:
                if area not in content.areas and problems.is_readable("areas.yaml"):
                    problems.add(file, f"service {service.slug}: `areas` has '{area}', which areas.yaml does not have.")
