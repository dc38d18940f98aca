"""The directory as HSDS 3.0: every page of every list holds against the standard's schema and our own stricter checks."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.web.api.hsds.parameters import OF_LIST, OF_ONE
from tests.hsds_house import STANDARD, against_standard, needs_standard, strict

BASE = "/api/hsds/v3"
FIGURES = {"total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"}
WAYS = [(name, full) for name in OF_LIST for full in (False, True) if not full or "full" in OF_LIST[name]]


def pages(reader: FlaskClient, name: str, **asked: Any) -> list[dict[str, Any]]:
    """Every page of a list."""
    found: list[dict[str, Any]] = []
    while not found or not found[-1]["last_page"]:
        answer = reader.get(f"{BASE}/{name}?{urlencode({**asked, 'page': len(found) + 1})}")
        assert answer.status_code == 200, answer.text
        found.append(answer.get_json())
    return found


def test_it_works(reader: FlaskClient) -> None:
    about = reader.get(f"{BASE}/").get_json()
    assert about["version"] == "3.0" and about["openapi_url"].endswith(f"{BASE}/openapi.json")
    first = reader.get(f"{BASE}/services").get_json()
    assert set(first) == FIGURES and first["size"] == 50 and first["first_page"] and not first["last_page"]
    found = reader.get(f"{BASE}/services/{first['contents'][0]['id']}?language=sv").get_json()
    assert found["name"] and found["organization"]["name"] and found["attributes"][0]["taxonomy_term"]["name"]


@needs_standard
@pytest.mark.parametrize(("name", "full"), WAYS)
def test_every_page_of_every_list(reader: FlaskClient, name: str, full: bool) -> None:
    more = {"full": "true"} if full else {}
    if full and "full_service" in OF_LIST[name]:
        more["full_service"] = "true"
    for language in ("en", "ar"):
        found = pages(reader, name, language=language, per_page=23, **more)
        docs = [doc for one in found for doc in one["contents"]]
        assert docs and len({doc["id"] for doc in docs}) == len(docs) == found[0]["total_items"]
        assert against_standard(name, docs, listed=not full) == []
        assert [str(problem) for problem in strict(name, docs)] == []


@needs_standard
@pytest.mark.parametrize("name", OF_LIST)
def test_every_single_one(reader: FlaskClient, name: str) -> None:
    for doc in [doc for one in pages(reader, name) for doc in one["contents"]][:40]:
        answer = reader.get(f"{BASE}/{name}/{doc['id']}?language=da")
        assert answer.headers["Content-Language"] == "da"
        assert against_standard(name, [answer.get_json()], listed=False) == []
        assert answer.get_json()["id"] == doc["id"]


@needs_standard
def test_every_parameter_of_the_standard_is_taken(reader: FlaskClient) -> None:
    theirs = json.loads((STANDARD / "openapi.json").read_text("utf-8"))["paths"]
    for path, item in theirs.items():
        if path.count("/") == 1 and path != "/":
            named = {one.get("name") or one["$ref"].rpartition("/")[2] for one in item["get"]["parameters"]}
            assert named <= set(OF_LIST[path[1:]]), path


def test_openapi_says_what_there_is(reader: FlaskClient, site: Flask) -> None:
    said = reader.get(f"{BASE}/openapi.json").get_json()
    for name in OF_LIST:
        listed = {one["$ref"].rpartition("/")[2] for one in said["paths"][f"/{name}"]["get"]["parameters"]}
        single = said["paths"][f"/{name}/{{id}}"]["get"]["parameters"]
        assert listed == set(OF_LIST[name])
        assert {one["$ref"].rpartition("/")[2] for one in single if "$ref" in one} == set(OF_ONE[name])
    routes = {rule.endpoint for rule in site.url_map.iter_rules() if rule.rule.startswith(BASE)}
    assert routes == {"api.hsds", "api.hsds_openapi", "api.hsds_list", "api.hsds_one"}
    assert len(said["paths"]) == 2 + 2 * len(OF_LIST)
    text = json.dumps(said)
    for place in {part.split('"')[0] for part in text.split('"#/components/')[1:]}:
        kind, _, key = place.partition("/")
        assert key in said["components"][kind], place


def test_lines_are_the_whole_list(reader: FlaskClient) -> None:
    for name, more in (
        ("services", ""),
        ("services", "&full=true"),
        ("taxonomy_terms", ""),
        ("services", "&minimal=true"),
    ):
        answer = reader.get(f"{BASE}/{name}?format=ndjson&language=sv{more}")
        assert answer.mimetype == "application/x-ndjson" and answer.headers["Content-Language"] == "sv"
        lines = [json.loads(line) for line in answer.text.splitlines()]
        if "minimal" in more:
            assert all(set(line) == {"id", "last_modified"} for line in lines)
        else:
            whole = {"full": "true"} if more else {}
            assert lines == [doc for one in pages(reader, name, language="sv", **whole) for doc in one["contents"]]
        tag = answer.headers["ETag"]
        assert (
            reader.get(f"{BASE}/{name}?format=ndjson&language=sv{more}", headers={"If-None-Match": tag}).status_code
            == 304
        )


def test_minimal_is_everything_at_once(reader: FlaskClient) -> None:
    found = reader.get(f"{BASE}/services?minimal=true").get_json()
    assert found["total_pages"] == 1 and found["size"] == found["total_items"] > 50
    assert all(set(doc) == {"id", "last_modified"} for doc in found["contents"])
    assert [doc["last_modified"] for doc in found["contents"]] == sorted(
        doc["last_modified"] for doc in found["contents"]
    )


def test_anybody_may_read_and_keep_it(reader: FlaskClient) -> None:
    answer = reader.get(f"{BASE}/services?per_page=3")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert answer.headers["Cache-Control"] == "public, max-age=60" and "Set-Cookie" not in answer.headers
    again = reader.get(f"{BASE}/services?per_page=3", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    head = reader.head(f"{BASE}/services?per_page=3")
    assert head.status_code == 200 and not head.data


def test_nobodys_unchecked_number_and_no_staff_address(reader: FlaskClient) -> None:
    said = reader.get(f"{BASE}/services?format=ndjson&full=true").text
    assert '"phones"' not in said and "assurer_email" not in said and "assured_date" not in said
