"""`./vejviser mail try`, and the operator's own timer: letters in words, and none lost when it is killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import update

from app import config, tables
from app.cli.__main__ import main
from app.core import clock, db, ids, mail
from app.core.unit import unit_of_work
from app.domain.chat import desk, letters, posting
from app.domain.chat.models import LetterAddress, Message
from app.web import letters as words
from tests import factories
from tests.mail_house import REPLY, SENDER, Mailbox, Postman, dovecot, mailbox, postman
from tests.server import environment

__all__ = ["dovecot", "mailbox", "postman"]


@pytest.fixture
def shell(postman: Postman, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """An operator's settings, in this process and for others."""
    given = {"MAIL_URL": postman.url, "MAIL_FROM": SENDER, "DATA_DIR": str(tmp_path)}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    yield environment(tmp_path, 1, **given)
    mail.configure(None, "")


def test_it_works(shell: dict[str, str], postman: Postman, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mail", "try", "anna@post.example"]) == 0
    assert postman.letters[0].to == ["anna@post.example"]
    main(["doctor"])
    said = capsys.readouterr().out
    assert "ok    mail" in said and "took the letter" in said and "nobody reads replies" in said
    postman.refuse["anna"] = "550 no such person"
    assert main(["mail", "try", "anna@post.example"]) == 1
    assert "the address was refused (550)" in capsys.readouterr().out
    assert main(["mail", "try", "anna"]) == 1
    assert "does not look like" in capsys.readouterr().out


@pytest.mark.needs("dovecot")
def test_the_mailbox_is_tried_too(
    shell: dict[str, str], mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MAIL_REPLY", REPLY)
    monkeypatch.setenv("INBOX_URL", mailbox.url)
    assert main(["mail", "try", "anna@post.example"]) == 0
    said = capsys.readouterr().out
    assert "new mails in it: 0" in said and "Flagged" not in said
    mailbox.put(b"To: nobody@library.example\r\n\r\nHej\r\n")
    mailbox.mark(r"(\Seen \Flagged)")
    assert main(["mail", "try", "anna@post.example"]) == 0
    assert "nobody knew whose they are: 1" in capsys.readouterr().out
    monkeypatch.setenv("INBOX_URL", mailbox.url.replace("secret", "guessed"))
    assert main(["mail", "try", "anna@post.example"]) == 1
    said = capsys.readouterr().out
    assert "refused the user" in said and "guessed" not in said


@pytest.fixture
def waiting(shell: dict[str, str]) -> Iterator[int]:
    """A conversation whose visitor has been waiting for a letter since eleven minutes ago."""
    settings = config.load(shell)
    ids.configure(settings.secret_key)
    tables.metadata.create_all(db.connect(settings.database_url))
    words.configure(settings)
    me = factories.staff()
    who, claim = factories.claimed(me)
    with unit_of_work() as unit:
        letters.tell_me(who, "anna@post.example")
        desk.post(me, who.public_id, claim, "Spärren är borta", "a-1")
        for table in (Message, LetterAddress):
            unit.session.execute(update(table).values(created_at=clock.now() - clock.minutes(16)))
    yield who.conversation_id
    db.session.remove()
    db.engine().dispose()


def test_killed_while_the_mail_server_thinks(shell: dict[str, str], postman: Postman, waiting: int) -> None:
    """kill -9 between the server's yes and our note of it: one letter more, not one less, and then peace."""
    command = [sys.executable, "-m", "app.cli", "jobs", "run-due", "--all"]
    postman.stall = 20
    victim = subprocess.Popen(command, cwd=config.ROOT, env=shell, stdout=subprocess.DEVNULL)
    postman.wait_for("anna@post.example")
    victim.send_signal(signal.SIGKILL)
    victim.wait(20)
    postman.stall = 0
    assert posting.run() == 0, "its lease is not over"
    with unit_of_work() as unit:
        unit.session.execute(update(LetterAddress).values(sending_until=clock.now() - clock.minutes(1)))
    assert posting.run() == 1 and posting.run() == 0
    assert len(postman.letters) == 2 and len({one.message["Message-ID"] for one in postman.letters}) == 1
    assert "/sv/chat/open/" in postman.letters[0].text, "an operator's timer has the words too"
