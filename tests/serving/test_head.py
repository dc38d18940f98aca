"""Headers read line by line are what the library makes of them, odd ones too."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from gevent import pywsgi

from serving import head

ORDINARY = b"Host: example.org\r\nCookie: a=b; c=d\r\nX-Name: \xe5\r\nAccept:\t text/html \r\nEmpty:\r\nAccept: *\r\n\r\nthe body"
ODD = (
    b"A: b\r\n folded\r\nC: d\r\n\r\nrest",
    b"A: b\n\r\n",
    b"A: x\ry: z\r\n\r\n",
    b"A: x\x0by: z\r\n\r\n",
    b"no colon\r\nA: b\r\n\r\nrest",
    b"A : b\r\n\r\n",
    b": b\r\n\r\n",
    b"",
    b"A: b\r\n",
    b"Content-Length: 5\nTransfer-Encoding: chunked\r\n\r\n",
    b"A: " + b"x" * 70_000 + b"\r\n\r\n",
    *(b"A: b\r\n" * count + b"\r\nrest" for count in (98, 99, 100, 101)),
)


def told(read: Any, raw: bytes) -> object:
    source = BytesIO(raw)
    try:
        found = read(source)
    except Exception as error:
        return type(error).__name__
    return found._headers, found.status, source.read()


def test_it_works() -> None:
    headers, _status, rest = told(head.read, ORDINARY)  # type: ignore[misc]
    assert dict(headers)["Host"] == "example.org" and rest == b"the body"
    assert told(head.read, ORDINARY) == told(pywsgi.headers_factory, ORDINARY)


@pytest.mark.parametrize("raw", ODD)
def test_what_is_odd_is_for_the_library(raw: bytes) -> None:
    assert told(head.read, raw) == told(pywsgi.headers_factory, raw)
