"""Links followed: a number for a day, a page and a service, right also when many count at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import session
from app.core.errors import NotFound
from app.core.unit import unit_of_work
from app.domain.directory.models import Service
from app.domain.referrals import queries, services
from app.domain.referrals.models import Referral
from tests.domain.directory.bodies import directory


@pytest.fixture(autouse=True)
def bodies(database: str) -> None:
    directory()


def follow(page: str, slug: str, times: int = 1) -> None:
    for _ in range(times):
        with unit_of_work():
            services.count(page, slug)


def test_it_works() -> None:
    follow("guide:eid-locked-se", "bank-block", 3)
    follow("search", "bank-block")
    follow("guide:eid-locked-se", "mitid-support")
    report = queries.report(30)
    assert report.total == 5 and len(session.scalars(select(Referral)).all()) == 3
    assert [(one.slug, one.count) for one in report.services] == [("bank-block", 4), ("mitid-support", 1)]
    assert report.pages == [("guide:eid-locked-se", 4), ("search", 1)]


def test_old_days_are_not_in_the_last_thirty() -> None:
    with unit_of_work():
        found = session.scalars(select(Service.id).where(Service.slug == "bank-block")).one()
        for ago, count in ((29, 1), (30, 10), (89, 100), (90, 1000)):
            day = clock.today() - timedelta(days=ago)
            session.add(Referral(day=day, page="search", service_id=found, count=count))
    assert (queries.report(30).total, queries.report(90).total) == (1, 111)


def test_a_service_nobody_knows_is_not_counted() -> None:
    with pytest.raises(NotFound):
        follow("search", "nobody")
    assert queries.report(30).total == 0


def test_many_at_once_lose_nothing() -> None:
    def many(_number: int) -> None:
        follow("search", "bank-block", 5)
        session.remove()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(many, range(8)))
    assert queries.report(30).total == 40
