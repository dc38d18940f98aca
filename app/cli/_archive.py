"""A backup's file: one archive with the database, the key, the ledger of what was erased, and a manifest with their sums."""

from __future__ import annotations

import hashlib
import json
import os
import tarfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

from app.cli import Refused
from app.core.files import fresh

FORMAT = 1
MANIFEST, LEDGER, KEY = "manifest.json", "erased.ledger", "secret.key"
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
_NAMES = {LEDGER, KEY, *DATABASE.values()}
_PIECE = 1 << 20
_BIGGEST_MANIFEST = 1 << 20


@dataclass(frozen=True)
class Manifest:
    """What is in a backup. `tables` is the migration it stands at; `counts` the rows of every table."""

    made: str
    kind: str
    tables: str
    counts: dict[str, int]
    sums: dict[str, str]
    format: int = FORMAT


def pack(target: Path, folder: Path, made: str, kind: str, tables: str, counts: dict[str, int]) -> Manifest:
    """Writes everything in `folder` into one archive that only we may read; it takes its name when it is on the disk."""
    sums = {path.name: digest(path) for path in sorted(folder.iterdir()) if path.name in _NAMES}
    manifest = Manifest(made, kind, tables, counts, sums)
    (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
    with fresh(target) as half:
        with tarfile.open(half, "w:gz", compresslevel=3) as archive:
            for name in (MANIFEST, *sums):  # the manifest first: what is wrong with a file is seen before its gigabytes
                archive.add(folder / name, name, filter=_anonymous)
        with half.open("rb") as written:
            os.fsync(written.fileno())
    return manifest


def unpack(file: Path, folder: Path) -> Manifest:
    """Everything in the archive, whole and as it was packed; Refused in a sentence where it is not."""
    try:
        with tarfile.open(file, "r:*") as archive:
            members = iter(archive)
            manifest = _manifest(archive, next(members, None))
            found = [_out(archive, member, folder, manifest) for member in members]
    except FileNotFoundError as error:
        raise Refused(f"There is no file {file}.") from error
    except (tarfile.TarError, EOFError, OSError) as error:
        said = str(error).splitlines()[0]
        raise Refused(f"{file} is not a backup of Vejviser, or it is damaged ({said}).") from error
    if missing := sorted(set(manifest.sums) - set(found)):
        raise Refused(f"The backup is not whole: {', '.join(missing)} is missing.")
    return manifest


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _anonymous(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    member.mode = 0o600
    return member


def _manifest(archive: tarfile.TarFile, member: tarfile.TarInfo | None) -> Manifest:
    stranger = Refused("This file is not a backup made by ./vejviser backup.")
    if member is None or member.name != MANIFEST or not member.isfile() or member.size > _BIGGEST_MANIFEST:
        raise stranger
    try:
        given: dict[str, Any] = json.loads(_opened(archive, member).read())
        if given["format"] > FORMAT:
            raise Refused("This backup was made by a newer Vejviser; restore it with that one.")
        return Manifest(**given)
    except (ValueError, TypeError, KeyError) as error:
        raise stranger from error


def _out(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path, manifest: Manifest) -> str:
    """One file of the archive into the folder, and its name; nothing with another name, and never anything but a file."""
    if member.name not in manifest.sums or member.name not in _NAMES or not member.isfile():
        raise Refused(f"This backup holds something that is none of ours: {member.name!r}.")
    target, sum_ = folder / member.name, hashlib.sha256()
    target.touch(mode=0o600)
    with _opened(archive, member) as source, target.open("wb") as file:
        while piece := source.read(_PIECE):
            sum_.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if sum_.hexdigest() != manifest.sums[member.name]:
        raise Refused(f"The backup is damaged: {member.name} is not what was packed.")
    return member.name


def _opened(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    found = archive.extractfile(member)
    if found is None:
        raise Refused(f"This backup holds something that is none of ours: {member.name!r}.")
    return found
