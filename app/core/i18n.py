"""Languages: the list, the one in use, and gettext that works in a page, a socket and a command line alike."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel import Locale as CldrLocale
from babel.core import get_locale_identifier, parse_locale
from babel.support import NullTranslations, Translations

FOLDER = Path(__file__).resolve().parents[2] / "translations"
DOMAIN = "messages"


@dataclass(frozen=True)
class Locale:
    """One language of the interface. `code` is the URL segment and catalogue folder, `tag` is BCP 47."""

    code: str
    tag: str
    name: str
    dir: str
    fallback: tuple[str, ...]

    @property
    def cldr(self) -> CldrLocale:
        return CldrLocale.parse(self.code)


@cache
def locales() -> dict[str, Locale]:
    """Every language we speak, in the order of translations/locales.toml."""
    rows = tomllib.loads((FOLDER / "locales.toml").read_text(encoding="utf-8"))["locale"]
    return {row["code"]: _locale(row) for row in rows}


def _locale(row: dict[str, Any]) -> Locale:
    cldr = CldrLocale.parse(row["code"])
    name = cldr.get_display_name(cldr) or row["code"]
    tag = get_locale_identifier(parse_locale(row["code"]), sep="-")
    direction = "rtl" if cldr.character_order == "right-to-left" else "ltr"
    name = name[:1].upper() + name[1:]
    return Locale(row["code"], tag, name, direction, tuple(row.get("fallback", ["en"])))


_current: ContextVar[str] = ContextVar("locale", default="en")


def current() -> Locale:
    return locales()[_current.get()]


def set_current(code: str) -> None:
    """Speaks `code` from here on in this request, socket event or command."""
    if code not in locales():
        raise KeyError(code)
    _current.set(code)


@contextmanager
def speaking(code: str) -> Iterator[Locale]:
    """Speaks another language inside the block."""
    before = _current.set(code if code in locales() else "en")
    try:
        yield current()
    finally:
        _current.reset(before)


@cache
def catalogue(code: str) -> NullTranslations:
    """The compiled catalogue of one language; English is the source and needs none."""
    return Translations.load(str(FOLDER), [code], DOMAIN)


def load_all() -> None:
    """Loads every catalogue, so that no visitor waits for one."""
    for code in locales():
        catalogue(code)


def gettext(message: str, **values: object) -> str:
    found = catalogue(_current.get()).ugettext(message)
    return found % values if values else found


def ngettext(one: str, many: str, count: int, **values: object) -> str:
    found = catalogue(_current.get()).ungettext(one, many, count)
    return found % {"count": count, "num": count, **values}


def pgettext(context: str, message: str, **values: object) -> str:
    found = str(catalogue(_current.get()).upgettext(context, message))
    return found % values if values else found


def choose(texts: dict[str, Any], code: str | None = None, source: str | None = None) -> tuple[str, Any] | None:
    """The best of `texts` (language -> anything) for a reader: theirs, their fallbacks, the source, English, any."""
    wanted = locales()[code or _current.get()]
    for candidate in (wanted.code, *wanted.fallback, source, "en"):
        if candidate and texts.get(candidate):
            return candidate, texts[candidate]
    return next(((key, value) for key, value in texts.items() if value), None)


def say(texts: dict[str, Any]) -> str:
    """`choose` for a short text: just the words, or nothing."""
    found = choose(texts)
    return str(found[1]) if found else ""


def negotiate(accept_language: str) -> str:
    """The language to greet with, from an Accept-Language header; English when none fits."""
    wishes: list[tuple[float, int, str]] = []
    for place, part in enumerate(accept_language.split(",")[:20]):
        tag, _, quality = part.strip().partition(";q=")
        try:
            weight = float(quality) if quality else 1.0
        except ValueError:
            weight = 0.0
        wishes.append((-weight, place, tag.lower().replace("_", "-")))
    for weight, _, tag in sorted(wishes):
        code = _match(tag)
        if code and weight < 0:
            return code
    return "en"


# "no" and "nn" readers are at home in Bokmål; nobody should be sent to English for a two-letter habit.
ALIASES = {"no": "nb", "nn": "nb", "prs": "fa"}


def _match(tag: str) -> str | None:
    known = locales()
    exact = tag.replace("-", "_")
    base = tag.split("-")[0]
    for candidate in (exact, base, ALIASES.get(base, "")):
        if candidate in known:
            return candidate
    return None
