"""Reads one service of an organization, with its phone numbers."""

from __future__ import annotations

import re
from typing import Any

from app.domain.content.fields import Fields
from app.domain.content.readers import costs, hours
from app.domain.content.records import PhoneRecord, ServiceRecord
from app.domain.content.terms import ADDRESS_STATES, HOLIDAYS
from app.domain.directory.terms import Confidence, PhoneKind

NUMBER = re.compile(r"^\+?[0-9][0-9 ]{1,38}$")


def read(item: Any, parent: Fields) -> ServiceRecord:
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
        url_languages=fields.tongues("url_languages"),
        areas=fields.lines("areas"),
        languages=fields.tongues("languages"),
        schedule=hours.schedule(fields),
        schedule_source=fields.maybe("schedule_source", 300),
        holidays=fields.one_of("holidays", HOLIDAYS),
        exceptions=hours.exceptions(fields),
        phones=[_phone(part, fields) for part in fields.parts("phones")],
        terms=sorted(set(fields.lines("terms", 80))),
        general=fields.flag("general"),
        application_process=fields.texts("application_process"),
        eligibility=fields.texts("eligibility"),
        minimum_age=fields.maybe_number("minimum_age"),
        maximum_age=fields.maybe_number("maximum_age"),
        fees=fields.texts("fees"),
        cost_options=costs.read(fields),
        alert=fields.texts("alert"),
        alert_until=fields.day("alert_until"),
    )
    _look(record, fields)
    fields.finish()
    return record


def _look(record: ServiceRecord, fields: Fields) -> None:
    """What can be seen in the service alone."""
    if not record.name:
        fields.refuse("`name` is missing.")
    if len({(phone.number, phone.kind) for phone in record.phones}) < len(record.phones):
        fields.refuse("`phones` has the same number twice.")
    if bool(record.alert) != bool(record.alert_until):
        fields.refuse("`alert` and `alert_until` belong together: an alert must end by itself.")
    if record.minimum_age is not None and record.maximum_age is not None and record.minimum_age > record.maximum_age:
        fields.refuse("`maximum_age` is less than `minimum_age`.")
    if record.url_languages and not record.url:
        fields.refuse("`url_languages` is here, but there is no `url`.")


def _phone(item: Any, parent: Fields) -> PhoneRecord:
    fields = Fields(item, parent.file, parent.problems, f"{parent.where}phone: ")
    record = PhoneRecord(
        number=fields.text("number", 40),
        kind=fields.one_of("kind", list(PhoneKind)) or PhoneKind.VOICE.value,
        label=fields.texts("label"),
        confidence=fields.one_of("confidence", list(Confidence)),
        source=fields.maybe("source", 300),
        urgent=fields.flag("urgent"),
        languages=fields.tongues("languages"),
        schedule=hours.schedule(fields),
        schedule_source=fields.maybe("schedule_source", 300),
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
