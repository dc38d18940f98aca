"""Checks a guide as a whole: what it points at, and that every text answers every reason."""

from __future__ import annotations

from app.domain.content.problems import Problems
from app.domain.content.records import GuideRecord, TextRecord
from app.domain.content.terms import Kind
from app.domain.content.whole import Content
from app.domain.guides.states import SHORT_STATES
from app.domain.guides.terms import TranslationState


def check(content: Content, problems: Problems) -> None:
    for slug, guide in content.guides.items():
        file = content.files[Kind.GUIDE, slug]
        _points_at(guide, file, content, problems)
        _texts(guide, file, problems)


def _points_at(guide: GuideRecord, file: str, content: Content, problems: Problems) -> None:
    services = {service.slug for actor in content.organizations.values() for service in actor.services}
    if guide.matter not in content.matters and problems.is_readable(f"matters/{guide.matter}/matter.yaml"):
        problems.add(file, f"There is no matter.yaml for '{guide.matter}'.")
    for name in guide.services:
        if name not in services and problems.is_readable("actors/"):
            problems.add(file, f"`services` has '{name}', which no file in actors/ has.")
    for name in guide.related:
        if name not in content.matters and problems.is_readable(f"matters/{name}/matter.yaml"):
            problems.add(file, f"`related` has '{name}', which is no matter.")
    for key, names in (("services", guide.services), ("related", guide.related)):
        if len(set(names)) < len(names):
            problems.add(file, f"`{key}` has the same name twice.")


def _texts(guide: GuideRecord, file: str, problems: Problems) -> None:
    folder = file.rsplit("/", 1)[0]
    source = f"{folder}/{guide.source}.md"
    if guide.source and guide.source not in guide.texts and problems.is_readable(source):
        problems.add(file, f"`source` is {guide.source}, but {guide.source}.md is missing.")
    for code, text in guide.texts.items():
        name = f"{folder}/{code}.md"
        _structure(guide, text, name, problems)
        if code == guide.source and text.state in SHORT_STATES:
            problems.add(name, "The others are translated from this text, so it cannot be short: write its steps.")
        elif code == guide.source and text.state not in (None, TranslationState.UP_TO_DATE):
            problems.add(name, "The text that the others are translated from cannot have a `state`.")


def _structure(guide: GuideRecord, text: TextRecord, name: str, problems: Problems) -> None:
    _steps(text, name, problems)
    if len(text.cannot) != len(guide.cannot):
        sentence = f"`cannot` has {len(text.cannot)} lines; guide.yaml gives {len(guide.cannot)} reasons, one a line."
        problems.add(name, sentence)
    if guide.self_next_time and not text.next_time and text.state not in SHORT_STATES:
        problems.add(name, "`next_time` is missing; guide.yaml says `self_next_time: true`.")
    if text.next_time and not guide.self_next_time:
        problems.add(name, "`next_time` is here, but guide.yaml does not say `self_next_time: true`.")


def _steps(text: TextRecord, name: str, problems: Problems) -> None:
    """A text has its steps, or says that it is short: a slip must not make half a guide."""
    short = text.state in SHORT_STATES
    if not text.steps and not short:
        sentence = "There are no steps; every step begins with a heading, ##. A text without steps says `state: short`."
        problems.add(name, sentence)
    if text.steps and short:
        problems.add(name, f"`state: {text.state}` is for a text without steps, and this one has {len(text.steps)}.")
    for step in text.steps:
        if not step.title or len(step.title) > 200:
            problems.add(name, f"A step's heading must have 1 to 200 characters: '{step.title[:40]}'.")
