"""A prepared reply's words for one reader: the best language there is, its open places filled in that language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Any

from app.core import i18n
from app.core.i18n import Locale
from app.core.i18n import gettext as _
from app.domain.places.areas import place_of
from app.domain.places.terms import AreaKind
from app.domain.replies import placeholders
from app.domain.replies.terms import Fact
from app.web.filters import local_time

# Set around what is put into right-to-left words, so that "10:00–18:00" keeps its direction.
ISOLATED = "\u2068%s\u2069"


@dataclass(frozen=True)
class Words:
    """Filled words; `instead` is the language's name where it is not the reader's own."""

    text: str
    locale: Locale
    instead: str


def words(texts: Mapping[str, str], source: str, facts: Mapping[str, Any]) -> Words | None:
    """What the reader of the language in use reads; None for no words at all."""
    found = i18n.choose(dict(texts), source=source)
    if found is None:
        return None
    code, text = found
    reader = i18n.current()
    with i18n.speaking(code) as locale:
        said = placeholders.fill(text, known(facts))
    return Words(said, locale, "" if code == reader.code else locale.name)


def known(facts: Mapping[str, Any]) -> dict[str, str]:
    """Each fact in the language in use; those that nobody knows are left out."""
    place = place_of(facts.get("area"))
    told = {
        Fact.FIRST_NAME: facts.get("first_name", ""),
        Fact.MY_NAME: facts.get("my_name", ""),
        Fact.BRANCH: place.name if place is not None and place.kind == AreaKind.BRANCH else "",
        Fact.OPENING_HOURS: _hours(facts["spans"]) if facts.get("spans") is not None else "",
    }
    form = ISOLATED if i18n.current().dir == "rtl" else "%s"
    return {str(name): form % said for name, said in told.items() if said}


def _hours(spans: list[list[str]]) -> str:
    if not spans:
        return _("closed today")
    return ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in spans)


def _clock(told: str) -> str:
    return local_time(time.fromisoformat(told))
