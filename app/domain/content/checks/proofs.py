"""The proof that no question tree ends in nothing, before anything is loaded: the files against the files."""

from __future__ import annotations

from collections import defaultdict

from app.core import i18n
from app.domain.content.checks.flows import UNFINISHED
from app.domain.content.problems import Problems
from app.domain.content.records import OrganizationRecord, ServiceRecord
from app.domain.content.terms import Kind
from app.domain.content.whole import Content
from app.domain.triage.gaps import Gap
from app.domain.triage.proof import prove
from app.domain.triage.tree import tree_of
from app.domain.triage.world import Door, World


def check(content: Content, problems: Problems) -> None:
    """Only where all else is right: a mistake in one file would be told again for every tree that meets it."""
    if len(problems) or not content.flows:
        return
    for gap in gaps(content):
        file = content.files[Kind.FLOW, gap.flow]
        problems.add(f"{file.rsplit('/', 1)[0]}/{gap.locale}.yaml" if _is_of_words(gap) else file, str(gap))


def gaps(content: Content) -> list[Gap]:
    """What the proof finds in every tree of the files that is published."""
    world = world_of(content)
    found: list[Gap] = []
    for slug, flow in content.flows.items():
        if flow.status is None:
            # Words on their way are shown to nobody yet.
            texts = {code: text.words for code, text in flow.texts.items() if text.state not in UNFINISHED}
            found += prove(tree_of(slug, flow.source, flow.structure), texts, world)
    return found


def world_of(content: Content) -> World:
    """The places, services and guides that the files describe; a number in a file is nobody's way to anybody yet."""
    guides: dict[str, set[str]] = defaultdict(set)
    for guide in content.guides.values():
        guides[guide.matter].update({guide.country or ""} if guide.status is None else ())
    return World(
        places={code: _chain(content, code) for code in content.areas},
        doors={one.slug: _door(one, owner) for owner in content.organizations.values() for one in owner.services},
        guides={code: frozenset(guides[code]) for code in content.matters},
        topics=frozenset(content.topics),
        languages=tuple(i18n.locales()),
    )


def _is_of_words(gap: Gap) -> bool:
    return bool(gap.locale) and not gap.area


def _door(service: ServiceRecord, owner: OrganizationRecord) -> Door:
    described = frozenset(service.name) & frozenset(service.description)
    pressable = bool(service.url or owner.website)
    return Door(tuple(service.areas), described, pressable, frozenset(service.application_process))


def _chain(content: Content, code: str) -> tuple[str, ...]:
    chain = [code]
    while (above := content.areas[chain[-1]].parent) and above not in chain:
        chain.append(above)
    return tuple(chain)
