"""PostgreSQL's own tools, for backups: found, given the address without the password on the command line, and understood."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from app.cli import Refused


@contextmanager
def dumped(url: str, snapshot: str) -> Iterator[IO[bytes]]:
    """What pg_dump says, in its own format, of the moment that `snapshot` names; Refused where it did not get to its end."""
    asked = ["--format=custom", "--compress=0", f"--snapshot={snapshot}", "--no-owner", "--no-privileges"]
    command = [_tool("pg_dump"), *asked, f"--dbname={_address(url)}"]
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            command, env=_environment(url), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said
        )
        assert process.stdout
        try:
            yield process.stdout
            process.wait()
        finally:
            process.kill()
            process.stdout.close()
            process.wait()
        said.seek(0)
        _understood("pg_dump", process.returncode, said.read().decode(errors="replace"))


def load(url: str, file: Path, tables: list[str]) -> None:
    """Puts a dump in the place of `tables`, all of it or nothing."""
    script = file.with_suffix(".sql")
    script.touch(mode=0o600)
    _run(url, "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file))
    dropped = file.with_suffix(".drop.sql")
    dropped.write_text("".join(f'DROP TABLE IF EXISTS "{name}" CASCADE;\n' for name in tables), encoding="utf-8")
    asked = ["-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-f", str(dropped), "-f", str(script)]
    _run(url, "psql", *asked, f"--dbname={_address(url)}")


def _run(url: str, name: str, *arguments: str) -> None:
    done = subprocess.run(
        [_tool(name), *arguments],
        env=_environment(url),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    _understood(name, done.returncode, done.stderr)


def _understood(name: str, status: int, said: str) -> None:
    """The first line says what went wrong; the lines after it may quote a row."""
    if status:
        first = next((line for line in said.splitlines() if line.strip()), f"status {status}")
        raise Refused(f"{name} could not do it: {first}")


def _tool(name: str) -> str:
    """The newest there is: an older pg_dump refuses a newer server. Debian keeps them off PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: path.parts[-3].zfill(3))
    found = str(debian[-1]) if debian else shutil.which(name)
    if found is None:
        raise Refused(f"{name} is not on this machine; on Debian: apt install postgresql-client.")
    return found


def _address(url: str) -> str:
    """What libpq is told on the command line, where everybody on the machine may read it: all but the password."""
    given = conninfo_to_dict(url)
    given.pop("password", None)
    return make_conninfo("", **given)


def _environment(url: str) -> dict[str, str]:
    password = conninfo_to_dict(url).get("password")
    return {**os.environ, **({"PGPASSWORD": str(password)} if password else {})}
