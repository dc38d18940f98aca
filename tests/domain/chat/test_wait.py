"""The honest wait: a range, none, or "we don't know yet"."""

from __future__ import annotations

import pytest

from app.domain.chat.wait import UNKNOWN, Wait, estimate, quartiles

TWENTY = [300.0] * 10 + [900.0] * 10


def test_it_works() -> None:
    assert estimate(ahead=3, handling_seconds=TWENTY, capacity=2, free=0) == Wait(10, 30)


@pytest.mark.parametrize(
    ("ahead", "seconds", "capacity", "free", "expected"),
    [
        (0, [], 3, 3, Wait(0, 0)),
        (2, [], 3, 3, Wait(0, 0)),
        (0, TWENTY, 0, 0, UNKNOWN),
        (0, TWENTY[:19], 3, 0, UNKNOWN),
        (0, TWENTY, 3, 0, Wait(1, 5)),
        (5, TWENTY, 3, 2, Wait(6, 20)),
    ],
)
def test_ranges(ahead: int, seconds: list[float], capacity: int, free: int, expected: Wait) -> None:
    assert estimate(ahead, seconds, capacity, free) == expected


def test_the_range_is_never_upside_down() -> None:
    for ahead in range(30):
        found = estimate(ahead, [float(second) for second in range(20, 2000, 37)], 4, 1)
        assert found.low is not None
        assert found.high is not None
        assert found.low <= found.high


def test_quartiles_interpolate() -> None:
    assert quartiles([1, 2, 3, 4, 5]) == (2, 4)
    assert quartiles([10, 20]) == (12.5, 17.5)
