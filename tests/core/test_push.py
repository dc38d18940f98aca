"""Waking a browser: what is sent can be read by that browser alone, says who we are, and goes to public addresses only."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from app.core import clock, ids, outside, push, push_coding
from app.core.push import Subscription, Unsent
from tests.push_house import Browser, Service, serving

SITE = "https://help.example"


@pytest.fixture
def service() -> Iterator[Service]:
    ids.configure("a secret key that is long enough for this")
    push.configure(SITE, loopback=True)
    with serving() as found:
        yield found
    push.configure("", loopback=False)


def test_it_works(service: Service) -> None:
    browser = Browser(service, "karin")
    push.send(browser.subscription, b'{"title": "Somebody is waiting"}', topic="t1")
    (message,) = service.arrived
    assert browser.read(message) == {"title": "Somebody is waiting"}
    assert b"waiting" not in message.body
    claims = message.claims()
    assert (claims["aud"], claims["sub"], claims["k"]) == (service.url, SITE, push.public_key())
    assert message.headers["topic"] == "t1" and int(message.headers["ttl"]) > 0


def test_the_example_of_rfc_8291() -> None:
    """Appendix A, to the letter."""
    ours = ec.derive_private_key(
        int.from_bytes(push_coding.decode("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), push_coding.CURVE
    )
    theirs = push_coding.decode(
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
    )
    auth, salt = push_coding.decode("BTBZMqHH6r4Tts7J_aSIgg"), push_coding.decode("DGv6ra1nlYgDCS1FRnbzlw")
    made = push_coding.encrypt_with(b"When I grow up, I want to be a watermelon", theirs, auth, ours, salt)
    assert push_coding.encode(made) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_y"
        "l95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@pytest.mark.parametrize(("status", "gone"), [(404, True), (410, True), (429, False), (500, False), (302, False)])
def test_a_refusal_says_whether_it_is_for_ever(service: Service, status: int, gone: bool) -> None:
    browser = Browser(service, "karin")
    service.answers[browser.path] = status
    with pytest.raises(Unsent) as refused:
        push.send(browser.subscription, b"{}")
    assert refused.value.gone is gone and service.url not in refused.value.said
    assert len(service.arrived) == 1, "nobody is followed elsewhere"


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example/a",
        "https://push.example:8443/a",
        "https://me:secret@push.example/",
        "ftp://push.example/https:///a",
        "https://push.example/a b",
        "",
        "javascript:alert(1)",
        "https://push.example/" + "x" * 2000,
    ],
)
def test_only_ordinary_https_addresses_are_taken(service: Service, endpoint: str) -> None:
    good = Browser(service, "karin").subscription
    assert push.usable(good)
    assert not push.usable(Subscription(endpoint, good.p256dh, good.auth))


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "192.168.1.1",
        "127.0.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "::1",
        "fe80::1%1",
        "fd00::1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "::",
    ],
)
def test_a_name_that_leads_inside_is_refused(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """Whatever the name says: what it leads to decides, and one private address among public ones is enough."""
    ids.configure("a secret key that is long enough for this")
    push.configure(SITE)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    told = [(family, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("93.184.216.34", address)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: told)
    asked: list[object] = []
    monkeypatch.setattr(socket, "create_connection", lambda *given, **_k: asked.append(given))
    with pytest.raises(Unsent, match="public internet"):
        push.send(_subscription("https://push.example/a"), b"{}")
    assert asked == []


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And one that is vouched for holds only for its own name."""
    push.configure(SITE, loopback=True)
    certificate = self_signed("localhost", tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with serving(context) as service:
        port = urlsplit(service.url).port
        ways = [f"https://localhost:{port}/a", f"https://127.0.0.1:{port}/a"]
        for address in ways:
            with pytest.raises(ssl.SSLCertVerificationError):
                outside.way(urlsplit(address), 10, loopback=True)
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        assert push._ask(urlsplit(ways[0]), b"body", {}) == 201
        with pytest.raises(ssl.SSLCertVerificationError):
            outside.way(urlsplit(ways[1]), 10, loopback=True)
    push.configure("", loopback=False)


def self_signed(name: str, folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder(who, who, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(clock.now() - clock.days(1)).not_valid_after(clock.now() + clock.days(1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    both = folder / "both.pem"
    own = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    both.write_bytes(own + made.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return both


def test_keys_that_are_none_are_refused() -> None:
    good = _subscription("https://push.example/a")
    assert push.usable(good)
    for p256dh, auth in (("", good.auth), (good.p256dh, "AAAA"), ("BA" + "A" * 85, good.auth), ("é", "é")):
        assert not push.usable(Subscription(good.endpoint, p256dh, auth))


def test_a_service_that_does_not_answer_costs_no_more_than_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    push.configure(SITE, loopback=True)
    monkeypatch.setattr(push, "SECONDS", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Unsent, match="does not answer"):
        push.send(_subscription(f"http://127.0.0.1:{silent.getsockname()[1]}/a"), b"{}")
    push.configure("", loopback=False)


def _subscription(endpoint: str) -> Subscription:
    return Subscription(endpoint, Browser(Service(), "x").subscription.p256dh, "AAECAwQFBgcICQoLDA0ODw")
