"""One part of a question tree as an editor writes it: the same form, readers and sentences as its files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.core.text import accept
from app.domain.content import strict_yaml
from app.domain.content.problems import Problem, Problems
from app.domain.content.readers import flows as reader
from app.domain.content.readers.source import Source
from app.domain.content.records import FlowRecord
from app.domain.content.writers import flows as writer
from app.domain.content.writers.names import dump
from app.domain.triage.drafts import STRUCTURE
from app.domain.triage.tree import Tree

TOO_DEEP = "This is nested too deeply to be a question tree."


def written(tree: Tree, structure: dict[str, Any], part: str, words: Mapping[str, Any] | None) -> str:
    """The part as YAML; of a language, with an empty place for every text that is missing."""
    if part == STRUCTURE:
        return writer.flow(FlowRecord(tree.slug, tree.source, structure))
    return dump(_with_places(tree, words or {}))


def read(tree: Tree, structure: dict[str, Any], part: str, typed: str) -> tuple[dict[str, Any], list[Problem]]:
    """What was written, or what is wrong with it. `tree` and `structure` are the draft's as it stands."""
    problems = Problems()
    file = f"{reader.FOLDER}/{tree.slug}/{reader.FILE if part == STRUCTURE else f'{part}.yaml'}"
    try:
        said = strict_yaml.parse(typed, file, problems)
        record = _record(tree, structure, file, dump(_without_places(said)), problems) if not len(problems) else None
    except RecursionError:
        problems.add(file, TOO_DEEP)
        record = None
    if record is not None:
        _check(record, tree, file, part, problems)
    found: dict[str, Any] = {}
    if record is not None and not len(problems):
        found = record.structure if part == STRUCTURE else record.texts[part].words
    # Where only the rest of the tree is wrong that is said instead: nothing read must not be kept as nothing written.
    return found, [one for one in problems if one.file == file] or list(problems)


def _record(tree: Tree, structure: dict[str, Any], file: str, said: str, problems: Problems) -> FlowRecord | None:
    # The language's file is read beside a structure that was read before, as it is in the folder.
    beside = writer.flow(FlowRecord(tree.slug, tree.source, structure))
    files = {f"{reader.FOLDER}/{tree.slug}/{reader.FILE}": beside.encode(), file: said.encode()}
    found = reader.read(Source(files, problems))
    if not found:
        problems.add(file, "There is nothing here.")
    return found[0][1] if found else None


def _check(record: FlowRecord, tree: Tree, file: str, part: str, problems: Problems) -> None:
    """What the files may say, and an editor's page has its own ways for."""
    if part != STRUCTURE:
        if part not in record.texts:
            problems.add(file, "There is nothing here.")
        elif record.texts[part].state is not None:
            problems.add(file, "Leave `state` out: publishing decides it.")
        return
    if record.slug and record.slug != tree.slug:
        problems.add(file, f"`slug` must stay '{tree.slug}': addresses out there lead to it.")
    if record.source and record.source != tree.source:
        problems.add(file, f"`source` must stay '{tree.source}': the others are translated from it.")
    if record.status is not None:
        problems.add(file, "Leave `status` out: there are buttons for it.")


def _with_places(tree: Tree, words: Mapping[str, Any]) -> dict[str, Any]:
    """Every text the tree needs, in its order, empty where there is none; then whatever else was written."""
    questions, outcomes = _part(words, "questions"), _part(words, "outcomes")
    found: dict[str, Any] = {"title": words.get("title", ""), "summary": words.get("summary", "")}
    found["questions"] = {
        code: _question(_part(questions, code), [one.code for one in question.options])
        for code, question in tree.questions.items()
    } | {code: one for code, one in questions.items() if code not in tree.questions}
    found["outcomes"] = {
        code: _outcome(_part(outcomes, code), bool(outcome.nobody_in)) for code, outcome in tree.outcomes.items()
    } | {code: one for code, one in outcomes.items() if code not in tree.outcomes}
    return found


def _question(said: Mapping[str, Any], options: list[str]) -> dict[str, Any]:
    hint = {"hint": said["hint"]} if said.get("hint") else {}
    labels = _part(said, "options")
    return {"title": said.get("title", ""), **hint, "options": {**dict.fromkeys(options, ""), **labels}}


def _outcome(said: Mapping[str, Any], nobody: bool) -> dict[str, Any]:
    needed = ("title", "text", "nobody") if nobody or said.get("nobody") else ("title", "text")
    return {key: said.get(key, "") for key in needed}


def _part(said: Mapping[str, Any], key: str) -> dict[str, Any]:
    found = said.get(key)
    return dict(found) if isinstance(found, Mapping) else {}


def _without_places(said: Any) -> Any:
    """What was left empty counts as not written; what was written is somebody's words, and comes in as those do."""
    if isinstance(said, dict):
        pairs = {key: _without_places(one) for key, one in said.items()}
        return {key: one for key, one in pairs.items() if one not in ("", None, {})}
    if isinstance(said, list):
        return [_without_places(one) for one in said]
    return accept(said).text if isinstance(said, str) else said
