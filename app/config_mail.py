"""The settings of mail: where letters go out, whose they are, and where replies come in. A password is never printed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from urllib.parse import SplitResult, unquote, urlsplit

from app.config_values import ConfigError, is_loopback

ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*/=?^_`{|}~.+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)*[A-Za-z0-9-]{1,63}")
# What a reply's own name adds to MAIL_REPLY: "+" and this many letters; 64 is all that fits before an @.
REPLY_LETTERS = 26


@dataclass(frozen=True)
class Way:
    """How a mail server is reached. `tls`: "at once", "asked for" (STARTTLS, never without), or "none" on this machine."""

    host: str
    port: int
    tls: str
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True)
class MailSettings:
    """`sender` is what stands in From; `reply` is where replies go, with a name of their own after a plus."""

    out: Way
    sender: tuple[str, str]
    reply: str = ""
    inbox: Way | None = None
    folder: str = "Inbox"


def read(environ: Mapping[str, str]) -> MailSettings | None:
    """The settings of mail, or None where there is none; ConfigError says what is missing or wrong."""
    out, sender, reply, inbox = (
        environ.get(name, "").strip() for name in ("MAIL_URL", "MAIL_FROM", "MAIL_REPLY", "INBOX_URL")
    )
    if not out:
        given = next((name for name in ("MAIL_FROM", "MAIL_REPLY", "INBOX_URL") if environ.get(name, "").strip()), "")
        if given:
            raise ConfigError(
                f"{given} is set and MAIL_URL is not: without it no letter goes out, so nobody can reply."
            )
        return None
    if bool(reply) != bool(inbox):
        raise ConfigError(
            "MAIL_REPLY and INBOX_URL belong together: the address people answer to, and where we read it."
        )
    way, folder = _inbox(inbox) if inbox else (None, "Inbox")
    return MailSettings(_out(out), _sender(sender), _reply(reply), way, folder)


def _out(url: str) -> Way:
    parts = _parts("MAIL_URL", url, "smtps://user:password@host or smtp://user:password@host:587")
    if parts.scheme == "smtps":
        return _way(parts, "at once", 465)
    if parts.scheme != "smtp":
        raise ConfigError("MAIL_URL must begin with smtps:// or smtp://.")
    here = _is_here(parts)
    return _way(parts, "none" if here else "asked for", 25 if here else 587)


def _inbox(url: str) -> tuple[Way, str]:
    parts = _parts("INBOX_URL", url, "imaps://user:password@host/FOLDER")
    folder = unquote(parts.path.strip("/")) or "Inbox"
    if not folder.isascii() or re.search(r'[\x00-\x1f"\\]', folder):
        raise ConfigError("INBOX_URL names a folder with characters that cannot be used; plain letters are enough.")
    if not parts.username or not parts.password:
        raise ConfigError("INBOX_URL needs a user and a password, like imaps://user:password@host/FOLDER.")
    if parts.scheme == "imaps":
        return _way(parts, "at once", 993), folder
    if parts.scheme == "imap" and _is_here(parts):
        return _way(parts, "none", 143), folder
    raise ConfigError("INBOX_URL must begin with imaps://; plain imap:// is for a server on this very machine.")


def _parts(name: str, url: str, example: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        _port = parts.port
    except ValueError:
        raise ConfigError(f"{name} is not an address we understand; give something like {example}.") from None
    if not parts.hostname or re.search(r"[\s\x00-\x1f]", url):
        raise ConfigError(f"{name} names no host; give something like {example}.")
    if bool(parts.username) != bool(parts.password):
        raise ConfigError(f"{name} has a user without a password, or the other way round; give both or neither.")
    return parts


def _way(parts: SplitResult, tls: str, port: int) -> Way:
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Way(parts.hostname or "", parts.port or port, tls, user, password)


def _is_here(parts: SplitResult) -> bool:
    return is_loopback(parts.hostname or "")


def _sender(given: str) -> tuple[str, str]:
    name, address = parseaddr(given)
    if not ADDRESS.fullmatch(address) or re.search(r"[\x00-\x1f]", given):
        raise ConfigError("MAIL_FROM must be an address letters come from, like The library <letters@library.example>.")
    return name, address


def _reply(given: str) -> str:
    if not given:
        return ""
    if not ADDRESS.fullmatch(given) or "+" in given:
        raise ConfigError("MAIL_REPLY must be a plain address without a plus, like answers@library.example.")
    if len(given.split("@")[0]) + 1 + REPLY_LETTERS > 64:
        raise ConfigError(f"MAIL_REPLY has too long a name before the @; at most {63 - REPLY_LETTERS} letters fit.")
    return given
