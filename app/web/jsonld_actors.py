"""What machines read of an outside body: who it is, what it does, how and when it is reached, in schema.org's words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import url_for

from app.core import i18n
from app.core.i18n import gettext as _
from app.domain.directory.bodies import is_public_body
from app.domain.directory.hours import Schedule
from app.domain.directory.terms import PhoneKind
from app.domain.directory.views import Number, OrganizationView, ServiceView, Spot
from app.domain.places.areas import Place, places
from app.domain.places.terms import AreaKind
from app.web.filters import language_tag
from app.web.jsonld import Head, absolute, trail
from app.web.jsonld import head as page_head

DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}
ADDRESS = {
    "streetAddress": "address_1", "postalCode": "postal_code", "addressLocality": "city", "addressRegion": "state_province",
    "addressCountry": "country",
}  # fmt: skip

Thing = dict[str, Any]


def head(found: OrganizationView) -> Head:
    """The whole head of a body's page."""
    way = trail(
        (_("Who can help"), url_for("public.actors", area=None)),
        (found.name, url_for("public.actor", slug=found.slug, area=None)),
    )
    return page_head(i18n.say(found.descriptions) or found.name, actor=actor(found), trail=way)


def actor(found: OrganizationView) -> Thing:
    """The body and each of its services. A bank is an Organization; an authority is a GovernmentOrganization."""
    public = is_public_body(found.slug, found.services, found.register is not None)
    here = _address(found.slug)
    body = _clean({
        "@type": "GovernmentOrganization" if public else "Organization",
        "@id": f"{here}#body",
        "name": found.name,
        "alternateName": found.alternate_name,
        "description": i18n.say(found.descriptions),
        "url": found.link,
        "mainEntityOfPage": here,
        "parentOrganization": _above(*found.parent) if found.parent else None,
    })  # fmt: skip
    return {"@graph": [body, *(_service(one, here, public) for one in found.services)]}


def _above(slug: str, name: str) -> Thing:
    return {"@type": "Organization", "@id": f"{_address(slug)}#body", "name": name}


def _address(slug: str) -> str:
    return absolute(url_for("public.actor", slug=slug, area=None))


def _service(view: ServiceView, here: str, public: bool) -> Thing:
    return _clean({
        "@type": "GovernmentService" if public else "Service",
        "@id": f"{here}#{view.slug}",
        "name": i18n.say(view.names) or view.organization_name,
        "description": i18n.say(view.descriptions),
        "provider": {"@id": f"{here}#body"},
        "url": f"{here}#{view.slug}",
        "areaServed": [_area(places()[code]) for code in view.areas if code in places()],
        "availableChannel": _channels(view),
        "hoursAvailable": _hours(view.schedule, view.exceptions),
        "category": [i18n.say(term.names) for term in view.terms],
        "audience": _audience(view),
        "offers": [_price(option) for option in view.costs if option.get("amount") is not None],
    })  # fmt: skip


def _channels(view: ServiceView) -> list[Thing]:
    """Their page, every number that may be shown today, every place."""
    found = [_number(view, one) for one in view.numbers]
    if view.link:
        found.append({"serviceUrl": view.link, "availableLanguage": _languages(view.link_languages)})
    found += [{"serviceLocation": _place(one), "availableLanguage": _languages(view.languages)} for one in view.spots]
    return [_clean({"@type": "ServiceChannel", **one}) for one in found]


def _number(view: ServiceView, number: Number) -> Thing:
    spoken = _languages(number.languages or view.languages)
    point = _clean({
        "@type": "ContactPoint",
        "telephone": number.number,
        "contactType": i18n.say(number.label) or i18n.say(view.names),
        "availableLanguage": spoken,
        "hoursAvailable": _hours(number.schedule or view.schedule, view.exceptions),
    })  # fmt: skip
    kind = "serviceSmsNumber" if number.kind == PhoneKind.SMS else "servicePhone"
    return {kind: point, "availableLanguage": spoken}


def _place(spot: Spot) -> Thing:
    address = _clean({said: spot.address.get(key) for said, key in ADDRESS.items()})
    known = spot.latitude is not None and spot.longitude is not None
    return _clean({
        "@type": "Place",
        "name": i18n.say(spot.names),
        "address": {"@type": "PostalAddress", **address} if address else None,
        "geo": {"@type": "GeoCoordinates", "latitude": spot.latitude, "longitude": spot.longitude} if known else None,
        "openingHoursSpecification": _hours(spot.schedule),
    })  # fmt: skip


def _hours(schedule: Schedule, exceptions: Schedule = ()) -> list[Thing]:
    """The week, and the days that differ; a day without times is closed, which schema.org says with equal times."""
    week = [
        _span({"dayOfWeek": [f"https://schema.org/{DAYS[day]}" for day in row.get("days", ()) if day in DAYS],
               "validFrom": row.get("valid_from"), "validThrough": row.get("valid_to")}, row)
        for row in schedule if row.get("opens") and row.get("closes")
    ]  # fmt: skip
    shut = {"opens": "00:00", "closes": "00:00"}
    dated = [
        _span({"validFrom": row["day"], "validThrough": row["day"]}, row if row.get("opens") else shut)
        for row in exceptions
    ]
    return week + dated


def _span(when: Thing, row: Thing) -> Thing:
    told = {"@type": "OpeningHoursSpecification", **when, "opens": row["opens"], "closes": row["closes"]}
    return _clean({key: str(value) if key.startswith("valid") and value else value for key, value in told.items()})


def _area(place: Place) -> Thing:
    kind = "Country" if place.kind == AreaKind.COUNTRY else "AdministrativeArea"
    return {"@type": kind, "name": place.name, "identifier": place.code}


def _audience(view: ServiceView) -> Thing | None:
    if view.minimum_age is None and view.maximum_age is None:
        return None
    return _clean({
        "@type": "PeopleAudience", "suggestedMinAge": view.minimum_age, "suggestedMaxAge": view.maximum_age,
    })  # fmt: skip


def _price(option: Thing) -> Thing:
    name = option.get("option")
    return _clean({
        "@type": "Offer",
        "name": i18n.say(name) if isinstance(name, dict) else name,
        "price": option["amount"],
        "priceCurrency": option.get("currency"),
        "validFrom": str(option["valid_from"]) if option.get("valid_from") else None,
    })  # fmt: skip


def _languages(codes: Sequence[str]) -> list[str]:
    return [language_tag(code) for code in codes]


def _clean(thing: Thing) -> Thing:
    """Without what nobody knows."""
    return {key: value for key, value in thing.items() if value not in (None, "", [], {})}
