"""`restore` of what is no whole backup, or not for us: one sentence each, and nothing is changed; sealed files above all."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from app.core import strongbox
from app.domain.accounts.terms import Role
from tests import staff_house
from tests.commands import Command
from tests.server import Server

KEY = "een sleutel van meer dan twintig letters"
NAME = "Zqxnamnet Andersson"


def spoiled(file: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """The same archive with something changed in it."""
    with tarfile.open(file) as old:
        parts = {member.name: old.extractfile(member).read() for member in old}  # type: ignore[union-attr]
    change(parts)
    with tarfile.open(target, "w:gz", compresslevel=1) as new:
        for name, data in parts.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            new.addfile(member, io.BytesIO(data))
    return target


def _flip(parts: dict[str, bytes]) -> None:
    middle = len(parts["database.sqlite3"]) // 2
    data = bytearray(parts["database.sqlite3"])
    data[middle] ^= 1
    parts["database.sqlite3"] = bytes(data)


def _manifest(**changed: object) -> Callable[[dict[str, bytes]], None]:
    def change(parts: dict[str, bytes]) -> None:
        parts["manifest.json"] = json.dumps({**json.loads(parts["manifest.json"]), **changed}).encode()

    return change


def _climbing(parts: dict[str, bytes]) -> None:
    parts["../elsewhere"] = b"x"


def _less(parts: dict[str, bytes]) -> None:
    del parts["erased.ledger"]


def _no_end(parts: dict[str, bytes]) -> None:
    del parts["sums.json"]


def _first_form(parts: dict[str, bytes]) -> None:
    """As the first Vejvisers wrote it: the sums in the manifest."""
    sums = json.loads(parts.pop("sums.json"))
    _manifest(sums=sums, format=1)(parts)


def refuses(command: Command, empty: Server, wrong: dict[Path, str], **more: str) -> None:
    for path, word in wrong.items():
        for words in (("restore", path), ("backup", path, "--check")):
            said = command(empty, *words, **more)
            assert (said.status, word in said.err, said.err.count("\n")) == (1, True, 1), (path, said.err)
    assert {path.name for path in empty.data.iterdir()} <= {"secret.key"}


def test_it_works(house: Callable[..., Server], tmp_path: Path, command: Command) -> None:
    """Whatever is not whole; and what an older Vejviser made is taken."""
    file, here, empty = tmp_path / "kept.tar.gz", house(), house(empty=True)
    assert command(here, "backup", file).status == 0
    again = command(here, "backup", file)
    assert again.status == 1 and "there already" in again.err
    changes = {
        "flip": (_flip, "damaged"), "newer": (_manifest(format=3), "newer"), "climbing": (_climbing, "none of ours"),
        "less": (_less, "missing"), "no end": (_no_end, "its end is missing"),
    }  # fmt: skip
    wrong = {spoiled(file, tmp_path / name, change): word for name, (change, word) in changes.items()}
    cut = tmp_path / "cut"
    cut.write_bytes(file.read_bytes()[:-4000])
    (tmp_path / "letter").write_text("no archive at all")
    wrong |= {cut: "damaged", tmp_path / "letter": "not a backup", tmp_path / "nowhere": "no file"}
    refuses(command, empty, wrong)
    for name, change, word in (
        ("later", _manifest(tables="9999"), "upgrade"),
        ("other", _manifest(kind="postgresql"), "postgresql"),
    ):
        said = command(empty, "restore", spoiled(file, tmp_path / name, change))
        assert (said.status, word in said.err, said.err.count("\n")) == (1, True, 1), said.err
    old = command(empty, "restore", spoiled(file, tmp_path / "old", _first_form))
    assert old.status == 0, old.err


def test_sealed(
    house: Callable[..., Server], tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of it can be read, it opens with its key alone, and any change to it is refused."""
    monkeypatch.setitem(strongbox.SCRYPT, "n", 1 << 10)  # a dozen keys are made here
    here, empty, folder = house(BACKUP_KEY=KEY), house(empty=True, BACKUP_KEY=KEY), tmp_path / "kept"
    with here.domain():
        staff_house.person(NAME, Role.STAFF)
    folder.mkdir()
    made = command(here, "backup", folder)
    assert made.status == 0 and "sealed" in made.out, made.err
    (file,) = folder.iterdir()
    assert file.suffix == ".sealed" and file.stat().st_mode & 0o777 == 0o600
    assert not [path for path in here.data.iterdir() if path.name.startswith(".backup-")]
    box = file.read_bytes()
    assert box.startswith(strongbox.MAGIC) and b"\x1f\x8b\x08\x00" not in box[:4096]
    step = strongbox.PIECE + strongbox.TAG
    start = len(strongbox.MAGIC) + strongbox.SALT + strongbox.START + strongbox.PROOF
    assert len(box) > start + step, "one piece only: this test needs two"
    changed = {
        "cut between": (box[: start + step], "its end is missing"),
        "cut": (box[:-5], "damaged"),
        "flipped": (box[:-5] + bytes([box[-5] ^ 1]) + box[-4:], "damaged"),
        "more": (box + b"more", "damaged"),
    }
    wrong = {}
    for name, (data, word) in changed.items():
        (tmp_path / name).write_bytes(data)
        wrong[tmp_path / name] = word
    refuses(command, empty, wrong)
    refuses(command, empty, {file: "another BACKUP_KEY"}, BACKUP_KEY=KEY[::-1])
    refuses(command, empty, {file: "is sealed; give the BACKUP_KEY"}, BACKUP_KEY="")
    assert ", sealed," in command(empty, "backup", folder, "--check").out
    assert command(empty, "restore", file).status == 0
    assert NAME.encode() in (empty.data / "vejviser.sqlite3").read_bytes()


def test_a_key_does_not_keep_out_what_was_not_sealed(
    house: Callable[..., Server], tmp_path: Path, command: Command
) -> None:
    file = tmp_path / "kept.tar.gz"
    assert command(house(), "backup", file).status == 0
    assert command(house(empty=True, BACKUP_KEY=KEY), "restore", file).status == 0


def test_over_a_damaged_database_it_says_what_to_do(
    house: Callable[..., Server], tmp_path: Path, command: Command
) -> None:
    file, spoilt = tmp_path / "kept.tar.gz", house(empty=True)
    assert command(house(), "backup", file).status == 0
    damaged = spoilt.data / "vejviser.sqlite3"
    damaged.write_bytes(b"no database " * 1000)
    said = command(spoilt, "restore", file, "--yes")
    assert (said.status, said.err.count("\n")) == (1, 1) and "damaged" in said.err and str(damaged) in said.err
    damaged.rename(tmp_path / "aside")
    assert command(spoilt, "restore", file).status == 0
