"""What templates say with: dates, times, lengths, numbers, safe Markdown and links, in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from functools import lru_cache
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import nh3
from babel import Locale as CldrLocale
from babel import UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from babel.numbers import format_decimal
from flask import Flask
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from app.core import clock, i18n
from app.core.i18n import gettext as _
from app.core.i18n import ngettext
from app.core.memory import remembered
from app.domain.places import queries as places

# "en" alone is American to CLDR; our readers of English live in Europe.
WRITTEN_AS = {"en": "en_GB"}
TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "a", "code", "blockquote", "hr"}
ATTRIBUTES = {tag: {"lang", "dir"} for tag in TAGS} | {"a": {"href", "lang", "dir"}, "ol": {"start", "lang", "dir"}}
SCHEMES = {"https", "http", "mailto"}
ADDRESS = re.compile(r"https?://[^\s<>\"'‹›«»]+")
AFTER_ADDRESS = ".,;:!?)]}…،؛؟"
# Between letters from right to left the groups of a phone number would change places.
FROM_THE_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
PHONE = re.compile(r"(?<![\w+])(?:\+|[0٠۰])[\d ()/-]{5,22}\d(?!\w)")
# The ways of saying "on Monday" bend the name of the day in half of our languages, so each day has its sentence.
ON_DAY: tuple[Callable[[str], str], ...] = (
    lambda time: _("Opens on Monday at %(time)s.", time=time),
    lambda time: _("Opens on Tuesday at %(time)s.", time=time),
    lambda time: _("Opens on Wednesday at %(time)s.", time=time),
    lambda time: _("Opens on Thursday at %(time)s.", time=time),
    lambda time: _("Opens on Friday at %(time)s.", time=time),
    lambda time: _("Opens on Saturday at %(time)s.", time=time),
    lambda time: _("Opens on Sunday at %(time)s.", time=time),
)
_markdown = MarkdownIt("commonmark", {"html": False})


@lru_cache
def _cldr(code: str) -> CldrLocale:
    return CldrLocale.parse(WRITTEN_AS.get(code, code))


def cldr() -> CldrLocale:
    """How the language in use writes dates and numbers."""
    return _cldr(i18n.current().code)


def team_zone() -> ZoneInfo:
    """The team's clock."""
    return remembered("team_zone", places.team_timezone)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(team_zone()) if moment.tzinfo else moment


def say_date(value: date | datetime | None, form: str = "long") -> str:
    """A day, as the wall calendar of the team has it; nothing for None."""
    if value is None:
        return ""
    day = _local(value).date() if isinstance(value, datetime) else value
    return format_date(day, form, locale=cldr())


def local_time(value: datetime | clock_time | None) -> str:
    """A time of day without seconds; a moment is told by the team's clock."""
    if value is None:
        return ""
    told = _local(value).time() if isinstance(value, datetime) else value
    return _time_in(i18n.current().code, told.hour, told.minute)


@lru_cache(maxsize=4096)
def _time_in(code: str, hour: int, minute: int) -> str:
    return format_time(clock_time(hour, minute), "short", locale=_cldr(code))


def told(moment: datetime) -> str:
    """When somebody wrote: today the time is enough; of another day it would be mistaken for today's."""
    return local_time(moment) if _local(moment).date() == _local(clock.now()).date() else say_datetime(moment)


def written_down(moment: datetime) -> str:
    """When somebody wrote, for what is kept and read in another year: day and time."""
    return f"{say_date(moment, 'medium')} {local_time(moment)}"


def say_datetime(value: datetime | None) -> str:
    """A moment: weekday, day, month and time by the team's clock."""
    if value is None:
        return ""
    local = _local(value).replace(tzinfo=None)
    return f"{format_skeleton('MMMEd', local, locale=cldr())} {local_time(local)}"


def say_duration(low: int, high: int) -> str:
    """How many minutes something takes."""
    if low >= high:
        return ngettext("About %(count)s minute", "About %(count)s minutes", high)
    return ngettext("%(low)s to %(count)s minute", "%(low)s to %(count)s minutes", high, low=low)


def say_number(value: float) -> str:
    return format_decimal(value, locale=cldr())


def _safe(html: str) -> Markup:
    return Markup(nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel="noopener external"))


@lru_cache(maxsize=4096)
def markdown(text: str) -> Markup:
    """Our own texts' Markdown as safe HTML: no raw HTML, no images, links to the web only."""
    return _safe(_markdown.render(text))


@lru_cache(maxsize=4096)
def inline(text: str) -> Markup:
    """One line of Markdown: bold, links, no paragraph around it."""
    return _safe(_markdown.renderInline(text))


def linkify(text: str) -> Markup:
    """A person's plain text, escaped, with its web addresses as links; these and phone numbers read from left to right."""
    parts: list[Markup] = []
    at, words = 0, _with_numbers if FROM_THE_RIGHT.search(text) else escape
    for found in ADDRESS.finditer(text):
        address = found[0].rstrip(AFTER_ADDRESS)
        parts.append(words(text[at : found.start()]))
        parts.append(Markup('<a href="{0}" rel="nofollow noopener external" dir="ltr">{0}</a>').format(address))
        at = found.start() + len(address)
    return Markup("").join([*parts, words(text[at:])])


def in_order(text: str) -> Markup:
    """A person's plain text where no link may stand, escaped, with phone numbers read from left to right."""
    return _with_numbers(text) if FROM_THE_RIGHT.search(text) else escape(text)


def _with_numbers(text: str) -> Markup:
    """Escaped, with what begins as a phone number does (+ or 0) and has groups kept in its order."""
    parts: list[Markup] = []
    at = 0
    for found in PHONE.finditer(text):
        parts.append(escape(text[at : found.start()]))
        parts.append(Markup('<bdi dir="ltr">{0}</bdi>').format(found[0]))
        at = found.end()
    return Markup("").join([*parts, escape(text[at:])])


@lru_cache(maxsize=512)
def language_name(code: str) -> str:
    """A language in its own words; the code itself where CLDR does not know it."""
    known = i18n.locales().get(code)
    if known:
        return known.name
    try:
        locale = CldrLocale.parse(code, sep="-" if "-" in code else "_")
    except (UnknownLocaleError, ValueError):
        return code
    name = locale.get_display_name() or code
    return name[:1].upper() + name[1:]


def language_here(code: str) -> str:
    """A language in the words of the language in use: `sv` is Swedish to an English reader."""
    return str(cldr().languages.get(code) or language_name(code))


def language_alone(code: str) -> str:
    """The same where it stands alone, in a list or on a badge: with a capital, as languages in their own words have."""
    name = language_here(code)
    return name[:1].upper() + name[1:]


def language_tag(code: str) -> str:
    """The BCP 47 tag of a language, for a `lang` attribute."""
    known = i18n.locales().get(code)
    return known.tag if known else code.replace("_", "-")


def country_name(code: str | None) -> str:
    """A country in the reader's language; empty where something is for every country."""
    return str(cldr().territories.get(code.upper(), code)) if code else ""


def listed(words: Sequence[str]) -> str:
    """Words as the language lists them: "a, b and c"."""
    return format_list(list(words), locale=cldr()) if words else ""


def host(address: str) -> str:
    """The part of a web address that a person recognizes."""
    return (urlsplit(address).hostname or address).removeprefix("www.")


def opening(moment: datetime | None) -> str:
    """When the team opens, as a sentence by the team's clock; empty where nobody knows."""
    if moment is None:
        return ""
    day, today, time = _local(moment).date(), _local(clock.now()).date(), local_time(moment)
    if day == today:
        return _("Opens today at %(time)s.", time=time)
    if day == today + timedelta(days=1):
        return _("Opens tomorrow at %(time)s.", time=time)
    if day < today + timedelta(days=7):
        return ON_DAY[day.weekday()](time)
    return _("Opens on %(date)s at %(time)s.", date=format_skeleton("MMMMd", day, locale=cldr()), time=time)


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(
        date=say_date,
        time=local_time,
        told=told,
        written_down=written_down,
        iso=datetime.isoformat,
        datetime=say_datetime,
        number=say_number,
        markdown=markdown,
        inline=inline,
        linkify=linkify,
        in_order=in_order,
        country=country_name,
        host=host,
        listed=listed,
        language_name=language_name,
        language_here=language_here,
        language_alone=language_alone,
        language_tag=language_tag,
    )
    app.jinja_env.globals.update(duration=say_duration, opening=opening)
