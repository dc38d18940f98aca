"""openapi.json: this API as it is, made of the same table of parameters that reads an address."""

from __future__ import annotations

from typing import Any

from app.web.api.hsds.parameters import OF_LIST, OF_ONE, PARAMETERS

SCHEMAS = "https://raw.githubusercontent.com/openreferral/specification/3.0/schema"
# The standard's own schemas of a thing, and of a thing in a list.
_WHOLE = {
    "services": "compiled/service.json",
    "organizations": "compiled/organization.json",
    "service_at_locations": "compiled/service_at_location.json",
    "taxonomies": "taxonomy.json",
    "taxonomy_terms": "taxonomy_term.json",
}
_LISTED = {
    "services": "compiled/service_list.json",
    "organizations": "compiled/organization_list.json",
    "service_at_locations": "compiled/service_at_location_list.json",
}
Json = dict[str, Any]


def document(address: str) -> Json:
    """The whole description; `address` is where this API is."""
    paths: Json = {"/": _about(), "/openapi.json": _plain("This description.", {"type": "object"})}
    for name in OF_LIST:
        paths[f"/{name}"] = {"get": _list(name)}
        paths[f"/{name}/{{id}}"] = {"get": _one(name)}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Vejviser: who helps with what",
            "version": "1",
            "summary": "Services, organizations and places as Open Referral HSDS 3.0.",
            "description": "Read only, without a key. Phone numbers are given only while somebody's check of them holds.",
        },
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "servers": [{"url": address}],
        "paths": paths,
        "components": {
            "schemas": {"Page": _page(), "Error": _error()},
            "parameters": {name: _parameter(name) for name in PARAMETERS},
            "responses": {
                "Wrong": _body("A parameter cannot be used; the message names it.", _ref("schemas", "Error")),
                "Unknown": _body("There is nothing with this id.", _ref("schemas", "Error")),
            },
        },
    }


def _ref(kind: str, name: str) -> Json:
    return {"$ref": f"#/components/{kind}/{name}"}


def _body(about: str, schema: Json, kind: str = "application/json") -> Json:
    return {"description": about, "content": {kind: {"schema": schema}}}


def _parameter(name: str) -> Json:
    one = PARAMETERS[name]
    return {"name": name, "in": "query", "required": False, "description": one.about, "schema": one.schema}


def _plain(about: str, schema: Json) -> Json:
    return {"get": {"summary": about, "responses": {"200": _body(about, schema)}}}


def _about() -> Json:
    text, link = {"type": "string"}, {"type": "string", "format": "uri"}
    source = {"type": "object", "properties": {"publisher": text, "source": text, "imported_at": text}}
    sources = {"type": "array", "items": source, "description": "Whose registers were imported."}
    known = {"version": text, "profile": link, "openapi_url": link, "sources": sources}
    return _plain("What this API is.", {"type": "object", "properties": known})


def _list(name: str) -> Json:
    thing: Json = {"$ref": f"{SCHEMAS}/{_LISTED.get(name, _WHOLE[name])}"}
    if name in _LISTED:
        thing = {"anyOf": [thing, {"$ref": f"{SCHEMAS}/{_WHOLE[name]}"}, *_minimal(name)]}
    listed = {"type": "object", "properties": {"contents": {"type": "array", "items": thing}}}
    ok = _body("A page of the list, or with format=ndjson all of it.", {"allOf": [_ref("schemas", "Page"), listed]})
    ok["content"]["application/x-ndjson"] = {"schema": thing}
    return {
        "summary": f"The list of {name.replace('_', ' ')}.",
        "operationId": f"list_{name}",
        "parameters": [_ref("parameters", one) for one in OF_LIST[name]],
        "responses": {"200": ok, "400": _ref("responses", "Wrong")},
    }


def _minimal(name: str) -> list[Json]:
    if "minimal" not in OF_LIST[name]:
        return []
    moment = {"type": "string", "format": "date-time"}
    known = {"id": {"type": "string", "format": "uuid"}, "last_modified": moment}
    return [{"type": "object", "properties": known, "required": ["id", "last_modified"], "additionalProperties": False}]


def _one(name: str) -> Json:
    key = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
    return {
        "summary": f"One of the {name.replace('_', ' ')}, with everything about it.",
        "operationId": f"one_of_{name}",
        "parameters": [key, *(_ref("parameters", one) for one in OF_ONE[name])],
        "responses": {
            "200": _body("It.", {"$ref": f"{SCHEMAS}/{_WHOLE[name]}"}),
            "400": _ref("responses", "Wrong"),
            "404": _ref("responses", "Unknown"),
        },
    }


def _page() -> Json:
    count, yes = {"type": "integer", "minimum": 0}, {"type": "boolean"}
    known = {
        "total_items": count, "total_pages": count, "page_number": {"type": "integer", "minimum": 1}, "size": count,
        "first_page": yes, "last_page": yes, "empty": yes, "contents": {"type": "array"},
    }  # fmt: skip
    return {"type": "object", "properties": known, "required": list(known)}


def _error() -> Json:
    text = {"type": "string"}
    return {"type": "object", "properties": {"error": text, "message": text}, "required": ["error", "message"]}
