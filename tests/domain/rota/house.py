"""A small team in Copenhagen on a Monday morning, and short ways to plan for it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest

from app.core import clock
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.accounts.permissions import Operator
from app.domain.accounts.terms import Role
from app.domain.places import services as places
from app.domain.rota import services
from app.domain.rota.models import Shift

BY = Operator()
MONDAY = date(2026, 11, 30)
_numbers = count(1)


def at(monkeypatch: pytest.MonkeyPatch, moment: str) -> None:
    """The clock of the house, in UTC."""
    fixed = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: fixed)


def team(timezone: str = "Europe/Copenhagen", country: str = "DK", follows: bool = True) -> None:
    with unit_of_work():
        services.change_settings(BY, timezone, country)
        places.follow_rota(BY, follows)


def colleague(name: str, role: Role = Role.STAFF) -> StaffMember:
    with unit_of_work():
        made = StaffMember(email=f"rota{next(_numbers)}@example.org", name=name, role=role, password_hash="set")
        session.add(made)
    return made


def shift(
    who: StaffMember | None, first: date = MONDAY, hours: str = "08:00-16:00", repeat: str = "1", **more: str
) -> Shift:
    """A shift from `first` on; by its own wish where it is on call."""
    starts, ends = hours.split("-")
    given = {
        "kind": "staffed",
        "first_day": first.isoformat(),
        "repeat": repeat,
        "starts": starts,
        "ends": ends,
        **more,
    }
    by = who if given["kind"] == "on_call" and who is not None else BY
    with unit_of_work():
        (made,) = services.add(by, given, [who.public_id if who else services.NOBODY])
    return made


def day(ahead: int) -> date:
    return MONDAY + timedelta(days=ahead)
