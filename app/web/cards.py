"""Things sent as objects: a card's words in the reader's own language, whoever reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for

from app.core import i18n
from app.core.errors import Invalid
from app.core.i18n import gettext as _
from app.core.memory import remembered
from app.domain.chat.terms import CardKind
from app.domain.directory import queries as directory
from app.domain.directory.queries import ServiceView
from app.domain.directory.titles import service_brief
from app.domain.guides import queries as guides
from app.domain.guides import rules
from app.domain.guides.queries import GuideView
from app.domain.guides.titles import guide_brief
from app.domain.places.areas import place_of
from app.web.actor_cards import Channel, actor_card
from app.web.filters import country_name
from app.web.jsonld import absolute
from app.web.rule_lines import Shown, shown

MOST_WHO = 2


@dataclass(frozen=True)
class Card:
    """A guide, a service or an answer as one reader sees it; `lang` is the language its words are in.

    An answer has more to say: what the library can, what it cannot and why, and (name, address, direction) of those who can.
    `steps_in` names the language of a guide's steps where they are in another than `lang`.
    `numbers` are a service's that somebody checked, `sites` its web addresses, `alert` what is wrong with it, all as
    they stand today.
    `words` are a reply's or a summary's own, `instead` the name of their language where it is not the reader's;
    `links` and `referred` are the cards a summary points at.
    """

    kind: str
    ref: str
    title: str
    summary: str
    url: str
    lang: str
    dir: str
    steps_in: str = ""
    can: tuple[Shown, ...] = ()
    cannot: tuple[Shown, ...] = ()
    who: tuple[tuple[str, str, str], ...] = ()
    numbers: tuple[Channel, ...] = ()
    alert: str = ""
    sites: tuple[Channel, ...] = ()
    words: str = ""
    instead: str = ""
    links: tuple[Card, ...] = ()
    referred: Card | None = None

    @property
    def heading(self) -> str:
        """What to call it in a line of its own."""
        return _("What we can do: %(title)s", title=self.title) if self.kind == CardKind.ANSWER else self.title


def card(kind: str, ref: str, area: str | None = None) -> Card | None:
    """The card for the language in use, for somebody in `area`; None where the thing no longer exists."""
    if kind == CardKind.SERVICE:
        return _service(ref, area)
    guide = guides.guide(ref) if kind in (CardKind.GUIDE, CardKind.ANSWER) else None
    if guide is None:
        return None
    return _guide(guide, area) if kind == CardKind.GUIDE else _answer(guide, area)


def revision_of(kind: str, ref: str) -> int:
    """The revision a card sent now is of; refuses what is not there to be sent."""
    if card(kind, ref) is None:
        raise Invalid("card_missing")
    guide = guide_brief(ref) if kind != CardKind.SERVICE else None
    return guide.revision if guide else 1


def card_as_text(card: Card) -> str:
    """A card in plain text, with the address to open."""
    if card.kind == CardKind.REPLY:
        return card.words
    if card.kind == CardKind.SUMMARY:
        return _summary_as_text(card)
    rows = [f"{card.heading}: {card.summary}" if card.summary else card.heading]
    rows += [card.alert] if card.alert else []
    rows += [f"{one.label}: {one.value}" for one in card.numbers]
    if card.can:
        rows += [_("What the library can help with"), *(f"+ {_plain(line)}" for line in card.can)]
    if card.cannot:
        rows.append(_("What the library cannot do, and why"))
        rows += [f"- {_plain(line)} {line.why}".rstrip() for line in card.cannot]
    if card.who:
        rows += [_("Who can help"), *(f"> {who[0]}" for who in card.who)]
    return "\n    ".join([*rows, absolute(card.url)])


def _summary_as_text(card: Card) -> str:
    rows = [_("Summary"), *card.words.splitlines()]
    if card.referred:
        rows += [_("Turn to:"), f"> {card_as_text(card.referred)}"]
    if card.links:
        rows += [_("What we looked at:"), *(f"> {card_as_text(one)}" for one in card.links)]
    return "\n    ".join(rows)


def _plain(line: Shown) -> str:
    return f"{line.here} {line.text.striptags()}".lstrip()


def _guide(guide: GuideView, area: str | None) -> Card:
    steps = i18n.locales()[guide.locale].name if guide.short else ""
    url = _address("public.guide", area, slug=guide.slug)
    return _card(CardKind.GUIDE, guide.slug, guide.head_locale, guide.title, guide.summary, url, steps_in=steps)


def _answer(guide: GuideView, area: str | None) -> Card | None:
    """What a librarian would write: nothing where the guide says neither what we can nor what we cannot."""
    place = place_of(area)
    holds = rules.effective(guide, place.chain if place else ())
    if not holds.can and not holds.cannot:
        return None
    url = _address("public.guide", area, slug=guide.slug)
    return _card(
        CardKind.ANSWER, guide.slug, guide.head_locale, guide.title, "", url,
        can=tuple(shown(holds.can)), cannot=tuple(shown(holds.cannot)), who=_who(guide, area),
    )  # fmt: skip


def _who(guide: GuideView, area: str | None) -> tuple[tuple[str, str, str], ...]:
    """The first who can, as the guide's own page lists them for this area; with the country where it is not known."""
    place = place_of(area)
    found = directory.for_area(directory.services_in_order(guide.services), place.chain if place else ())
    abroad = guide.country is None and place is None
    return tuple(_one_who(one, area, one.country if abroad else None) for one in found[:MOST_WHO])


def _one_who(service: ServiceView, area: str | None, country: str | None) -> tuple[str, str, str]:
    code, name = i18n.choose(service.names) or ("en", service.organization_name)
    url = _address("public.actor", area, slug=service.organization, _anchor=service.slug)
    return (f"{name} ({country_name(country)})" if country else name), url, i18n.locales()[code].dir


def _service(ref: str, area: str | None) -> Card | None:
    service = remembered(("service brief", ref), lambda: service_brief(ref))
    if service is None:
        return None
    found = i18n.choose(service.names)
    code = found[0] if found else "en"
    url = _address("public.actor", area, slug=service.organization, _anchor=ref)
    title, summary = service.names.get(code, ref), i18n.say(service.descriptions)
    return _card(CardKind.SERVICE, ref, code, title, summary, url, **_today(service.id))


def _today(service: int) -> dict[str, Any]:
    """What may change between two readings of the same card."""
    for found in directory.services_in_order([service]):
        shown_now = actor_card(found)
        return {
            "numbers": tuple(one for one in shown_now.channels if one.kind == "phone"),
            "sites": tuple(one for one in shown_now.channels if one.kind == "web"),
            "alert": shown_now.alert.text,
        }
    return {}


def _address(endpoint: str, area: str | None, **more: Any) -> str:
    """Ours, with the area on it where it is known, so that the page opens as for somebody there."""
    if area:
        more["area"] = area
    return url_for(endpoint, **more)


def _card(kind: CardKind, ref: str, code: str, title: str, summary: str, url: str, **more: Any) -> Card:
    locale = i18n.locales()[code]
    return Card(kind, ref, title, summary, url, locale.tag, locale.dir, **more)
