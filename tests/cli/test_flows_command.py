"""`./vejviser flows …`, as somebody with a shell uses it."""

from __future__ import annotations

from pathlib import Path
from shutil import copytree
from xml.etree import ElementTree

import pytest

from app.cli.__main__ import main
from app.domain.content.load import load
from tests.staff_house import database, settings

__all__ = ["database", "settings"]
CONTENT = Path(__file__).resolve().parents[2] / "content"


@pytest.fixture(autouse=True)
def shell(tmp_path: Path, database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DATABASE_URL", "PUBLIC_URL", "HOST", "PORT", "DEMO"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))


def test_it_works(capsys: pytest.CaptureFixture[str]) -> None:
    assert load(CONTENT).problems == []
    assert main(["flows", "prove"]) == 0
    assert "Proved: " in capsys.readouterr().out


def test_the_files_are_proved_before_anybody_loads_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "content"
    copytree(CONTENT, folder)
    assert main(["flows", "prove", str(folder)]) == 0
    tree = folder / "flows" / "tricked" / "flow.yaml"
    text = tree.read_text("utf-8")
    first = text[text.index("services: [") :].split("]")[0]
    tree.write_text(text.replace(first, "services: [politi-report", 1), "utf-8")
    capsys.readouterr()
    assert main(["flows", "prove", str(folder)]) == 1
    told = capsys.readouterr().err
    assert "flow tricked at " in told and "in language" in told and "in area SE" in told
    # And nothing of it is loaded: the proof stands before publishing.
    report = load(folder)
    assert report.problems and not report.changed


def test_a_picture_of_every_kind(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(CONTENT)
    for language in ("sv", "ar"):
        target = tmp_path / f"{language}.svg"
        assert main(["flows", "picture", "tricked", "--language", language, "--to", str(target)]) == 0
        assert ElementTree.fromstring(target.read_text("utf-8")).get("lang") == language
    assert main(["flows", "picture", "tricked", "--as", "mermaid"]) == 0
    assert "flowchart TD" in capsys.readouterr().out


def test_bad_input_gets_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for given in (["prove", str(tmp_path / "gone")], ["picture", "gone"], ["picture", "tricked", "--language", "xx"]):
        assert main(["flows", *given]) == 1
        told = capsys.readouterr().err.strip()
        assert told.endswith(".") and "Traceback" not in told
