"""Things sent as objects: a card's words in the reader's own language, whoever reads."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from app.core import i18n
from app.domain.chat.terms import CardKind
from app.domain.directory.titles import service_brief
from app.domain.guides.titles import guide_brief


@dataclass(frozen=True)
class Card:
    """A guide or a service as one reader sees it; `lang` is the language its words are in."""

    kind: str
    ref: str
    title: str
    summary: str
    url: str
    lang: str
    dir: str


def card(kind: str, ref: str) -> Card | None:
    """The card for the language in use; None where the thing no longer exists."""
    if kind == CardKind.GUIDE:
        guide = guide_brief(ref)
        if guide is None:
            return None
        found = i18n.choose(guide.titles, source=guide.source_locale)
        code = found[0] if found else "en"
        url = url_for("public.guide", slug=ref)
        return _card(kind, ref, code, guide.titles.get(code, ref), guide.summaries.get(code, ""), url)
    service = service_brief(ref)
    if service is None:
        return None
    found = i18n.choose(service.names)
    code = found[0] if found else "en"
    url = url_for("public.actor", slug=service.organization) + f"#{ref}"
    return _card(kind, ref, code, service.names.get(code, ref), i18n.say(service.descriptions), url)


def _card(kind: str, ref: str, code: str, title: str, summary: str, url: str) -> Card:
    locale = i18n.locales()[code]
    return Card(kind, ref, title, summary, url, locale.tag, locale.dir)
