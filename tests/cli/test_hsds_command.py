"""`./vejviser hsds …`, as somebody with a shell uses it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli.__main__ import main
from app.core import db
from app.core.db import session
from app.domain.accounts.models import AuditEntry
from tests.hsds_house import bundle, everything, service
from tests.hsds_packages import csv_package
from tests.staff_house import database, settings

__all__ = ["database", "settings"]
OURS = ("--publisher", "Helpers", "--language", "en")


@pytest.fixture(autouse=True)
def shell(tmp_path: Path, database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "PUBLIC_URL", "HOST", "PORT", "DEMO"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))


def package(folder: Path, said: object) -> str:
    path = folder / "package.json"
    path.write_text(json.dumps(said), "utf-8")
    return str(path)


def test_it_works(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hsds", "import", package(tmp_path, bundle(2)), *OURS, "--source", "https://example.org/"]) == 0
    said = capsys.readouterr()
    assert said.out == (
        "Imported as helpers: 1 organization, 2 service, 1 location, 1 service at location, 1 taxonomy, "
        "1 taxonomy term, 2 phone.\n"
    )
    assert said.err == ""
    assert main(["hsds", "import", package(tmp_path, bundle(1)), *OURS]) == 0
    said = capsys.readouterr()
    assert said.out.startswith("Updated as helpers: ")
    assert "No longer in the package, so inactive (services) or removed: 1 service." in said.out
    assert main(["hsds", "list"]) == 0
    row = capsys.readouterr().out.strip().split("\t")
    assert row[:3] == ["helpers", "Helpers", "en"] and row[4:] == ["1 active services", "package.json"]
    assert main(["hsds", "export", str(tmp_path / "out"), "--language", "sv"]) == 0
    assert len(json.loads((tmp_path / "out" / "services.json").read_text("utf-8"))) == 2
    assert main(["hsds", "export", str(tmp_path / "out")]) == 1
    assert main(["hsds", "remove", "helpers"]) == 0
    assert capsys.readouterr().out.endswith("helpers is removed: 2 services.\n")
    actions = [row.action for row in session.query(AuditEntry).order_by(AuditEntry.id)]
    assert actions == ["hsds.imported", "hsds.imported", "hsds.removed"]


def test_a_broken_package_is_said_line_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything()
    wrong = {**bundle(1), "services": [service(1, status="open", url="nowhere")]}
    assert main(["hsds", "import", package(tmp_path, wrong), *OURS, "--lenient"]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        "$.services[0].url: is not a web address.",
        "$.services[0].status: must be one of active, inactive, defunct, temporarily closed.",
        "Nothing was imported: 2 to mend.",
    ]
    assert everything() == before


def test_lenient_says_what_it_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    odd = {**bundle(1), "services": [service(1, minimum_age=200)]}
    assert main(["hsds", "import", package(tmp_path, odd), *OURS]) == 1
    assert main(["hsds", "import", package(tmp_path, odd), *OURS, "--lenient", "--code", "odd"]) == 0
    assert "Kept as it is, $.services[0].minimum_age: must be from 0 to 130." in capsys.readouterr().err


def test_tables_and_mistakes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["hsds", "import", str(csv_package(tmp_path, bundle(1))), *OURS]) == 0
    assert main(["hsds", "import", str(tmp_path / "nothing.json"), *OURS]) == 1
    assert main(["hsds", "remove", "nobody"]) == 1
    assert "Traceback" not in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["hsds", "import", "x.json", "--publisher", "P", "--language", "xx"])
    db.session.remove()
