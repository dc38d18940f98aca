"""What our own columns read of an HSDS document; a value that our checks refuse is left out of them. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from app.core.errors import Invalid
from app.core.ids import digest
from app.domain.directory.hsds import relations, values
from app.domain.directory.hsds.parcel import Doc
from app.domain.directory.numbers import normal_number, without_numbers
from app.domain.directory.terms import PhoneKind

KINDS = {"sms": PhoneKind.SMS, "text": PhoneKind.SMS, "textphone": PhoneKind.TEXTPHONE}
ADDRESS = ("address_1", "address_2", "postal_code", "city", "region", "state_province", "country")
Columns = dict[str, Any]


def good(doc: Doc, name: str, kind: str) -> Any:
    """The value where it passes our checks, else None."""
    value = doc.get(name)
    return None if value is None or values.wrong(kind, value) else value


def slug_of(name: str, key: str) -> str:
    """A name for addresses that stays the same for a thing's whole life: words of its name and of its id."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:44].strip("-")
    # Of the id not its beginning: many made in one millisecond, or counted up from zero, begin alike.
    return "-".join(part for part in (words, digest(key.lower())[:12] if key else "") if part)


def organization(doc: Doc, language: str) -> Columns:
    website = good(doc, "website", "url")
    return {
        "name": doc["name"],
        "alternate_name": doc.get("alternate_name"),
        "description": _said(doc, language, "description"),
        "website": website,
        "website_languages": [language] if website else [],
        "country": _country(doc),
    }


def _country(doc: Doc) -> str | None:
    addresses = [one for place in doc.get("locations", ()) for one in place.get("addresses", ())]
    codes = [one["country"].lower() for one in addresses if good(one, "country", "country")]
    return codes[0] if codes else None


def service(doc: Doc, language: str) -> Columns:
    url = good(doc, "url", "url")
    return {
        "name": _said(doc, language, "name"),
        "description": _said(doc, language, "description"),
        "status": doc["status"],
        "url": url,
        "url_languages": [language] if url else [],
        "application_process": _said(doc, language, "application_process"),
        "eligibility": _said(doc, language, "eligibility_description"),
        "fees": _said(doc, language, "fees_description") or _said(doc, language, "fees"),
        "alert": _said(doc, language, "alert"),
        **_ages(doc),
        "documents": _documents(doc, language),
        "languages": language_codes(doc),
        "cost_options": [cost for one in doc.get("cost_options", ()) if (cost := _cost(one, language))],
        **_hours(doc, language),
    }


def location(doc: Doc, language: str) -> Columns:
    latitude, longitude = good(doc, "latitude", "latitude"), good(doc, "longitude", "longitude")
    known = latitude is not None and longitude is not None
    addresses = sorted(doc.get("addresses", ()), key=lambda one: one.get("address_type") != "physical")
    return {
        "location_type": doc["location_type"],
        "name": _said(doc, language, "name"),
        "description": _said(doc, language, "description"),
        "latitude": latitude if known else None,
        "longitude": longitude if known else None,
        "address": {name: addresses[0][name] for name in ADDRESS if addresses[0].get(name)} if addresses else {},
        **_hours(doc, language),
    }


def service_at_location(doc: Doc, language: str) -> Columns:
    return {"description": _said(doc, language, "description")}


def taxonomy_term(doc: Doc, language: str) -> Columns:
    return {"name": _said(doc, language, "name"), "description": _said(doc, language, "description")}


def taxonomy(doc: Doc, language: str) -> Columns:
    version = doc.get("version")
    return {
        **taxonomy_term(doc, language),
        "uri": good(doc, "uri", "url"),
        "version": version if version and len(version) <= 40 else None,
    }


def phone(doc: Doc, language: str, publisher: str) -> Columns | None:
    """None for what cannot be dialled: a number that is none, a fax."""
    kind = str(doc.get("type", "")).lower()
    number = dialled(doc)
    if number is None or kind in ("fax", "pager"):
        return None
    return {
        "number": number,
        "kind": KINDS.get(kind, PhoneKind.VOICE).value,
        "label": _said(doc, language, "description"),
        "source": publisher,
        "languages": language_codes(doc),
    }


def dialled(doc: Doc) -> str | None:
    """The number in our spelling, or None where it is none."""
    try:
        return None if values.wrong("phone", doc["number"]) else normal_number(doc["number"], None)
    except Invalid:
        return None


def language_codes(doc: Doc) -> list[str]:
    codes = [one["code"].lower() for one in doc.get("languages", ()) if good(one, "code", "tag")]
    return list(dict.fromkeys(codes))


def _said(doc: Doc, language: str, name: str) -> dict[str, str]:
    """A number among the words is one that nobody here has checked: a reader is not to dial it."""
    return {language: without_numbers(doc[name])} if doc.get(name) else {}


def _ages(doc: Doc) -> Columns:
    low, high = good(doc, "minimum_age", "age"), good(doc, "maximum_age", "age")
    if low is not None and high is not None and low > high:
        low = high = None
    return {"minimum_age": None if low is None else int(low), "maximum_age": None if high is None else int(high)}


def _documents(doc: Doc, language: str) -> dict[str, list[str]]:
    needed = [without_numbers(one["document"]) for one in doc.get("required_documents", ()) if one.get("document")]
    return {language: needed} if needed else {}


def _cost(doc: Doc, language: str) -> Columns | None:
    amount, currency = good(doc, "amount", "amount"), good(doc, "currency", "currency")
    if amount is None or currency is None or not _sound("cost_option", doc):
        return None
    dated = {name: found for name in ("valid_from", "valid_to") if (found := good(doc, name, "date"))}
    return {"option": _said(doc, language, "option"), "amount": amount, "currency": currency.upper(), **dated}


def _sound(entity: str, doc: Doc) -> bool:
    return not any(True for rule in relations.RULES[entity] for _ in rule(doc))


def _hours(doc: Doc, language: str) -> Columns:
    """Weekly spans and single days; a rhythm we have no words for stays in the document only."""
    weekly: list[Columns] = []
    single: list[Columns] = []
    for one in doc.get("schedules", ()):
        if not _sound("schedule", one) or any(values.wrong(kind, one[name]) for name, kind in _PARTS if name in one):
            continue
        span = {"opens": one["opens_at"][:5], "closes": one["closes_at"][:5]} if "opens_at" in one else {}
        first, last = one.get("valid_from"), one.get("valid_to")
        if one.get("count") == 1 and one.get("dtstart"):
            single.append({"day": one["dtstart"], **span, **_note(one, language)})
        elif span and _is_weekly(one):
            dates = {name: day for name, day in (("valid_from", first), ("valid_to", last)) if day}
            weekly.append({"days": [day.strip() for day in one["byday"].split(",")], **span, **dates})
    return {"schedule": weekly, "exceptions": single}


_PARTS = (
    ("opens_at", "time"), ("closes_at", "time"), ("valid_from", "date"), ("valid_to", "date"), ("dtstart", "date"),
)  # fmt: skip


def _is_weekly(doc: Doc) -> bool:
    days = [day.strip() for day in str(doc.get("byday", "")).split(",")]
    plain = doc.get("freq", "WEEKLY") == "WEEKLY" and doc.get("interval", 1) == 1
    return plain and not ({"count", "until", "bymonthday"} & set(doc)) and all(day in values.DAYS for day in days)


def _note(doc: Doc, language: str) -> Columns:
    return {"note": said} if (said := _said(doc, language, "notes")) else {}
