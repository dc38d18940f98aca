"""Replies by mail: words become the visitor's lines once; machines, bounces, files and strangers are each dealt with."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import update

from app.core import clock, mail
from app.core.db import session
from app.core.errors import Unavailable
from app.core.reply import read
from app.core.unit import unit_of_work
from app.domain.chat import by_mail, desk, letters, queries, services
from app.domain.chat.models import Conversation
from app.domain.chat.terms import Activity, Status
from tests import factories
from tests.mail_house import REPLY, Mailbox, Postman, configured, dovecot, mailbox, mailing, postman

__all__ = ["dovecot", "mailbox", "mailing", "postman"]


class Writer:
    """Somebody who answers letters; their mail arrives as bytes, or in a real mailbox."""

    def __init__(self) -> None:
        self.me = factories.staff()
        self.who, self.claim = factories.claimed(self.me)
        with unit_of_work():
            letters.tell_me(self.who, "anna@post.example")
        name = letters.reply_name(self.who.public_id, "anna@post.example")
        self.address = mail.reply_address(name)

    def write(self, text: str = "Tack, det gick bra", number: int = 1, **headers: str) -> EmailMessage:
        message = EmailMessage()
        message["To"], message["From"] = self.address, "Anna <anna@post.example>"
        message["Message-ID"] = f"<{number}@post.example>"
        for header, value in headers.items():
            message[header.replace("_", "-")] = value
        message.set_content(text)
        return message

    def take(self, message: EmailMessage) -> bool:
        return by_mail.take(read(message.as_bytes(), REPLY))

    @property
    def row(self) -> Conversation:
        session.rollback()
        return session.get_one(Conversation, self.who.conversation_id, populate_existing=True)

    @property
    def said(self) -> list[str]:
        """Words and happenings since the question."""
        session.rollback()
        lines = queries.messages_after(self.who, self.row)
        return [line.activity or line.text for line in lines[3:]]


@pytest.fixture
def writer(database: str, mailing: Postman) -> Iterator[Writer]:
    yield Writer()


@pytest.fixture
def lite(sqlite_database: Path, mailing: Postman) -> Iterator[Writer]:
    """The same where the database makes no difference."""
    yield Writer()


def test_it_works(writer: Writer) -> None:
    message = writer.write("Mitt nummer är 850709-9805, tack\n\nDen 22 nov. 2026 kl. 15:00 skrev Biblioteket:\n> Hej\n")
    assert writer.take(message) and writer.take(message)
    (line,) = writer.said
    assert "850709" not in line and line.endswith("tack") and "Biblioteket" not in line
    assert writer.row.status == Status.ACTIVE


@pytest.mark.needs("dovecot")
def test_a_real_mailbox(sqlite_database: Path, mailing: Postman, mailbox: Mailbox, tmp_path: Path) -> None:
    configured(tmp_path, MAIL_URL=mailing.url, MAIL_REPLY=REPLY, INBOX_URL=mailbox.url)
    writer = Writer()
    stranger = EmailMessage()
    stranger["To"] = "answers+abcdefghijklmnopqrstuvwxyz@library.example"
    stranger.set_content("Hello")
    for message in (writer.write("ett", 1), stranger, writer.write("två", 2), writer.write("ett", 1)):
        mailbox.put(message)
    mailbox.put(b"\xff\xfe no mail at all")
    mailbox.put(
        b"To: " + writer.address.encode() + b"\r\nMessage-ID: <big@x>\r\n\r\nstort\r\n\r\n> " + b"x" * 2_000_000
    )
    assert by_mail.run() == 4 and by_mail.run() == 0
    assert writer.said == ["ett", "två", "stort"], "what was read twice stands there once"
    assert mailbox.left() == 2 and mailbox.left("UNSEEN") == 0, "what is nobody's stays, marked read"
    assert mailbox.left("FLAGGED") == 2


@pytest.mark.needs("dovecot")
def test_what_nobody_could_place_is_counted_and_said(
    sqlite_database: Path, mailing: Postman, mailbox: Mailbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    configured(tmp_path, MAIL_URL=mailing.url, MAIL_REPLY=REPLY, INBOX_URL=mailbox.url)
    writer = Writer()
    for number in (1, 2):
        mailbox.put(writer.write("Jag är på semester", number, Auto_Submitted="auto-replied"))
        assert by_mail.run() == 0
        assert (
            f"1 mail could not be placed; in the mailbox, flagged, wait for a person to look at: {number}"
            in (caplog.messages[-1])
        )
    assert by_mail.run() == 0 and len(caplog.messages) == 2, "said once"
    assert mailbox.left() == 2 and "semester" not in caplog.text and "anna" not in caplog.text.lower()


@pytest.mark.needs("dovecot")
@pytest.mark.parametrize("exact", [True, False], ids=["takes single mails away", "takes all that are marked"])
def test_what_a_person_marked_there_is_not_ours_to_take(
    exact: bool,
    sqlite_database: Path,
    mailing: Postman,
    mailbox: Mailbox,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Plain EXPUNGE takes away every mail marked deleted; somebody may think again about theirs."""
    url = mailbox.url if exact else mailbox.plain_url
    configured(tmp_path, MAIL_URL=mailing.url, MAIL_REPLY=REPLY, INBOX_URL=url)
    writer = Writer()
    mailbox.put(writer.write("ett", 1))
    assert by_mail.run() == 1 and mailbox.left() == 0, "nothing else is marked"
    mailbox.put(b"To: somebody@else.example\r\n\r\nHej\r\n")
    mailbox.mark(r"(\Seen \Deleted)")
    mailbox.put(writer.write("två", 2))
    assert by_mail.run() == 1 and by_mail.run() == 0
    assert writer.said == ["ett", "två"]
    assert mailbox.left("DELETED HEADER To somebody") == 1
    assert mailbox.left("HEADER To answers") == (0 if exact else 1)
    assert ("marked deleted" in caplog.text) is not exact


@pytest.mark.needs("dovecot")
def test_a_mailbox_that_cannot_be_read_is_said_in_words(
    sqlite_database: Path, mailing: Postman, mailbox: Mailbox, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = mailbox.url.replace(":secret@", ":hemligt@")
    for url, said in (
        (wrong, "refused the user"),
        (mailbox.url + "/Nowhere", "no folder"),
        ("imap://a:secret@127.0.0.1:1/", "reached"),
    ):
        configured(tmp_path, MAIL_URL=mailing.url, MAIL_REPLY=REPLY, INBOX_URL=url)
        assert by_mail.run() == 0
        assert said in caplog.messages[-1]
    assert "secret" not in caplog.text and "hemligt" not in caplog.text and "Traceback" not in caplog.text


def test_a_closed_conversation_becomes_a_left_message(writer: Writer) -> None:
    with unit_of_work():
        desk.close(writer.me, writer.who.public_id, writer.claim, "answered")
    assert writer.take(writer.write("En sak till"))
    assert writer.row.status == Status.WAITING and writer.row.left_message and writer.row.assignee_id is None
    assert writer.said[-2:] == [Activity.REOPENED, "En sak till"]
    assert [row.said for row in queries.left_messages()] == ["En sak till"]


@pytest.mark.parametrize(
    "headers",
    [{"Auto_Submitted": "auto-replied"}, {"X_Auto_Response_Suppress": "All"}, {"X_Autoreply": "yes"},
     {"Precedence": "auto_reply"}, {"Return_Path": "<>"}],
)  # fmt: skip
def test_a_machine_is_not_listened_to_and_its_words_are_not_thrown_away(lite: Writer, headers: dict[str, str]) -> None:
    assert not lite.take(lite.write("I am on holiday", **headers)), "it stays in the mailbox"
    assert lite.said == []


@pytest.mark.parametrize(
    "headers",
    [{"Precedence": "list"}, {"Precedence": "bulk"}, {"List_Id": "Anna's family <family.post.example>"},
     {"Auto_Submitted": "no"}, {"Return_Path": "<anna@post.example>"}],
)  # fmt: skip
def test_a_person_may_answer_through_a_list(lite: Writer, headers: dict[str, str]) -> None:
    assert lite.take(lite.write("Tack, det gick bra", **headers))
    assert lite.said == ["Tack, det gick bra"]


BOUNCE = """Content-Type: multipart/report; report-type=delivery-status; boundary=b
To: {to}
From: Mail Delivery System <MAILER-DAEMON@post.example>
Auto-Submitted: auto-replied
Message-ID: <b@post.example>

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; post.example

Final-Recipient: rfc822; anna@post.example
Action: {action}
Status: {status}
--b--
"""


def test_a_letter_that_came_back_is_said_at_the_desk(lite: Writer) -> None:
    late = BOUNCE.format(to=lite.address, action="delayed", status="4.4.1").encode()
    gone = BOUNCE.format(to=lite.address, action="failed", status="5.1.1").encode()
    assert by_mail.take(read(late, REPLY)) and lite.said == [], "a report that we understood has done its work"
    assert by_mail.take(read(gone, REPLY)) and by_mail.take(read(gone, REPLY))
    assert lite.said == [Activity.LETTER_FAILED]
    known = letters.address_of(lite.who)
    assert known is not None and known.failed


def test_files_are_left_out_and_said_so(lite: Writer) -> None:
    message = lite.write("Här är brevet")
    message.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="brev.pdf")
    assert lite.take(message) and lite.take(message)
    only = lite.write("", 2)
    only.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="bild.png")
    assert lite.take(only) and lite.take(only)
    assert lite.said == ["Här är brevet", Activity.FILES_LEFT_OUT, Activity.FILES_LEFT_OUT]


def test_a_long_mail_is_several_lines(lite: Writer) -> None:
    words = " ".join(f"ord{number}" for number in range(1500))
    assert lite.take(lite.write(words)) and lite.take(lite.write(words))
    assert len(lite.said) == 3 and " ".join(lite.said) == words
    assert lite.take(lite.write("x " * 15_000, 2))
    assert lite.said[-1] == Activity.CUT_SHORT and len(lite.said) == 8


def test_a_letters_link_never_reaches_the_desk(lite: Writer) -> None:
    lite.take(lite.write("Hej\nOpen your conversation here:\nhttps://help.example/sv/chat/open/" + "k" * 43 + "\n"))
    assert "kkkk" not in lite.said[0]


def test_nobodys_names_open_nothing(lite: Writer) -> None:
    for to in (
        REPLY,
        "answers+@library.example",
        "answers+" + "a" * 26 + "@library.example",
        lite.address + ".evil.example",
    ):
        message = lite.write()
        del message["To"]
        message["To"] = to
        assert not lite.take(message), to
    right = lite.address.upper()
    shouted = lite.write("Versaler")
    del shouted["To"]
    shouted["Delivered-To"] = right
    assert lite.take(shouted) and lite.said == ["Versaler"]


def test_after_erasing_a_reply_opens_nothing(lite: Writer) -> None:
    with unit_of_work():
        services.erase(lite.who)
    assert not lite.take(lite.write())


def test_nothing_is_lost_while_nothing_can_be_saved(lite: Writer, sqlite_database: Path) -> None:
    import sqlite3

    other = sqlite3.connect(sqlite_database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        lite.take(lite.write("Kom ihåg mig"))
    other.execute("ROLLBACK")
    assert lite.take(lite.write("Kom ihåg mig")) and lite.said == ["Kom ihåg mig"]


def test_long_after_it_was_closed_words_still_arrive(lite: Writer) -> None:
    with unit_of_work():
        desk.close(lite.me, lite.who.public_id, lite.claim, "answered")
        session.execute(update(Conversation).values(closed_at=clock.now() - clock.days(5)))
    assert lite.take(lite.write("Fem dagar senare"))
    assert lite.row.status == Status.WAITING
