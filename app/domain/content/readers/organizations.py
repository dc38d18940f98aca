"""Reads actors/: organizations with their services and phone numbers."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from app.domain.content.fields import Fields
from app.domain.content.readers import hours
from app.domain.content.readers.source import Source
from app.domain.content.records import OrganizationRecord, PhoneRecord, ServiceRecord
from app.domain.content.terms import ADDRESS_STATES
from app.domain.directory.terms import Confidence, PhoneKind

FOLDER = "actors"
COUNTRY = re.compile(r"^[a-z]{2}$")
NUMBER = re.compile(r"^\+?[0-9][0-9 ]{1,38}$")


def read(source: Source) -> list[tuple[str, OrganizationRecord]]:
    found = ((file, source.yaml(file)) for file in source.under(FOLDER, ".yaml"))
    return [(file, _organization(value, file, source)) for file, value in found if value is not None]


def _organization(value: Any, file: str, source: Source) -> OrganizationRecord:
    fields = Fields(value, file, source.problems)
    record = OrganizationRecord(
        slug=fields.slug("slug"),
        name=fields.text("name", 120),
        country=fields.maybe("country"),
        website=address(fields, "website"),
        website_state=fields.one_of("website_state", ADDRESS_STATES),
        website_source=fields.maybe("website_source", 300),
        description=fields.texts("description"),
        services=[_service(item, fields) for item in fields.parts("services")],
    )
    if record.slug and record.slug != PurePosixPath(file).stem:
        fields.refuse(f"`slug` is '{record.slug}', but the file's name says '{PurePosixPath(file).stem}'.")
    if record.country and not COUNTRY.match(record.country):
        fields.refuse(f"`country` is '{record.country}'; write two small letters, like se.")
    if not record.services:
        fields.refuse("`services` is missing: guides point at services, never at an organization.")
    fields.finish()
    return record


def _service(item: Any, parent: Fields) -> ServiceRecord:
    slug = item.get("slug") if isinstance(item, dict) else None
    fields = Fields(item, parent.file, parent.problems, f"service {slug or '?'}: ")
    record = ServiceRecord(
        slug=fields.slug("slug"),
        name=fields.texts("name"),
        description=fields.texts("description"),
        cannot=fields.texts("cannot"),
        documents=fields.lists("documents"),
        urgent=fields.flag("urgent"),
        url=address(fields, "url"),
        url_state=fields.one_of("url_state", ADDRESS_STATES),
        areas=fields.lines("areas"),
        languages=fields.lines("languages"),
        schedule=[found for item in fields.parts("schedule") for found in _schedule(item, fields)],
        schedule_source=fields.maybe("schedule_source", 300),
        phones=[_phone(item, fields) for item in fields.parts("phones")],
    )
    if not record.name:
        fields.refuse("`name` is missing.")
    if len({(phone.number, phone.kind) for phone in record.phones}) < len(record.phones):
        fields.refuse("`phones` has the same number twice.")
    fields.finish()
    return record


def _schedule(item: Any, parent: Fields) -> list[dict[str, Any]]:
    fields = Fields(item, parent.file, parent.problems, f"{parent.where}`schedule`: ")
    days, span = hours.days(fields), hours.span(fields)
    fields.finish()
    return [{"days": days, "opens": span[0], "closes": span[1]}] if span else []


def _phone(item: Any, parent: Fields) -> PhoneRecord:
    fields = Fields(item, parent.file, parent.problems, f"{parent.where}phone: ")
    record = PhoneRecord(
        number=fields.text("number", 40),
        kind=fields.one_of("kind", list(PhoneKind)) or PhoneKind.VOICE.value,
        label=fields.texts("label"),
        confidence=fields.one_of("confidence", list(Confidence)),
        source=fields.maybe("source", 300),
        urgent=fields.flag("urgent"),
    )
    if record.number and not NUMBER.match(record.number):
        fields.refuse(f"`number` is '{record.number}'; write digits and spaces, like \"+46 8 12 34\".")
    fields.finish()
    return record


def address(fields: Fields, key: str) -> str | None:
    """A web address, https only: what we send people to must not be changed on the way."""
    found = fields.maybe(key, 300)
    if found and (not found.startswith("https://") or " " in found):
        fields.refuse(f"`{key}` is '{found}'; it must begin with https:// and have no spaces.")
    return found
