"""Secrets that must be read again, sealed at rest: AES-256-GCM under a key made from SECRET_KEY, one for each purpose.

`about` names whose it is: a sealed secret that was moved to another row does not open.
"""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.core import ids

NONCE = 12
FORM = "1."


class Broken(ValueError):
    """It was sealed under another SECRET_KEY, for something else, or somebody changed it."""


def seal(purpose: str, secret: bytes, about: str) -> str:
    """The secret as letters that only this installation opens."""
    nonce = os.urandom(NONCE)
    return FORM + base64.urlsafe_b64encode(nonce + _key(purpose).encrypt(nonce, secret, about.encode())).decode()


def unseal(purpose: str, sealed: str, about: str) -> bytes:
    """What was sealed; Broken for anything else."""
    try:
        raw = base64.urlsafe_b64decode(sealed.removeprefix(FORM).encode("ascii"))
        return _key(purpose).decrypt(raw[:NONCE], raw[NONCE:], about.encode())
    except (InvalidTag, ValueError):
        raise Broken(purpose) from None


def derived(purpose: str) -> bytes:
    """32 bytes that belong to this SECRET_KEY and this purpose alone."""
    return bytes.fromhex(ids.keyed_digest(f"derived:{purpose}"))


def _key(purpose: str) -> AESGCM:
    return AESGCM(derived(f"seal:{purpose}"))
