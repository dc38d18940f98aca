"""Web push as bytes: a message only one browser can read (RFC 8291, 8188), and who we are to its push service (RFC 8292)."""

from __future__ import annotations

import base64
import json
import os
import time

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()
# The group's order: a private key is a number from 1 up to it.
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
RECORD = 4096
# What push services take of a body; more is refused.
MOST = 3000
HOURS = 12


def encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def decode(text: str) -> bytes:
    """Base64url with or without padding; ValueError for anything else."""
    return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)


def point(raw: bytes) -> ec.EllipticCurvePublicKey:
    """A public key from its uncompressed point; ValueError where it is none on the curve."""
    if len(raw) != 65:
        raise ValueError("not an uncompressed point")
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw)


def public_of(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def key_from(seed: bytes) -> ec.EllipticCurvePrivateKey:
    """A private key from 32 bytes, the same one each time."""
    return ec.derive_private_key(int.from_bytes(seed, "big") % (ORDER - 1) + 1, CURVE)


def encrypt(words: bytes, p256dh: bytes, auth: bytes) -> bytes:
    """The body of a push message: one record that nobody on the way can read."""
    return encrypt_with(words, p256dh, auth, ec.generate_private_key(CURVE), os.urandom(16))


def encrypt_with(words: bytes, p256dh: bytes, auth: bytes, ours: ec.EllipticCurvePrivateKey, salt: bytes) -> bytes:
    """The same with a key and a salt that are given: both must be new for every message."""
    if len(words) > MOST:
        raise ValueError("too long for a push message")
    mine = public_of(ours)
    shared = ours.exchange(ec.ECDH(), point(p256dh))
    secret = _hkdf(shared, auth, b"WebPush: info\x00" + p256dh + mine, 32)
    key = _hkdf(secret, salt, b"Content-Encoding: aes128gcm\x00", 16)
    nonce = _hkdf(secret, salt, b"Content-Encoding: nonce\x00", 12)
    head = salt + RECORD.to_bytes(4, "big") + bytes([len(mine)]) + mine
    return head + AESGCM(key).encrypt(nonce, words + b"\x02", None)


def _hkdf(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)


def who_we_are(key: ec.EllipticCurvePrivateKey, origin: str, contact: str) -> str:
    """The Authorization header for one push service: a token signed with the key that the browser was told."""
    head = encode(json.dumps({"typ": "JWT", "alg": "ES256"}).encode())
    claims = {"aud": origin, "exp": int(time.time()) + HOURS * 3600, "sub": contact}
    signed = f"{head}.{encode(json.dumps(claims).encode())}"
    r, s = utils.decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    token = f"{signed}.{encode(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"
    return f"vapid t={token}, k={encode(public_of(key))}"
