"""One mail that came in, read: which conversation it opens, what its writer said, and whether a person wrote it at all."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import EmailPolicy
from enum import StrEnum
from html.parser import HTMLParser
from typing import Any

from app.core.quoted import own_words

WHERE = ("To", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "Cc")
# Parts that are no file somebody meant to send.
SEALS = ("pgp-signature", "pkcs7-signature", "x-pkcs7-signature", "ms-tnef", "calendar", "delivery-status")
SPACES = re.compile(r"[ \t\u00a0]+")
# Anybody may write to us, and while a mail is read everybody waits: the parts of a mail that can be made slow have an end.
LONGEST_HEADER, DEEPEST = 1000, 100


class Mail(StrEnum):
    """What a mail is: a person's words, a machine's, a letter of ours that came back or is late, or nothing of ours."""

    WORDS = "words"
    MACHINE = "machine"
    BOUNCE = "bounce"
    LATE = "late"
    STRANGE = "strange"


@dataclass(frozen=True)
class Reply:
    """`name` opens the conversation; `key` is the same for the same mail, however often it is read."""

    mail: Mail
    name: str = ""
    key: str = ""
    text: str = ""
    files: int = 0


class _Short(EmailPolicy):
    """Reads only the beginning of a header: the library takes minutes for a long one."""

    def header_fetch_parse(self, name: str, value: str) -> Any:
        return super().header_fetch_parse(name, value[:LONGEST_HEADER])


def read(raw: bytes, address: str, sender: str = "") -> Reply:
    """Reads a mail to `address`, which is MAIL_REPLY; the name after its plus says what it belongs to."""
    message: EmailMessage = message_from_bytes(raw, policy=_Short())  # type: ignore[arg-type]
    name = _name(message, address)
    if not name:
        return Reply(Mail.STRANGE)
    own = "".join(_as_written(message, "Message-ID")[:1]).strip()
    key = hashlib.sha256(own.encode("utf-8", "surrogateescape") or raw).hexdigest()
    if _is_bounce(message):
        return Reply(Mail.BOUNCE if _is_final(message) else Mail.LATE, name, key)
    if _is_machine(message):
        return Reply(Mail.MACHINE, name, key)
    local, _, host = address.partition("@")
    ours = [f"{local}+{name}@{host}", address, *([sender] if sender else [])]
    return Reply(Mail.WORDS, name, key, own_words(_text(message), ours), sum(1 for _ in _files(message)))


def _name(message: Message, address: str) -> str:
    local, _, host = address.partition("@")
    wanted = re.compile(rf"(?<![\w.+-]){re.escape(local)}\+([a-z2-7]{{26}})@{re.escape(host)}(?![\w-]|\.\w)", re.I)
    for header in WHERE:
        for value in _as_written(message, header):
            if found := wanted.search(value):
                return found[1].lower()
    return ""


def _as_written(message: Message, header: str) -> list[str]:
    """Every header of this name, not taken apart: the library fails on odd ones, and takes long for long ones."""
    return [str(value) for name, value in message.raw_items() if name.lower() == header.lower()]


def _is_bounce(message: Message) -> bool:
    return message.get_content_type() == "multipart/report" and message.get_param("report-type") == "delivery-status"


def _is_final(message: Message) -> bool:
    """A report that it failed for good; one that it is late is not."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            said = part.as_string()
            return bool(
                re.search(r"^Action:\s*failed", said, re.I | re.M) and re.search(r"^Status:\s*5", said, re.I | re.M)
            )
    return False


def _is_machine(message: Message) -> bool:
    """An answer that no person wrote (RFC 3834, and what mail programs did before it).

    A list, or mail sent in bulk, is no sign: a family's address may be a list, and who answers through it is a person.
    """
    automatic = str(message.get("Auto-Submitted", "no")).split(";")[0].strip().lower() != "no"
    answers = str(message.get("Precedence", "")).strip().lower() == "auto_reply"
    nobody = str(message.get("Return-Path", "")).strip() == "<>"
    odd = any(message.get(header) for header in ("X-Autoreply", "X-Autorespond", "X-Auto-Response-Suppress"))
    return automatic or answers or nobody or odd or message.get_content_type() == "multipart/report"


def _text(message: EmailMessage) -> str:
    """The words: the plain part, or the other one read as plain text where that holds none."""
    plain, rich = message.get_body(("plain",)), message.get_body(("html",))
    text = _flowed(plain) if plain is not None else ""
    if text.strip() or rich is None:
        return text
    reader = _Words()
    reader.feed(_content(rich))
    return reader.text()


def _content(part: Message) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    try:
        return raw.decode(part.get_content_charset() or "utf-8", "replace")
    except (LookupError, ValueError):  # a character set nobody has heard of, or one that cannot be left unfinished
        return raw.decode("utf-8", "replace")


def _flowed(part: Message) -> str:
    """Lines that a mail program broke for the way (format=flowed) put together again."""
    text = _content(part).replace("\r\n", "\n")
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    joined: list[str] = []
    open_line = False
    for line in text.split("\n"):
        line = line.removeprefix(" ") if not line.startswith(">") else line
        if open_line and not line.startswith(">") and line != "-- ":
            joined[-1] += line
        else:
            joined.append(line)
        open_line = line.endswith(" ") and line != "-- " and not line.startswith(">")
    return "\n".join(joined)


def _files(message: Message) -> Iterator[Message]:
    """What was sent along; not the pictures inside a formatted text, and no seals."""
    if message.get_content_type() == "multipart/related" or message.get_content_subtype() in SEALS:
        return
    if message.get_content_type() == "message/rfc822" or not message.is_multipart():
        text = message.get_content_maintype() == "text" and message.get_content_disposition() != "attachment"
        if not text:
            yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from _files(part)


class _Words(HTMLParser):
    """Formatted text as lines, up to where a mail program put the letter it answers."""

    BLOCKS = frozenset(["p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "ul", "ol", "table", "blockquote"])
    HIDDEN = frozenset(("style", "script", "head", "title"))
    EMPTY = frozenset(["br", "img", "hr", "meta", "link", "input", "wbr", "col", "area"])
    QUOTED = re.compile(
        r"gmail_quote|yahoo_quoted|moz-cite-prefix|appendonsend|divRplyFwdMsg|reference-message-container"
    )

    def __init__(self) -> None:
        super().__init__()
        self._parts: list[str] = []
        self._hidden = 0
        self._inside: list[str] = []
        self._over = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        marks = " ".join(value or "" for name, value in attrs if name in ("id", "class"))
        cited = tag == "blockquote" and dict(attrs).get("type") == "cite"
        self._over = self._over or cited or bool(self.QUOTED.search(marks))
        if tag in self.BLOCKS:
            self._parts.append("\n")
        if tag not in self.EMPTY and len(self._inside) < DEEPEST:
            self._inside.append(tag)
            self._hidden += tag in self.HIDDEN

    def handle_endtag(self, tag: str) -> None:
        while tag in self._inside:
            last = self._inside.pop()
            self._hidden -= last in self.HIDDEN
            if last == tag:
                break
        if tag in self.BLOCKS - {"br"}:
            self._parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden and not self._over:
            self._parts.append(SPACES.sub(" ", data.replace("\n", " ")))

    def text(self) -> str:
        return "\n".join(line.strip() for line in "".join(self._parts).split("\n"))
