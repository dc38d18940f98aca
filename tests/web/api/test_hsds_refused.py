"""Questions to the HSDS API that cannot be meant: 400 with one sentence that names the parameter, or 404, or 405."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

BASE = "/api/hsds/v3"
KEY = "2f1c6f0e-6a4b-5d3e-8a57-0f5b0f3f9a11"
BAD = [
    ("services", f"page={value}", "page_wrong") for value in ("0", "-1", "1.5", "one", "", "²", "1e3", "9999999999", "+1")
] + [
    ("services", f"per_page={value}", "per_page_wrong") for value in ("0", "101", "ten", "", "10000", "-5")
] + [
    (name, f"{flag}={value}", f"{flag}_wrong")
    for name, flag in (
        ("services", "full"), ("services", "minimal"), ("organizations", "full_service"), ("taxonomy_terms", "top_only"),
    )
    for value in ("yes", "", "1", "null")
] + [
    (name, f"{one}={value}", f"{one}_wrong")
    for name, one in (
        ("services", "taxonomy_term_id"), ("services", "taxonomy_id"), ("services", "organization_id"),
        ("taxonomy_terms", "parent_id"), ("service_at_locations", "organization_id"),
    )
    for value in ("1", "", "x" * 36, KEY[:-1], KEY.replace("-", ""))
] + [
    ("services", f"modified_after={value}", "modified_after_wrong")
    for value in ("", "yesterday", "2026-13-01", "2026-02-30", "26-01-01", "0001-01-01T00:00:00%2B14:00", "２０２６-01-01")
] + [
    ("services", "format=xml", "format_wrong"), ("services", "format=", "format_wrong"),
    ("services", "language=xx", "language_wrong"), ("services", "language=", "language_wrong"),
    ("services", f"search={'x' * 201}", "search_wrong"), ("services", "minimal=true&full=true", "minimal_wrong"),
    ("service_at_locations", "proximity=100", "proximity_wrong"),
    ("service_at_locations", "postcode=&proximity=100", "proximity_wrong"),
    ("service_at_locations", "postcode=11122&proximity=near", "proximity_wrong"),
    ("service_at_locations", "postcode=11122&proximity=-1", "proximity_wrong"),
    ("service_at_locations", "postcode=11122&proximity=nan", "proximity_wrong"),
    ("service_at_locations", "postcode=11122&proximity=inf", "proximity_wrong"),
    ("service_at_locations", f"postcode={'1' * 21}", "postcode_wrong"),
    ("services", "page=1&page=2", "parameter_twice"), ("services", "pages=1", "parameter_unknown"),
    ("services", "postcode=11122", "parameter_unknown"), ("organizations", "minimal=true", "parameter_unknown"),
    ("taxonomies", "full=true", "parameter_unknown"), ("taxonomy_terms", "modified_after=2026-01-01", "parameter_unknown"),
    ("services", "<script>=1", "parameter_unknown"), ("", "language=sv", "parameter_unknown"),
    ("openapi.json", "x=1", "parameter_unknown"), (f"services/{KEY}", "full=true", "parameter_unknown"),
    (f"organizations/{KEY}", "full_service=maybe", "full_service_wrong"),
]  # fmt: skip


def test_it_works(reader: FlaskClient) -> None:
    for name, asked, code in BAD:
        answer = reader.get(f"{BASE}/{name}?{asked}")
        assert answer.status_code == 400, (name, asked)
        said = answer.get_json()
        assert set(said) == {"error", "message"} and said["error"] == code, (name, asked, said)
        wanted = (
            asked.partition("=")[0] if code in ("parameter_unknown", "parameter_twice") else code.removesuffix("_wrong")
        )
        assert f"`{wanted}`" in said["message"] and said["message"].rstrip()[-1] in ".?", said
        assert answer.headers["Access-Control-Allow-Origin"] == "*" and answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("services", "modified_after=2026-01-01"), ("services", "modified_after=2026-01-01T10:00:00Z"),
        ("services", "modified_after=2026-01-01T10:00:00+01:00"), ("services", "modified_after=2026-01-01T10:00:00.123456"),
        ("services", "full=True"), ("services", f"taxonomy_id={KEY.upper()}"), ("services", "search="),
        ("services", "format=ndjson&page=3&per_page=2"), ("service_at_locations", "postcode=111%2022&proximity=0.5"),
        ("organizations", "full=true&full_service=true&page=1&per_page=100"),
    ],
)  # fmt: skip
def test_what_is_right_is_not_refused(reader: FlaskClient, name: str, asked: str) -> None:
    assert reader.get(f"{BASE}/{name}?{asked}").status_code == 200


def test_what_is_not_there(reader: FlaskClient) -> None:
    for path in (
        f"services/{KEY}",
        "services/nobody",
        "services/%00",
        f"taxonomies/{KEY}",
        "colours",
        "services/a/b",
        "services/",
    ):
        answer = reader.get(f"{BASE}/{path}")
        assert answer.status_code == 404 and set(answer.get_json()) == {"error", "message"}, path
        assert answer.headers["Access-Control-Allow-Origin"] == "*", path


def test_nothing_can_be_written(reader: FlaskClient) -> None:
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for path in ("", "services", f"services/{KEY}", "openapi.json"):
            answer = reader.open(f"{BASE}/{path}", method=method)
            assert answer.status_code == 405 and answer.get_json()["error"] == "http_405", (method, path)
