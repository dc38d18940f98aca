"""Letters out: a message nobody can smuggle headers into, given to the mail server. Never inside a unit of work."""

from __future__ import annotations

import contextlib
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from enum import StrEnum
from urllib.parse import urlsplit

from app.config_mail import MailSettings, Way
from app.core import clock, ids

# A server that says nothing for as long has lost us; waiting costs nobody anything, the others have greenlets of their own.
SECONDS = 20
NOT_IN_A_HEADER = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


class Fault(StrEnum):
    """Why a letter did not go: no such address, this letter is refused for good, or for now; no server that takes ours."""

    ADDRESS = "address"
    LETTER = "letter"
    LATER = "later"
    SERVER = "server"


class Undelivered(Exception):
    """The letter did not go out; `said` is for the operator and holds neither the address nor the words."""

    def __init__(self, fault: Fault, said: str) -> None:
        super().__init__(said)
        self.fault, self.said = fault, said


@dataclass(frozen=True)
class Letter:
    """One letter, written. `reply_to` is empty where nobody reads replies; `off_url` is how to be left alone.

    `key` is what the letter is about: given again after a process died with it, it goes out under the same Message-ID,
    by which mail servers and programs know a letter that they have already.
    """

    to: str
    subject: str
    text: str
    tag: str = "en"
    reply_to: str = ""
    off_url: str = ""
    key: str = ""


_settings: MailSettings | None = None
_host = "localhost"


def configure(settings: MailSettings | None, public_url: str) -> None:
    """Sets the mail server of this installation, or that there is none; create_app() calls it once."""
    global _settings, _host
    _settings, _host = settings, urlsplit(public_url).hostname or "localhost"


def ready() -> bool:
    """Whether letters can be sent at all."""
    return _settings is not None


def reads_replies() -> bool:
    """Whether somebody who answers a letter is read."""
    return _settings is not None and _settings.inbox is not None


def settings() -> MailSettings:
    if _settings is None:
        raise Undelivered(Fault.SERVER, "no mail server is configured")
    return _settings


def reply_address(name: str) -> str:
    """Where an answer to a letter goes: our address with a name after the plus that opens one conversation."""
    local, _, host = settings().reply.partition("@")
    return f"{local}+{name}@{host}"


def send(letter: Letter) -> None:
    """Gives it to the server; Undelivered says whose fault it is that it could not."""
    # Bounces come back to where replies do, so that we learn of an address that does not exist.
    envelope = letter.reply_to or settings().sender[1]
    with _server() as server:
        try:
            server.sendmail(envelope, [letter.to], compose(letter).as_bytes(policy=SMTP))
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise Undelivered(
                Fault.ADDRESS if code >= 500 else Fault.LATER, f"the address was refused ({code})"
            ) from None
        except smtplib.SMTPDataError as error:
            fault = Fault.LETTER if error.smtp_code >= 500 else Fault.LATER
            raise Undelivered(fault, f"the letter was refused ({error.smtp_code})") from None
        except smtplib.SMTPResponseException as error:  # before anybody was named: it would be the same for all
            raise Undelivered(Fault.SERVER, f"the mail server takes nothing from us ({error.smtp_code})") from None


def look() -> None:
    """Says hello to the mail server and logs in; Undelivered in words where that fails."""
    with _server():
        pass


def compose(letter: Letter) -> EmailMessage:
    """The message itself: plain text, no pictures, nothing that tells us it was read."""
    name, address = settings().sender
    message = EmailMessage(policy=SMTP)
    # First: it throws away what begins with Content-. Eight bits are not for every server on the way.
    message.set_content(letter.text, cte="quoted-printable")
    message["From"] = Address(_header(name), addr_spec=address)
    message["To"] = Address(addr_spec=_header(letter.to))
    message["Subject"] = _header(letter.subject)
    message["Date"] = format_datetime(clock.now())
    name = ids.keyed_digest(f"letter:{letter.key}")[:40] if letter.key else ids.public_id()
    message["Message-ID"] = f"<{name}@{address.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message["Content-Language"] = _header(letter.tag)
    if letter.reply_to:
        message["Reply-To"] = Address(addr_spec=_header(letter.reply_to))
    if letter.off_url:
        message["List-Unsubscribe"] = f"<{_header(letter.off_url)}>"
    return message


def _header(text: str) -> str:
    """A line end in a header would begin another one."""
    return NOT_IN_A_HEADER.sub(" ", text)


@contextmanager
def _server() -> Iterator[smtplib.SMTP]:
    """A server that has been greeted and logged in to."""
    way = settings().out
    try:
        server = _greeted(way)
    except (OSError, smtplib.SMTPException) as error:
        raise Undelivered(Fault.SERVER, _in_words(error, way)) from None
    try:
        yield server
    except (OSError, smtplib.SMTPServerDisconnected) as error:
        raise Undelivered(Fault.SERVER, _in_words(error, way)) from None
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            server.quit()


def _greeted(way: Way) -> smtplib.SMTP:
    secure = ssl.create_default_context()
    if way.tls == "at once":
        server: smtplib.SMTP = smtplib.SMTP_SSL(way.host, way.port, _host, timeout=SECONDS, context=secure)
    else:
        server = smtplib.SMTP(way.host, way.port, _host, timeout=SECONDS)
    try:
        if way.tls == "asked for":
            # Raises where the server has no STARTTLS: nothing is ever said in the open on a network.
            server.starttls(context=secure)
        if way.user:
            server.login(way.user, way.password)
    except BaseException:
        server.close()
        raise
    return server


def _in_words(error: Exception, way: Way) -> str:
    place = f"{way.host}:{way.port}"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"the mail server {place} refused the user or the password ({error.smtp_code})"
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return f"the mail server {place} does not offer what we need (STARTTLS, or logging in)"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"the mail server {place} has a certificate we cannot trust: {error.verify_message}"
    if isinstance(error, TimeoutError):
        return f"the mail server {place} did not answer within {SECONDS} seconds"
    return f"the mail server {place} cannot be reached ({getattr(error, 'strerror', None) or type(error).__name__})"
