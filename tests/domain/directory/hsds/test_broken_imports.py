"""A hundred broken packages: each refused whole, with the place and the reason, and not a row changed."""

from __future__ import annotations

import copy
import zipfile
from pathlib import Path
from typing import Any

import pytest

from app.core.errors import Invalid
from tests.domain.directory.hsds.broken import JSON
from tests.hsds_house import bundle, everything, key, take
from tests.hsds_packages import rows_of, written, zipped

Files = dict[str, bytes]


def test_it_works(sqlite_database: Path, tmp_path: Path) -> None:
    """Every one of them, on a database with a sound package and with rows of ours in it."""
    assert not take(tmp_path, bundle(2)).problems
    before = everything()
    assert len(JSON) >= 100
    for package, place, words in JSON:
        report = take(tmp_path, package)
        said = [str(problem) for problem in report.problems]
        assert report.refused, (place, words)
        assert any(line.startswith(f"{place}: ") and words in line for line in said), (place, words, said)
        assert all(line.endswith(".") for line in said), said
        assert everything() == before, (place, words)


def test_lenient_keeps_only_what_the_standard_allows(sqlite_database: Path, tmp_path: Path) -> None:
    hard = kept = 0
    for package, place, words in JSON:
        problems = take(tmp_path, package, lenient=True)
        hard += problems.refused
        kept += not problems.refused
        assert problems.refused == any(problem.hard for problem in problems.problems), (place, words)
    assert hard > 50 and kept > 20


def _csv(change: Any) -> Files:
    rows = rows_of(copy.deepcopy(bundle(2)))
    files = written(rows)
    return change(files) or files


def _edit(name: str, old: bytes, new: bytes) -> Any:
    def change(files: Files) -> Files:
        assert old in files[name], (name, old, files[name])
        return {**files, name: files[name].replace(old, new, 1)}

    return change


def _less(name: str) -> Any:
    return lambda files: {other: data for other, data in files.items() if other != name}


S1, O1 = key("service 1").encode(), key("organization").encode()
TABLES: list[tuple[Any, str, str]] = [
    (_edit("services.csv", b"active", b"open"), "services.csv line 2, status", "must be one of active"),
    (_edit("services.csv", b"Help 2", b""), "services.csv line 3", "`name` is missing"),
    (_edit("services.csv", O1, b""), "services.csv line 2", "`organization_id` is missing"),
    (_edit("services.csv", O1, key("nobody").encode()), "services.csv line 2, organization_id", "not in the package"),
    (_edit("services.csv", key("service 2").encode(), S1), "services.csv line 3", "same id as services.csv line 2"),
    (_edit("services.csv", b",18,", b",eighteen,"), "services.csv line 2, minimum_age", "must be a number"),
    (_edit("services.csv", b",18,", b",1_8,"), "services.csv line 2, minimum_age", "must be a number"),
    (_edit("services.csv", b"status", b"state"), "services.csv line 1", "`state` is not a column"),
    (_edit("services.csv", b"\r\n", b",more\r\n"), "services.csv line 2", "cells, but the first line names"),
    (_edit("services.csv", b"Somebody to ask.", b"\xff"), "services.csv", "is not UTF-8"),
    (_edit("services.csv", b"Somebody", b'"Some"body'), "services.csv line 2", "is not CSV"),
    (_edit("phones.csv", b"+46 8 465 004 01", b"none"), "phones.csv line 2, number", "not a phone number"),
    (_edit("phones.csv", S1, key("nobody").encode()), "phones.csv line 2, service_id", "not in the package"),
    (_edit("phones.csv", S1, b""), "phones.csv line 2", "belongs to nothing"),
    (_edit("locations.csv", b"59.3", b"159.3"), "locations.csv line 2, latitude", "from -90 to 90"),
    (_edit("addresses.csv", b"Town", b""), "addresses.csv line 2", "`city` is missing"),
    (_edit("schedules.csv", b"09:00", b"9 am"), "schedules.csv line 2, opens_at", "not a time"),
    (_edit("attributes.csv", b"link_entity", b"link_type"), "attributes.csv line 1", "lacks the column `link_entity`"),
    (_edit("organizations.csv", b"id,", b"key,"), "organizations.csv line 1", "lacks the column `id`"),
    (_less("datapackage.json"), "datapackage.json", "is missing"),
    (_less("phones.csv"), "datapackage.json", "names the table phones.csv, which is not in the package"),
    (_edit("datapackage.json", b"resources", b"tables"), "datapackage.json", "does not list its `resources`"),
    (lambda files: {**files, "colours.csv": b"id\r\n"}, "colours.csv", "is not a table of HSDS 3.0"),
    (lambda files: {"datapackage.json": b'{"resources": []}'}, "datapackage.json", "names no table"),
]  # fmt: skip


def test_tables_are_refused_by_file_and_line(sqlite_database: Path, tmp_path: Path) -> None:
    assert not take(tmp_path, zipped(tmp_path, _csv(lambda files: files))).problems
    before = everything()
    for change, place, words in TABLES:
        report = take(tmp_path, zipped(tmp_path, _csv(change)))
        said = [str(problem) for problem in report.problems]
        assert report.refused and any(line.startswith(f"{place}: ") and words in line for line in said), (
            place,
            words,
            said,
        )
        assert everything() == before, (place, words)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"id": 1' + "1" * 5000 + "}", "more digits"),
        ('{"services": [{"minimum_age": 1' + "1" * 400 + "}]}", "must be from 0 to 130"),
        ('{"organizations": [' + '{"services": [{"organization": ' * 200 + "{}" + "}]}" * 200 + "]}", "too deeply"),
        ('{"organizations": [{"strange": ' + "[" * 900 + "]" * 900 + "}]}", "too deeply"),
    ],
)
def test_what_no_machine_could_hold_is_refused_in_words(
    sqlite_database: Path, tmp_path: Path, text: str, words: str
) -> None:
    (tmp_path / "huge.json").write_text(text)
    report = take(tmp_path, tmp_path / "huge.json", lenient=True)
    assert report.refused and any(words in str(problem) for problem in report.problems)


def test_ids_of_others_are_never_taken_over(database: str, tmp_path: Path) -> None:
    take(tmp_path, bundle(2))
    before = everything()
    report = take(tmp_path, bundle(1), publisher="Somebody else", lenient=True)
    assert report.refused and len(report.problems) == 7
    assert str(report.problems[0]) == "$.organizations[0]: has an id that belongs to the package helpers."
    assert everything() == before


def test_a_file_that_is_none_and_a_label_that_is_none(sqlite_database: Path, tmp_path: Path) -> None:
    assert str(take(tmp_path, tmp_path / "gone.json").problems[0]) == "gone.json: cannot be opened (FileNotFoundError)."
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    assert take(tmp_path, tmp_path / "broken.zip").refused
    zipped = zipfile.ZipFile(tmp_path / "damaged.zip", "w", zipfile.ZIP_DEFLATED)
    with zipped:
        zipped.writestr("services.csv", "id,name\r\n" * 1000)
    damaged = bytearray((tmp_path / "damaged.zip").read_bytes())
    damaged[45:60] = bytes(15)
    (tmp_path / "damaged.zip").write_bytes(bytes(damaged))
    assert "damaged.zip: cannot be opened" in str(take(tmp_path, tmp_path / "damaged.zip").problems[0])
    with zipfile.ZipFile(tmp_path / "twice.zip", "w") as twice:
        for folder in "ab":
            twice.writestr(f"{folder}/services.json", "[]")
    assert "two files called services.json" in str(take(tmp_path, tmp_path / "twice.zip").problems[0])
    for more in ({"code": "../x"}, {"publisher": " "}, {"language": "xx"}):
        with pytest.raises(Invalid):
            take(tmp_path, bundle(), **more)
