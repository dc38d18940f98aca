"""Two who save the same thing at the same moment: one is first, the other is told so in words, and nothing breaks."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from sqlalchemy import delete, func, select

from app.core.db import session
from app.core.errors import Conflict
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember, StaffSession
from tests.databases import database

__all__ = ["database"]
EMAIL = "anna@library.example"


def save(name: str, both_looked: threading.Barrier) -> str:
    """Looks whether the address is free, as a service would, and only then writes."""
    try:
        with unit_of_work() as unit:
            assert unit.session.scalar(select(StaffMember.id).where(StaffMember.email == EMAIL)) is None
            with suppress(threading.BrokenBarrierError):  # on SQLite nobody else can be in a unit of work meanwhile
                both_looked.wait(1)
            unit.session.add(StaffMember(email=EMAIL, name=name))
        return "saved"
    except (Conflict, AssertionError) as error:
        return getattr(error, "code", "seen")
    finally:
        session.remove()


def test_it_works(database: str) -> None:
    gate = threading.Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(lambda name: save(name, gate), ("Anna Ett", "Anna Två")))
    assert said == ["saved", "seen" if database.startswith("sqlite") else "saved_meanwhile"]
    assert session.scalar(select(func.count()).select_from(StaffMember)) == 1


@pytest.mark.usefixtures("database")
def test_what_it_belongs_to_is_gone() -> None:
    with unit_of_work() as unit:
        unit.session.add(person := StaffMember(email=EMAIL, name="Anna Ett"))
        unit.session.flush()
        gone = person.id
    with unit_of_work() as unit:
        unit.session.execute(delete(StaffMember).where(StaffMember.id == gone))
    with pytest.raises(Conflict, match="saved_meanwhile"), unit_of_work() as unit:
        unit.session.add(StaffSession(token_hash="x", staff_id=gone))


@pytest.mark.usefixtures("database")
def test_a_mistake_of_ours_is_still_a_mistake() -> None:
    with pytest.raises(Exception, match=r"(?i)not.null"), unit_of_work() as unit:
        unit.session.add(StaffMember(email=EMAIL, name=None))
