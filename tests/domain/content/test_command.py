"""The command line's face: what it prints and how it ends."""

import argparse

import pytest

from app.cli import content


@pytest.fixture
def command(database, tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    parser = argparse.ArgumentParser()
    content.register(parser.add_subparsers())

    def run(*words: object) -> int:
        arguments = parser.parse_args([str(word) for word in words])
        return int(arguments.run(arguments))

    return run


def test_it_works(command, folder, tmp_path, capsys):
    assert command("content", "load", folder.path) == 0
    assert capsys.readouterr().out == "Content: 11 added, 0 updated.\n"
    assert command("content", "export", tmp_path / "out") == 0
    assert capsys.readouterr().out.startswith("12 files written to ")


def test_broken_files_end_it_with_1(command, folder, capsys):
    folder.replace("topics.yaml", "icon: key", "icon: [key")
    assert command("content", "load", folder.path) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.startswith("topics.yaml, line 4: ")


def test_a_wrong_folder_is_said(command, folder, tmp_path, capsys):
    assert command("content", "load", tmp_path / "nowhere") == 1
    assert "There is no folder" in capsys.readouterr().err
    assert command("content", "export", folder.path) == 1
    assert "give an empty or new folder" in capsys.readouterr().err
