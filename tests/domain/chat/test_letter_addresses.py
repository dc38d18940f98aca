"""Addresses people type, and that nothing in one, or in a letter's words, becomes a header of its own."""

from __future__ import annotations

import pytest

from app.core import mail
from app.core.errors import Invalid
from app.core.mail import Letter
from app.domain.chat import letters
from tests.mail_house import Postman, mailing, postman

__all__ = ["mailing", "postman"]
EMAIL = "anna@post.example"
REPLY = "answers+abcdefghijklmnopqrstuvwxyz@library.example"


def test_it_works() -> None:
    assert letters.normal_address("  mailto:Anna.B+x@POST.Example. ") == "Anna.B+x@post.example"
    assert letters.normal_address("anna@räksmörgås.example") == "anna@xn--rksmrgs-5wao1o.example"


@pytest.mark.parametrize(
    "typed",
    ["", "anna", "anna@", "@post.example", "anna@post", "anna@post.example\r\nBcc: b@post.example", "a b@post.example",
     "anna@post.example,b@post.example", "anna@@post.example", "anna@post..example", ".anna@post.example", "<anna@post.example>",
     "anna@post.example\x00", "anna%b@post.example", "å@post.example", "a" * 65 + "@post.example",
     "anna@" + "a." * 140 + "example"],
)  # fmt: skip
def test_what_is_no_address_is_said_kindly(typed: str) -> None:
    if typed.endswith("\x00"):  # what nobody can type is taken away, not blamed
        assert letters.normal_address(typed) == EMAIL
        return
    with pytest.raises(Invalid, match="email_wrong"):
        letters.normal_address(typed)


def test_nothing_smuggles_a_header_in(mailing: Postman) -> None:
    evil = "x\r\nBcc: b@post.example\r\n\r\nwords\u2028\x00"
    message = mail.compose(Letter(EMAIL, evil, "Hej", f"sv{evil}", REPLY, f"https://help.example/{evil}"))
    from_wire = mail.compose(Letter(EMAIL, evil, evil, "sv")).as_bytes().split(b"\r\n\r\n")[0]
    assert "Bcc" not in message and b"\nBcc" not in from_wire
    for odd in (f"anna@post.example{evil}", f"{EMAIL}, b@post.example"):
        with pytest.raises(Exception):  # noqa: B017  -- whatever the library says, it does not go out
            mail.send(Letter(odd, "Hej", "Hej"))
    assert not mailing.letters
