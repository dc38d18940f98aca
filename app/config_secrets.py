"""Settings that are secrets: from the environment, or from a file that only the service may read. Never in a message."""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from pathlib import Path
from typing import cast

from app.config_values import ConfigError, given

# Each may also be given as a file, by the name with _FILE after it.
FILES = {
    "SECRET_KEY": "SECRET_KEY_FILE",
    "DATABASE_URL": "DATABASE_URL_FILE",
    "REDIS_URL": "REDIS_URL_FILE",
    "MAIL_URL": "MAIL_URL_FILE",
    "INBOX_URL": "INBOX_URL_FILE",
    "BACKUP_KEY": "BACKUP_KEY_FILE",
}
CREDENTIALS = re.compile(r"\$(?:\{CREDENTIALS_DIRECTORY\}|CREDENTIALS_DIRECTORY)/")
# What systemd and container engines put there is theirs to protect: the folder is for the service, whatever the file says.
KEPT_FOR_US = ("/run/secrets/", "/run/credentials/")
MOST_BYTES = 8192


def resolved(environ: Mapping[str, str], root: Path) -> Mapping[str, str]:
    """The environment with every secret that is in a file read into its place."""
    found: dict[str, str] = {}
    for name, file in FILES.items():
        where = given(environ, file)
        if not where:
            continue
        if given(environ, name):
            raise ConfigError(f"{name} and {file} are both given; keep one of them.")
        found[name] = _read(file, _path(file, where, environ, root), given(environ, "CREDENTIALS_DIRECTORY"))
    return ChainMap(found, cast(MutableMapping[str, str], environ)) if found else environ


def _path(name: str, where: str, environ: Mapping[str, str], root: Path) -> Path:
    if not CREDENTIALS.match(where):
        return root / where
    folder = given(environ, "CREDENTIALS_DIRECTORY")
    if not folder:
        raise ConfigError(
            f"{name} begins with $CREDENTIALS_DIRECTORY, which systemd sets for a unit with LoadCredential=; it is not set."
        )
    return Path(folder) / CREDENTIALS.sub("", where)


def _read(name: str, path: Path, credentials: str) -> str:
    try:
        mode = path.stat().st_mode
        said = path.read_text(encoding="utf-8")[: MOST_BYTES + 1].strip() if stat.S_ISREG(mode) else None
    except OSError as error:
        raise ConfigError(f"{name} {path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{name} {path} holds something that is not text.") from None
    if said is None:
        raise ConfigError(f"{name} {path} is not a file.")
    if stat.S_IMODE(mode) & 0o027 and not _is_kept_for_us(path, credentials):
        raise ConfigError(f"{name} {path} is open to other users; chmod 600 it (or 640, for a group of its own).")
    if not said:
        raise ConfigError(f"{name} {path} is empty.")
    if len(said) > MOST_BYTES or re.search(r"[\x00-\x1f]", said):
        raise ConfigError(f"{name} {path} must hold one line and nothing else.")
    return said


def _is_kept_for_us(path: Path, credentials: str) -> bool:
    folders = KEPT_FOR_US + ((f"{credentials.rstrip('/')}/",) if credentials else ())
    return str(path.resolve()).startswith(folders)


def secret_key(environ: Mapping[str, str], data_dir: Path) -> str:
    """The one that was given, or the one that is made once in DATA_DIR."""
    key = given(environ, "SECRET_KEY")
    if key:
        if len(key) < 32:
            raise ConfigError("SECRET_KEY is shorter than 32 characters; leave it out and one is made for you.")
        return key
    path = data_dir / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()


def backup_key(environ: Mapping[str, str]) -> str:
    """What backups are sealed with: 64 hexadecimal digits or a long passphrase; "" where they are not."""
    key = given(environ, "BACKUP_KEY")
    if key and len(key) < 20:
        raise ConfigError(
            "BACKUP_KEY is too short; give 64 hexadecimal digits, or a passphrase of at least 20 characters."
        )
    return key
