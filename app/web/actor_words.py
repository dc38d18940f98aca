"""What a service's facts are called: hours, ages, costs, places and pages, as sentences in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from babel.dates import format_skeleton, get_day_names
from babel.numbers import format_currency
from flask import url_for

from app.core import clock, i18n
from app.core.i18n import gettext as _
from app.core.i18n import ngettext
from app.domain.directory.hours import Day, day_and_night, valid_on, week
from app.domain.directory.views import Register, Spot
from app.web.filters import cldr, language_here, language_tag, listed, local_time, say_date

MAP = "https://www.openstreetmap.org"
STREET = ("attention", "address_1", "address_2")


@dataclass(frozen=True)
class Said:
    """Words in the best language there is; `lang` and `dir` are empty where that is the reader's own."""

    text: str = ""
    lang: str = ""
    dir: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True)
class Place:
    """Where to go: a name, an address in a line, the way to a map, and our own page where it is a library."""

    name: Said
    address: str
    map: str
    url: str
    about: Said
    hours: str
    open: bool | None
    assured_on: str


def said(texts: dict[str, str] | None) -> Said:
    """The best of these words, with the attributes they need on this page."""
    found = i18n.choose(texts) if texts else None
    if found is None:
        return Said()
    code, text = found
    known = i18n.locales().get(code)
    if code == i18n.current().code:
        return Said(str(text))
    return Said(str(text), language_tag(code), known.dir if known else "auto")


def hours_line(schedule: Sequence[dict[str, Any]]) -> str:
    """This season's week in one line: `mån–tors 08:00–17:00, fre 08:00–15:00`."""
    schedule = valid_on(schedule, clock.today())
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


def hours_rows(schedule: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """This season's week as (day, times), Monday first; nothing where it is not known or always open."""
    schedule = valid_on(schedule, clock.today())
    if not schedule or day_and_night(schedule):
        return []
    days = get_day_names("wide", context="stand-alone", locale=cldr())
    return [(days[day], _spans_in_words(spans) or _("Closed")) for day, spans in enumerate(week(schedule))]


def differing(days: Iterable[Day]) -> list[tuple[str, str, Said]]:
    """The coming days that are not as usual, as (day, times, why)."""
    return [
        (format_skeleton("MMMEd", one.day, locale=cldr()), _times(one), said(one.note) or Said(one.holiday or ""))
        for one in days
        if one.differs or (one.holiday and one.spans)
    ]


def _times(day: Day) -> str:
    if day.spans is None:
        return _("The hours are not known.")
    return _spans_in_words(day.spans) or _("Closed")


def _spans_in_words(spans: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in spans)


def _clock(written: str) -> str:
    return _clock_in(i18n.current().code, written)


@lru_cache(maxsize=2048)
def _clock_in(_language: str, written: str) -> str:
    return local_time(time.fromisoformat(written))


def languages_line(codes: Iterable[str]) -> str:
    return listed([language_here(code) for code in codes])


def page_languages(codes: Sequence[str]) -> tuple[str, str]:
    """The tag a link is marked with, and the sentence for a reader whose language the page does not have."""
    return _page_languages(i18n.current().code, tuple(codes)) if codes else ("", "")


@lru_cache(maxsize=1024)
def _page_languages(here: str, codes: tuple[str, ...]) -> tuple[str, str]:
    if here in codes:
        return language_tag(here), ""
    return language_tag(codes[0]), _("The page is in %(languages)s.", languages=languages_line(codes))


def ages(least: int | None, most: int | None) -> str:
    """For whom by age; empty for everybody."""
    if least and most:
        return _("For those who are %(least)s to %(most)s years old.", least=least, most=most)
    if least:
        return ngettext("From %(count)s year of age.", "From %(count)s years of age.", least)
    return ngettext("Up to %(count)s year of age.", "Up to %(count)s years of age.", most) if most else ""


def cost(row: dict[str, Any]) -> tuple[Said, str]:
    """What is paid for, and how much, with where it was read and of what year: prices move."""
    option = row.get("option")
    what = said(option) if isinstance(option, dict) else Said(str(option or ""))
    amount, source, year = _amount(row), row.get("source"), str(row.get("valid_from") or "")[:4]
    if not amount:
        return what, ""
    if source and year:
        told = _("%(amount)s, according to %(source)s, %(year)s.", amount=amount, source=source, year=year)
    elif source:
        told = _("%(amount)s, according to %(source)s.", amount=amount, source=source)
    else:
        told = f"{amount} ({year})" if year else amount
    return what, told


def _amount(row: dict[str, Any]) -> str:
    """With the currency's code, not its sign: kr is three currencies to our readers."""
    try:
        number = Decimal(str(row["amount"]))
        pattern = "#,##0 ¤¤" if number == number.to_integral_value() else "#,##0.00 ¤¤"
        return format_currency(number, str(row["currency"]), pattern, locale=cldr(), currency_digits=False)
    except (KeyError, InvalidOperation):
        return ""


def place(spot: Spot) -> Place:
    """A place to go to, with a plain link to a map: nothing of a map is on our page."""
    address = _address(spot.address)
    return Place(
        said(spot.names),
        address,
        _map(spot, address),
        url_for("public.area", code=spot.area) if spot.area else "",
        said(spot.descriptions),
        hours_line(spot.schedule),
        spot.open,
        say_date(spot.assured_date),
    )


def _address(parts: dict[str, str]) -> str:
    """In one line, as it is written on a letter: the postal code and the town belong together."""
    town = " ".join(parts[part] for part in ("postal_code", "city") if parts.get(part))
    return ", ".join([*(parts[part] for part in STREET if parts.get(part)), *([town] if town else [])])


def _map(spot: Spot, address: str) -> str:
    if spot.latitude is not None and spot.longitude is not None and abs(spot.latitude) <= 90:
        at = f"{spot.latitude:.5f}", f"{spot.longitude:.5f}"
        return f"{MAP}/?{urlencode({'mlat': at[0], 'mlon': at[1]})}#map=17/{at[0]}/{at[1]}"
    return f"{MAP}/search?{urlencode({'query': address})}" if address else ""


def origin(register: Register | None) -> str:
    """Where something was read, when it came with somebody's register."""
    if register is None:
        return ""
    when = say_date(register.imported_at)
    return _("From %(publisher)s's register, imported %(date)s.", publisher=register.publisher, date=when)


def until(day: date | None) -> str:
    return _("This holds until %(date)s.", date=say_date(day)) if day else ""
