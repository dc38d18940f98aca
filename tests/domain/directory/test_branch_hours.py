"""Hours as a librarian writes them: understood in the ways people write, and refused in words where they cannot be."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.domain.directory import branch_hours
from app.domain.directory.branch_hours import read_day, read_exception, read_week, write_day, write_week
from app.domain.directory.hours import week


def test_it_works():
    schedule, wrong = read_week(["10–12, 13–19", "10-12; 13-19", "9.30 - 16:45", "", "", "", ""])
    assert wrong == {}
    assert schedule == [
        {"days": ["MO", "TU"], "opens": "10:00", "closes": "12:00"},
        {"days": ["MO", "TU"], "opens": "13:00", "closes": "19:00"},
        {"days": ["WE"], "opens": "09:30", "closes": "16:45"},
    ]
    assert write_week(schedule) == ["10:00–12:00, 13:00–19:00"] * 2 + ["09:30–16:45", "", "", "", ""]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("ten to twelve", "branch_hours_wrong"), ("10", "branch_hours_wrong"), ("10–25", "branch_hours_wrong"),
     ("10:75–12", "branch_hours_wrong"), ("12–10", "hours_wrong"), ("10–10", "hours_wrong"),
     ("10–13, 12–15", "branch_overlap"), ("1–2,3–4,5–6,7–8,9–10", "branch_spans")],
)  # fmt: skip
def test_what_cannot_be_is_refused(typed, code):
    with pytest.raises(Invalid) as refused:
        read_day(typed)
    assert refused.value.code == code


def test_midnight_is_the_last_minute():
    assert read_day("0–24") == [("00:00", "23:59")]


def test_every_wrong_day_is_said():
    schedule, wrong = read_week(["10–12", "later", "", "12–10", "", "", ""])
    assert {place: error.code for place, error in wrong.items()} == {1: "branch_hours_wrong", 3: "hours_wrong"}
    assert schedule == [{"days": ["MO"], "opens": "10:00", "closes": "12:00"}]


def test_a_single_day():
    assert read_exception("2026-12-24", "", {"sv": "Julafton"}) == [{"day": "2026-12-24", "note": {"sv": "Julafton"}}]
    assert [row["opens"] for row in read_exception("2026-12-24", "9–10, 11–12", {})] == ["09:00", "11:00"]
    with pytest.raises(Invalid):
        read_exception("Christmas", "", {})


minutes = st.lists(st.integers(0, 24 * 60 - 1), min_size=0, max_size=2 * branch_hours.MOST_SPANS, unique=True)


@given(st.lists(minutes, min_size=7, max_size=7))
def test_what_is_written_is_read_the_same(days):
    """Any week, as the form would show it, comes back as the same week."""

    def spans(found):
        told = [f"{one // 60:02}:{one % 60:02}" for one in sorted(found)]
        return list(zip(told[::2], told[1::2], strict=False))

    wanted = [spans(found) for found in days]
    schedule, wrong = read_week([write_day(one) for one in wanted])
    assert not wrong
    assert week(schedule) == [tuple(one) for one in wanted]
