"""The mailbox that replies arrive in: a mail is gone from there when its words are stored here; all others stay."""

from __future__ import annotations

import contextlib
import imaplib
import logging
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
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


@dataclass(frozen=True)
class Round:
    """What one reading did: mails taken, mails put aside, and how many wait there for a person by now, if any came."""

    taken: int
    aside: int
    waiting: int = 0


def each(settings: MailSettings, take: Callable[[Reply], bool]) -> Round:
    """Hands every new mail to `take`. True: its words are stored, and it is deleted; False: it stays, read and flagged.

    Where `take` raises, the mail stays new and is read again next time.
    """
    taken = aside = 0
    with _opened(settings) as box:
        # Asked only now: servers say what they can do after somebody has logged in.
        exact = b"UIDPLUS" in (_said(box.capability())[0] or b"").upper().split()
        for number in _found(box, "UNSEEN")[:MOST_AT_ONCE]:
            raw = _raw(box, number)
            if raw is None:
                continue
            if take(_understood(raw, settings)):
                taken += 1
                _delete(box, number, exact)
            else:
                aside += 1
                _said(box.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen \Flagged)"))
        return Round(taken, aside, len(_found(box, "FLAGGED")) if aside else 0)


def look(settings: MailSettings) -> tuple[int, int]:
    """How many new mails wait, and how many are put aside for a person; Unread in words where it cannot be read."""
    with _opened(settings) as box:
        return len(_found(box, "UNSEEN")), len(_found(box, "FLAGGED"))


def _found(box: imaplib.IMAP4, which: str) -> list[str]:
    return (_said(box.uid("SEARCH", which))[0] or b"").decode().split()


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


def _delete(box: imaplib.IMAP4, number: str, exact: bool) -> None:
    """Takes away this one mail, and never one that a person marked deleted and may think again about."""
    if exact:
        # Not marked as read: if we die between the two, it is read again, known by its key, and taken away then.
        _said(box.uid("STORE", number, "+FLAGS.SILENT", r"(\Deleted)"))
        _said(box.uid("EXPUNGE", number))
        return
    _said(box.uid("STORE", number, "+FLAGS.SILENT", r"(\Seen \Deleted)"))
    if _found(box, "DELETED") == [number]:
        _said(box.expunge())
    else:
        log.warning(
            "a mail whose words are stored stays in the mailbox, marked deleted: others there are marked too,"
            " and this mail server cannot take away single ones"
        )


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
