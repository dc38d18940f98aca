"""Anybody may write to the address of replies: no mail keeps the whole service waiting, and none is lost for an odd header."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from app.core.inbox import MOST_BYTES
from app.core.reply import Mail, read
from app.domain.chat import by_mail

ADDRESS = "answers@library.example"
OPENS = "answers+" + "a" * 26 + "@library.example"
PATIENCE_SECONDS = 30
PARAMETERS = "; ".join(f"a{number}=b" for number in range(30_000))
BOMBS = {
    "digits above a quote": ("text/plain", "1" * 400_000 + ":\n> x\n"),
    "lines that end in a colon": ("text/plain", "a\nb\nc:\n" * 60_000),
    "deep formatting": ("text/html", "<b>" * 80_000 + "</i>" * 60_000),
    "a type with endless parameters": (f"text/plain; {PARAMETERS}", "hi"),
    "one endless word": ("text/plain", "a" * 500_000),
}
RECEIVERS = {"many people": "a@b.example, " * 60_000, "quotes": '"' * 200_000, "coded words": "=?utf-8?q?a?= " * 20_000}


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """A generous end: before, each of these took minutes, or hours."""

    def over(*_: object) -> None:
        raise AssertionError("a mail kept everybody waiting")

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(PATIENCE_SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def mail(body: str, kind: str = "text/plain", to: str = OPENS, more: str = "Message-ID: <a@b.example>\r\n") -> bytes:
    return f"To: {to}\r\n{more}Content-Type: {kind}\r\n\r\n{body}".encode()[:MOST_BYTES]


def test_it_works() -> None:
    found = read(mail("It works."), ADDRESS)
    assert (found.mail, found.text, found.name) == (Mail.WORDS, "It works.", "a" * 26)


@pytest.mark.parametrize("name", BOMBS)
def test_a_mail_that_was_made_slow_is_read_at_once(name: str) -> None:
    kind, body = BOMBS[name]
    assert read(mail(body, kind), ADDRESS).mail is Mail.WORDS


@pytest.mark.parametrize("name", RECEIVERS)
def test_so_is_one_with_endless_receivers(name: str) -> None:
    more = f"Cc: {RECEIVERS[name]}\r\n"[: MOST_BYTES // 2].rstrip() + "\r\n"
    assert read(mail("hi", more=more), ADDRESS).name == "a" * 26


def test_a_link_is_looked_for_without_haste() -> None:
    assert by_mail.KEY.sub("", "a" * 20_000) == "a" * 20_000


@pytest.mark.parametrize("more", ["Message-ID: <\r\n", "Message-ID: <[a]>\r\n", ""])
def test_words_are_not_lost_for_an_odd_name_of_the_mail(more: str) -> None:
    found = read(mail("My words.", more=more), ADDRESS)
    assert (found.mail, found.text) == (Mail.WORDS, "My words.")
    assert found.key == read(mail("My words.", more=more), ADDRESS).key


@pytest.mark.parametrize("charset", ["idna", '"a\0b"', "never-heard-of"])
def test_nor_for_an_odd_character_set(charset: str) -> None:
    assert "My words." in read(mail("My words.", f"text/plain; charset={charset}"), ADDRESS).text
