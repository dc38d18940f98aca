"""Every door held against everybody who should not pass: strangers, visitors, colleagues, editors."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app.domain.accounts.terms import Role
from app.web.audiences import AUDIENCES
from tests.staff_house import app, browser, database, logged_in, one_app, person, settings

__all__ = ["app", "database", "one_app", "settings"]

STAFF = ("staff", "editor", "coordinator")


def _doors(app: Flask, *audiences: str) -> list[tuple[str, str, str]]:
    """(audience, method, an address) of every route for these."""
    return [
        (AUDIENCES[rule.endpoint], method, re.sub(r"<[^>]*>", "1", rule.rule.replace("<lang:lang>", "sv")))
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
        if AUDIENCES[rule.endpoint] in audiences
    ]


def test_it_works(app: Flask) -> None:
    """A stranger at every staff door is shown to the log-in."""
    stranger = browser(app)
    doors = _doors(app, *STAFF)
    assert len(doors) > 30
    for _, method, address in doors:
        answer = stranger.open(address, method=method)
        assert answer.status_code == 302, (method, address)
        assert answer.headers["Location"].startswith("/sv/staff/log-in"), address
        script = stranger.open(address, method=method, headers={"HX-Request": "true"})
        assert script.status_code == 401
        assert script.headers["HX-Redirect"] == "/sv/staff/log-in"


def test_a_visitors_doors_need_the_cookie(app: Flask) -> None:
    stranger = browser(app)
    for _, method, address in _doors(app, "visitor"):
        assert stranger.open(address, method=method).status_code == 404, (method, address)


def test_a_wrong_cookie_is_no_cookie(app: Flask) -> None:
    stranger = browser(app)
    stranger.set_cookie("vejviser_chat", "x" * 43)
    for _, method, address in _doors(app, "visitor"):
        assert stranger.open(address, method=method).status_code == 404, (method, address)


@pytest.mark.parametrize(("role", "closed"), [(Role.STAFF, ("editor", "coordinator")), (Role.EDITOR, ("coordinator",))])
def test_a_role_opens_no_higher_door(app: Flask, role: Role, closed: tuple[str, ...]) -> None:
    member: FlaskClient = logged_in(app, person(f"Member {role}", role))
    for audience, method, address in _doors(app, *closed):
        assert member.open(address, method=method).status_code == 403, (audience, method, address)


def test_a_colleague_reads_only_own_and_queued_conversations(app: Flask) -> None:
    from tests import factories

    holder, other = factories.staff("Karin"), person("Bo")
    held, _ = factories.claimed(holder)
    waiting = factories.visitor()
    desk = logged_in(app, other)
    for end in ("", "/messages?after=0"):
        assert desk.get(f"/en/staff/conversation/{waiting.public_id}{end}").status_code == 200
        assert desk.get(f"/en/staff/conversation/{held.public_id}{end}").status_code == 404
        assert desk.get(f"/en/staff/conversation/nobody{end}").status_code == 404
