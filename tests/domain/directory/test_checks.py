"""When a number may be shown: from checks to yes or no, as a table. Numbers are those kept free for fiction."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.core.errors import Invalid
from app.domain.directory.checks import Check, shown, shown_link
from app.domain.directory.models import Phone, Service
from app.domain.directory.numbers import normal_number
from app.domain.directory.terms import CheckResult, CheckState

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NUMBER = "+46 8 465 004 00"
R, W = CheckResult.RIGHT, CheckResult.WRONG


def phone(urgent: bool = False, service_urgent: bool = False) -> Phone:
    return Phone(number=NUMBER, urgent=urgent, service=Service(urgent=service_urgent))


def check(result: CheckResult, days_ago: float, who: int = 1, value: str = NUMBER) -> Check:
    return Check(value, result, NOW - timedelta(days=days_ago), who, f"P{who}", "own page")


def test_it_works() -> None:
    found = shown(phone(), [check(R, 3)], NOW)
    assert (found.visible, found.reason, found.checked_by) == (True, CheckState.CHECKED, ("P1",))
    assert found.checked_on == NOW - timedelta(days=3)


@pytest.mark.parametrize(
    ("urgent", "checks", "state"),
    [
        (False, [], CheckState.NOT_CHECKED),
        (False, [check(R, 364)], CheckState.CHECKED),
        (False, [check(R, 366)], CheckState.TOO_OLD),
        (False, [check(R, 1, value="+46 8 465 004 01")], CheckState.NOT_CHECKED),
        (False, [check(R, 2), check(W, 1)], CheckState.WRONG),
        (False, [check(W, 2), check(R, 1)], CheckState.CHECKED),
        (False, [check(W, 1), check(R, 2)], CheckState.WRONG),  # told out of order, judged in order
        (False, [check(R, 2), check(W, 1, value="+46 8 465 004 01")], CheckState.CHECKED),
        (True, [check(R, 1)], CheckState.NEEDS_SECOND),
        (True, [check(R, 2), check(R, 1)], CheckState.NEEDS_SECOND),  # the same person twice
        (True, [check(R, 2), check(R, 1, 2)], CheckState.CHECKED),
        (True, [check(R, 181), check(R, 1, 2)], CheckState.NEEDS_SECOND),
        (True, [check(R, 182), check(R, 181, 2)], CheckState.TOO_OLD),
        (True, [check(R, 3), check(R, 2, 2), check(W, 1, 3)], CheckState.WRONG),
        (True, [check(R, 3), check(W, 2, 3), check(R, 1, 2)], CheckState.NEEDS_SECOND),
    ],
)
def test_what_checks_add_up_to(urgent: bool, checks: list[Check], state: CheckState) -> None:
    found = shown(phone(urgent), checks, NOW)
    assert found.reason is state
    assert found.visible is (state is CheckState.CHECKED)
    assert (found.checked_on is not None) is found.visible


def test_an_urgent_service_makes_its_numbers_urgent() -> None:
    assert shown(phone(service_urgent=True), [check(R, 1)], NOW).reason is CheckState.NEEDS_SECOND


def test_an_unchecked_link_is_shown_and_a_wrong_one_is_not() -> None:
    assert shown_link(NUMBER, [], NOW).visible
    assert not shown_link(NUMBER, [check(W, 1)], NOW).visible
    assert not shown_link("", [], NOW).visible


@pytest.mark.parametrize(
    ("typed", "country", "kept"),
    [
        ("114 14", "SE", "114 14"),
        ("7726", "se", "7726"),
        ("112", None, "112"),
        ("08-465 004 00", "se", "+46 8 465 004 00"),
        ("+46 (0)8-465 004 00", None, "+46 8 465 004 00"),
        ("+46 8 465  004 00", None, "+46 8 465 004 00"),
    ],
)
def test_numbers_in_one_spelling(typed: str, country: str | None, kept: str) -> None:
    assert normal_number(typed, country) == kept


@pytest.mark.parametrize("typed", ["", "call us", "12", "+46 1", "08-465 004 00 ext. 3", "+999 123456", "https://x.se"])
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(Invalid, match="phone_wrong"):
        normal_number(typed, "SE")
