"""The mailbox that replies arrive in: every new mail is handed over once, and is gone from there when it is stored here."""

from __future__ import annotations

import contextlib
import imaplib
import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from app.config_mail import MailSettings
from app.core.reply import Mail, Reply, read

log = logging.getLogger(__name__)
SECONDS = 20
# Words stand first in a mail; what comes after as much is files, and those are left out anyway.
MOST_BYTES = 128 * 1024
MOST_AT_ONCE = 50


class Unread(Exception):
    """The mailbox cannot be read; in words for the operator."""


def each(settings: MailSettings, take: Callable[[Reply], bool]) -> int:
    """Hands every new mail to `take`. True: it is stored (or nobody's words), and is deleted; False: it stays, marked read.

    Where `take` raises, the mail stays new and is read again next time. Returns how many were taken.
    """
    taken = 0
    with _opened(settings) as box:
        for number in (_said(box.uid("SEARCH", "UNSEEN"))[0] or b"").split()[:MOST_AT_ONCE]:
            raw = _raw(box, number.decode())
            if raw is None:
                continue
            stored = take(_understood(raw, settings))
            taken += stored
            _finish(box, number.decode(), stored)
    return taken


def look(settings: MailSettings) -> int:
    """How many new mails wait; Unread in words where the mailbox cannot be read."""
    with _opened(settings) as box:
        return len((_said(box.uid("SEARCH", "UNSEEN"))[0] or b"").split())


def _understood(raw: bytes, settings: MailSettings) -> Reply:
    try:
        return read(raw, settings.reply, settings.sender[1])
    except Exception as error:  # the world's mail programs: one that cannot be read must not stop the others
        log.warning("a mail could not be understood (%s); it stays in the mailbox", type(error).__name__)
        return Reply(Mail.STRANGE)


def _raw(box: imaplib.IMAP4, number: str) -> bytes | None:
    for part in _said(box.uid("FETCH", number, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")):
        if isinstance(part, tuple):
            return bytes(part[1])
    return None


def _finish(box: imaplib.IMAP4, number: str, stored: bool) -> None:
    if not stored:
        _said(box.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen)"))
        return
    _said(box.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen \Deleted)"))
    if "UIDPLUS" in box.capabilities:
        _said(box.uid("EXPUNGE", number))
    else:
        _said(box.expunge())


def _said(answer: tuple[str, list[Any]]) -> list[Any]:
    kind, data = answer
    if kind != "OK":
        raise Unread("the mail server refused what we asked of the mailbox")
    return data


@contextmanager
def _opened(settings: MailSettings) -> Iterator[imaplib.IMAP4]:
    way = settings.inbox
    if way is None:
        raise Unread("no mailbox is configured")
    place = f"{way.host}:{way.port}"
    box: imaplib.IMAP4 | None = None
    try:
        if way.tls == "at once":
            box = imaplib.IMAP4_SSL(way.host, way.port, ssl_context=ssl.create_default_context(), timeout=SECONDS)
        else:
            box = imaplib.IMAP4(way.host, way.port, timeout=SECONDS)
        box.login(way.user, way.password)
        if box.select(f'"{settings.folder}"')[0] != "OK":
            raise Unread(f"the mailbox on {place} has no folder {settings.folder}")
        yield box
    except imaplib.IMAP4.error:
        # Its own words may quote what we sent, the password too.
        raise Unread(f"the mail server {place} refused the user, the password or the mailbox") from None
    except OSError as error:
        raise Unread(f"the mail server {place} cannot be reached ({error.strerror or type(error).__name__})") from None
    finally:
        if box is not None:
            with contextlib.suppress(OSError, imaplib.IMAP4.error):
                box.logout()
