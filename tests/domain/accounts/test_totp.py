"""The second step: numbers open once, within a step of the clock; codes open once; the secret is sealed."""

from __future__ import annotations

import threading

import pytest
import time_machine
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from sqlalchemy import select

from app.core import clock, db, ids, seal
from app.core.db import session
from app.core.errors import Conflict, Forbidden, Invalid
from app.core.unit import unit_of_work
from app.domain.accounts import pending, queries, second
from app.domain.accounts.models import RecoveryCode, StaffMember
from app.domain.accounts.permissions import Operator
from app.domain.accounts.terms import Role
from tests.staff_house import person

pytestmark = pytest.mark.usefixtures("database")
SECRET = b"12345678901234567890"


def number(ago: float = 0) -> str:
    """What a phone shows whose clock is so many seconds behind."""
    return TOTP(SECRET, 6, SHA1(), 30).generate(int(clock.now().timestamp() - ago)).decode()


def turned_on(name: str = "Karin", role: Role = Role.STAFF) -> tuple[StaffMember, list[str]]:
    """Somebody whose second step was turned on an hour ago."""
    made = person(name, role)
    with time_machine.travel(clock.now() - clock.minutes(60), tick=False), unit_of_work():
        return made, second.turn_on(made, SECRET, number())


def opens(who: StaffMember, typed: str) -> bool:
    try:
        with unit_of_work():
            second.prove(who, typed)
    except Invalid:
        return False
    return True


def test_it_works() -> None:
    karin, codes = turned_on()
    assert len(set(codes)) == 10 and opens(karin, number())
    assert not opens(karin, number()), "the same number twice"
    assert opens(karin, codes[0].lower().replace("-", " ")) and not opens(karin, codes[0])
    assert second.codes_left(karin) == 9


@pytest.mark.parametrize(("time", "eight"), [(59, "94287082"), (1111111109, "07081804"), (20000000000, "65353130")])
def test_the_numbers_of_rfc_6238(time: int, eight: str) -> None:
    """Appendix B has eight digits; ours are the last six of them."""
    with time_machine.travel(time, tick=False):
        assert second._step_of(SECRET, f" {eight[2:5]} {eight[5:]}") == time // 30


def test_a_clock_may_be_one_step_off_and_no_number_opens_after_a_newer_one() -> None:
    with time_machine.travel(clock.now().replace(second=15), tick=False):
        karin, _ = turned_on()
        assert not opens(karin, number(ago=60)) and not opens(karin, number(ago=-60))
        assert opens(karin, number(ago=30)) and opens(karin, number(ago=-30))
        assert not opens(karin, number()), "an older one than the last that opened"


@pytest.mark.parametrize("typed", ["", "abcdef", "12345", "1234567", "-12345", "000000 000000", "x" * 40])
def test_what_is_no_number_opens_nothing(typed: str) -> None:
    karin, _ = turned_on()
    assert not opens(karin, typed)


def test_one_number_at_the_same_moment_opens_once() -> None:
    karin, _ = turned_on()
    typed, who, won = number(), karin.public_id, []

    def try_it() -> None:
        with db.reading():
            won.append(opens(queries.member(who), typed))

    threads = [threading.Thread(target=try_it) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(won) == [False, False, False, True]


def test_nothing_in_the_database_opens_it() -> None:
    karin, codes = turned_on()
    kept = [karin.totp or "", *session.scalars(select(RecoveryCode.hash))]
    for secret in (SECRET.decode(), second.in_letters(SECRET).replace(" ", ""), SECRET.hex(), *codes):
        assert not any(secret in row for row in kept)
    other = person("Ali")
    with pytest.raises(seal.Broken):
        seal.unseal("totp", karin.totp or "", other.public_id)


def test_with_another_secret_key_it_is_said_and_nobody_comes_in() -> None:
    karin, codes = turned_on()
    assert second.unreadable() == 0
    ids.configure("another key, after the first was lost")
    assert second.unreadable() == 1
    for typed in (number(), codes[0]):
        with pytest.raises(Conflict, match="totp_unreadable"):
            opens(karin, typed)
    with unit_of_work():
        second.reset(Operator(), karin)
    assert not karin.totp and second.codes_left(karin) == 0


def test_setting_up_needs_the_first_number_of_that_secret_in_time() -> None:
    karin, ali = person(), person("Ali")
    sealed = second.sealed_for_later(karin, SECRET)
    assert second.carried(karin, sealed) == SECRET
    with pytest.raises(Invalid, match="totp_over"):
        second.carried(ali, sealed)
    with time_machine.travel(clock.now() + clock.minutes(31)), pytest.raises(Invalid, match="totp_over"):
        second.carried(karin, sealed)
    with pytest.raises(Invalid, match="number_wrong"), unit_of_work():
        second.turn_on(karin, second.new_secret(), number())
    assert not karin.totp


def test_turned_off_only_with_a_number_and_reset_only_by_a_coordinator() -> None:
    karin, _ = turned_on()
    ali, eva = person("Ali"), person("Eva", Role.COORDINATOR)
    with pytest.raises(Invalid), unit_of_work():
        second.turn_off(karin, "000000")
    with pytest.raises(Forbidden), unit_of_work():
        second.reset(ali, karin)
    assert karin.totp
    with unit_of_work():
        second.reset(eva, karin)
    assert not karin.totp


def test_new_codes_take_the_place_of_the_old_ones() -> None:
    karin, codes = turned_on()
    with unit_of_work():
        fresh = second.new_codes(karin, number())
    assert not opens(karin, codes[3]) and opens(karin, fresh[3])


def test_a_log_in_between_its_steps_ends_by_itself() -> None:
    karin, _ = turned_on()
    token = pending.begin(karin, "/sv/staff/")
    held = pending.holder(token)
    assert held is not None and held[0].id == karin.id and held[1] == "/sv/staff/"
    assert pending.holder(token[:-3] + "AAA") is None and pending.holder("") is None
    with time_machine.travel(clock.now() + clock.minutes(6)):
        assert pending.holder(token) is None
    with unit_of_work():
        karin.password_hash = "another"
    assert pending.holder(token) is None
