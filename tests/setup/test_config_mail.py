"""The settings of mail: what cannot work is refused in a sentence, and no password is in it or anywhere printed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from app.config import ConfigError, load
from app.core import mail
from tests.mail_house import Postman, postman

__all__ = ["postman"]

OUT = {"MAIL_URL": "smtps://anna:hemligt@mail.library.example", "MAIL_FROM": "The library <letters@library.example>"}
IN = {"MAIL_REPLY": "answers@library.example", "INBOX_URL": "imaps://bo:hemligt@mail.library.example/Replies"}
REFUSED = {
    "a sender without a server": ({"MAIL_FROM": "a@b.example"}, "MAIL_FROM is set and MAIL_URL is not"),
    "a server without a sender": ({"MAIL_URL": OUT["MAIL_URL"]}, "MAIL_FROM must be an address"),
    "a sender with a line end": ({**OUT, "MAIL_FROM": "A\nBcc: b@c.example <a@b.example>"}, "MAIL_FROM"),
    "a server of another kind": ({**OUT, "MAIL_URL": "https://mail.example/hemligt"}, "smtps:// or smtp://"),
    "a server without a host": ({**OUT, "MAIL_URL": "smtp://"}, "names no host"),
    "a port that is a word": ({**OUT, "MAIL_URL": "smtp://anna:hemligt@mail.example:smtp"}, "not an address"),
    "a user without a password": ({**OUT, "MAIL_URL": "smtps://anna@mail.example"}, "user without a password"),
    "replies that nobody reads": ({**OUT, "MAIL_REPLY": IN["MAIL_REPLY"]}, "belong together"),
    "a mailbox that nobody writes to": ({**OUT, "INBOX_URL": IN["INBOX_URL"]}, "belong together"),
    "a mailbox in the open": (
        {**OUT, **IN, "INBOX_URL": "imap://bo:hemligt@mail.example/x"},
        "INBOX_URL must begin with",
    ),
    "a mailbox without a user": ({**OUT, **IN, "INBOX_URL": "imaps://mail.example/x"}, "needs a user"),
    "a folder that ends the command": ({**OUT, **IN, "INBOX_URL": IN["INBOX_URL"] + "%22%0d%0a"}, "folder"),
    "an address with a plus": ({**OUT, **IN, "MAIL_REPLY": "a+b@library.example"}, "without a plus"),
    "an address with no room": ({**OUT, **IN, "MAIL_REPLY": "a" * 38 + "@library.example"}, "at most 37"),
}


def test_it_works(tmp_path: Path) -> None:
    found = load({"DATA_DIR": str(tmp_path), **OUT, **IN}).mail
    assert found is not None and found.inbox is not None
    assert (found.out.host, found.out.port, found.out.tls) == ("mail.library.example", 465, "at once")
    assert found.sender == ("The library", "letters@library.example")
    assert (found.inbox.user, found.inbox.password, found.folder) == ("bo", "hemligt", "Replies")
    assert "hemligt" not in repr(found)
    assert load({"DATA_DIR": str(tmp_path)}).mail is None


@pytest.mark.parametrize(("environ", "word"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_work_is_refused_in_one_sentence(tmp_path: Path, environ: dict[str, str], word: str) -> None:
    with pytest.raises(ConfigError, match=word) as refusal:
        load({"DATA_DIR": str(tmp_path), **environ})
    said = str(refusal.value)
    assert "\n" not in said and said.endswith(".") and "hemligt" not in said


@pytest.mark.parametrize(
    ("url", "tls", "port"),
    [
        ("smtp://mail.example", "asked for", 587),
        ("smtp://127.0.0.1:2525", "none", 2525),
        ("smtp://localhost", "none", 25),
    ],
)
def test_off_this_machine_nothing_is_said_in_the_open(tmp_path: Path, url: str, tls: str, port: int) -> None:
    found = load({"DATA_DIR": str(tmp_path), **OUT, "MAIL_URL": url}).mail
    assert found is not None and (found.out.tls, found.out.port) == (tls, port)


def test_a_server_without_starttls_gets_neither_password_nor_letter(tmp_path: Path, postman: Postman) -> None:
    """A mail server without TLS, reached as if it stood on a network."""
    found = load({"DATA_DIR": str(tmp_path), **OUT}).mail
    assert found is not None
    way = replace(found.out, host="127.0.0.1", port=int(postman.url.rpartition(":")[2]), tls="asked for")
    mail.configure(replace(found, out=way), "https://help.example")
    try:
        with pytest.raises(mail.Undelivered, match="STARTTLS"):
            mail.send(mail.Letter("anna@post.example", "Hej", "Hej"))
    finally:
        mail.configure(None, "")
    assert not postman.letters
