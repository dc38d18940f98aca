"""A visitor who pastes what opens their conversation hands nobody the key: our own links and their own code are hidden."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from app.core.masking import doors
from app.core.text import accept
from app.core.unit import unit_of_work
from app.domain.chat import by_mail, keys, queries, services
from app.domain.chat.permissions import Visitor
from app.domain.chat.terms import Kind
from tests import factories

HIDDEN = "[•••/•••]"
SECRET = "kD9" + "x_-7" * 10


@pytest.fixture(autouse=True)
def ours() -> Iterator[None]:
    before = doors.links
    doors.configure(["https://help.example", "http://127.0.0.1:8000"])
    yield
    doors.links = before


def words(who: Visitor) -> list[str]:
    conversation = queries.conversation_for(who, who.public_id)
    return [line.text for line in queries.messages_after(who, conversation) if line.kind is Kind.TEXT]


@pytest.mark.usefixtures("database")
def test_it_works() -> None:
    who = factories.visitor("Hej")
    with unit_of_work():
        made = keys.new_keys(who)
    with unit_of_work():
        link = services.post(who, f"Här: https://help.example/sv/chat/open/{made.link}. Tack", "a")
        code = services.post(who, f"MIN KOD: {made.code}, eller {made.code.lower()}", "b")
        both = services.post(who, f"{made.code.replace('-', ' ')} och 850709-9805", "c")
    assert words(who) == ["Hej", f"Här: {HIDDEN}. Tack", f"MIN KOD: {HIDDEN}, eller {HIDDEN}",
                                    f"{HIDDEN} och [•••]"]  # fmt: skip
    assert (link.masked, code.masked, both.masked) == (0, 0, 1), "a key is no number"


@pytest.mark.parametrize(
    "link",
    [f"https://help.example/sv/chat/open/{SECRET}", f"HTTPS://Help.Example/sv/chat/open/{SECRET}",
     f"help.example/pt-BR/chat/open/{SECRET}", f"http://127.0.0.1:8000/en/chat/open/{SECRET}",
     f"https://help.example/sv/chat/no-letters/AbC_-123.{'0f' * 20}", f"https://help.example/chat/open/{SECRET}",
     f"https%3A%2F%2Fhelp.example%2Fsv%2Fchat%2Fopen%2F{SECRET}", f"https://help.example/sv/chat/o\u200bpen/{SECRET}",
     "https://help.example/sv/chat/open/850709-9805"],
)  # fmt: skip
def test_every_spelling_of_our_link(link: str) -> None:
    accepted = accept(f"Titta: {link}, snälla")
    assert accepted.text == f"Titta: {HIDDEN}, snälla"
    assert accepted.numbers == 0 and [one.kind.value for one in accepted.masked] == ["link"]


@pytest.mark.parametrize(
    "text",
    [f"https://other.example/sv/chat/open/{SECRET}", f"https://nothelp.example/sv/chat/open/{SECRET}",
     "https://help.example/sv/guide/bankid-lost", "https://help.example/sv/chat", "https://help.example/sv/chat/open/",
     f"https://help.example.evil.example/sv/chat/open/{SECRET}"],
)  # fmt: skip
def test_what_opens_nothing_of_ours_stays(text: str) -> None:
    assert accept(text).text == text


@pytest.mark.usefixtures("sqlite_database")
def test_only_a_code_that_opens_this_conversation_is_hidden() -> None:
    """Anybody else's reads as any words: hiding it would tell that it is one."""
    who, other = factories.visitor("Hej"), factories.visitor("Hallå")
    with unit_of_work():
        theirs, first = keys.new_keys(other).code, keys.new_keys(who).code
        newest = keys.new_keys(who).code
    with unit_of_work():
        services.post(who, f"{theirs} ABCD-2345 {first} {newest}", "a")
    assert words(who)[-1] == f"{theirs} ABCD-2345 {first} {HIDDEN}"


def test_a_quoted_letter_loses_its_links_in_any_spelling() -> None:
    for link in (f"https://help.example/sv/chat/open/{SECRET}",
                 f"https://safe.example/?url=https%3A%2F%2Fhelp.example%2Fsv%2Fchat%2Fopen%2F{SECRET}&data=1"):  # fmt: skip
        assert by_mail.KEY.sub("", f"Hej {link} då") == "Hej  då"
