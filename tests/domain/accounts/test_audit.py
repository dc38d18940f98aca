"""The audit log tells when somebody changed it."""

from __future__ import annotations

import pytest
from sqlalchemy import delete, select, update

from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts import audit
from app.domain.accounts.models import AuditEntry
from app.domain.accounts.permissions import Operator

pytestmark = pytest.mark.usefixtures("database")


def write(count: int) -> None:
    for number in range(count):
        with unit_of_work():
            audit.write(Operator(), "thing.done", f"thing:{number}")


def test_it_works() -> None:
    write(5)
    found = audit.verify()
    assert (found.rows, found.broken) == (5, None)
    assert found.head == session.execute(select(AuditEntry.digest).order_by(AuditEntry.id.desc())).scalars().first()


def test_two_in_one_unit_follow_each_other() -> None:
    with unit_of_work():
        audit.write(Operator(), "a", "x")
        audit.write(Operator(), "b", "x")
    assert audit.verify().rows == 2 and audit.verify().broken is None


@pytest.mark.parametrize("column", ["actor", "action", "thing"])
def test_a_changed_row_is_found(column: str) -> None:
    write(5)
    with unit_of_work():
        session.execute(update(AuditEntry).where(AuditEntry.id == 3).values({column: "innocent"}))
    assert audit.verify().broken == 3


def test_a_missing_row_is_found_but_not_the_oldest_gone_by_age() -> None:
    write(5)
    with unit_of_work():
        session.execute(delete(AuditEntry).where(AuditEntry.id == 3))
    assert audit.verify().broken == 4
    with unit_of_work():
        session.execute(delete(AuditEntry).where(AuditEntry.id < 4))
    assert audit.verify() == audit.Verdict(2, audit.verify().head, None)


def test_a_unit_that_fails_leaves_no_row() -> None:
    with pytest.raises(RuntimeError), unit_of_work():
        audit.write(Operator(), "a", "x")
        raise RuntimeError
    assert audit.verify().rows == 0
