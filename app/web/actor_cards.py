"""A service as a card a reader can use: how to reach it, when, in which languages, and who checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from flask import url_for

from app.core import clock, i18n
from app.core.i18n import gettext as _
from app.domain.directory.hours import days_from, today_in
from app.domain.directory.terms import PhoneKind
from app.domain.directory.views import Number, ServiceView
from app.web import actor_words
from app.web.actor_words import Said, said
from app.web.filters import country_name, host, language_here, listed, say_date

KINDS: dict[str, Callable[[], str]] = {
    PhoneKind.VOICE: lambda: _("Telephone"),
    PhoneKind.SMS: lambda: _("Text message"),
    PhoneKind.TEXTPHONE: lambda: _("Text telephone"),
}
# How far ahead a reader plans a call or a visit.
AHEAD_DAYS = 14


@dataclass(frozen=True)
class Channel:
    """One way to reach somebody. `leaving` is the service it is counted for; `tag` the language of what it leads to."""

    kind: str
    label: str
    value: str
    href: str
    urgent: bool = False
    note: str = ""
    hours: str = ""
    open: bool | None = None
    spoken: str = ""
    leaving: str = ""
    tag: str = ""


@dataclass(frozen=True)
class ActorCard:
    """What the actor component shows; `lang` and `dir` are empty where the words are in the reader's language.

    `more` is what only the service's own page tells: it is made when it is asked for.
    """

    slug: str
    name: str
    url: str
    handles: str
    cannot: str
    documents: list[str]
    channels: list[Channel]
    languages: list[str]
    hours: str
    open: bool | None
    urgent: bool
    area_name: str
    checked_on: str | None
    checked_by: str | None
    alert: Said
    alert_until: str
    process: Said
    closed: bool
    service: ServiceView
    lang: str = field(default="")
    dir: str = field(default="")

    @property
    def hours_rows(self) -> list[tuple[str, str]]:
        """The week as rows; a card has room for the line alone."""
        return actor_words.hours_rows(self.service.schedule)

    @cached_property
    def more(self) -> More:
        """What the card itself has no room for."""
        return _more(self.service)


@dataclass(frozen=True)
class More:
    """Who it is for, what it costs, where, when it differs, and whose register told us."""

    eligibility: Said
    ages: str
    fees: Said
    costs: list[tuple[Said, str]]
    places: list[actor_words.Place]
    differing: list[tuple[str, str, Said]]
    kinds: list[str]
    register: str


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
        hours=actor_words.hours_line(service.schedule),
        open=service.open,
        urgent=service.urgent,
        area_name=country_name(service.country) if show_country else "",
        checked_on=say_date(service.checked_on) or None,
        checked_by=listed(service.checked_by) or None,
        alert=said(service.alert),
        alert_until=actor_words.until(service.alert_until),
        process=said(service.process),
        closed=service.status != "active",
        service=service,
        lang=other.tag if other else "",
        dir=other.dir if other else "",
    )


def _more(service: ServiceView) -> More:
    first = today_in(service.country, clock.now())
    coming = days_from(
        service.schedule, service.country, first, AHEAD_DAYS, service.holidays, service.exceptions, i18n.current().code
    )  # fmt: skip
    return More(
        eligibility=said(service.eligibility),
        ages=actor_words.ages(service.minimum_age, service.maximum_age),
        fees=said(service.fees),
        costs=[actor_words.cost(row) for row in service.costs],
        places=[actor_words.place(spot) for spot in service.spots],
        differing=actor_words.differing(coming) if service.schedule or service.exceptions else [],
        kinds=[i18n.say(term.names) for term in service.terms],
        register=actor_words.origin(service.register),
    )


def _channels(service: ServiceView) -> list[Channel]:
    numbers = [_number(one, service) for one in service.numbers]
    if not service.link:
        return numbers
    tag, in_words = actor_words.page_languages(service.link_languages)
    note = ""
    if service.unchecked and not numbers:
        note = _("We have not checked their telephone number yet. You find it on their own page.")
    elif service.unchecked:
        note = _("They have more telephone numbers, which we have not checked yet. You find them on their own page.")
    page = Channel(
        "web", _("Their official web page"), host(service.link), service.link,
        note=note, spoken=in_words, leaving=service.slug, tag=tag,
    )  # fmt: skip
    return [*numbers, page]


def _number(number: Number, service: ServiceView) -> Channel:
    scheme = "sms" if number.kind == PhoneKind.SMS else "tel"
    dialled = "".join(sign for sign in number.number if sign.isdigit() or sign == "+")
    label = i18n.say(number.label) or KINDS.get(number.kind, KINDS[PhoneKind.VOICE])()
    spoken = actor_words.languages_line(number.languages)
    own = list(number.schedule) != service.schedule  # else the hours are told once, for the whole service
    return Channel(
        "phone", label, number.number, f"{scheme}:{dialled}",
        urgent=number.urgent, hours=actor_words.hours_line(number.schedule) if own else "", open=number.open if own else None,
        spoken=_("They answer in: %(languages)s.", languages=spoken) if spoken else "", leaving=service.slug,
    )  # fmt: skip
