"""What the library can and cannot do, line by line: whose line it is, why, and in which language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from app.core import i18n
from app.core.i18n import gettext as _
from app.domain.guides.rules import Line
from app.domain.places.areas import Place, place_of
from app.domain.places.terms import AreaKind
from app.web.filters import inline
from app.web.reasons import reason


@dataclass(frozen=True)
class Shown:
    """One line on a page. `here` says which place it holds in, empty for the guide's own; `tongue` are its lang and dir."""

    text: Markup
    why: str
    here: str
    tongue: dict[str, str]


def shown(lines: Iterable[Line]) -> list[Shown]:
    """Lines for a template. A place's own words are plain text; a guide's may have bold words and links."""
    return [
        Shown(
            escape(line.text) if line.area else inline(line.text),
            reason(line.reason),
            here(line.area),
            tongue(line.locale) if line.locale != i18n.current().code else {},
        )
        for line in lines
    ]


def tongue(code: str) -> dict[str, str]:
    """The attributes of words in a language of ours."""
    spoken = i18n.locales()[code]
    return {"lang": spoken.tag, "dir": spoken.dir}


def spoken(text: str, code: str) -> Markup:
    """Words in their own language and direction, whatever the page's."""
    said = tongue(code)
    return Markup('<span lang="{lang}" dir="{dir}">{text}</span>').format(text=text, **said)


def here(code: str) -> str:
    """Said before a line that holds in one place alone; a place that merged is called what it is called today."""
    place = place_of(code) if code else None
    return _at(place) if place else ""


def _at(place: Place) -> str:
    if place.kind == AreaKind.BRANCH:
        return _("Here at %(library)s:", library=place.name)
    return _("Here in %(place)s:", place=place.name)
