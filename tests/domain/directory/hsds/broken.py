"""A hundred ways to break a sound package: what is done to it, where that is said to be, in which words."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from tests.hsds_house import bundle, key, service

Doc = dict[str, Any]
Change = Callable[[Doc], Any]
Broken = tuple[Any, str, str]


def put(path: str, value: Any) -> Change:
    """Sets `services.0.name`; the value ... takes it away."""

    def change(package: Doc) -> Doc:
        *way, last = path.split(".")
        at: Any = package
        for step in way:
            at = at[int(step)] if step.isdigit() else at[step]
        if value is ...:
            del at[last]
        else:
            at[int(last) if last.isdigit() else last] = value
        return package

    return change


def also(name: str, *docs: Doc) -> Change:
    """Adds to a list."""
    return lambda package: {**package, name: [*package.get(name, []), *docs]}


def broken(change: Change) -> Any:
    return change(copy.deepcopy(bundle(2)))


S, L, B, P = "$.services[0]", "$.locations[0]", "$.organizations[0]", "$.services[0].phones[0]"
H, A, C = "$.services[0].schedules[0]", "$.locations[0].addresses[0]", "$.services[0].cost_options[0]"
T = "$.taxonomy_terms[0]"
_AT = {S: "services.0", L: "locations.0", B: "organizations.0", P: "services.0.phones.0", H: "services.0.schedules.0",
       A: "locations.0.addresses.0", C: "services.0.cost_options.0", T: "taxonomy_terms.0"}  # fmt: skip
# The thing, its field, what is put there, and words of the sentence.
VALUES: list[tuple[str, str, Any, str]] = [
    (S, "id", ..., "`id` is missing"), (S, "id", "42", "not a UUID"), (S, "id", 42, "must be a text"),
    (S, "id", "2F1C6F0E6A4B5D3E8A570F5B0F3F9A11", "not a UUID with its dashes"),
    (S, "name", ..., "`name` is missing"), (S, "name", "", "`name` is missing"), (S, "name", None, "`name` is missing"),
    (S, "name", "   ", "is empty"), (S, "name", 7, "must be a text"), (S, "name", "x" * 121, "121 characters long"),
    (S, "status", ..., "`status` is missing"), (S, "status", "open", "must be one of active, inactive"),
    (S, "status", ["active"], "must be one of"), (S, "description", "x" * 5001, "there is room for 5000"),
    (S, "description", "a\x00b", "control character U+0000"),
    (S, "description", "a\u202eb", "control character U+202E"),
    (S, "description", None, "is empty; leave it out"), (S, "description", "Ask for 811228-9874", "personal number"),
    (S, "fees", "Pay to 4111 1111 1111 1111", "personal number"), (S, "url", "not an address", "not a web address"),
    (S, "url", "ftp://example.org/", "https:// or http://"), (S, "url", "javascript:alert(1)", "https:// or http://"),
    (S, "url", "https://localhost/", "public site"), (S, "url", "https://a@example.org/", "public site"),
    (S, "url", "https://example.org/" + "x" * 300, "there is room for 300"),
    (S, "email", "nobody", "not an e-mail address"),
    (S, "email", "a@b@c.se", "not an e-mail address"), (S, "minimum_age", "18", "must be a number"),
    (S, "minimum_age", -1, "must be from 0 to 130"), (S, "maximum_age", 17, "lower than `minimum_age`"),
    (S, "maximum_age", True, "must be a number"), (S, "assured_date", "31/01/2026", "is not a date"),
    (S, "assured_date", "2026-02-30", "not a day of the calendar"), (S, "last_modified", "yesterday", "not a moment"),
    (S, "last_modified", "2026-01-31T12:00:00", "with its timezone"), (S, "opens", "09:00", "not a field of HSDS 3.0"),
    (S, "organization_id", ..., "has no organization in the package"),
    (S, "organization_id", key("nobody"), "an organization that is not in the package"),
    (S, "organization_id", "x", "not a UUID"),
    (S, "program_id", key("nothing"), "a program that is not in the package"),
    (S, "phones", {}, "must be a list"), (S, "phones", ["+46 8 1"], "must be an object"),
    (S, "organization", [], "must be an object"),
    (S, "languages", [{"id": key("l")}], "no language is named"),
    (S, "languages", [{"id": key("l"), "code": "svenska!"}], "code of a language"),
    (P, "number", ..., "`number` is missing"), (P, "number", '"+46 8 465 004 00"', "not a phone number"),
    (P, "number", "ring us", "not a phone number"), (P, "number", "+46 8", "not a phone number"),
    (P, "number", 112, "must be a text"),
    (P, "extension", "12", "must be a number"),
    (P, "service_id", key("service 2"), "another service than the one it stands inside"),
    (P, "id", key("service 1"), "has the id of the service"), (P, "id", ..., "`id` is missing"),
    (H, "freq", "DAILY", "must be one of WEEKLY, MONTHLY"), (H, "wkst", "Monday", "must be one of MO"),
    (H, "byday", "Mon", "must be like MO,TU"), (H, "opens_at", "9", "not a time"),
    (H, "opens_at", "24:00", "not a time"),
    (H, "opens_at", 9, "must be a time"), (H, "closes_at", ..., "stands without `closes_at`"),
    (H, "timezone", 15, "from -12 to 14"),
    (H, "valid_to", "2025-12-31", "is before `valid_from`"), (H, "byweekno", "41", "only goes with a yearly schedule"),
    (H, "bymonthday", "1", "does not go with WEEKLY"), (H, "bymonthday", "32", "must be like 1,15"),
    (H, "interval", 0, "from 1 to 1000"), (H, "interval", 1.5, "whole number"),
    (H, "valid_from", 2026, "must be a date"),
    (C, "currency", ..., "in no currency"), (C, "currency", "kronor", "three letters"),
    (C, "amount", "40", "must be a number"),
    (C, "amount", -1, "must be from 0"), (C, "valid_from", "soon", "is not a date"),
    (L, "latitude", 100, "from -90 to 90"), (L, "longitude", -181, "from -180 to 180"),
    (L, "latitude", "59.3", "must be a number"),
    (L, "longitude", ..., "stands without `longitude`"), (L, "location_type", "house", "must be one of physical"),
    (L, "location_type", ..., "`location_type` is missing"), (A, "address_1", ..., "`address_1` is missing"),
    (A, "country", "Sweden", "two capital letters"), (A, "address_type", "home", "must be one of physical"),
    (B, "description", ..., "`description` is missing"), (B, "website", "example.org", "not a web address"),
    (B, "year_incorporated", 20111, "from 1000 to 2100"),
    (B, "parent_organization_id", key("organization"), "its own ancestor"),
    (B, "parent_organization_id", key("nobody"), "not in the package"),
    (T, "parent_id", key("term"), "its own ancestor"),
    (T, "taxonomy_id", key("nothing"), "a taxonomy that is not in the package"),
    (T, "description", ..., "`description` is missing"),
]  # fmt: skip


def _value(row: tuple[str, str, Any, str]) -> Broken:
    place, field, value, words = row
    said = (
        place if ("is missing" in words and f"`{field}`" in words) or "no organization" in words else f"{place}.{field}"
    )
    if "stands without" in words:
        said = f"{place}.{ {'closes_at': 'opens_at', 'longitude': 'latitude'}[field] }"
    if "has the id of" in words:
        said = place
    if isinstance(value, list) and field in ("phones", "languages"):
        said = f"{said}[0]{'.code' if field == 'languages' else ''}"
    return broken(put(f"{_AT[place]}.{field}", value)), said, words


WHOLE: list[Broken] = [
    (broken(also("services", service(1))), "$.services[2]", "has the same id as $.services[0]"),
    (broken(also("services", service(3, phones=service(1)["phones"] * 2))), "$.services[2].phones[1]", "has the same id as"),
    (broken(also("locations", {**bundle()["locations"][0], "id": key("organization")})),
     "$.locations[1]", "has the id of the organization"),
    (broken(also("services", service(3, phones=[{**service(1)["phones"][0], "number": "+46 8 465 004 09"}]))),
     "$.services[2].phones[0]", "says something else in `number`"),
    (broken(also("service_at_locations", {**bundle()["service_at_locations"][0], "id": key("again")})),
     "$.service_at_locations[1]", "the same service at the same location as $.service_at_locations[0]"),
    (broken(put("service_at_locations.0.location_id", key("nowhere"))),
     "$.service_at_locations[0]", "has no location in the package"),
    (broken(put("service_at_locations.0.service_id", ...)), "$.service_at_locations[0]", "has no service in the package"),
    (broken(also("helpers", {})), "$.helpers", "is not a list of HSDS 3.0"),
    (broken(put("services", {"id": key("service 1")})), "$.services", "must be a list"),
    (broken(also("services", "Help")), "$.services[2]", "must be an object"),
    (broken(also("services", {"id": key("stub")})), "$.services[2]", "`name` is missing"),
    ("", "package.json line 1", "is not JSON"),
    ('{"services": [}', "package.json line 1", "is not JSON: Expecting value at column 15"),
    ('{"services": [],\n "services": []}', "package.json", "has the key `services` twice"),
    ('[{"id": NaN}]', "package.json", "has NaN, which is no number"),
    ('{"id": "a"}\n{"id": }', "package.json", "line 2 is not JSON"),
    ("[" * 100_000, "package.json", "nested too deeply"),
    ('"services"', "$", "must be an object or a list"), ("[]", "package.json", "nothing of HSDS"),
    ('{"contents": {}}', "$.contents", "must be a list"),
    ('{"id": "x", "colour": "red"}', "$", "neither an organization"),
]  # fmt: skip
JSON: list[Broken] = [*map(_value, VALUES), *WHOLE]
