"""The second step in the browser, without a script: set up, log in with it, codes, off, reset, and required limits."""

from __future__ import annotations

import base64
import re

import pytest
import time_machine
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts import queries, second
from app.domain.accounts.models import AuditEntry, StaffMember
from app.domain.accounts.terms import Role
from app.live.staff import StaffSpace
from tests.staff_house import PASSWORD, browser, logged_in, person

PAGE, NUMBER = "/en/staff/account/second-step", "/en/staff/log-in/second-step"
SECRET = b"12345678901234567890"


def number(secret: bytes = SECRET) -> str:
    return TOTP(secret, 6, SHA1(), 30).generate(int(clock.now().timestamp())).decode()


@pytest.fixture
def karin(app: Flask) -> StaffMember:
    """Somebody whose second step was turned on a while ago."""
    made = person()
    with time_machine.travel(clock.now() - clock.minutes(5), tick=False), unit_of_work():
        second.turn_on(made, SECRET, number())
    return made


def password_given(app: Flask, wanted: str = "/en/staff/account") -> FlaskClient:
    client = browser(app)
    form = {"email": "karin@example.org", "password": PASSWORD, "next": wanted}
    answer = client.post("/en/staff/log-in", data=form)
    assert (answer.status_code, answer.location) == (303, NUMBER)
    return client


def test_it_works(app: Flask) -> None:
    client = logged_in(app, person())
    page = client.get(PAGE).text
    letters = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    sealed = re.search(r'name="secret" value="([^"]+)"', page)
    assert letters and sealed and "data:image/svg+xml" in page
    secret = base64.b32decode(letters[1].replace(" ", ""))
    wrong = client.post(PAGE, data={"secret": sealed[1], "number": "000000"})
    assert wrong.status_code == 422 and letters[1] in wrong.text, "the same key again: it may be in the app already"
    done = client.post(PAGE, data={"secret": sealed[1], "number": number(secret)})
    codes = re.findall(r"<li><code>([A-Z0-9]{4}-[A-Z0-9]{4})</code>", done.text)
    assert len(codes) == 10 and done.headers["Cache-Control"] == "no-store"
    client.post("/en/staff/log-out")
    again = password_given(app)
    assert again.get("/en/staff/account").status_code == 302, "the password alone is not enough"
    answer = again.post(NUMBER, data={"number": codes[0].lower()})
    assert (answer.status_code, answer.location) == (303, "/en/staff/account")
    assert "9 recovery codes are left." in again.get("/en/staff/account").text


@pytest.mark.usefixtures("karin")
def test_a_number_logs_in_once_and_the_browser_forgets_the_first_step(app: Flask) -> None:
    here, there = password_given(app), password_given(app)
    typed = number()
    assert here.post(NUMBER, data={"number": typed}).status_code == 303
    assert here.get_cookie("vejviser_second") is None
    assert there.post(NUMBER, data={"number": typed}).status_code == 422
    assert there.get("/en/staff/account").status_code == 302


@pytest.mark.usefixtures("karin")
def test_the_page_is_there_only_between_the_steps(app: Flask) -> None:
    client = browser(app)
    assert client.get(NUMBER).status_code == 303
    assert client.post(NUMBER, data={"number": number()}).location.startswith("/en/staff/log-in?")
    waiting = password_given(app)
    assert waiting.get(NUMBER).status_code == 200
    with time_machine.travel(clock.now() + clock.minutes(6)):
        assert "time for the second step is over" in waiting.post(NUMBER, data={}, follow_redirects=True).text


@pytest.mark.usefixtures("karin")
def test_a_wrong_password_says_nothing_of_a_second_step(app: Flask) -> None:
    answer = browser(app).post("/en/staff/log-in", data={"email": "karin@example.org", "password": "wrong"})
    assert answer.status_code == 422 and "Set-Cookie" not in answer.headers
    assert "The e-mail address or the password is wrong." in answer.text


@pytest.mark.usefixtures("karin")
def test_ten_numbers_and_then_a_pause_wherever_they_come_from(app: Flask) -> None:
    for place in range(10):
        client = password_given(app)
        at = {"REMOTE_ADDR": f"192.0.2.{place}"}
        assert client.post(NUMBER, data={"number": "000000"}, environ_base=at).status_code == 422
    answer = client.post(NUMBER, data={"number": number()}, environ_base={"REMOTE_ADDR": "192.0.2.99"})
    assert answer.status_code == 429 and int(answer.headers["Retry-After"]) > 0


def test_turned_off_with_password_and_number_only(app: Flask, karin: StaffMember) -> None:
    client = password_given(app)
    client.post(NUMBER, data={"number": number()})
    with time_machine.travel(clock.now() + clock.minutes(1)):
        wrong = client.post(f"{PAGE}/off", data={"password": "no", "number": number()})
        assert wrong.status_code == 422 and 'id="password-error"' in wrong.text
        wrong = client.post(f"{PAGE}/off", data={"password": PASSWORD, "number": "1"})
        assert wrong.status_code == 422 and 'id="number-error"' in wrong.text
        assert client.post(f"{PAGE}/off", data={"password": PASSWORD, "number": number()}).status_code == 303
    session.rollback()
    assert not queries.member_by_email("karin@example.org").totp  # type: ignore[union-attr]


def test_a_coordinator_resets_it_and_that_is_written_down(app: Flask, karin: StaffMember) -> None:
    who, address = karin.public_id, f"/en/staff/team/{karin.public_id}/second-step/reset"
    person("Ali")
    eva = person("Eva", Role.COORDINATOR)
    coordinator, boss = eva.public_id, logged_in(app, eva)
    assert logged_in(app, queries.member_by_email("ali@example.org")).post(address).status_code == 403  # type: ignore[arg-type]
    assert "Reset the second step" in boss.get(f"/en/staff/team/{who}").text
    assert boss.post(address).status_code == 303
    session.rollback()
    last = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert last and (last.actor, last.action, last.thing) == (coordinator, "staff.totp_reset", f"staff:{who}")
    assert logged_in(app, queries.member(who)).get("/en/staff/account").status_code == 200


def test_a_team_that_asks_for_it_of_everybody(app: Flask) -> None:
    boss = logged_in(app, person("Eva", Role.COORDINATOR))
    asked = boss.post("/en/staff/team/second-step", data={"wanted": "yes"})
    assert asked.status_code == 409 and "your own first" in asked.text
    eva = queries.member_by_email("eva@example.org")
    assert eva is not None
    with unit_of_work():
        second.turn_on(eva, SECRET, number())
    assert boss.post("/en/staff/team/second-step", data={"wanted": "yes"}).status_code == 303
    client = logged_in(app, person("Ali"))
    for path in ("/en/staff/", "/en/staff/account"):
        answer = client.get(path)
        assert answer.status_code == 303 and answer.location.startswith(PAGE), path
    assert client.get("/en/staff/", headers={"HX-Request": "true"}).headers["HX-Redirect"].startswith(PAGE)
    held = client.get_cookie("vejviser_staff")
    assert held is not None and StaffSpace._who(held.value) is None, "nor does the desk's socket open"
    assert client.get(PAGE).status_code == 200 and client.post("/en/staff/log-out").status_code == 303
    assert boss.post("/en/staff/team/second-step", data={"wanted": "no"}).status_code == 303
    assert logged_in(app, queries.member_by_email("ali@example.org")).get("/en/staff/account").status_code == 200  # type: ignore[arg-type]
