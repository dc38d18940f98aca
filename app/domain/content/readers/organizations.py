"""Reads actors/: organizations with their services."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import Any

from app.domain.content.fields import Fields
from app.domain.content.readers import services
from app.domain.content.readers.services import address
from app.domain.content.readers.source import Source
from app.domain.content.records import OrganizationRecord
from app.domain.content.terms import ADDRESS_STATES

FOLDER = "actors"
COUNTRY = re.compile(r"^[a-z]{2}$")


def read(source: Source) -> list[tuple[str, OrganizationRecord]]:
    found = ((file, source.yaml(file)) for file in source.under(FOLDER, ".yaml"))
    return [(file, _organization(value, file, source)) for file, value in found if value is not None]


def _organization(value: Any, file: str, source: Source) -> OrganizationRecord:
    fields = Fields(value, file, source.problems)
    record = OrganizationRecord(
        slug=fields.slug("slug"),
        name=fields.text("name", 120),
        alternate_name=fields.maybe("alternate_name", 200),
        country=fields.maybe("country"),
        parent=fields.maybe("parent", 60),
        website=address(fields, "website"),
        website_state=fields.one_of("website_state", ADDRESS_STATES),
        website_source=fields.maybe("website_source", 300),
        website_languages=fields.tongues("website_languages"),
        description=fields.texts("description"),
        services=[services.read(item, fields) for item in fields.parts("services")],
    )
    if record.slug and record.slug != PurePosixPath(file).stem:
        fields.refuse(f"`slug` is '{record.slug}', but the file's name says '{PurePosixPath(file).stem}'.")
    if record.country and not COUNTRY.match(record.country):
        fields.refuse(f"`country` is '{record.country}'; write two small letters, like se.")
    if record.website_languages and not record.website:
        fields.refuse("`website_languages` is here, but there is no `website`.")
    if not record.services:
        fields.refuse("`services` is missing: guides point at services, never at an organization.")
    fields.finish()
    return record
