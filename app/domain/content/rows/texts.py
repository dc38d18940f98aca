"""A guide's text in each language, and which of them a changed source leaves behind."""

from __future__ import annotations

from dataclasses import replace

from app.core.clock import now
from app.domain.content.records import StepRecord, TextRecord
from app.domain.guides.models import Guide, GuideTranslation, Step
from app.domain.guides.terms import TranslationState

LEFT_BEHIND = {
    TranslationState.UP_TO_DATE.value: TranslationState.OUTDATED.value,
    TranslationState.SHORT.value: TranslationState.SHORT_OUTDATED.value,
}


def record(row: GuideTranslation) -> TextRecord:
    return TextRecord(
        title=row.title,
        summary=row.summary,
        bring=list(row.bring),
        warnings=list(row.warnings),
        can=list(row.can),
        cannot=list(row.cannot),
        next_time=row.next_time,
        steps=[StepRecord(step.title, step.body) for step in sorted(row.steps, key=lambda step: step.position)],
        state=None if row.state == TranslationState.UP_TO_DATE else row.state,
    )


def write(wanted: dict[str, TextRecord], source: str, guide: Guide) -> bool:
    """Writes every language; True when the text that the others are translated from became another."""
    rows = {row.locale: row for row in guide.translations}
    changed = {locale for locale, said in wanted.items() if _differs(rows.get(locale), said)}
    for locale in changed:
        if locale not in rows:
            rows[locale] = GuideTranslation(locale=locale, steps=[])
            guide.translations.append(rows[locale])
        _fill(rows[locale], wanted[locale])
    source_changed = source in changed
    for locale, row in rows.items():
        said = wanted.get(locale)
        fresh = locale in changed or locale == source
        row.state = _state(row.state, said.state if said else None, fresh, source_changed)
    return source_changed


def _state(before: str, stated: str | None, fresh: bool, source_changed: bool) -> str:
    """What a text counts as from now on.

    `short` in a file tells what kind of text it is, not that somebody read it beside the source as it is now.
    """
    if stated and (fresh or stated != TranslationState.SHORT):
        return stated
    if fresh:
        return TranslationState.UP_TO_DATE
    return LEFT_BEHIND.get(before, before) if source_changed else before


def _differs(row: GuideTranslation | None, said: TextRecord) -> bool:
    return row is None or replace(record(row), state=None) != replace(said, state=None)


def _fill(row: GuideTranslation, said: TextRecord) -> None:
    row.title, row.summary, row.next_time = said.title, said.summary, said.next_time
    row.bring, row.warnings, row.can, row.cannot = said.bring, said.warnings, said.can, said.cannot
    row.steps = [Step(position=place, title=step.title, body=step.body) for place, step in enumerate(said.steps, 1)]
    row.updated_at = now()
