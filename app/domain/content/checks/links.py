"""Checks that what one file names, another file has."""

from __future__ import annotations

from app.domain.content.checks import mergers
from app.domain.content.problems import Problems
from app.domain.content.terms import Kind
from app.domain.content.whole import Content


def check(content: Content, problems: Problems) -> None:
    _areas(content, problems)
    _services(content, problems)
    _terms(content, problems)
    _parents(content, problems)
    _branches(content, problems)
    mergers.check(content, problems)
    _replies(content, problems)
    if not problems.is_readable("topics.yaml"):
        return
    for code, matter in content.matters.items():
        if matter.topic not in content.topics:
            file = content.files[Kind.MATTER, code]
            problems.add(file, f"`topic` is '{matter.topic}', which topics.yaml does not have.")


def _replies(content: Content, problems: Problems) -> None:
    for shortcut, reply in content.replies.items():
        if reply.matter and reply.matter not in content.matters and problems.is_readable("matters/"):
            sentence = f"`matter` is '{reply.matter}', which no folder in matters/ has."
            problems.add(content.files[Kind.REPLY, shortcut], sentence)


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


def _terms(content: Content, problems: Problems) -> None:
    known = content.topics.keys() | content.terms.keys()
    readable = problems.is_readable("topics.yaml") and problems.is_readable("taxonomies.yaml")
    for slug, organization in content.organizations.items():
        unknown = [(one.slug, term) for one in organization.services for term in one.terms if term not in known]
        for service, term in unknown if readable else ():
            sentence = f"service {service}: `terms` has '{term}', which neither topics.yaml nor taxonomies.yaml has."
            problems.add(content.files[Kind.ORGANIZATION, slug], sentence)


def _parents(content: Content, problems: Problems) -> None:
    for slug, organization in content.organizations.items():
        file, above = content.files[Kind.ORGANIZATION, slug], organization.parent
        if above and above not in content.organizations and problems.is_readable(f"actors/{above}.yaml"):
            problems.add(file, f"`parent` is '{above}', which no file in actors/ has.")
        seen = [slug]
        while above in content.organizations and above not in seen:
            seen.append(above)
            above = content.organizations[above].parent
        if above == slug:
            problems.add(file, f"`parent` goes round in a circle: {' → '.join([*seen, slug])}.")


def _branches(content: Content, problems: Problems) -> None:
    services = {service.slug for actor in content.organizations.values() for service in actor.services}
    for code, branch in content.locations.items():
        for name in branch.services if problems.is_readable("actors/") else ():
            if name not in services:
                sentence = f"area {code}: `services` has '{name}', which no file in actors/ has."
                problems.add(content.files[Kind.LOCATION, code], sentence)
