"""Sealed files: whole they open, and whatever was done to one is noticed before anything of that piece is given out."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator

import pytest

from app.core import strongbox
from app.core.strongbox import PIECE, TAG, CutOff, Damaged, WrongKey

KEY = "a passphrase of more than twenty letters"
HEADER = len(strongbox.MAGIC) + strongbox.SALT + strongbox.START + strongbox.PROOF


def sealed(data: bytes) -> bytes:
    file = io.BytesIO()
    writer = strongbox.Writer(file, KEY)
    for start in range(0, len(data), 300_007):
        writer.write(data[start : start + 300_007])
    writer.finish()
    return file.getvalue()


def opened(data: bytes, key: str = KEY) -> bytes:
    reader, found = strongbox.Reader(io.BytesIO(data), key), b""
    while piece := reader.read(77_777):
        found += piece
    return found


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Fifty keys are made here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(strongbox.SCRYPT, "n", 1 << 10)
        yield


@pytest.fixture(scope="module")
def long() -> bytes:
    return random.Random(7).randbytes(3 * PIECE + 5)


@pytest.fixture(scope="module")
def box(quick: None, long: bytes) -> bytes:
    return sealed(long)


def pieces(box: bytes) -> list[bytes]:
    body = box[HEADER:]
    return [body[start : start + PIECE + TAG] for start in range(0, len(body), PIECE + TAG)]


def test_it_works(long: bytes, box: bytes) -> None:
    assert opened(box) == long
    assert strongbox.is_sealed(io.BytesIO(box)) and not strongbox.is_sealed(io.BytesIO(long))
    assert len(box) == HEADER + len(long) + 4 * TAG


@pytest.mark.parametrize("size", [0, 1, PIECE, PIECE + 1])
def test_any_length(size: int) -> None:
    data = bytes(size)
    assert opened(sealed(data)) == data


def test_two_of_the_same_have_nothing_in_common() -> None:
    one, other = sealed(b"the same"), sealed(b"the same")
    assert one[len(strongbox.MAGIC) :] != other[len(strongbox.MAGIC) :]


def test_another_passphrase_is_said_to_be_one(box: bytes) -> None:
    with pytest.raises(WrongKey):
        opened(box, KEY + " ")


@pytest.mark.parametrize("left", [1, 2, 3], ids=str)
def test_cut_off_between_two_pieces(box: bytes, left: int) -> None:
    with pytest.raises(CutOff):
        opened(box[: HEADER + left * (PIECE + TAG)])


def test_cut_off_elsewhere(box: bytes) -> None:
    for left in (HEADER - 1, HEADER):
        with pytest.raises(CutOff):
            opened(box[:left])
    for left in (HEADER + 1, HEADER + PIECE, len(box) - 1):
        with pytest.raises((CutOff, Damaged)):
            opened(box[:left])


def test_every_change_is_noticed(box: bytes) -> None:
    first, second, third, last = pieces(box)
    wrong = {
        "swapped": [second, first, third, last],
        "left out": [first, third, last],
        "twice": [first, first, second, third, last],
        "more": [first, second, third, last, b"more"],
        "last again": [first, second, third, last, last],
        "flipped": [first, bytes([second[0] ^ 1]) + second[1:], third, last],
        "flipped tag": [first, second, third, last[:-1] + bytes([last[-1] ^ 128])],
    }
    for name, given in wrong.items():
        with pytest.raises(Damaged):
            opened(box[:HEADER] + b"".join(given))
            pytest.fail(name)


def test_a_piece_of_another_file_is_noticed(box: bytes, long: bytes) -> None:
    other = pieces(sealed(long))
    with pytest.raises(Damaged):
        opened(box[:HEADER] + b"".join([*pieces(box)[:3], other[3]]))


def test_a_changed_header_is_no_right_key(box: bytes) -> None:
    """The salt, the beginning of every nonce, and the proof: changed, the key is another, or the pieces are not its."""
    for place in (len(strongbox.MAGIC), len(strongbox.MAGIC) + strongbox.SALT, HEADER - 1):
        changed = box[:place] + bytes([box[place] ^ 1]) + box[place + 1 :]
        with pytest.raises((WrongKey, Damaged)):
            opened(changed)
