"""PostgreSQL's own tools, for backups: found, given the address without the password on the command line, and understood."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from psycopg.conninfo import conninfo_to_dict

from app.cli import Refused

# What a conninfo calls it, and what the environment does.
_NAMES = {"dbname": "PGDATABASE", "application_name": "PGAPPNAME"}


def dump(url: str, file: Path, snapshot: str) -> None:
    """pg_dump in its own format, of the moment that `snapshot` names."""
    file.touch(mode=0o600)
    _run(url, "pg_dump", "--format=custom", f"--snapshot={snapshot}", "--no-owner", "--no-privileges", f"--file={file}")


def load(url: str, file: Path, tables: list[str]) -> None:
    """Puts a dump in the place of `tables`, all of it or nothing."""
    script = file.with_suffix(".sql")
    script.touch(mode=0o600)
    _run(url, "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(file))
    dropped = file.with_suffix(".drop.sql")
    dropped.write_text("".join(f'DROP TABLE IF EXISTS "{name}" CASCADE;\n' for name in tables), encoding="utf-8")
    _run(
        url, "psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-o", os.devnull, "-f", str(dropped), "-f", str(script)
    )


def _run(url: str, name: str, *arguments: str) -> None:
    done = subprocess.run(
        [_tool(name), *arguments],
        env=_environment(url),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        # The first line says what; the lines after it may quote a row.
        said = next((line for line in done.stderr.splitlines() if line.strip()), f"status {done.returncode}")
        raise Refused(f"{name} could not do it: {said}")


def _tool(name: str) -> str:
    """The newest there is: an older pg_dump refuses a newer server. Debian keeps them off PATH."""
    debian = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: path.parts[-3].zfill(3))
    found = str(debian[-1]) if debian else shutil.which(name)
    if found is None:
        raise Refused(f"{name} is not on this machine; on Debian: apt install postgresql-client.")
    return found


def _environment(url: str) -> dict[str, str]:
    given = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    ours = {_NAMES.get(name, f"PG{name.upper()}"): value for name, value in given.items()}
    return {**os.environ, **ours}
