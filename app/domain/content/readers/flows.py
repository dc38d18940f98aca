"""Reads flows/<slug>/: a question tree's structure from flow.yaml, and its words from one file a language."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from app.core import i18n
from app.domain.content.fields import SLUG, Fields
from app.domain.content.readers.organizations import COUNTRY
from app.domain.content.readers.source import Source
from app.domain.content.records import FlowRecord, FlowTextRecord
from app.domain.guides.terms import GuideStatus, TranslationState
from app.domain.triage.terms import KnownBy, OutcomeKind

FOLDER = "flows"
FILE = "flow.yaml"
# Short texts are for guides: half a question helps nobody.
TEXT_STATES = (
    TranslationState.UP_TO_DATE,
    TranslationState.OUTDATED,
    TranslationState.MACHINE,
    TranslationState.IN_TRANSLATION,
)


def read(source: Source) -> list[tuple[str, FlowRecord]]:
    found = ((file, source.yaml(file)) for file in source.under(FOLDER, f"/{FILE}"))
    return [(file, _flow(value, file, source)) for file, value in found if value is not None]


def is_flow_file(name: str, tree: dict[str, bytes]) -> bool:
    """Whether the file is a flow's structure, or words that stand beside one."""
    parts = name.split("/")
    beside = f"{FOLDER}/{parts[1]}/{FILE}" if len(parts) == 3 else ""
    return parts[0] == FOLDER and beside in tree and name.endswith(".yaml")


def _flow(value: Any, file: str, source: Source) -> FlowRecord:
    fields = Fields(value, file, source.problems)
    folder = PurePosixPath(file).parent
    names = {PurePosixPath(name).stem: name for name in source.under(str(folder), ".yaml") if name != file}
    status = fields.one_of("status", list(GuideStatus))
    record = FlowRecord(
        slug=fields.slug("slug"),
        source=fields.one_of("source", list(i18n.locales())) or "",
        structure=_structure(fields),
        status=None if status == GuideStatus.PUBLISHED else status,
        texts={code: text for code, name in names.items() if (text := _text(code, name, source))},
    )
    if not record.source:
        fields.refuse("`source` is missing: the language the others are translated from.")
    if record.slug and record.slug != folder.name:
        fields.refuse(f"`slug` is '{record.slug}', but the folder is called '{folder.name}'.")
    fields.finish()
    return record


def _structure(fields: Fields) -> dict[str, Any]:
    return {
        "countries": _countries(fields),
        "topic": fields.text("topic", 40),
        "matters": _once(fields, "matters"),
        "urgent": fields.flag("urgent"),
        "sensitive": fields.flag("sensitive"),
        "start": fields.text("start", 60),
        "questions": {code: _question(code, one, fields) for code, one in _by_code(fields, "questions")},
        "outcomes": {code: _outcome(code, one, fields) for code, one in _by_code(fields, "outcomes")},
    }


def _countries(fields: Fields) -> list[str]:
    found = _once(fields, "countries")
    for code in found:
        if not COUNTRY.match(code):
            fields.refuse(f"`countries` has '{code}'; a country is two small letters, like se.")
    return found


def _once(fields: Fields, key: str) -> list[str]:
    found = fields.lines(key)
    if len(set(found)) < len(found):
        fields.refuse(f"`{key}` has the same name twice.")
    return found


def _by_code(fields: Fields, key: str) -> list[tuple[str, Any]]:
    """The pairs of a mapping from code to anything."""
    value = fields.take(key)
    if not isinstance(value, dict) or not value:
        fields.refuse(f"`{key}` is missing: lines of `code:`, each with what belongs to it below.")
        return []
    for code in value:
        if not SLUG.match(str(code)):
            fields.refuse(f"`{key}` has the code '{code}'; it may have small letters a to z, digits and single dashes.")
    return [(str(code), one) for code, one in value.items()]


def _question(code: str, value: Any, parent: Fields) -> dict[str, Any]:
    fields = Fields(value, parent.file, parent.problems, f"question {code}: ")
    known_by = fields.one_of("known_by", list(KnownBy))
    options = [_option(code, place, one, parent) for place, one in enumerate(fields.parts("options"), 1)]
    if not 2 <= len(options) <= 6:
        fields.refuse(f"`options` has {len(options)}; a question has two to six.")
    codes = [one["code"] for one in options]
    if len(set(codes)) < len(codes):
        fields.refuse("`options` has the same code twice.")
    if known_by == KnownBy.COUNTRY and not all(COUNTRY.match(one) for one in codes):
        fields.refuse("`known_by: country` needs options whose codes are countries, like se and dk.")
    fields.finish()
    return {**({"known_by": known_by} if known_by else {}), "options": options}


def _option(code: str, place: int, value: Any, parent: Fields) -> dict[str, str]:
    fields = Fields(value, parent.file, parent.problems, f"question {code}, option {place}: ")
    found = {"code": fields.slug("code"), "next": fields.slug("next")}
    fields.finish()
    return found


def _outcome(code: str, value: Any, parent: Fields) -> dict[str, Any]:
    fields = Fields(value, parent.file, parent.problems, f"outcome {code}: ")
    kind = fields.one_of("kind", list(OutcomeKind))
    if kind is None:
        fields.refuse(f"`kind` is missing; it can be {', '.join(OutcomeKind)}.")
    found = {
        "kind": kind or "",
        "urgent": fields.flag("urgent"),
        "matters": _once(fields, "matters"),
        "services": _once(fields, "services"),
        "nobody_in": _once(fields, "nobody_in"),
    }
    fields.finish()
    return found


def _text(code: str, file: str, source: Source) -> FlowTextRecord | None:
    if code not in i18n.locales():
        source.problems.add(file, f"'{code}' is not a language of translations/locales.toml.")
        return None
    value = source.yaml(file)
    if value is None:
        return None
    fields = Fields(value, file, source.problems)
    state = fields.one_of("state", TEXT_STATES)
    words = {
        "title": fields.text("title", 80),
        "summary": fields.text("summary", 400),
        "questions": {name: _question_words(name, one, fields) for name, one in _by_code(fields, "questions")},
        "outcomes": {name: _outcome_words(name, one, fields) for name, one in _by_code(fields, "outcomes")},
    }
    fields.finish()
    return FlowTextRecord(words, None if state == TranslationState.UP_TO_DATE else state)


def _question_words(code: str, value: Any, parent: Fields) -> dict[str, Any]:
    fields = Fields(value, parent.file, parent.problems, f"question {code}: ")
    found: dict[str, Any] = {"title": fields.text("title", 160), "hint": fields.maybe("hint", 300) or ""}
    options = fields.take("options")
    inner = Fields(options, parent.file, parent.problems, f"question {code}: `options`: ")
    names = list(options) if isinstance(options, dict) else []
    found["options"] = {str(name): inner.text(name, 120) for name in names}
    fields.finish()
    return {key: one for key, one in found.items() if one}


def _outcome_words(code: str, value: Any, parent: Fields) -> dict[str, Any]:
    fields = Fields(value, parent.file, parent.problems, f"outcome {code}: ")
    found = {
        "title": fields.text("title", 160),
        "text": fields.text("text", 3000),
        "nobody": fields.maybe("nobody", 600) or "",
    }
    fields.finish()
    return {key: one for key, one in found.items() if one}
