"""Limits against misuse count networks: a stranger cannot use up everybody's share, nor have a share for every lie."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from app import config, create_app
from app.core.networks import household
from app.web import limits
from tests.staff_house import browser, one_app

__all__ = ["one_app"]


@pytest.fixture
def behind(tmp_path: Path, one_app: Flask) -> Flask:
    """A site behind one proxy, which writes X-Forwarded-For."""
    from app import tables
    from app.core import db

    settings = {"DATA_DIR": str(tmp_path), "PUBLIC_URL": "https://help.example.org", "PROXIES": "1"}
    made = create_app(config.load(settings))
    tables.metadata.create_all(db.engine())
    return made


def network(app: Flask, forwarded: str, peer: str = "127.0.0.1") -> str:
    """Which share a request would be counted against."""
    seen: list[str] = []

    def robots() -> str:
        seen.append(limits.network())
        return "ok"

    app.view_functions["api.robots"] = robots
    app.test_client().get(
        "/robots.txt", headers={"X-Forwarded-For": forwarded}, environ_overrides={"REMOTE_ADDR": peer}
    )
    return seen[0]


def test_it_works(behind: Flask) -> None:
    assert network(behind, "192.0.2.1") != network(behind, "192.0.2.2")


def test_what_the_visitor_wrote_before_the_proxy_counts_for_nothing(behind: Flask) -> None:
    assert network(behind, "198.51.100.9, 192.0.2.1") == network(behind, "192.0.2.1")


def test_without_a_proxy_the_header_is_not_believed(one_app: Flask) -> None:
    kept = one_app.view_functions["api.robots"]
    try:
        assert network(one_app, "192.0.2.1") == network(one_app, "192.0.2.2")
        assert network(one_app, "", "2001:db8:1:2::1") == network(one_app, "", "2001:db8:1:2:ffff::9")
    finally:
        one_app.view_functions["api.robots"] = kept


def test_a_household_with_ipv6_is_one_network() -> None:
    assert household("2001:db8:1:2::1") == household("2001:db8:1:2::2") != household("2001:db8:1:3::1")
    assert household("192.0.2.1") != household("192.0.2.2")
    assert household("::ffff:192.0.2.1") == household("192.0.2.1") != household("::ffff:192.0.2.2")
    assert household("fe80::1%eth0") == household("fe80::2")


def test_guessing_codes_ends_soon_and_does_not_shut_out_others(behind: Flask) -> None:
    def guess(address: str) -> int:
        return (
            browser(behind)
            .post(
                "/en/chat/code",
                data={"code": "AAAA-2222"},
                headers={"X-Forwarded-For": address},
                base_url="https://help.example.org",
            )
            .status_code
        )

    answers = [guess("203.0.113.7") for _ in range(22)]
    assert answers[:20] == [422] * 20 and answers[20:] == [429] * 2
    assert guess("203.0.113.8") == 422


def test_a_log_in_cannot_be_guessed_through_others_addresses(behind: Flask) -> None:
    given = {"email": "nobody@example.org", "password": "wrong wrong wrong"}
    answers = [
        browser(behind)
        .post("/en/staff/log-in", data=given, headers={"X-Forwarded-For": f"198.51.100.{number}, 203.0.113.9"})
        .status_code
        for number in range(12)
    ]
    assert answers[-1] == 429
