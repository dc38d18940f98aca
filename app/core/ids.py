"""Names that cannot be guessed, and the hashes we keep instead of secrets."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid

# Without 0/O, 1/I/L, U: read aloud over a counter and typed on an old phone.
CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH = 8

_key = b""


def configure(secret_key: str) -> None:
    """Sets the key of `keyed_digest`; create_app() calls it once."""
    global _key
    _key = secret_key.encode()


def public_id() -> str:
    """A random id for addresses: 96 bits, URL-safe, never a row number."""
    return secrets.token_urlsafe(12)


# HSDS wants a UUID for everything. Ours are made from slugs, so that every installation gives the same thing the same one.
_DIRECTORY = uuid.UUID("6f0f4f1e-2c5b-5d0a-9c39-0d7f3f4b7c11")


def stable_uuid(kind: str, slug: str) -> str:
    """The UUID of a thing we ship, from what it is and its slug: `service`, `mitid-support`."""
    return str(uuid.uuid5(_DIRECTORY, f"{kind}:{slug}"))


def new_uuid() -> str:
    """A random UUID, for a thing made here."""
    return str(uuid.uuid4())


def new_token() -> str:
    """A secret of 32 random bytes, URL-safe."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """SHA-256 in hex: what we store of a token with full entropy."""
    return hashlib.sha256(token.encode()).hexdigest()


def keyed_digest(value: str) -> str:
    """HMAC-SHA-256 in hex, for short codes and network addresses that a plain hash would not hide."""
    return hmac.new(_key, value.encode(), hashlib.sha256).hexdigest()


def short_code() -> str:
    """Eight characters a person can copy by hand, as `ABCD-2345` (about 39 bits, one use, rate-limited)."""
    letters = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    return f"{letters[:4]}-{letters[4:]}"


def normal_code(typed: str) -> str:
    """A typed code in the one spelling we hash: upper case, no spaces or dashes."""
    return "".join(ch for ch in typed.upper() if ch.isalnum())
