"""Mail for tests: a mail server that keeps what it is given, and a mailbox on a real Dovecot, both on free ports."""

from __future__ import annotations

import asyncio
import grp
import imaplib
import os
import pwd
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import select

from app import config
from app.core import clock, mail
from app.core.db import session
from app.core.masking import doors
from app.core.unit import unit_of_work
from app.domain.chat import desk
from app.domain.chat import letters as addresses
from app.domain.chat.models import LetterAddress, Message
from app.domain.chat.permissions import StaffActor
from app.web import letters
from tests import factories, needs
from tests.services import _private_folder, free_port, ordinary_user, wait_for_port

SECONDS = 60
EMAIL = "anna@post.example"
REPLY = "answers@library.example"
PLAIN = "127.0.0.2"
SENDER = "The library <letters@library.example>"


@dataclass
class Arrived:
    """One letter as the mail server got it."""

    sender: str
    to: list[str]
    message: EmailMessage

    @property
    def text(self) -> str:
        return str(self.message.get_content())

    def link(self, part: str = "/chat/open/") -> str:
        """The address in it that holds these words."""
        return re.findall(rf"https?://\S*{part}\S*", self.text)[0]


@dataclass
class Postman:
    """What the mail server does with what it gets. `refuse` answers a recipient, by the name before the @."""

    letters: list[Arrived] = field(default_factory=list)
    refuse: dict[str, str] = field(default_factory=dict)
    refuse_all: str = ""
    refuse_sender: str = ""
    stall: float = 0.0  # seconds between keeping a letter and saying so
    url: str = ""

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, sender: str, _options: list[str]
    ) -> str:
        if not self.refuse_sender:
            envelope.mail_from = sender
        return self.refuse_sender or "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, to: str, _options: list[str]
    ) -> str:
        answer = self.refuse.get(to.split("@")[0])
        if not answer:
            envelope.rcpt_tos.append(to)
        return answer or "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.refuse_all:
            return self.refuse_all
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        self.letters.append(Arrived(str(envelope.mail_from), list(envelope.rcpt_tos), message))
        await asyncio.sleep(self.stall)
        return "250 kept"

    def wait_for(self, to: str, count: int = 1) -> Arrived:
        """The newest letter to an address, when so many have come."""
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            theirs = [letter for letter in self.letters if to in letter.to]
            if len(theirs) >= count:
                return theirs[-1]
            time.sleep(0.1)
        raise AssertionError(f"no letter number {count} to {to} within {SECONDS} s")


@contextmanager
def delivering() -> Iterator[Postman]:
    """A mail server on a free port; `postman.url` is its MAIL_URL."""
    postman = Postman()
    controller = Controller(postman, hostname="127.0.0.1", port=free_port())
    controller.start()
    postman.url = f"smtp://127.0.0.1:{controller.port}"
    yield postman
    controller.stop()


@pytest.fixture
def postman() -> Iterator[Postman]:
    """A mail server of this test's own."""
    with delivering() as postman:
        yield postman


class Mailbox:
    """A mailbox that our service reads; `put` is how the world's mail gets into it."""

    def __init__(self, port: int, user: str) -> None:
        self.port, self.user = port, user
        self.url = f"imap://{user}:secret@127.0.0.1:{port}/INBOX"
        # The same mailbox, on a server that knows nothing but the first IMAP there was.
        self.plain_url = self.url.replace("127.0.0.1", PLAIN)

    def put(self, message: EmailMessage | bytes) -> None:
        raw = message if isinstance(message, bytes) else message.as_bytes()
        with self._opened() as box:
            assert box.append("INBOX", "", imaplib.Time2Internaldate(time.time()), raw)[0] == "OK"

    def mark(self, flags: str) -> None:
        """What a person does to every mail in it with a mail program."""
        with self._opened() as box:
            box.select("INBOX")
            assert box.store("1:*", "+FLAGS", flags)[0] == "OK"

    def left(self, which: str = "ALL") -> int:
        """How many mails are in it still; "UNSEEN" for new ones."""
        with self._opened() as box:
            box.select("INBOX")
            return len(box.search(None, which)[1][0].split())

    def _opened(self) -> imaplib.IMAP4:
        box = imaplib.IMAP4("127.0.0.1", self.port, timeout=30)
        box.login(self.user, "secret")
        return box


@pytest.fixture(scope="session")
def dovecot() -> Iterator[int]:
    """The port of a Dovecot of the tests' own, where anybody's password is "secret"."""
    program = needs.require("dovecot")
    folder, port = _private_folder(), free_port()
    settings = folder / "dovecot.conf"
    settings.write_text(_settings(folder, port), encoding="utf-8")
    settings.chmod(0o644)
    process = subprocess.Popen(
        [program, "-F", "-c", str(settings)],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        **ordinary_user(),
    )
    try:
        wait_for_port(port, process)
        yield port
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def mailbox(dovecot: int, request: pytest.FixtureRequest) -> Mailbox:
    """An empty mailbox of this test's own."""
    return Mailbox(
        dovecot, re.sub(r"\W", "-", request.node.name)[:60].lower() + f"-{os.getpid()}-{time.monotonic_ns()}"
    )


def _settings(folder: Path, port: int) -> str:
    user = pwd.getpwuid(ordinary_user().get("user", os.geteuid()))
    group = f"{user.pw_gid}"
    return f"""
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1, {PLAIN}
local {PLAIN} {{
  protocol imap {{
    imap_capability = IMAP4rev1
  }}
}}
ssl = no
disable_plaintext_auth = no
default_internal_user = {user.pw_name}
default_internal_group = {_group(user.pw_gid)}
default_login_user = {user.pw_name}
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:{folder}/mail/%u
mail_fsync = never
passdb {{
  driver = static
  args = password=secret
}}
userdb {{
  driver = static
  args = uid={user.pw_uid} gid={group} home={folder}/home/%u
}}
service anvil {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
"""


def _group(number: int) -> str:
    return grp.getgrgid(number).gr_name


def configured(data: Path, **more: str) -> config.Settings:
    """Settings with mail, for the domain in this process; undone by `forgotten`."""
    settings = config.load({"DATA_DIR": str(data), "PUBLIC_URL": "https://help.example", "MAIL_FROM": SENDER, **more})
    letters.configure(settings)
    return settings


@pytest.fixture
def mailing(postman: Postman, tmp_path: Path) -> Iterator[Postman]:
    """The domain in this process sends its letters to the postman; replies go to MAIL_REPLY."""
    before, inbox = doors.links, {"MAIL_REPLY": REPLY, "INBOX_URL": "imap://nobody:secret@127.0.0.1:1/INBOX"}
    configured(tmp_path, MAIL_URL=postman.url, **inbox)
    yield postman
    mail.configure(None, "")
    doors.links = before


class Talk:
    """A librarian and a visitor who wants to be told by e-mail; time passes when we say so."""

    def __init__(self) -> None:
        self.me: StaffActor = factories.staff()
        self.who, self.claim = factories.claimed(self.me)
        self._said = 0
        self.tell(EMAIL)
        self.later(16)

    def tell(self, email: str) -> None:
        with unit_of_work():
            addresses.tell_me(self.who, email)

    def answer(self, text: str = "Spärren är borta") -> int:
        self._said += 1
        with unit_of_work():
            return desk.post(self.me, self.who.public_id, self.claim, text, f"a-{self._said}").seq

    def later(self, minutes: float) -> None:
        """Everything that happened is so much longer ago."""
        with unit_of_work():
            for table, columns in (
                (Message, ("created_at",)),
                (LetterAddress, ("last_sent_at", "sending_until", "created_at")),
            ):
                for row in session.scalars(select(table)).unique():
                    for column in columns:
                        moment = getattr(row, column)
                        setattr(row, column, moment and moment - clock.minutes(minutes))

    def pause(self) -> int:
        """Minutes until it is tried again."""
        until = self.address.sending_until
        return round((until - clock.now()) / clock.minutes(1)) if until else 0

    @property
    def address(self) -> LetterAddress:
        session.rollback()
        return session.get_one(LetterAddress, self.who.conversation_id, populate_existing=True)
