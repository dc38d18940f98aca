"""How the public will read a guide's lines with a rule that is not kept yet, in any language."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import render_template
from markupsafe import Markup

from app.core import i18n
from app.core.i18n import Locale
from app.domain.guides import queries, rules
from app.domain.guides.rules import Rule
from app.domain.places.areas import Place, home_locale
from app.web.rule_lines import shown


@dataclass(frozen=True)
class Preview:
    """The part of the guide's page, in a reader's language."""

    language: Locale
    html: Markup


def preview(place: Place, slug: str, rule: Rule, instead_of: str, look: str) -> Preview:
    """The lines in the language asked for, else the area's own; `instead_of` is the id of the rule that would change."""
    language = i18n.locales()[look if look in i18n.locales() else home_locale(place.country)]
    with i18n.speaking(language.code):
        guide = queries.guide(slug)
        if guide is None:
            return Preview(language, Markup(""))
        here = rules.as_if(guide, place.chain, replace(rule, public_id=instead_of))
        html = render_template("public/guides/_can.html", can=shown(here.can), cannot=shown(here.cannot))
    return Preview(language, Markup(html))
