"""Checks a question tree beside the other files: what it points at is there, and every language has every word."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from app.domain.content.checks import texts
from app.domain.content.front_matter import HTML, NO_HTML
from app.domain.content.problems import Problems
from app.domain.content.records import FlowRecord, FlowTextRecord
from app.domain.content.terms import Kind
from app.domain.content.whole import Content
from app.domain.guides.terms import TranslationState
from app.domain.triage.texts import missing, unknown
from app.domain.triage.tree import tree_of

# Words nobody is shown yet may have gaps.
UNFINISHED = (TranslationState.IN_TRANSLATION, TranslationState.MACHINE)
AT_MOST = 5


def check(content: Content, problems: Problems) -> None:
    for slug, flow in content.flows.items():
        file = content.files[Kind.FLOW, slug]
        _points_at(flow, file, content, problems)
        _leads(flow, file, problems)
        _languages(flow, file, content, problems)


def _points_at(flow: FlowRecord, file: str, content: Content, problems: Problems) -> None:
    services = {service.slug for actor in content.organizations.values() for service in actor.services}
    said = flow.structure
    if said["topic"] and said["topic"] not in content.topics and problems.is_readable("topics.yaml"):
        problems.add(file, f"`topic` is '{said['topic']}', which topics.yaml does not have.")
    for where, names in (
        ("", said["matters"]),
        *((f"outcome {code}: ", one["matters"]) for code, one in _outcomes(said)),
    ):
        for name in names:
            if name not in content.matters and problems.is_readable(f"matters/{name}/matter.yaml"):
                problems.add(file, f"{where}`matters` has '{name}', which is no matter.")
    for code, outcome in _outcomes(said):
        for name in outcome["services"]:
            if name not in services and problems.is_readable("actors/"):
                problems.add(file, f"outcome {code}: `services` has '{name}', which no file in actors/ has.")
        for name in outcome["nobody_in"]:
            if name.upper() not in content.areas and problems.is_readable("areas.yaml"):
                problems.add(file, f"outcome {code}: `nobody_in` has '{name}', which areas.yaml does not have.")


def _outcomes(said: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return list(said["outcomes"].items())


def _leads(flow: FlowRecord, file: str, problems: Problems) -> None:
    """Every code once, and every option's `next` is a code."""
    questions, outcomes = flow.structure["questions"], flow.structure["outcomes"]
    for code in questions.keys() & outcomes.keys():
        problems.add(file, f"'{code}' is a question and an outcome; every code is used once.")
    start = flow.structure["start"]
    if start and start not in questions:
        problems.add(file, f"`start` is '{start}', which is no question.")
    for code, question in questions.items():
        for option in question["options"]:
            if option["next"] and option["next"] not in questions and option["next"] not in outcomes:
                sentence = f"question {code}, option {option['code']}: `next` is '{option['next']}', which is neither a"
                problems.add(file, f"{sentence} question nor an outcome.")


def _languages(flow: FlowRecord, file: str, content: Content, problems: Problems) -> None:
    folder = file.rsplit("/", 1)[0]
    if flow.source and flow.source not in flow.texts and problems.is_readable(f"{folder}/{flow.source}.yaml"):
        problems.add(file, f"`source` is {flow.source}, but {flow.source}.yaml is missing.")
    hosts, numbers = texts.hosts(content), texts.numbers(content)
    for code, text in flow.texts.items():
        name = f"{folder}/{code}.yaml"
        _keys(flow, code, text, name, problems)
        for words in _words(text.words):
            texts.look(words, name, hosts, numbers, problems)
            if HTML.search(words):
                problems.add(name, NO_HTML)
        if any("*" in words for words in _plain(text.words)):
            problems.add(name, "Titles, hints and options are plain text: take out the asterisks.")


def _keys(flow: FlowRecord, code: str, text: FlowTextRecord, name: str, problems: Problems) -> None:
    tree = tree_of(flow.slug, flow.source, flow.structure)
    for key in unknown(tree, text.words):
        problems.add(name, f"`{key}` has words, but {flow.slug}/flow.yaml has nothing of that name.")
    if code == flow.source and text.state is not None:
        problems.add(name, "The words that the others are translated from cannot have a `state`.")
    gaps = missing(tree, text.words) if text.state not in UNFINISHED else []
    if gaps:
        more = f" and {len(gaps) - AT_MOST} more" if len(gaps) > AT_MOST else ""
        sentence = f"Words are missing: {', '.join(gaps[:AT_MOST])}{more}."
        problems.add(name, f"{sentence} Words on their way say `state: in_translation`.")


def _plain(said: dict[str, Any]) -> Iterator[str]:
    """The words that stand on cards, in headings and on buttons."""
    yield from (str(said.get("title", "")), str(said.get("summary", "")))
    for question in said.get("questions", {}).values():
        yield from (question.get("title", ""), question.get("hint", ""), *question.get("options", {}).values())
    for outcome in said.get("outcomes", {}).values():
        yield outcome.get("title", "")


def _words(said: dict[str, Any]) -> Iterator[str]:
    yield from _plain(said)
    for outcome in said.get("outcomes", {}).values():
        yield from (outcome.get("text", ""), outcome.get("nobody", ""))
