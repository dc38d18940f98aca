"""Our own rows as HSDS objects, in the language in use; only what may be shown, unless the operator asks."""

from __future__ import annotations

from datetime import datetime

from app.core import i18n
from app.domain.directory.hours import today_in
from app.domain.directory.hsds import pieces
from app.domain.directory.hsds.loading import Shelf
from app.domain.directory.hsds.parcel import Doc
from app.domain.directory.hsds.pieces import told
from app.domain.directory.models import Location, Organization, Service, ServiceAtLocation, Taxonomy, TaxonomyTerm
from app.domain.places.areas import places


def organization(row: Organization, shelf: Shelf, reveal: bool) -> Doc:
    website = row.website if reveal or shelf.book.organization(row, shelf.moment).visible else None
    return told(
        {
            "id": row.hsds_id,
            "name": row.name,
            "alternate_name": row.alternate_name,
            "description": i18n.say(row.description) or row.name,
            "website": website,
            "parent_organization_id": shelf.parents.get(row.parent or ""),
        }
    )


def service(row: Service, shelf: Shelf, reveal: bool, full: bool) -> Doc:
    """With its parts where `full`; its organization and its places are put in by whoever asks."""
    now = shelf.moment
    alert = i18n.say(row.alert) if alert_holds(row, now) else None
    plain = {
        "id": row.hsds_id,
        "name": i18n.say(row.name) or row.slug,
        "description": i18n.say(row.description),
        "url": row.url if row.url and (reveal or shelf.book.service(row, now).visible) else None,
        "status": row.status,
        "application_process": i18n.say(row.application_process),
        "fees_description": i18n.say(row.fees),
        "eligibility_description": i18n.say(row.eligibility),
        "minimum_age": row.minimum_age,
        "maximum_age": row.maximum_age,
        "assured_date": assured_on(row, shelf),
        "alert": alert,
        "last_modified": pieces.moment(row.last_modified),
    }
    return told({**plain, **(_parts(row, shelf, reveal) if full else {})}) | _zero_age(row)


def _zero_age(row: Service) -> Doc:
    return {name: 0 for name in ("minimum_age", "maximum_age") if getattr(row, name) == 0}


def _parts(row: Service, shelf: Shelf, reveal: bool) -> Doc:
    zone = pieces.zone_of(row.organization.country)
    return {
        "phones": phones(row, shelf, reveal),
        "schedules": pieces.schedules(row.hsds_id, row.schedule, row.exceptions, row.holidays, zone, shelf.moment),
        "service_areas": pieces.service_areas(row),
        "languages": pieces.languages(row.hsds_id, row.languages),
        "cost_options": pieces.costs(row),
        "required_documents": pieces.documents(row),
        "attributes": [attribute(row, term) for term in row.terms],
    }


def alert_holds(row: Service, now: datetime) -> bool:
    return row.alert_until is None or row.alert_until >= today_in(row.organization.country, now)


def assured_on(row: Service, shelf: Shelf) -> str | None:
    """The day somebody looked its contact up: of the number looked up longest ago, else of its link."""
    judged = [shelf.book.phone(phone, shelf.moment).checked_on for phone in row.phones]
    link = shelf.book.service(row, shelf.moment).checked_on
    dates = [when for when in judged if when] or [when for when in (link,) if when]
    return min(dates).date().isoformat() if dates else None


def phones(row: Service, shelf: Shelf, reveal: bool) -> list[Doc]:
    return [
        told(
            {
                "id": phone.hsds_id,
                "number": phone.number,
                "type": pieces.PHONE_TYPES.get(phone.kind, phone.kind),  # type: ignore[call-overload]
                "description": i18n.say(phone.label),
                "languages": pieces.languages(phone.hsds_id, phone.languages),
            }
        )
        for phone in row.phones
        if reveal or shelf.book.phone(phone, shelf.moment).visible
    ]


def attribute(row: Service, term: TaxonomyTerm) -> Doc:
    return {
        "id": pieces.part_id(row.hsds_id, "term", term.hsds_id),
        "link_id": row.hsds_id,
        "taxonomy_term_id": term.hsds_id,
        "link_entity": "service",
        "taxonomy_term": taxonomy_term(term),
    }


def location(row: Location, shelf: Shelf, full: bool) -> Doc:
    area = places().get(row.area.code) if row.area else None
    zone = area.timezone if area else pieces.zone_of(row.organization.country if row.organization else None)
    parts = {
        "addresses": pieces.addresses(row),
        "schedules": pieces.schedules(row.hsds_id, row.schedule, row.exceptions, row.holidays, zone, shelf.moment),
    }
    plain = {
        "id": row.hsds_id,
        "location_type": row.location_type,
        "url": area.website if area else None,
        "organization_id": row.organization.hsds_id if row.organization else None,
        "name": i18n.say(row.name) or (area.name if area else ""),
        "description": i18n.say(row.description),
    }
    both = row.latitude is not None and row.longitude is not None
    spot = {"latitude": row.latitude, "longitude": row.longitude} if both else {}
    return told({**plain, **(parts if full else {})}) | spot


def service_at_location(row: ServiceAtLocation) -> Doc:
    """Its two ends are put in by whoever asks."""
    return told({"id": row.hsds_id, "description": i18n.say(row.description)})


def taxonomy(row: Taxonomy) -> Doc:
    name = i18n.say(row.name) or row.code
    said = i18n.say(row.description) or name
    return told({"id": row.hsds_id, "name": name, "description": said, "uri": row.uri, "version": row.version})


def taxonomy_term(row: TaxonomyTerm, above: str | None = None) -> Doc:
    found = i18n.choose(row.name)
    language, name = found or (i18n.current().code, row.code)
    return told(
        {
            "id": row.hsds_id,
            "code": row.code,
            "name": name,
            "description": i18n.say(row.description) or name,
            "parent_id": above,
            "taxonomy": i18n.say(row.taxonomy.name) or row.taxonomy.code,
            "taxonomy_detail": taxonomy(row.taxonomy),
            "language": i18n.locales()[language].tag if language in i18n.locales() else language,
        }
    )
