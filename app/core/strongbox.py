"""A file sealed under a passphrase, of any size and in little memory: AES-256-GCM in pieces, each bound to its place.

The STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): a piece's nonce is the file's own random beginning, the
piece's number, and whether it is the last one; the header is authenticated with every piece. So no piece can be changed,
left out, moved, or brought from another file, and a file that was cut off does not end like a whole one.
"""

from __future__ import annotations

import io
import os
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MAGIC = b"VEJVISER SEALED 1\n"
SALT, START, PROOF, TAG = 16, 7, 16, 16
PIECE = 1 << 20
# 64 MiB and some tenths of a second for each guess at a passphrase.
SCRYPT = {"n": 1 << 16, "r": 8, "p": 1}


class Broken(Exception):
    """It cannot be opened; which of these says why."""


class WrongKey(Broken):
    """Sealed under another passphrase."""


class CutOff(Broken):
    """Its end is missing."""


class Damaged(Broken):
    """Not as it was written."""


def is_sealed(file: IO[bytes]) -> bool:
    """Whether this begins like one of ours; the file is at its beginning before and after."""
    found = file.read(len(MAGIC)) == MAGIC
    file.seek(0)
    return found


class _Pieces:
    """What both directions know: the key, and each piece's nonce."""

    def __init__(self, passphrase: str, salt: bytes, start: bytes) -> None:
        derived = Scrypt(salt=salt, length=32 + PROOF, **SCRYPT).derive(passphrase.encode())
        # The second part says whether the passphrase is right, and nothing about the first.
        self.proof = derived[32:]
        self.header = MAGIC + salt + start + self.proof
        self._cipher, self._start, self.number = AESGCM(derived[:32]), start, 0

    def _nonce(self, last: bool) -> bytes:
        return self._start + self.number.to_bytes(4, "big") + bytes([last])

    def seal(self, piece: bytes, last: bool) -> bytes:
        sealed = self._cipher.encrypt(self._nonce(last), piece, self.header)
        self.number += 1
        return sealed

    def open(self, sealed: bytes, last: bool) -> bytes:
        try:
            piece = self._cipher.decrypt(self._nonce(last), sealed, self.header)
        except InvalidTag:
            raise Damaged from None
        self.number += 1
        return piece


class Writer:
    """What is written here arrives sealed in `file`; whole only after `finish`."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        self._file, self._held = file, bytearray()
        self._pieces = _Pieces(passphrase, os.urandom(SALT), os.urandom(START))
        file.write(self._pieces.header)

    def write(self, data: bytes) -> int:
        self._held += data
        while len(self._held) > PIECE:  # never the last one: that is known only at the end
            self._file.write(self._pieces.seal(bytes(self._held[:PIECE]), last=False))
            del self._held[:PIECE]
        return len(data)

    def flush(self) -> None:
        self._file.flush()

    def finish(self) -> None:
        """The last piece, with the mark that it is."""
        self._file.write(self._pieces.seal(bytes(self._held), last=True))
        self._held.clear()


class Reader:
    """What was sealed in `file`, in its order; nothing of a piece before all of it has proved to be right."""

    def __init__(self, file: IO[bytes], passphrase: str) -> None:
        header = file.read(len(MAGIC) + SALT + START + PROOF)
        if not header.startswith(MAGIC):
            raise Damaged
        if len(header) < len(MAGIC) + SALT + START + PROOF:
            raise CutOff
        salt, start = header[len(MAGIC) :][:SALT], header[len(MAGIC) + SALT :][:START]
        self._file, self._pieces = file, _Pieces(passphrase, salt, start)
        if self._pieces.header != header:
            raise WrongKey
        self._held = io.BytesIO()
        self._next: bytes | None = file.read(PIECE + TAG)

    def read(self, size: int = -1) -> bytes:
        """Up to `size` bytes, b"" after the last of them; Broken where something is not as it was sealed."""
        if size < 0:
            raise ValueError("a sealed file is read in pieces")
        found = self._held.read(size)
        if not found and self._next is not None:
            self._open_next(self._next)
            found = self._held.read(size)
        return found

    def _open_next(self, sealed: bytes) -> None:
        following = self._file.read(PIECE + TAG)
        try:
            self._held = io.BytesIO(self._pieces.open(sealed, last=not following))
        except Damaged:
            raise self._why(sealed, following) from None
        self._next = following or None

    def _why(self, sealed: bytes, following: bytes) -> Broken:
        """What ends with a piece that is right but not the last one was cut off there."""
        if following:
            return Damaged()
        try:
            self._pieces.open(sealed, last=False)
        except Damaged:
            return Damaged() if len(sealed) > TAG else CutOff()
        return CutOff()
