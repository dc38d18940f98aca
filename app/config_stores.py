"""Where things are kept: the data folder, the database, Redis, and how many processes may share them."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from app.config_values import ConfigError, given, number

DATABASES = ("sqlite:///", "postgresql://")
PLACE = re.compile(r"(?:\[[^\]]*\]|[^\[\]:]*)(?::\d*)?")
BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
REDIS = ("redis://", "rediss://", "unix://")


def data_dir(environ: Mapping[str, str], root: Path) -> Path:
    where = given(environ, "DATA_DIR")
    path = root / where if where else root / "data"
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"DATA_DIR {path} cannot be made: {error.strerror}.") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise ConfigError(f"DATA_DIR {path} cannot be written to; give a folder that this user may write.")
    return path


def database_url(environ: Mapping[str, str], folder: Path) -> str:
    url = given(environ, "DATABASE_URL")
    if not url:
        return f"sqlite:///{folder / 'vejviser.sqlite3'}"
    if not url.startswith(DATABASES):
        raise ConfigError("DATABASE_URL must begin with sqlite:/// or postgresql://.")
    if url.startswith("postgresql:"):  # which may name several hosts, with commas between
        _check("DATABASE_URL", url)
    return url


def redis_url(environ: Mapping[str, str]) -> str:
    url = given(environ, "REDIS_URL")
    if url and not url.startswith(REDIS):
        raise ConfigError("REDIS_URL must begin with redis://, rediss:// or unix://.")
    _check("REDIS_URL", url)
    return url


def _check(name: str, url: str) -> None:
    """Whoever connects says what it could not read of an address, and that may be half a password: so we read it first."""
    parts = urlsplit(url)
    places = parts.netloc.rpartition("@")[2].split(",")
    if (
        parts.netloc.count("@") > 1
        or "@" in parts.path + parts.fragment
        or not all(map(PLACE.fullmatch, places))
        or BARE_PERCENT.search(url)
    ):
        raise ConfigError(
            f"{name} cannot be read; in a password write %40 for @, %3A for :, %2F for /, %23 for # and %25 for %."
        )


def workers(environ: Mapping[str, str], database: str, redis: str) -> int:
    count = number(environ, "WORKERS", 1, 1, 256)
    if count > 1 and database.startswith("sqlite:"):
        raise ConfigError("SQLite allows one process: set WORKERS=1, or give a postgresql:// DATABASE_URL.")
    if count > 1 and not redis:
        raise ConfigError("More than one process needs REDIS_URL, so that they can wake each other's visitors.")
    return count


def drain_seconds(environ: Mapping[str, str], database: str) -> int:
    """Where other processes take over meanwhile, there is time to leave in; a single one only loses it."""
    others = database.startswith("postgresql:") and number(environ, "PROXIES", 0, 0, 9) > 0
    return number(environ, "DRAIN_SECONDS", 3 if others else 0, 0, 60)
