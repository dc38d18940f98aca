"""Two people at the same moment, on PostgreSQL, where two writers really run beside each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.core import db
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.accounts import audit, queries, services
from app.domain.accounts.permissions import Operator
from app.domain.accounts.terms import Role
from tests.databases import open_empty
from tests.staff_house import person

pytestmark = pytest.mark.needs("postgresql")


@pytest.fixture(autouse=True)
def database(postgresql_url: str) -> Iterator[None]:
    open_empty(postgresql_url)
    yield
    db.session.remove()
    db.engine().dispose()


def at_once(work: Callable[[int], None], count: int) -> None:
    def alone(number: int) -> None:
        try:
            with unit_of_work():
                work(number)
        except DomainError:
            pass
        finally:
            db.session.remove()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(alone, range(count)))


def test_it_works() -> None:
    at_once(lambda number: audit.write(Operator(), "thing.done", f"thing:{number}"), 80)
    verdict = audit.verify()
    assert (verdict.rows, verdict.broken) == (80, None)


def test_two_coordinators_cannot_demote_each_other() -> None:
    pair = [person(name, Role.COORDINATOR).public_id for name in ("Eva", "Ali")]
    at_once(lambda number: services.change_role(Operator(), queries.member(pair[number]), "staff"), 2)
    left = [row.member for row in queries.team() if row.member.role == Role.COORDINATOR]
    assert len(left) == 1
