"""How long a log-in holds, and passwords."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from app.core import clock
from app.core.db import session
from app.core.errors import Invalid, TooMany
from app.core.ids import digest
from app.core.unit import unit_of_work
from app.domain.accounts import attempts, passwords, queries, sessions
from app.domain.accounts.models import StaffSession
from tests.staff_house import PASSWORD, person

pytestmark = pytest.mark.usefixtures("database")


def begin() -> str:
    karin = person()
    with unit_of_work():
        return sessions.begin(karin)


def test_it_works() -> None:
    token = begin()
    row = session.query(StaffSession).one()
    assert row.token_hash == digest(token) and token not in row.token_hash
    assert queries.staff_of_token(token).name == "Karin"
    assert queries.staff_of_token(token + "x") is None and queries.staff_of_token("") is None


def test_two_hours_without_a_click_are_the_end() -> None:
    token, start = begin(), clock.now()
    row = queries.live_session(token)
    with time_machine.travel(start + timedelta(minutes=119)):
        assert queries.live_session(token)
        with unit_of_work():
            sessions.touch(row.id)
    with time_machine.travel(start + timedelta(minutes=230)):
        assert queries.live_session(token)
    with time_machine.travel(start + timedelta(minutes=240)):
        assert queries.live_session(token) is None


def test_twelve_hours_are_the_end_whatever_happens() -> None:
    token, start = begin(), clock.now()
    row = queries.live_session(token)
    for hour in range(1, 12):
        with time_machine.travel(start + timedelta(hours=hour)), unit_of_work():
            sessions.touch(row.id)
    with time_machine.travel(start + timedelta(hours=11, minutes=59)):
        assert queries.live_session(token)
    with time_machine.travel(start + timedelta(hours=12, seconds=1)):
        assert queries.live_session(token) is None


def test_an_ended_log_in_is_not_touched_back() -> None:
    token = begin()
    row = queries.live_session(token)
    with unit_of_work():
        sessions.end_token(token)
        sessions.touch(row.id)
    assert queries.live_session(token) is None


def test_nobody_ends_somebody_elses_log_in() -> None:
    token, ali = begin(), person("Ali")
    handle = queries.live_session(token).handle
    with unit_of_work():
        sessions.end_one(ali, handle)
    assert queries.live_session(token)


def test_a_password_is_argon2id_and_long_enough() -> None:
    assert passwords.make(PASSWORD).startswith("$argon2id$")
    for short in ("", "elevenchars", "x" * 2000):
        with pytest.raises(Invalid, match="password_short"):
            passwords.make(short)
    assert not passwords.fits(None, PASSWORD)
    assert not passwords.fits("not a hash", PASSWORD)


def test_too_many_tries_are_refused_but_only_for_that_person_there() -> None:
    attempts.forget_all()
    for _try in range(10):
        attempts.note("192.0.2.1", "a@example.org")
    with pytest.raises(TooMany) as refused:
        attempts.note("192.0.2.1", "A@example.org ")
    assert 0 < refused.value.data["retry_after"] <= 900
    attempts.note("192.0.2.1", "b@example.org")
    attempts.note("192.0.2.2", "a@example.org")
    for _try in range(10):
        attempts.note("2001:db8::1", "a@example.org")
    with pytest.raises(TooMany):
        attempts.note("2001:db8::ffff", "a@example.org")
    attempts.forget("192.0.2.1", "a@example.org")
    attempts.note("192.0.2.1", "a@example.org")
