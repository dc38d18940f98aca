"""When a promise is due: by the wall clock, on open days, across clock changes."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from app.core.errors import DomainError
from app.domain.chat.due import Calendar, When, Wish, choices, settle

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def plan(*closed: date) -> Calendar:
    """Wednesday 1 April 2026, 15:00 in Stockholm; weekdays 8–17, and days that are closed."""
    now = datetime(2026, 4, 1, 13, 0, tzinfo=UTC)
    return Calendar(
        now,
        STOCKHOLM,
        lambda day: [] if day.weekday() > 4 or day in closed else [(time(8), time(17))],
    )


def local(moment: datetime) -> str:
    return moment.astimezone(STOCKHOLM).strftime("%a %d %H:%M")


def test_it_works() -> None:
    easter = (date(2026, 4, 3), date(2026, 4, 6))
    today, tomorrow, three = choices(plan(*easter))
    assert (local(today.at), local(tomorrow.at)) == ("Wed 01 17:00", "Thu 02 12:00")
    # Saturday, Sunday and Easter Monday are passed over, and it is said which.
    assert local(three.at) == "Tue 07 12:00" and [day.day for day in three.skipped] == [4, 5, 6]
    own = settle(plan(), Wish(When.DAY, "2026-04-08", "09:30"))
    assert local(own) == "Wed 08 09:30"
    night = Calendar(datetime(2026, 10, 23, 20, tzinfo=UTC), STOCKHOLM, plan().spans)
    assert [local(one.at) for one in choices(night)] == ["Mon 26 12:00", "Mon 26 12:00"], (
        "winter time, and closed today"
    )
    nobody = Calendar(plan().now, STOCKHOLM, lambda day: [])
    assert [local(one.at) for one in choices(nobody)] == ["Thu 02 12:00", "Sat 04 12:00"], "hours are unknown"
    evening = Calendar(plan().now, STOCKHOLM, lambda day: [(time(16), time(0))])
    assert [local(one.at) for one in choices(evening)] == ["Thu 02 00:00", "Fri 03 00:00", "Sun 05 00:00"]


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (Wish(When.DAY, "2026-04-04"), "due_closed"),
        (Wish(When.DAY, "2026-03-31"), "due_wrong"),
        (Wish(When.DAY, "2026-12-31"), "due_wrong"),
        (Wish(When.DAY, "next week"), "due_wrong"),
        (Wish(When.DAY, "2026-04-01", "09:00"), "due_past"),
        (Wish("never"), "due_missing"),
    ],
)
def test_what_cannot_be_promised(wish: Wish, code: str) -> None:
    with pytest.raises(DomainError) as refusal:
        settle(plan(), wish)
    assert refusal.value.code == code


def test_a_closed_day_all_the_same() -> None:
    assert local(settle(plan(), Wish(When.DAY, "2026-04-04", "", True))) == "Sat 04 12:00"
