"""The proof that no path ends in nothing: every node reached, every path ends, every end names somebody. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from app.domain.triage import graph, wording
from app.domain.triage.gaps import Gap, GapKind
from app.domain.triage.terms import KnownBy, OutcomeKind
from app.domain.triage.texts import is_complete
from app.domain.triage.tree import Outcome, Tree
from app.domain.triage.world import World

Texts = Mapping[str, Mapping[str, Any]]


def prove(tree: Tree, texts: Texts, world: World) -> list[Gap]:
    """Everything that is wrong with a tree and its texts by language; an empty list is the proof."""
    found = [*_structure(tree), *_names(tree, world), *_countries(tree, world)]
    for locale, words in texts.items():
        found += wording.check(tree, locale, words)
    if tree.source not in texts:
        found.append(Gap(tree.slug, GapKind.NO_LANGUAGE))
    found += _ends(tree, offered_languages(tree, texts) or list(texts), world)
    return sorted(set(found))


def offered_languages(tree: Tree, texts: Texts) -> list[str]:
    """The languages in which nothing is missing."""
    return [locale for locale, words in texts.items() if is_complete(tree, words)]


def offered_countries(tree: Tree, world: World) -> list[str]:
    return list(tree.countries) or world.countries()


def _structure(tree: Tree) -> Iterator[Gap]:
    known = tree.questions.keys() | tree.outcomes.keys()
    if tree.start not in tree.questions:
        yield Gap(tree.slug, GapKind.NO_START, other=tree.start)
    for code in sorted(tree.questions.keys() & tree.outcomes.keys()):
        yield Gap(tree.slug, GapKind.TWICE, code)
    for code, question in tree.questions.items():
        if len(question.options) < 2:
            yield Gap(tree.slug, GapKind.NO_OPTIONS, code)
        for option, count in Counter(one.code for one in question.options).items():
            if count > 1:
                yield Gap(tree.slug, GapKind.OPTION_TWICE, code, other=option)
        for one in question.options:
            if one.next not in known:
                yield Gap(tree.slug, GapKind.LEADS_NOWHERE, code, other=one.code)
    for code in sorted(known - graph.reached(tree)):
        yield Gap(tree.slug, GapKind.UNREACHABLE, code)
    for way in graph.loops(tree):
        yield Gap(tree.slug, GapKind.LOOP, way[0], other=" → ".join(way))
    for code in sorted(tree.questions.keys() - graph.ending(tree)):
        yield Gap(tree.slug, GapKind.NO_END, code)


def _names(tree: Tree, world: World) -> Iterator[Gap]:
    """Everything the tree names exists."""
    if tree.topic not in world.topics:
        yield Gap(tree.slug, GapKind.UNKNOWN_TOPIC, other=tree.topic)
    named = [("", matter) for matter in tree.matters]
    named += [(code, matter) for code, outcome in tree.outcomes.items() for matter in outcome.matters]
    for code, matter in named:
        if matter not in world.guides:
            yield Gap(tree.slug, GapKind.UNKNOWN_MATTER, code, other=matter)
    for code, outcome in tree.outcomes.items():
        for service in outcome.services:
            if service not in world.doors:
                yield Gap(tree.slug, GapKind.UNKNOWN_SERVICE, code, other=service)
        for area in outcome.nobody_in:
            if area.upper() not in world.places and area not in world.places:
                yield Gap(tree.slug, GapKind.UNKNOWN_AREA, code, other=area)
        yield from _gives(tree.slug, outcome)


def _gives(slug: str, outcome: Outcome) -> Iterator[Gap]:
    if outcome.kind not in set(OutcomeKind):
        yield Gap(slug, GapKind.KIND_WRONG, outcome.code, other=outcome.kind)
    if outcome.kind == OutcomeKind.GUIDE and not outcome.matters:
        yield Gap(slug, GapKind.NOTHING_TO_GIVE, outcome.code, other=OutcomeKind.GUIDE)
    if outcome.kind == OutcomeKind.SERVICE and not outcome.services and not outcome.nobody_in:
        yield Gap(slug, GapKind.NOTHING_TO_GIVE, outcome.code, other=OutcomeKind.SERVICE)


def _countries(tree: Tree, world: World) -> Iterator[Gap]:
    offered = offered_countries(tree, world)
    for country in tree.countries:
        if country not in world.countries():
            yield Gap(tree.slug, GapKind.COUNTRY_STRANGE, other=country)
    for code, question in tree.questions.items():
        if question.known_by is None:
            continue
        if question.known_by != KnownBy.COUNTRY:
            yield Gap(tree.slug, GapKind.KNOWN_BY_WRONG, code, other=question.known_by)
            continue
        answers = {one.code for one in question.options}
        for country in sorted(set(offered) - answers):
            yield Gap(tree.slug, GapKind.COUNTRY_MISSING, code, other=country)
        for country in sorted(answers - set(offered)):
            yield Gap(tree.slug, GapKind.COUNTRY_STRANGE, code, other=country)


def _ends(tree: Tree, languages: list[str], world: World) -> Iterator[Gap]:
    """Every end that can be reached in a country, in each of its areas and each language the tree is offered in."""
    for country in offered_countries(tree, world):
        here = graph.reached(tree, country)
        for code, outcome in tree.outcomes.items():
            if code not in here:
                continue
            if outcome.matters and not any(_has_guide(world, matter, country) for matter in outcome.matters):
                yield Gap(tree.slug, GapKind.NO_GUIDE, code, area=country.upper())
            for area in world.inside(country):
                yield from _somebody(tree.slug, outcome, area, languages, world)


def _has_guide(world: World, matter: str, country: str) -> bool:
    return bool(world.guides.get(matter, frozenset()) & {country, ""})


def _somebody(slug: str, outcome: Outcome, area: str, languages: list[str], world: World) -> Iterator[Gap]:
    chain = world.places[area]
    here = [name for name in outcome.services if name in world.doors and world.doors[name].serves(chain)]
    if _said_nobody(outcome, chain):
        if here:
            yield Gap(slug, GapKind.NOBODY_BUT_SOMEBODY, outcome.code, area=area, other=here[0])
        return
    # The librarians answer in every place and every language we speak: a handoff always reaches somebody.
    if outcome.kind == OutcomeKind.HANDOFF:
        return
    for language in languages:
        if not any(world.doors[name].reachable(language) for name in here):
            yield Gap(slug, GapKind.NO_ACTOR, outcome.code, language, area)


def _said_nobody(outcome: Outcome, chain: tuple[str, ...]) -> bool:
    return any(area in chain or area.upper() in chain for area in outcome.nobody_in)
