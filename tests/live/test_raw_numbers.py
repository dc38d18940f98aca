"""An identity number typed into the ask form or the chat is nowhere in the folder: database, journal, log."""

from __future__ import annotations

from app.core.db import engine
from tests.server import Server

# Valid by their checks, in the spellings people use; none is anybody's: dates far away, or the issuers' own test numbers.
NUMBERS = (
    "811228-9874", "19811228 9874", "0707614285", "070761-4285", "131052-308T", "120174-3399",
    "4111 1111 1111 1111", "5555555555554444", "SE45 5000 0000 0583 9825 7466", "DK5000400440116243",
)  # fmt: skip


def _bytes(server: Server) -> bytes:
    """Every byte of every file of the server's folder."""
    files = [path for path in server.data.rglob("*") if path.is_file()]
    assert any(path.name.endswith("-wal") for path in files)
    return b"\n".join(path.read_bytes() for path in files)


def _spellings(number: str) -> set[bytes]:
    bare = number.replace(" ", "").replace("-", "")
    return {number.encode(), bare.encode(), number.encode("utf-16-le"), number[:6].encode() + b"-" + bare[6:].encode()}


def test_it_works(server: Server) -> None:
    karin, visitor = server.staff("Karin Raw"), server.visitor()
    conversation = visitor.ask(
        f"marker-of-this-test, mitt nummer är {NUMBERS[0]}", first_name=NUMBERS[2], q=NUMBERS[6], bring_search="yes"
    )
    claim = karin.take(conversation)
    for number in NUMBERS:
        assert visitor.send(f"mitt nummer är {number}, tack")["masked"] >= 1, number
        assert karin.send(conversation, claim, f"Menar du {number}?")["masked"] >= 1, number
        assert karin.send(conversation, claim, f"hon sa {number}", kind="note")["masked"] >= 1, number
        visitor.get("/sv/search", params={"q": number})
    everything = _bytes(server)
    assert b"marker-of-this-test" in everything, "the words themselves are kept: the search looks in the right place"
    for number in NUMBERS:
        for spelling in _spellings(number):
            assert spelling not in everything, f"{spelling!r} is in the folder"
    for line in [*visitor.pull(), *karin.pull(conversation)]:
        assert not any(number in line.text for number in NUMBERS)


def test_an_erased_conversation_leaves_no_bytes(server: Server) -> None:
    server.staff("Karin Erases")
    visitor = server.visitor()
    visitor.ask("oforglomlig-fraga om mitt konto")
    visitor.send("oforglomlig-rad i chatten")
    assert b"oforglomlig" in _bytes(server)
    assert visitor.post("/sv/chat/erase").status_code == 200
    with server.domain(), engine().connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"oforglomlig" not in b"\n".join(path.read_bytes() for path in server.data.rglob("*") if path.is_file())
