"""What HSDS 3.0 has: its entities, their fields, and how one belongs to another. Data, read by everything beside it."""

from __future__ import annotations

from dataclasses import dataclass

# One line an entity: `field:kind`, `*` where the standard demands it, `[entity]` for a list, `{entity}` for one inside.
# `>entity` is the id of another thing; `>` alone of any.
_SHAPES = {
    "organization": (
        "id*:id name*:name alternate_name:name description*:text email:email website:url tax_status:line tax_id:line "
        "year_incorporated:year legal_status:line logo:url uri:url parent_organization_id:>organization funding:[funding] "
        "contacts:[contact] phones:[phone] locations:[location] programs:[program] "
        "organization_identifiers:[organization_identifier] services:[service]"
    ),
    "service": (
        "id*:id organization_id:>organization program_id:>program name*:name alternate_name:name description:text url:url "
        "email:email status*:status interpretation_services:text application_process:text fees_description:text "
        "wait_time:text fees:text accreditations:text eligibility_description:text minimum_age:age maximum_age:age "
        "assured_date:date assurer_email:email licenses:text alert:text last_modified:moment phones:[phone] "
        "schedules:[schedule] service_areas:[service_area] service_at_locations:[service_at_location] "
        "languages:[language] organization:{organization} funding:[funding] cost_options:[cost_option] program:{program} "
        "required_documents:[required_document] contacts:[contact]"
    ),
    "location": (
        "id*:id location_type*:place url:url organization_id:>organization name:name alternate_name:name description:text "
        "transportation:text latitude:latitude longitude:longitude external_identifier:line external_identifier_type:line "
        "languages:[language] addresses:[address] contacts:[contact] accessibility:[accessibility] phones:[phone] "
        "schedules:[schedule]"
    ),
    "service_at_location": (
        "id*:id service_id:>service location_id:>location description:text contacts:[contact] phones:[phone] "
        "schedules:[schedule] location:{location} service:{service}"
    ),
    "taxonomy": "id*:id name*:name description*:text uri:url version:line",
    "taxonomy_term": (
        "id*:id code:line name*:name description*:text parent_id:>taxonomy_term taxonomy:line "
        "taxonomy_detail:{taxonomy} language:tag taxonomy_id:>taxonomy term_uri:url"
    ),
    "phone": (
        "id*:id location_id:>location service_id:>service organization_id:>organization contact_id:>contact "
        "service_at_location_id:>service_at_location number*:phone extension:number type:line description:text "
        "languages:[language]"
    ),
    "language": "id*:id service_id:>service location_id:>location phone_id:>phone name:line code:tag note:text",
    "schedule": (
        "id*:id service_id:>service location_id:>location service_at_location_id:>service_at_location valid_from:date "
        "valid_to:date dtstart:date timezone:timezone until:date count:count wkst:day freq:freq interval:count "
        "byday:days byweekno:weeks bymonthday:monthdays byyearday:yeardays description:text opens_at:time closes_at:time "
        "schedule_link:url attending_type:text notes:text"
    ),
    "service_area": "id*:id service_id:>service name:text description:text extent:long extent_type:line uri:url",
    "contact": (
        "id*:id organization_id:>organization service_id:>service service_at_location_id:>service_at_location "
        "location_id:>location name:name title:line department:line email:email phones:[phone]"
    ),
    "address": (
        "id*:id location_id:>location attention:line address_1*:line address_2:line city*:line region:line "
        "state_province*:line postal_code*:line country*:country address_type*:place"
    ),
    "accessibility": "id*:id location_id:>location description:text details:text url:url",
    "funding": "id*:id organization_id:>organization service_id:>service source:text",
    "program": "id*:id organization_id:>organization name*:name alternate_name:name description*:text",
    "organization_identifier": (
        "id*:id organization_id:>organization identifier_scheme:line identifier_type*:line identifier*:line"
    ),
    "cost_option": (
        "id*:id service_id:>service valid_from:date valid_to:date option:text currency:currency amount:amount "
        "amount_description:text"
    ),
    "required_document": "id*:id service_id:>service document:text uri:url",
    "attribute": (
        "id*:id link_id:> taxonomy_term_id:>taxonomy_term link_type:line link_entity:line value:text "
        "taxonomy_term:{taxonomy_term}"
    ),
    "metadata": (
        "id*:id resource_id:> resource_type:line last_action_date*:date last_action_type*:line field_name*:line "
        "previous_value*:long replacement_value*:long updated_by*:line"
    ),
}  # fmt: skip
# Everything else may have attributes as well, and everything but metadata has metadata.
_WITHOUT_ATTRIBUTES = ("taxonomy", "taxonomy_term", "attribute", "metadata")

# A package's lists, and our files: the things that have rows of their own.
LISTS = {
    "organizations": "organization",
    "services": "service",
    "locations": "location",
    "service_at_locations": "service_at_location",
    "taxonomies": "taxonomy",
    "taxonomy_terms": "taxonomy_term",
}
KINDS = tuple(LISTS.values())


@dataclass(frozen=True)
class Field:
    """One field. `kind` is a rule of values.py, or how another entity is inside: `list`, `one`, or its id: `ref`."""

    name: str
    kind: str
    required: bool
    entity: str | None = None


def _field(said: str) -> Field:
    name, kind = said.split(":", 1)
    required, name = name.endswith("*"), name.rstrip("*")
    if kind[0] == "[":
        return Field(name, "list", required, kind[1:-1])
    if kind[0] == "{":
        return Field(name, "one", required, kind[1:-1])
    if kind[0] == ">":
        return Field(name, "ref", required, kind[1:] or None)
    return Field(name, kind, required)


def _shape(entity: str, said: str) -> dict[str, Field]:
    fields = [_field(part) for part in said.split()]
    if entity not in _WITHOUT_ATTRIBUTES:
        fields.append(Field("attributes", "list", False, "attribute"))
    if entity != "metadata":
        fields.append(Field("metadata", "list", False, "metadata"))
    return {field.name: field for field in fields}


SHAPES = {entity: _shape(entity, said) for entity, said in _SHAPES.items()}


def simple(entity: str, doc: dict[str, object]) -> dict[str, object]:
    """The document without its lists: what the standard's lists give of a thing; one-to-one parts stay, as simple."""
    shape = SHAPES[entity]
    kept: dict[str, object] = {}
    for name, value in doc.items():
        field = shape.get(name)
        if field is not None and field.kind == "list":
            continue
        if field is not None and field.kind == "one" and field.entity and isinstance(value, dict):
            value = simple(field.entity, value)
        kept[name] = value
    return kept
