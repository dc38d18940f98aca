"""Reads matters/<code>/<country>/: a guide's structure and its text in every language."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from app.core import i18n
from app.domain.content import front_matter
from app.domain.content.fields import Fields
from app.domain.content.readers.organizations import COUNTRY
from app.domain.content.readers.source import Source
from app.domain.content.records import GuideRecord, TextRecord
from app.domain.content.terms import EVERYWHERE
from app.domain.guides.terms import GuideStatus, Reason, TranslationState

FILE = "guide.yaml"
TEXT_STATES = (
    TranslationState.UP_TO_DATE,
    TranslationState.OUTDATED,
    TranslationState.MACHINE,
    TranslationState.IN_TRANSLATION,
    TranslationState.SHORT,
    TranslationState.SHORT_OUTDATED,
)


def read(source: Source) -> list[tuple[str, GuideRecord]]:
    found = ((file, source.yaml(file)) for file in source.under("matters", f"/{FILE}"))
    return [(file, _guide(value, file, source)) for file, value in found if value is not None]


def _guide(value: Any, file: str, source: Source) -> GuideRecord:
    fields = Fields(value, file, source.problems)
    folder = PurePosixPath(file).parent
    matter, place = folder.parent.name, folder.name
    if place != EVERYWHERE and not COUNTRY.match(place):
        fields.refuse(f"The folder '{place}' must be a country of two small letters, or {EVERYWHERE}.")
    texts = {PurePosixPath(name).stem: name for name in source.under(str(folder), ".md")}
    record = GuideRecord(
        slug=matter if place == EVERYWHERE else f"{matter}-{place}",
        matter=matter,
        country=None if place == EVERYWHERE else place,
        source=fields.one_of("source", list(i18n.locales())) or "",
        minutes=_minutes(fields),
        safety_critical=fields.flag("safety_critical"),
        self_next_time=fields.flag("self_next_time"),
        cannot=_reasons(fields),
        services=fields.lines("services"),
        related=fields.lines("related"),
        status=_unless(fields.one_of("status", list(GuideStatus)), GuideStatus.PUBLISHED),
        texts={code: text for code, name in texts.items() if (text := _text(code, name, source))},
    )
    if not record.source:
        fields.refuse("`source` is missing: the language the others are translated from.")
    fields.finish()
    return record


def _minutes(fields: Fields) -> tuple[int, int]:
    found = fields.parts("minutes")
    if len(found) != 2 or not all(type(part) is int for part in found) or not 0 < found[0] <= found[1]:
        fields.refuse("`minutes` must be the shortest and the longest time, like [5, 20].")
        return 0, 0
    return found[0], found[1]


def _reasons(fields: Fields) -> list[str]:
    found = fields.lines("cannot")
    for reason in found:
        if reason not in list(Reason):
            fields.refuse(f"`cannot` has the reason '{reason}'; it can be {', '.join(Reason)}.")
    return found


def _unless(value: str | None, usual: str) -> str | None:
    return None if value == usual else value


def _text(code: str, file: str, source: Source) -> TextRecord | None:
    if code not in i18n.locales():
        source.problems.add(file, f"'{code}' is not a language of translations/locales.toml.")
        return None
    content = source.text(file)
    page = front_matter.split(content, file, source.problems) if content is not None else None
    if page is None or page.head is None:
        return None
    fields = Fields(page.head, file, source.problems)
    record = TextRecord(
        title=fields.text("title", 160),
        summary=fields.text("summary"),
        bring=fields.lines("bring"),
        warnings=fields.lines("warnings"),
        can=fields.lines("can"),
        cannot=fields.lines("cannot"),
        next_time=fields.maybe("next_time") or "",
        steps=front_matter.steps(page, file, source.problems),
        state=fields.one_of("state", TEXT_STATES),
    )
    fields.finish()
    return record
