"""What the public may read of outside bodies. Whether a number is shown is decided here, by its checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.db import session
from app.core.memory import remembered
from app.domain.directory import beside, checkbook, checks
from app.domain.directory.checks import Book, Shown
from app.domain.directory.hours import open_now, today_in
from app.domain.directory.models import Organization, Phone, Service
from app.domain.directory.terms import SHOWN_STATUSES
from app.domain.directory.views import Number, OrganizationBrief, OrganizationView, ServiceView

__all__ = ["Number", "OrganizationBrief", "OrganizationView", "ServiceView"]

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]

_SERVICES = (
    select(
        Service.id, Service.slug, Service.name, Service.description, Service.cannot, Service.documents, Service.urgent,
        Service.url, Service.areas, Service.languages, Service.schedule, Service.organization_id, Service.status,
        Service.general, Service.application_process, Service.eligibility, Service.minimum_age, Service.maximum_age,
        Service.fees, Service.cost_options, Service.alert, Service.alert_until, Service.url_languages,
        Service.holidays, Service.exceptions, Service.origin,
        Organization.slug.label("organization"), Organization.name.label("organization_name"), Organization.country,
        Organization.website, Organization.website_languages,
    )
    .join(Organization, Organization.id == Service.organization_id)
    .where(Service.status.in_(SHOWN_STATUSES))
)  # fmt: skip
_BY_ID = _SERVICES.where(Service.id.in_(bindparam("ids", expanding=True))).order_by(Service.position, Service.id)
_OF_ORGANIZATION = _SERVICES.where(Organization.slug == bindparam("slug")).order_by(Service.position, Service.id)
_EVERY = _SERVICES.order_by(Organization.name, Organization.slug, Service.position, Service.id)
_EVERY_PHONE = select(
    Phone.id, Phone.service_id, Phone.number, Phone.kind, Phone.label, Phone.urgent, Phone.languages, Phone.schedule
).order_by(Phone.position, Phone.id)  # fmt: skip
_PHONES = _EVERY_PHONE.where(Phone.service_id.in_(bindparam("ids", expanding=True)))
_above = aliased(Organization)
_ORGANIZATION = (
    select(
        Organization.id, Organization.slug, Organization.name, Organization.country, Organization.description,
        Organization.website, Organization.website_languages, Organization.alternate_name, Organization.origin,
        _above.slug.label("above"), _above.name.label("above_name"),
    )
    .outerjoin(_above, _above.slug == Organization.parent)
    .where(Organization.slug == bindparam("slug"))
)  # fmt: skip
_ORGANIZATIONS = select(
    Organization.slug, Organization.name, Organization.country, Organization.description
).order_by(Organization.name)  # fmt: skip


def services_in_order(ids: Sequence[int]) -> list[ServiceView]:
    """These services, in the order their ids are given."""
    return remembered(("services", tuple(ids)), lambda: _in_order(ids))


def _in_order(ids: Sequence[int]) -> list[ServiceView]:
    found = {row.id: row for row in _services(_BY_ID, {"ids": list(ids)})} if ids else {}
    return [found[one] for one in ids if one in found]


def every_service() -> list[ServiceView]:
    """Every service there is, by organization."""
    return remembered("every_service", lambda: _services(_EVERY, {}, whole=True))


def organization(slug: str) -> OrganizationView | None:
    """An organization with its services; None for an unknown slug."""
    row = session.execute(_ORGANIZATION, {"slug": slug}).first()
    if row is None:
        return None
    book = checkbook.checks_for(organization_ids=[row.id])
    link = checks.shown_link(row.website or "", book.organizations.get(row.id, ()), clock.now())
    return OrganizationView(
        row.slug, row.name, row.country, row.description, row.website if link.visible else None,
        link.checked_on, link.checked_by, tuple(_services(_OF_ORGANIZATION, {"slug": slug})),
        alternate_name=row.alternate_name,
        parent=(row.above, row.above_name) if row.above else None,
        link_languages=tuple(row.website_languages or ()),
        register=beside.registers().get(row.origin or ""),
    )  # fmt: skip


def organizations() -> list[OrganizationBrief]:
    """Every organization by name."""
    return remembered("organizations", lambda: [OrganizationBrief(*row) for row in session.execute(_ORGANIZATIONS)])


def for_area(services: Sequence[ServiceView], chain: tuple[str, ...]) -> list[ServiceView]:
    """The services a reader in an area can use: theirs first, then their country's, none of another country's.

    `chain` is the area's code and those above it; empty keeps everything as it is.
    """
    if not chain:
        return list(services)
    country = chain[-1]
    usable = [row for row in services if not row.areas or any(_inside(code, country) for code in row.areas)]
    return sorted(usable, key=lambda row: _distance(row.areas, chain))


def _distance(areas: tuple[str, ...], chain: tuple[str, ...]) -> int:
    """0 where the service is for this reader, 1 where it is for somebody else in the country."""
    return 0 if not areas or any(code in chain for code in areas) else 1


def _inside(code: str, country: str) -> bool:
    return code == country or code.startswith(f"{country}-")


def _services(query: AnySelect, values: Mapping[str, Any], whole: bool = False) -> list[ServiceView]:
    """`whole`: everything is asked for, so that nothing is asked for by a list of ids."""
    rows = session.execute(query, values).all()
    if not rows:
        return []
    ids = [row.id for row in rows]
    phones: dict[int, list[AnyRow]] = defaultdict(list)
    found: Iterable[AnyRow] = session.execute(_EVERY_PHONE) if whole else session.execute(_PHONES, {"ids": ids})
    for phone in found:
        phones[phone.service_id].append(phone)
    book = checkbook.every_check() if whole else _book(rows, phones)
    moment, around = clock.now(), _Around()
    return [_view(row, phones[row.id], book, moment, around) for row in rows]


class _Around:
    """What stands beside the services, asked for once for all of them."""

    def __init__(self) -> None:
        self.terms, self.spots, self.registers = beside.terms(), beside.spots(), beside.registers()


def _book(rows: Sequence[AnyRow], phones: Mapping[int, list[AnyRow]]) -> Book:
    numbers = [phone.id for listed in phones.values() for phone in listed]
    return checkbook.checks_for(numbers, [row.id for row in rows], {row.organization_id for row in rows})


def _view(row: AnyRow, phones: Sequence[AnyRow], book: Book, now: datetime, around: _Around) -> ServiceView:
    judged = [(phone, _judged(phone, row.urgent, book, now)) for phone in phones]
    numbers = tuple(_number(phone, found, row, now) for phone, found in judged if found.visible)
    link, languages, looked_up = _link(row, book, now)
    # What a reader dials decides how old the card is: the number looked up longest ago.
    oldest = min((found for _, found in judged if found.checked_on), key=lambda found: found.checked_on, default=None)  # type: ignore[arg-type,return-value]
    told = oldest or looked_up
    alert = row.alert if not row.alert_until or today_in(row.country, now) <= row.alert_until else None
    return ServiceView(
        row.id, row.slug, row.organization, row.organization_name, row.country, row.name, row.description, row.cannot,
        row.documents, row.urgent, link, tuple(row.areas or ()), tuple(row.languages or ()), row.schedule,
        _open(row, numbers, now), numbers, len(numbers) < len(phones), told.checked_on, told.checked_by,
        link_languages=languages, status=row.status, general=row.general, process=row.application_process,
        eligibility=row.eligibility, minimum_age=row.minimum_age, maximum_age=row.maximum_age, fees=row.fees,
        costs=tuple(row.cost_options or ()), alert=alert or None, alert_until=row.alert_until if alert else None,
        holidays=row.holidays, exceptions=tuple(row.exceptions or ()), terms=around.terms.get(row.id, ()),
        spots=around.spots.get(row.id, ()), register=around.registers.get(row.origin or ""),
    )  # fmt: skip


def _number(phone: AnyRow, found: Shown, row: AnyRow, now: datetime) -> Number:
    schedule = phone.schedule or ()
    return Number(
        phone.number, phone.kind, phone.label, phone.urgent or row.urgent, found.checked_on, found.checked_by,
        tuple(phone.languages or ()), tuple(schedule),
        open_now(schedule, row.country, now, row.holidays, row.exceptions or ()) if schedule else None,
    )  # fmt: skip


def _open(row: AnyRow, numbers: Sequence[Number], now: datetime) -> bool | None:
    """By the service's own hours; where it has none, by those of the numbers a reader can dial."""
    if row.status != SHOWN_STATUSES[0]:
        return False
    if row.schedule or row.exceptions:
        return open_now(row.schedule, row.country, now, row.holidays, row.exceptions or ())
    states = [one.open for one in numbers]
    if True in states:
        return True
    return False if states and all(state is False for state in states) else None


@dataclass(frozen=True)
class _Owner:
    urgent: bool


@dataclass(frozen=True)
class _Dialled:
    """As much of a Phone as its checks ask for, without loading the row's object."""

    number: str
    urgent: bool
    service: _Owner


def _judged(phone: AnyRow, urgent: bool, book: Book, now: datetime) -> Shown:
    dialled = _Dialled(phone.number, phone.urgent, _Owner(urgent))
    return checks.shown(cast(Phone, dialled), book.phones.get(phone.id, ()), now)


def _link(row: AnyRow, book: Book, now: datetime) -> tuple[str | None, tuple[str, ...], Shown]:
    """The service's own address and its languages, or its organization's where it has none or a wrong one."""
    own = checks.shown_link(row.url or "", book.services.get(row.id, ()), now)
    if own.visible:
        same = row.url == row.website
        return row.url, tuple(row.url_languages or (row.website_languages if same else ()) or ()), own
    shared = checks.shown_link(row.website or "", book.organizations.get(row.organization_id, ()), now)
    return (row.website if shared.visible else None), tuple(row.website_languages or ()), shared
