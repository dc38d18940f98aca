"""What a line of a conversation shows where something was sent as an object: a card, prepared words, a summary."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from app.core import i18n
from app.domain.chat.pulls import MessageView
from app.domain.chat.terms import CardKind
from app.domain.replies import sent
from app.web.cards import Card, card
from app.web.reply_words import words


def sent_card(message: MessageView) -> Card | None:
    """The card of a line, for whoever reads now; None where the thing no longer exists."""
    if message.card is None:
        return None
    kind, ref, revision = message.card
    if kind == CardKind.REPLY:
        return _reply(ref, revision, message.data or {})
    if kind == CardKind.SUMMARY:
        return _summary(ref, message.data or {}, message.area)
    return card(kind, ref, message.area)


def _reply(ref: str, revision: int, facts: Mapping[str, Any]) -> Card | None:
    said = sent.said(ref, revision)
    found = words(said.texts, said.source, facts) if said else None
    if found is None:
        return None
    tongue = found.locale
    return Card(CardKind.REPLY, ref, "", "", "", tongue.tag, tongue.dir, words=found.text, instead=found.instead)


def _summary(ref: str, said: Mapping[str, Any], area: str | None) -> Card:
    """The librarian's own words as they wrote them; everything it points at in the reader's language."""
    here = i18n.current()
    links = (card(kind, slug, area) for kind, slug in said.get("links", ()))
    referred = said.get("referred", "")
    return Card(
        CardKind.SUMMARY, ref, "", "", "", here.tag, here.dir,
        words=said.get("words", ""), links=tuple(one for one in links if one and one.ref != referred),
        referred=card(CardKind.SERVICE, referred, area) if referred else None,
    )  # fmt: skip
