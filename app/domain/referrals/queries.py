"""What the team may read of followed links: sums over some days, by service and by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from app.core import clock
from app.core.db import session
from app.domain.directory.models import Organization, Service
from app.domain.referrals.models import Referral

PERIODS = (30, 90)
# Outside the team a number this small could be about somebody.
FEWEST_TO_SHARE = 5


@dataclass(frozen=True)
class ToService:
    """How often people went on to one service."""

    slug: str
    names: dict[str, str]
    organization: str
    organization_name: str
    count: int


@dataclass(frozen=True)
class Followed:
    """One page and one service."""

    page: str
    service: ToService
    count: int


@dataclass(frozen=True)
class Report:
    """Everything since `since`; the largest numbers first."""

    since: date
    days: int
    total: int
    services: list[ToService]
    pages: list[tuple[str, int]]
    both: list[Followed]


def report(days: int) -> Report:
    """The last `days` days, today among them."""
    since = clock.today() - timedelta(days=days - 1)
    number = func.sum(Referral.count).label("number")
    rows = session.execute(
        select(Referral.page, Service.slug, Service.name, Organization.slug.label("body"),
               Organization.name.label("body_name"), number)
        .join(Service, Service.id == Referral.service_id)
        .join(Organization, Organization.id == Service.organization_id)
        .where(Referral.day >= since)
        .group_by(Referral.page, Service.id, Organization.id)
        .order_by(number.desc(), Referral.page, Service.slug)
    ).all()  # fmt: skip
    both = [
        Followed(row.page, ToService(row.slug, row.name, row.body, row.body_name, row.number), int(row.number))
        for row in rows
    ]
    return Report(since, days, sum(one.count for one in both), _services(both), _pages(both), both)


def _services(both: list[Followed]) -> list[ToService]:
    found: dict[str, ToService] = {}
    for one in both:
        service, before = one.service, found.get(one.service.slug)
        number = one.count + (before.count if before else 0)
        found[service.slug] = ToService(
            service.slug, service.names, service.organization, service.organization_name, number
        )
    return sorted(found.values(), key=lambda one: (-one.count, one.slug))


def _pages(both: list[Followed]) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for one in both:
        found[one.page] = found.get(one.page, 0) + one.count
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))
