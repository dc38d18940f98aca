"""A disk that can be made to fail under a running server, and people who go on writing to it."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import requests

from app.core import ids
from tests.people import Visitor

ROOM_MB = 112
PAUSE_SECONDS = 0.25


def _quiet(*command: object) -> bool:
    try:
        return subprocess.run([*map(str, command)], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@contextmanager
def small_disk(folder: Path) -> Iterator[tuple[Path, str]]:
    """A place with little room: a disk in a file where we may mount one, else a tmpfs, else only a folder. And which."""
    place, image = folder / "disk", folder / "image"
    place.mkdir()
    with image.open("wb") as file:
        file.truncate(ROOM_MB << 20)
    if _quiet("mkfs.ext4", "-q", "-m", "0", image) and _quiet("mount", "-o", "loop", image, place):
        kind = "ext4"
    elif _quiet("mount", "-t", "tmpfs", "-o", f"size={ROOM_MB}m", "tmpfs", place):
        kind = "tmpfs"
    else:
        kind = "folder"
    try:
        yield place, kind
    finally:
        if kind != "folder":
            _quiet("umount", place) or _quiet("umount", "-l", place)
        image.unlink(missing_ok=True)


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Another process's transaction that does not end."""
    with closing(sqlite3.connect(database, isolation_level=None, timeout=5)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def full(database: Path) -> Iterator[None]:
    """Not one block is left."""
    filler = database.parent / "filler"
    try:
        with filler.open("wb", buffering=0) as file, suppress(OSError):
            for size in (1 << 20, 4096, 1):
                with suppress(OSError):
                    while True:
                        file.write(b"\1" * size)
        yield
    finally:
        filler.unlink(missing_ok=True)


@contextmanager
def no_longer_files(process: int) -> Iterator[None]:
    """The second best where nothing may be mounted: this process may not write anything beyond a file's first bytes."""
    before = resource.prlimit(process, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
    try:
        yield
    finally:
        resource.prlimit(process, resource.RLIMIT_FSIZE, before)


@contextmanager
def read_only(database: Path) -> Iterator[None]:
    """Nobody may change these files, not even through a handle that was opened before."""
    files = [database, database.with_name(database.name + "-wal")]
    try:
        for one in files:
            subprocess.run(["chattr", "+i", one], check=True)
        yield
    finally:
        for one in files:
            _quiet("chattr", "-i", one)


def can_be_read_only(folder: Path) -> bool:
    probe = folder / "probe"
    probe.touch()
    done = os.geteuid() == 0 and shutil.which("chattr") is not None and _quiet("chattr", "+i", probe)
    _quiet("chattr", "-i", probe)
    probe.unlink()
    return done


@dataclass
class Writer:
    """Somebody who writes line after line, each with its key until the server has answered, and remembers the answers."""

    visitor: Visitor
    name: str
    over: threading.Event
    said: dict[str, int] = field(default_factory=dict)
    when: list[float] = field(default_factory=list)
    refused: set[int] = field(default_factory=set)
    unsure: int = 0

    def work(self) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            text, key = f"{self.name} rad {number}", ids.new_token()
            while text not in self.said:
                self._try(text, key)
                time.sleep(PAUSE_SECONDS)

    def _try(self, text: str, key: str) -> None:
        fields = {"text": text, "key": key}
        try:
            answer = self.visitor.script(f"/{self.visitor.lang}/chat/messages", fields)
        except requests.RequestException:
            self.unsure += 1
            return
        if answer.status_code == 200 and "seq" in answer.json():
            self.said[text] = int(answer.json()["seq"])
            self.when.append(time.monotonic())
        else:
            self.refused.add(answer.status_code)
            assert answer.headers.get("Retry-After") and answer.json()["message"], answer.text[:200]


@dataclass
class Watch:
    """Asks again and again, every so often, and remembers how long each answer took and what it was."""

    ask: Callable[[], int]
    every: float
    over: threading.Event
    took: list[float] = field(default_factory=list)
    answers: set[int] = field(default_factory=set)

    def work(self) -> None:
        while not self.over.is_set():
            began = time.monotonic()
            self.answers.add(self.ask())
            self.took.append(time.monotonic() - began)
            time.sleep(max(0.0, self.every - self.took[-1]))

    def at(self, share: float) -> float:
        ordered = sorted(self.took)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]
