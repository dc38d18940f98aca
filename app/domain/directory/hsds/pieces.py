"""The parts of our own HSDS objects: hours, languages, costs, addresses; in the language in use."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from app.core import i18n
from app.core.i18n import gettext as _
from app.core.ids import stable_uuid
from app.domain.directory.hours import CLOSED, OPEN, WEEK, ZONES
from app.domain.directory.hsds.parcel import Doc
from app.domain.directory.models import Location, Service
from app.domain.directory.terms import PhoneKind
from app.domain.places.areas import places

# RFC 6350, which HSDS points at, calls a number for text messages `text`.
PHONE_TYPES = {PhoneKind.SMS: "text"}


def told(doc: Doc) -> Doc:
    """Without what nobody filled in."""
    return {name: value for name, value in doc.items() if value not in (None, "", [], {})}


def part_id(whole: str | None, *what: object) -> str:
    """The UUID of a part that has no row of its own: the same as long as the part says the same."""
    return stable_uuid("part", "|".join([str(whole), *map(str, what)]))


def moment(when: datetime) -> str:
    return when.isoformat().replace("+00:00", "Z")


def languages(whole: str | None, codes: Sequence[str]) -> list[Doc]:
    return [
        told({"id": part_id(whole, "language", code), "name": _language(i18n.current().code, code), "code": code})
        for code in codes
    ]


@lru_cache(maxsize=2000)
def _language(reader: str, code: str) -> str:
    return str(i18n.locales()[reader].cldr.languages.get(code.split("-")[0], ""))


def zone_of(country: str | None) -> str | None:
    return ZONES.get(country or "")


def schedules(
    whole: str | None,
    weekly: Sequence[dict[str, Any]],
    exceptions: Sequence[dict[str, Any]],
    holidays: str | None,
    zone: str | None,
    now: datetime,
) -> list[Doc]:
    """The week as WEEKLY rules, every dated day as a rule that comes once."""
    hours = _offset(zone, now)
    notes = {CLOSED: _("Closed on public holidays."), OPEN: _("Open as usual on public holidays.")}.get(holidays or "")
    found = [
        {
            "id": part_id(whole, "week", row["days"], row["opens"], row["closes"], row.get("valid_from")),
            "valid_from": row.get("valid_from"), "valid_to": row.get("valid_to"), "timezone": hours,
            "freq": "WEEKLY", "interval": 1, "wkst": "MO", "byday": ",".join(row["days"]),
            "opens_at": row["opens"], "closes_at": row["closes"], "notes": notes,
        }
        for row in weekly
        if row.get("opens") and row.get("closes")
    ]  # fmt: skip
    return [told_with_zero(row) for row in [*found, *(_single(whole, row, hours) for row in exceptions)]]


def told_with_zero(doc: Doc) -> Doc:
    """`told`, but UTC's 0 is something said."""
    return {name: value for name, value in doc.items() if value is not None and value != ""}


def _single(whole: str | None, row: dict[str, Any], hours: float | int | None) -> Doc:
    day, note = date.fromisoformat(row["day"]), i18n.say(row.get("note") or {})
    return {
        "id": part_id(whole, "day", row["day"], row.get("opens"), row.get("closes")),
        "valid_from": row["day"], "valid_to": row["day"], "dtstart": row["day"], "timezone": hours, "count": 1,
        "freq": "WEEKLY", "interval": 1, "wkst": "MO", "byday": WEEK[day.weekday()],
        "opens_at": row.get("opens"), "closes_at": row.get("closes"),
        "notes": note or (None if row.get("opens") else _("Closed on this day.")),
    }  # fmt: skip


def _offset(zone: str | None, now: datetime) -> float | int | None:
    """Hours from UTC as the clock there stands today; HSDS has room for no more."""
    away = now.astimezone(ZoneInfo(zone)).utcoffset() if zone else None
    hours = away.total_seconds() / 3600 if away is not None else None
    return int(hours) if hours is not None and hours == int(hours) else hours


def costs(row: Service) -> list[Doc]:
    return [
        told_with_zero(
            {
                "id": part_id(row.hsds_id, "cost", place),
                "valid_from": one.get("valid_from"),
                "valid_to": one.get("valid_to"),
                "option": i18n.say(one.get("option") or {}),
                "currency": one.get("currency"),
                "amount": one.get("amount"),
                "amount_description": _("According to %(source)s.", source=one["source"]) if one.get("source") else "",
            }
        )
        for place, one in enumerate(row.cost_options)
    ]


def documents(row: Service) -> list[Doc]:
    best = i18n.choose(row.documents)
    return [
        {"id": part_id(row.hsds_id, "document", n), "document": one} for n, one in enumerate(best[1] if best else ())
    ]


def service_areas(row: Service) -> list[Doc]:
    every = places()
    return [
        {
            "id": part_id(row.hsds_id, "area", code),
            "name": every[code].name if code in every else code,
            "extent": code,
            "extent_type": "text",
        }
        for code in row.areas
    ]


def addresses(row: Location) -> list[Doc]:
    """HSDS wants whole addresses only; of a part of one it is the pages that speak."""
    said, place = dict(row.address or {}), places().get(row.area.code) if row.area else None
    if place is not None:
        above = [places()[code] for code in place.above]
        region = next((one.name for one in above if one.kind == "region"), None)
        said = {"state_province": region or said.get("city", ""), "country": place.country.upper(), **told(said)}
    said.setdefault("state_province", said.get("region") or said.get("city", ""))
    if not all(said.get(name) for name in ("address_1", "city", "state_province", "postal_code", "country")):
        return []
    kind = row.location_type if row.location_type in ("physical", "postal", "virtual") else "physical"
    return [told({"id": part_id(row.hsds_id, "address"), **said, "address_type": kind})]
