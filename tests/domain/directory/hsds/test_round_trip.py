"""What came in goes out as it came: the standard's own examples, tables, and what we export ourselves."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from app.config import ROOT
from app.core import db
from app.domain.content.load import load
from app.domain.directory.hsds.export import export
from tests.hsds_house import STANDARD, bundle, needs_standard, service, take
from tests.hsds_house import key as id_of
from tests.hsds_packages import csv_package

EXAMPLES = {
    "organization_full": "organizations", "organization_list": "organizations", "service_full": "services",
    "service_list": "services", "service_at_location_full": "service_at_locations",
    "service_at_location_list": "service_at_locations", "taxonomy": "taxonomies", "taxonomy_list": "taxonomies",
    "taxonomy_term": "taxonomy_terms", "taxonomy_term_list": "taxonomy_terms", "location": "locations",
}  # fmt: skip


def given_out(folder: Path, language: str = "en") -> dict[str, list[Any]]:
    """The operator's export, read back."""
    shutil.rmtree(folder / "out", ignore_errors=True)
    export(folder / "out", language)
    return {file.stem: json.loads(file.read_text("utf-8")) for file in (folder / "out").iterdir()}


def test_it_works(database: str, tmp_path: Path) -> None:
    package = bundle(3)
    assert not take(tmp_path, package).problems
    assert given_out(tmp_path) == package


@needs_standard
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_official_examples(database: str, tmp_path: Path, name: str) -> None:
    file = STANDARD / "examples" / f"{name}.json"
    said = json.loads(file.read_text("utf-8"))
    docs = said.get("contents", [said])
    report = take(tmp_path, file, lenient=True)
    assert not report.refused and not [problem for problem in report.problems if problem.hard]
    assert given_out(tmp_path)[EXAMPLES[name]] == docs
    assert take(tmp_path, file, lenient=True).updated
    assert given_out(tmp_path)[EXAMPLES[name]] == docs


@needs_standard
def test_every_example_there_is_was_tried() -> None:
    assert {file.stem for file in (STANDARD / "examples").iterdir()} == set(EXAMPLES)


@needs_standard
def test_the_examples_own_nonsense_is_refused_where_nobody_asked_for_it(database: str, tmp_path: Path) -> None:
    report = take(tmp_path, STANDARD / "examples" / "service_full.json")
    assert report.refused
    said = [str(problem) for problem in report.problems]
    assert "$.service_at_locations[0].location.latitude: must be from -90 to 90." in said
    assert any(line.startswith("$.phones[0].number: is not a phone number") for line in said)


def test_what_we_give_out_can_be_taken_in_without_a_word(database: str, tmp_path: Path) -> None:
    report = load(ROOT / "content")
    assert not report.problems, list(report.sentences())
    first = given_out(tmp_path, "sv")
    assert len(first["services"]) > 50 and first["taxonomy_terms"] and first["service_at_locations"]
    db.connect(f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}")
    _make_tables()
    shutil.move(tmp_path / "out", tmp_path / "brought")
    taken = take(tmp_path, tmp_path / "brought", language="sv")
    assert [str(problem) for problem in taken.problems] == []
    again = given_out(tmp_path, "sv")
    for name, docs in first.items():
        assert sorted(again[name], key=_id) == sorted(docs, key=_id), name


def test_tables_and_json_say_the_same(database: str, tmp_path: Path) -> None:
    report = take(tmp_path, csv_package(tmp_path, bundle(2)))
    assert [str(problem) for problem in report.problems] == []
    out = given_out(tmp_path)
    assert out["organizations"] == bundle()["organizations"]
    for given, wanted in zip(out["services"], bundle(2)["services"], strict=True):
        assert {name: given[name] for name in wanted if not isinstance(wanted[name], list)} == {
            name: value for name, value in wanted.items() if not isinstance(value, list)
        }
        assert given["phones"][0]["languages"][0]["code"] == "sv"
        assert given["schedules"][0]["opens_at"] == "09:00" and given["cost_options"][0]["amount"] == 40
    assert out["locations"][0]["addresses"][0]["postal_code"] == "111 22"
    folder = tmp_path / "unpacked"
    shutil.unpack_archive(csv_package(tmp_path, bundle(2)), folder)
    assert take(tmp_path, folder).updated


def test_lines_and_single_things_are_taken_too(database: str, tmp_path: Path) -> None:
    whole = {**service(), "organization": bundle()["organizations"][0], "attributes": []}
    other = {**whole, **service(2), "attributes": []}
    assert take(tmp_path, "\n".join(json.dumps(doc) for doc in (whole, other))).counts["service"] == 2
    assert take(tmp_path, [whole]).gone == {"service": 1}
    assert [doc["status"] for doc in given_out(tmp_path)["services"]] == ["active", "inactive"]
    assert take(tmp_path, {"total_items": 2, "contents": [whole, other]}).counts["service"] == 2
    assert {doc["id"] for doc in given_out(tmp_path)["services"]} == {id_of("service 1"), id_of("service 2")}


def _id(doc: dict[str, Any]) -> str:
    return str(doc["id"])


def _make_tables() -> None:
    from app import tables

    tables.metadata.create_all(db.engine())
