"""A backup's file: one archive with the database, the key, the ledger of what was erased, a manifest, and their sums.

Sealed (app/core/strongbox.py) where a key is given. Everything goes through in pieces: a database's size costs no memory.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, cast

from app.cli import Refused
from app.core import strongbox
from app.core.files import fresh

# 1: the sums stand in the manifest. 2: they come last, and a dump comes in numbered pieces, because it is not kept before.
FORMAT = 2
MANIFEST, LEDGER, KEY, SUMS = "manifest.json", "erased.ledger", "secret.key", "sums.json"
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
_NAMES = {LEDGER, KEY, *DATABASE.values()}
_PIECE = 1 << 20
_DUMPED_PIECE = 1 << 23
_BIGGEST_NOTE = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What is in a backup. `tables` is the migration it stands at; `counts` the rows of every table."""

    made: str
    kind: str
    tables: str
    counts: dict[str, int]
    sums: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


class Packing:
    """An archive that is being written."""

    def __init__(self, archive: tarfile.TarFile) -> None:
        self._archive, self.sums = archive, dict[str, str]()

    def note(self, name: str, content: dict[str, Any]) -> None:
        written = json.dumps(content, indent=1).encode()
        self._archive.addfile(_member(name, len(written)), io.BytesIO(written))

    def put(self, path: Path) -> None:
        """A file, under its own name."""
        with path.open("rb") as file:
            summed = _Summed(file)
            self._archive.addfile(_member(path.name, path.stat().st_size), cast("IO[bytes]", summed))
        self.sums[path.name] = summed.sum.hexdigest()

    def pour(self, name: str, source: IO[bytes]) -> None:
        """A stream whose length nobody knows yet: `name`, `name.0001`, `name.0002`…"""
        summed, number = _Summed(source), 0
        while (piece := summed.read(_DUMPED_PIECE)) or not number:
            self._archive.addfile(_member(f"{name}.{number:04}" if number else name, len(piece)), io.BytesIO(piece))
            number += 1
        self.sums[name] = summed.sum.hexdigest()


@contextmanager
def packing(target: Path, manifest: Manifest, key: str) -> Iterator[Packing]:
    """Within it, what is put goes into one archive that only we may read; it takes its name when it is on the disk."""
    with fresh(target) as half, half.open("wb") as file:
        sealed = strongbox.Writer(file, key) if key else None
        to = cast("IO[bytes]", sealed or file)
        with (
            gzip.GzipFile(filename="", mode="wb", compresslevel=3, fileobj=to, mtime=0) as zipped,
            tarfile.open(fileobj=zipped, mode="w|") as archive,
        ):
            packed = Packing(archive)
            # The manifest first: what is wrong with a file is seen before its gigabytes.
            packed.note(MANIFEST, {name: value for name, value in asdict(manifest).items() if name != "sums"})
            yield packed
            packed.note(SUMS, packed.sums)
        if sealed:
            sealed.finish()
        file.flush()
        os.fsync(file.fileno())


def unpack(file: Path, folder: Path | None, key: str) -> Manifest:
    """Everything in the archive, whole and as it was packed; Refused in a sentence where it is not.

    Without a `folder` it is only read, and nothing of it is written anywhere.
    """
    try:
        with file.open("rb") as opened, gzip.GzipFile(fileobj=_unsealed(opened, key), mode="rb") as zipped:
            with tarfile.open(fileobj=zipped, mode="r|") as archive:
                manifest = _Unpacking(archive, folder).everything()
            while zipped.read(_PIECE):  # to the very end: only there it shows whether the file was cut off
                pass
        return manifest
    except FileNotFoundError as error:
        raise Refused(f"There is no file {file}.") from error
    except strongbox.WrongKey as error:
        raise Refused("This backup was sealed with another BACKUP_KEY; give the one it was made with.") from error
    except strongbox.CutOff as error:
        raise Refused("The backup is not whole: its end is missing. Copy it again, or take another one.") from error
    except strongbox.Damaged as error:
        raise Refused(
            "The backup is damaged: it is not what was written. Copy it again, or take another one."
        ) from error
    except (tarfile.TarError, EOFError, OSError, ValueError, zlib.error) as error:
        said = (str(error) or type(error).__name__).splitlines()[0]
        raise Refused(f"{file} is not a backup of Vejviser, or it is damaged ({said}).") from error


def is_sealed(file: Path) -> bool:
    with file.open("rb") as opened:
        return strongbox.is_sealed(opened)


def _unsealed(opened: IO[bytes], key: str) -> IO[bytes]:
    if not strongbox.is_sealed(opened):
        return opened
    if not key:
        raise Refused("This backup is sealed; give the BACKUP_KEY (or BACKUP_KEY_FILE) it was made with.")
    return cast("IO[bytes]", strongbox.Reader(opened, key))


def _member(name: str, size: int) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.size, member.mode = size, 0o600
    return member


class _Summed:
    """A source that is read once, and its SHA-256."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source, self.sum = source, hashlib.sha256()

    def read(self, size: int) -> bytes:
        piece = self._source.read(size)
        self.sum.update(piece)
        return piece


class _Unpacking:
    """One archive, member by member: nothing with another name than ours, never anything but a file."""

    def __init__(self, archive: tarfile.TarFile, folder: Path | None) -> None:
        self._archive, self._folder = archive, folder
        self._found: dict[str, tuple[int, Any]] = {}

    def everything(self) -> Manifest:
        members = iter(self._archive)
        manifest, sums = self._manifest(next(members, None)), dict[str, str]()
        for member in members:
            if member.name == SUMS and manifest.format > 1:
                sums = self._note(member)
            else:
                self._out(member)
        self._compare(sums or manifest.sums)
        return manifest

    def _compare(self, sums: dict[str, str]) -> None:
        if missing := sorted(set(sums) - set(self._found)):
            raise Refused(f"The backup is not whole: {', '.join(missing)} is missing.")
        if not sums:
            raise Refused("The backup is not whole: its end is missing. Copy it again, or take another one.")
        for name, (_, found) in self._found.items():
            if name not in sums:
                raise Refused(f"This backup holds something that is none of ours: {name!r}.")
            if found.hexdigest() != sums[name]:
                raise Refused(f"The backup is damaged: {name} is not what was packed.")

    def _manifest(self, member: tarfile.TarInfo | None) -> Manifest:
        stranger = Refused("This file is not a backup made by ./vejviser backup.")
        if member is None or member.name != MANIFEST:
            raise stranger
        try:
            given = self._note(member)
            if given["format"] > FORMAT:
                raise Refused("This backup was made by a newer Vejviser; restore it with that one.")
            return Manifest(**given)
        except (ValueError, TypeError, KeyError) as error:
            raise stranger from error

    def _note(self, member: tarfile.TarInfo) -> dict[str, Any]:
        if not member.isfile() or member.size > _BIGGEST_NOTE:
            raise Refused("This file is not a backup made by ./vejviser backup.")
        found: dict[str, Any] = json.loads(self._opened(member).read())
        return found

    def _out(self, member: tarfile.TarInfo) -> None:
        """One member to the end of the file it belongs to; the pieces of a dump come in their order or not at all."""
        piece = re.fullmatch(rf"({re.escape(DATABASE['postgresql'])})\.(\d{{4,}})", member.name)
        name, number = (piece[1], int(piece[2])) if piece else (member.name, 0)
        following, summed = self._found.get(name, (0, hashlib.sha256()))
        if name not in _NAMES or not member.isfile() or number != following:
            raise Refused(f"This backup holds something that is none of ours: {member.name!r}.")
        self._found[name] = number + 1, summed
        source = self._opened(member)
        with self._to(name) as file:
            while data := source.read(_PIECE):
                summed.update(data)
                file.write(data)
            file.flush()

    @contextmanager
    def _to(self, name: str) -> Iterator[IO[bytes]]:
        target = self._folder / name if self._folder else Path(os.devnull)
        if self._folder:
            target.touch(mode=0o600)
        with target.open("ab") as file:
            yield file
            if self._folder:
                file.flush()
                os.fsync(file.fileno())

    def _opened(self, member: tarfile.TarInfo) -> IO[bytes]:
        found = self._archive.extractfile(member) if member.isfile() else None
        if found is None:
            raise Refused(f"This backup holds something that is none of ours: {member.name!r}.")
        return found
