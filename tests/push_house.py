"""A push service of the tests' own on loopback, and browsers that are subscribed there and can read what they are sent."""

from __future__ import annotations

import base64
import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from app.core.push import Subscription


def _plain(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _letters(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass(frozen=True)
class Arrived:
    """One push message as the service got it."""

    path: str
    headers: dict[str, str]
    body: bytes

    def claims(self) -> dict[str, Any]:
        """What the sender says of itself, once its signature holds."""
        scheme, _, rest = self.headers["authorization"].partition(" ")
        given = dict(part.strip().split("=", 1) for part in rest.split(","))
        signed, _, signature = given["t"].rpartition(".")
        raw = _plain(signature)
        proof = utils.encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
        key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _plain(given["k"]))
        key.verify(proof, signed.encode(), ec.ECDSA(hashes.SHA256()))
        assert scheme == "vapid" and json.loads(_plain(signed.split(".")[0]))["alg"] == "ES256"
        return {**json.loads(_plain(signed.split(".")[1])), "k": given["k"]}


@dataclass
class Service:
    """What it does with what it gets: keeps it, and answers with `answers[path]`, else 201."""

    url: str = ""
    arrived: list[Arrived] = field(default_factory=list)
    answers: dict[str, int] = field(default_factory=dict)

    def to(self, browser: Browser) -> list[Arrived]:
        return [one for one in self.arrived if one.path == browser.path]


class Browser:
    """A browser with keys of its own."""

    def __init__(self, service: Service, name: str) -> None:
        self.path = f"/wake/{name}"
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = b"0123456789abcdef"
        self._public = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.subscription = Subscription(service.url + self.path, _letters(self._public), _letters(self._auth))

    def read(self, message: Arrived) -> dict[str, Any]:
        """Decrypts as RFC 8188 and RFC 8291 say, from the receiver's side."""
        body = message.body
        assert message.headers["content-encoding"] == "aes128gcm"
        salt, size, length = body[:16], int.from_bytes(body[16:20], "big"), body[20]
        sender, sealed = body[21 : 21 + length], body[21 + length :]
        assert len(sealed) <= size
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
        shared = self._key.exchange(ec.ECDH(), theirs)
        made = HKDF(hashes.SHA256(), 32, self._auth, b"WebPush: info\x00" + self._public + sender).derive(shared)
        key = HKDF(hashes.SHA256(), 16, salt, b"Content-Encoding: aes128gcm\x00").derive(made)
        nonce = HKDF(hashes.SHA256(), 12, salt, b"Content-Encoding: nonce\x00").derive(made)
        padded = AESGCM(key).decrypt(nonce, sealed, None)
        words, _, rest = padded.rpartition(b"\x02")
        assert not rest.strip(b"\x00")
        found: dict[str, Any] = json.loads(words)
        return found


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[Service]:
    """A push service on a free port; over TLS where a context is given."""
    service = Service()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            named = {name.lower(): value for name, value in self.headers.items()}
            service.arrived.append(Arrived(self.path, named, body))
            self.send_response(service.answers.get(self.path, 201))
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield service
    server.shutdown()
    server.server_close()
