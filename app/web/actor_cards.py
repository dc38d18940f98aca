"""A service as a card a reader can use: how to reach it, when, in which languages, and who checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time
from itertools import groupby
from typing import Any

from babel.dates import get_day_names
from flask import url_for

from app.core import i18n
from app.core.i18n import gettext as _
from app.domain.directory.hours import day_and_night, week
from app.domain.directory.queries import Number, ServiceView
from app.domain.directory.terms import PhoneKind
from app.web.filters import cldr, country_name, host, language_here, listed, local_time, say_date

KINDS: dict[str, Callable[[], str]] = {
    PhoneKind.VOICE: lambda: _("Telephone"),
    PhoneKind.SMS: lambda: _("Text message"),
    PhoneKind.TEXTPHONE: lambda: _("Text telephone"),
}


@dataclass(frozen=True)
class Channel:
    """One way to reach somebody."""

    kind: str
    label: str
    value: str
    href: str
    urgent: bool = False
    note: str = ""
    hours: str = ""
    open: bool | None = None


@dataclass(frozen=True)
class ActorCard:
    """What the actor component shows; `lang` and `dir` are empty where the words are in the reader's language."""

    slug: str
    name: str
    url: str
    handles: str
    cannot: str
    documents: list[str]
    channels: list[Channel]
    languages: list[str]
    hours: str
    hours_rows: list[tuple[str, str]]
    open: bool | None
    urgent: bool
    area_name: str
    checked_on: str | None
    checked_by: str | None
    lang: str = field(default="")
    dir: str = field(default="")


def actor_card(service: ServiceView, show_country: bool = False) -> ActorCard:
    """The card of one service, in the reader's language as far as its words exist."""
    chosen = i18n.choose(service.descriptions) or i18n.choose(service.names)
    spoken = i18n.locales().get(chosen[0]) if chosen else None
    other = spoken if spoken and spoken.code != i18n.current().code else None
    return ActorCard(
        slug=service.slug,
        name=i18n.say(service.names) or service.organization_name,
        url=url_for("public.actor", slug=service.organization, _anchor=service.slug),
        handles=i18n.say(service.descriptions),
        cannot=i18n.say(service.cannot),
        documents=(i18n.choose(service.documents) or ("", []))[1],
        channels=_channels(service),
        languages=[language_here(code) for code in service.languages],
        hours=hours_line(service.schedule),
        hours_rows=hours_rows(service.schedule),
        open=service.open,
        urgent=service.urgent,
        area_name=country_name(service.country) if show_country else "",
        checked_on=say_date(service.checked_on) or None,
        checked_by=listed(service.checked_by) or None,
        lang=other.tag if other else "",
        dir=other.dir if other else "",
    )


def hours_line(schedule: list[dict[str, Any]]) -> str:
    """The week in one line: `mån–tors 08:00–17:00, fre 08:00–15:00`."""
    if not schedule:
        return ""
    if day_and_night(schedule):
        return _("Day and night")
    days = get_day_names("abbreviated", locale=cldr())
    parts = []
    for spans, group in groupby(enumerate(week(schedule)), key=lambda pair: pair[1]):
        found = [day for day, _spans in group]
        if spans:
            told = days[found[0]] if len(found) == 1 else f"{days[found[0]]}–{days[found[-1]]}"
            parts.append(f"{told} {_spans_in_words(spans)}")
    return ", ".join(parts)


def hours_rows(schedule: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """The week as (day, times), Monday first; nothing where it is not known or always open."""
    if not schedule or day_and_night(schedule):
        return []
    days = get_day_names("wide", context="stand-alone", locale=cldr())
    return [(days[day], _spans_in_words(spans) or _("Closed")) for day, spans in enumerate(week(schedule))]


def _spans_in_words(spans: tuple[tuple[str, str], ...]) -> str:
    return ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in spans)


def _clock(written: str) -> str:
    return local_time(time.fromisoformat(written))


def _channels(service: ServiceView) -> list[Channel]:
    numbers = [_number(one) for one in service.numbers]
    if not service.link:
        return numbers
    note = ""
    if service.unchecked and not numbers:
        note = _("We have not checked their telephone number yet. You find it on their own page.")
    elif service.unchecked:
        note = _("They have more telephone numbers, which we have not checked yet. You find them on their own page.")
    return [*numbers, Channel("web", _("Their official web page"), host(service.link), service.link, note=note)]


def _number(number: Number) -> Channel:
    scheme = "sms" if number.kind == PhoneKind.SMS else "tel"
    dialled = "".join(sign for sign in number.number if sign.isdigit() or sign == "+")
    label = i18n.say(number.label) or KINDS.get(number.kind, KINDS[PhoneKind.VOICE])()
    return Channel("phone", label, number.number, f"{scheme}:{dialled}", urgent=number.urgent)
