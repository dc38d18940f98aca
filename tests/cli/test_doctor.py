"""`./vejviser doctor`: every wrong state of this machine is made for real, and the sentence that is said of it is read."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from app import config
from app.cli import _machine
from app.cli.__main__ import main
from app.cli._findings import mark
from app.cli.doctor import CHECKS
from app.core import db, schema
from tests.server import OURS
from tests.services import free_port

Said = Callable[..., str]


@pytest.fixture
def here(tmp_path: Path, prepared: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder as it should be, and an environment with nothing else in it."""
    data = tmp_path / "data"
    shutil.copytree(prepared, data)
    data.chmod(0o700)
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATA_DIR", str(data))
    monkeypatch.setattr(_machine, "ROOT", tmp_path)
    return data


@pytest.fixture
def said(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Said]:
    """Call it with a check's name and settings: what the doctor says of it, with its mark."""

    def ask(name: str, **settings: str) -> str:
        for one, value in settings.items():
            monkeypatch.setenv(one, value)
        given = config.load()
        db.connect(given.database_url)
        finding = CHECKS[name](given)
        return f"{mark(finding)} {finding or ''}"

    yield ask
    db.session.remove()
    db.engine().dispose()


def test_it_works(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On a machine where all is well, the only thing to note is that nobody has made a backup yet."""
    assert main(["doctor"]) in (0, 1)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(CHECKS)
    # A checkout without browser files or catalogues, or a crowded disk, is this machine's and not the test's.
    wrong = [line for line in lines if line.startswith("WRONG")]
    assert all(
        line.split(":")[0] in ("WRONG browser files", "WRONG translations", "WRONG disk space") for line in wrong
    ), wrong
    assert "note  backups: there is none" in "\n".join(lines)


def test_a_setting_with_a_wrong_letter(said: Said) -> None:
    assert said("settings") == "ok    "
    assert said("settings", DATABSE_URL="x", MAIL_FORM="y") == (
        "note  nobody reads DATABSE_URL (is DATABASE_URL meant?), MAIL_FORM (is MAIL_FROM meant?)"
    )


def test_a_full_disk(said: Said, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_machine, "LEAST_FREE", shutil.disk_usage(here).total)  # what is free changes while others run
    assert "MB are free" in said("disk space") and said("disk space").startswith("WRONG")


def test_a_low_limit_of_open_files(here: Path) -> None:
    command = f"ulimit -n 1000; exec {sys.executable} -m app.cli doctor"
    done = subprocess.run(
        ["sh", "-c", command], cwd=config.ROOT, env=os.environ, capture_output=True, text=True, check=False
    )
    assert "WRONG open files: a process may have 1000 open files" in done.stdout and done.returncode == 1


def test_rights_that_are_too_wide(said: Said, here: Path) -> None:
    here.chmod(0o755)
    (here / "secret.key").chmod(0o644)
    assert "chmod 700" in said("data folder") and "chmod 600" in said("secret key")


def test_a_database_on_a_network(here: Path) -> None:
    """Nothing of the kind can be mounted here, so the system's list is an example; where it is read from is real."""
    mounts = (
        f"/dev/sda1 / ext4 rw 0 0\nfiler:/export {here.parent} nfs4 rw 0 0\ntmpfs {here.parent}\\040b tmpfs rw 0 0\n"
    )
    assert _machine.kind_of(here / "vejviser.sqlite3", mounts) == "nfs4"
    assert _machine.kind_of(Path("/var/lib/x"), mounts) == "ext4"
    assert _machine.kind_of(here, Path("/proc/self/mounts").read_text("utf-8"))
    assert "nfs4".startswith(_machine.NETWORKS) and not "ext4".startswith(_machine.NETWORKS)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"PUBLIC_URL": "https://help.example.org"}, "WRONG PUBLIC_URL is https"),
        ({"PROXIES": "1"}, "note  PROXIES is set and PUBLIC_URL is this machine"),
        (
            {"PUBLIC_URL": "https://help.example.org", "PROXIES": "1", "HOST": "0.0.0.0"},
            "note  HOST 0.0.0.0 lets others in",
        ),
        ({"PUBLIC_URL": "https://help.example.org", "PROXIES": "1"}, "ok    "),
    ],
)
def test_what_stands_in_front(said: Said, settings: dict[str, str], words: str) -> None:
    assert said("proxy", **settings).startswith(words)


def test_backups_that_are_old(said: Said, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    file = folder / "vejviser-2026-01-01T030000.tar.gz"
    file.touch()
    assert said("backups") == "ok    the newest in backups/ is 0 hours old"
    os.utime(file, (file.stat().st_mtime - 5 * 86_400 - 60,) * 2)
    assert said("backups").startswith("WRONG the newest in backups/ is 5 days old")


class _Stranger(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"I am a printer.")

    def log_message(self, *_arguments: object) -> None:
        pass


def test_a_port_that_is_taken(said: Said) -> None:
    port = free_port()
    assert said("numbers", METRICS=f"127.0.0.1:{port}") == "ok    "
    stranger = HTTPServer(("127.0.0.1", port), _Stranger)
    threading.Thread(target=stranger.serve_forever, daemon=True).start()
    assert f"something else listens at METRICS 127.0.0.1 port {port}" in said("numbers")
    stranger.shutdown()
    stranger.server_close()
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        assert "something else listens" in said("numbers", METRICS=f"127.0.0.1:{silent.getsockname()[1]}")


def test_somebody_else_holds_sqlite(said: Said, here: Path) -> None:
    file = here / "vejviser.sqlite3"
    hold = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
        "c.execute('BEGIN IMMEDIATE'); print(1, flush=True); input()"
    )
    with subprocess.Popen([sys.executable, "-c", hold, file], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout and holder.stdout.readline()
        found = said("database's lock")
        holder.communicate(b"\n")
    assert found.startswith("WRONG somebody has held its lock for 2 seconds") and f"(process {holder.pid})" in found
    assert said("database's lock") == "ok    "


def test_tables_of_another_version(said: Said, here: Path) -> None:
    def at(*statements: str) -> str:
        with sqlite3.connect(here / "vejviser.sqlite3") as connection:
            for one in statements:
                connection.execute(one)
        return said("tables")

    assert at() == "ok    "
    assert at("UPDATE alembic_version SET version_num = '0003'") == (
        f"WRONG at 0003, and this program needs {schema.needed()}; run ./vejviser upgrade"
    )
    assert at("UPDATE alembic_version SET version_num = '9999'").startswith("note  at 9999, newer than this program")
    assert at("CREATE TABLE _alembic_tmp_message (id INTEGER)").startswith(
        "WRONG a migration was interrupted and left _alembic"
    )


def test_a_broken_database(said: Said, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for file in here.glob("vejviser.sqlite3*"):
        file.write_bytes(b"this is no database" * 1000)
    assert main(["doctor"]) == 1
    assert "WRONG database: " in capsys.readouterr().out
