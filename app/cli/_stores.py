"""What `doctor` asks the database and Redis: whether they answer, whether there is room for us, and how safe a write is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Connection, text

from app.cli._findings import Finding, Hint, Told
from app.config import Settings, is_loopback
from app.core import db
from app.core.schema import found, needed

# core/db.py: so many connections may a process have.
EACH = 30
OLDEST_POSTGRESQL = 13
HELD_SECONDS = 2.0
LATE_SECONDS = 5.0
FULL = 0.9


def tables(_settings: Settings) -> Finding:
    with db.reading() as session:
        if db.is_sqlite():
            half = (
                session.execute(text("SELECT name FROM sqlite_master WHERE name LIKE '\\_alembic\\_tmp%' ESCAPE '\\'"))
                .scalars()
                .all()
            )
            if half:
                return f"a migration was interrupted and left {', '.join(half)}; restore the backup made before it"
        here = found()
    if here < needed():
        return f"at {here or 'nothing'}, and this program needs {needed()}; run ./vejviser upgrade"
    return (
        None
        if here == needed()
        else Hint(f"at {here}, newer than this program ({needed()}): an upgrade under way, or an old checkout")
    )


def sqlite_lock(settings: Settings) -> Finding:
    """Whether somebody else keeps it from being written."""
    if not settings.is_sqlite:
        return None
    file = str(db.engine().url.database)
    with closing(sqlite3.connect(file, timeout=HELD_SECONDS, isolation_level=None)) as connection:
        try:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error):
                return f"it cannot be written: {error}"
            who = ", ".join(_openers(file)) or "nobody we can see"
            return f"somebody has held its lock for {HELD_SECONDS:.0f} seconds; it is open in {who}"
    return None


def _openers(file: str) -> list[str]:
    """Programs that have the file open, by name and number, as far as we may look."""
    who = []
    wanted = {str(Path(file).resolve()) + end for end in ("", "-wal", "-shm")}
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if process.name != str(Path("/proc/self").resolve().name) and any(
                str(one.resolve()) in wanted for one in (process / "fd").iterdir()
            ):
                who.append(f"{(process / 'comm').read_text('utf-8').strip()} (process {process.name})")
        except OSError:
            continue
    return who


def postgresql(settings: Settings) -> Finding:
    if settings.is_sqlite:
        return None
    with db.engine().connect() as connection:
        wrong = [*_unsafe(connection), *_crowded(connection, settings)]
        return "; ".join(wrong) if wrong else _told(connection)


def _shown(connection: Connection, name: str) -> str:
    return str(connection.execute(text("SELECT current_setting(:name)"), {"name": name}).scalar_one())


def _unsafe(connection: Connection) -> Iterator[str]:
    version = int(_shown(connection, "server_version_num")) // 10_000
    if version < OLDEST_POSTGRESQL:
        yield f"version {version} is too old; {OLDEST_POSTGRESQL} or newer is needed"
    if connection.execute(text("SELECT pg_is_in_recovery()")).scalar_one():
        yield "this is a standby, which cannot be written to; name both in DATABASE_URL, with target_session_attrs=read-write"
    off = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if _shown(connection, name) == "off"]
    if off:
        yield f"{' and '.join(off)} off: after a power cut, words may be gone that people were told are stored; turn it on"
    if _shown(connection, "synchronous_standby_names") and not _standbys(connection):
        yield (
            "synchronous_standby_names is set and no such standby is connected: every write waits for one;"
            " bring it back, or empty that setting"
        )


def _standbys(connection: Connection) -> int:
    waited_for = "SELECT count(*) FROM pg_stat_replication WHERE sync_state IN ('sync', 'quorum')"
    return int(connection.execute(text(waited_for)).scalar_one())


def _crowded(connection: Connection, settings: Settings) -> Iterator[str]:
    most = int(_shown(connection, "max_connections")) - int(_shown(connection, "superuser_reserved_connections"))
    ours = EACH * settings.workers
    if most < ours:
        yield (
            f"it takes {most} connections, and WORKERS={settings.workers} may want {ours};"
            f" set max_connections to {ours + 20} or more, or use fewer processes"
        )


def _told(connection: Connection) -> Finding:
    ours = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
    used, standbys = (
        connection.execute(text(query)).scalar_one() for query in (ours, "SELECT count(*) FROM pg_stat_replication")
    )
    version, most = _shown(connection, "server_version").split()[0], _shown(connection, "max_connections")
    waits = f", of which writes wait for {_standbys(connection)}" if standbys else ""
    return Told(
        f"version {version}, {used} of {most} connections used, {standbys} standby{'s' * (standbys != 1)}{waits}"
    )


def clocks(settings: Settings) -> Finding:
    """Leases and due times follow the database's clock; log-ins and hours this machine's."""
    if settings.is_sqlite:
        return None
    with db.reading():
        apart = (datetime.now(UTC) - db.database_now()).total_seconds()
    if abs(apart) < LATE_SECONDS:
        return None
    where = "ahead of" if apart > 0 else "behind"
    return f"this machine's is {abs(apart):.0f} seconds {where} the database's; let both follow a time server"


def redis(settings: Settings) -> Finding:
    if not settings.redis_url:
        return None
    from redis import Redis

    client = Redis.from_url(settings.redis_url, socket_timeout=2, socket_connect_timeout=2)
    client.ping()
    info = client.info("memory")
    used, most, policy = info["used_memory"], info.get("maxmemory", 0), info.get("maxmemory_policy", "")
    if most and used > FULL * most and policy == "noeviction":
        return (
            f"it has used {used >> 20} of {most >> 20} MB and refuses more (noeviction),"
            " so limits are counted in each process alone; raise maxmemory, or set maxmemory-policy to volatile-ttl"
        )
    place = urlsplit(settings.redis_url)
    if place.scheme == "redis" and not place.password and not is_loopback(place.hostname or "localhost"):
        return Hint("it lets anybody in its network in; give it a password (requirepass)")
    return Told(f"{used >> 20} MB used, maxmemory {f'{most >> 20} MB' if most else 'none'}, {policy}")
