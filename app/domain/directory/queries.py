"""What the public may read of outside bodies. Whether a number is shown is decided here, by its checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Row, Select, bindparam, select

from app.core import clock
from app.core.db import session
from app.core.memory import remembered
from app.domain.directory import checkbook, checks
from app.domain.directory.checks import Book, Shown
from app.domain.directory.hours import open_now
from app.domain.directory.models import Organization, Phone, Service

AnyRow = Row[*tuple[Any, ...]]
AnySelect = Select[*tuple[Any, ...]]

_SERVICES = (
    select(
        Service.id, Service.slug, Service.name, Service.description, Service.cannot, Service.documents, Service.urgent,
        Service.url, Service.areas, Service.languages, Service.schedule, Service.organization_id,
        Organization.slug.label("organization"), Organization.name.label("organization_name"), Organization.country,
        Organization.website,
    )
    .join(Organization, Organization.id == Service.organization_id)
    .order_by(Service.position)
)  # fmt: skip
_BY_ID = _SERVICES.where(Service.id.in_(bindparam("ids", expanding=True)))
_OF_ORGANIZATION = _SERVICES.where(Organization.slug == bindparam("slug"))
_PHONES = (
    select(Phone.id, Phone.service_id, Phone.number, Phone.kind, Phone.label, Phone.urgent)
    .where(Phone.service_id.in_(bindparam("ids", expanding=True)))
    .order_by(Phone.position)
)
_ORGANIZATION = select(
    Organization.id, Organization.slug, Organization.name, Organization.country, Organization.description,
    Organization.website,
).where(Organization.slug == bindparam("slug"))  # fmt: skip
_ORGANIZATIONS = select(
    Organization.slug, Organization.name, Organization.country, Organization.description
).order_by(Organization.name)  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A number that may be shown today, and who looked it up."""

    number: str
    kind: str
    label: dict[str, str]
    urgent: bool
    checked_on: datetime | None
    checked_by: tuple[str, ...]


@dataclass(frozen=True)
class ServiceView:
    """A service as a reader may see it. `unchecked`: it has numbers that may not be shown, so they are not here.

    `link` is the official address (the service's, else its organization's), None where somebody found it wrong.
    """

    id: int
    slug: str
    organization: str
    organization_name: str
    country: str | None
    names: dict[str, str]
    descriptions: dict[str, str]
    cannot: dict[str, str]
    documents: dict[str, list[str]]
    urgent: bool
    link: str | None
    areas: tuple[str, ...]
    languages: tuple[str, ...]
    schedule: list[dict[str, Any]]
    open: bool | None
    numbers: tuple[Number, ...]
    unchecked: bool
    checked_on: datetime | None
    checked_by: tuple[str, ...]


@dataclass(frozen=True)
class OrganizationView:
    """An organization as a reader may see it."""

    slug: str
    name: str
    country: str | None
    descriptions: dict[str, str]
    link: str | None
    checked_on: datetime | None
    checked_by: tuple[str, ...]
    services: tuple[ServiceView, ...]


@dataclass(frozen=True)
class OrganizationBrief:
    slug: str
    name: str
    country: str | None
    descriptions: dict[str, str]


def services_in_order(ids: Sequence[int]) -> list[ServiceView]:
    """These services, in the order their ids are given."""
    return remembered(("services", tuple(ids)), lambda: _in_order(ids))


def _in_order(ids: Sequence[int]) -> list[ServiceView]:
    found = {row.id: row for row in _services(_BY_ID, {"ids": list(ids)})} if ids else {}
    return [found[one] for one in ids if one in found]


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
    )  # fmt: skip


def organizations() -> list[OrganizationBrief]:
    """Every organization by name."""
    return [OrganizationBrief(*row) for row in session.execute(_ORGANIZATIONS)]


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


def _services(query: AnySelect, values: dict[str, Any]) -> list[ServiceView]:
    rows = session.execute(query, values).all()
    if not rows:
        return []
    phones: dict[int, list[AnyRow]] = defaultdict(list)
    found: Iterable[AnyRow] = session.execute(_PHONES, {"ids": [row.id for row in rows]})
    for phone in found:
        phones[phone.service_id].append(phone)
    book = checkbook.checks_for(
        [phone.id for listed in phones.values() for phone in listed],
        [row.id for row in rows],
        {row.organization_id for row in rows},
    )
    moment = clock.now()
    return [_view(row, phones[row.id], book, moment) for row in rows]


def _view(row: AnyRow, phones: Sequence[AnyRow], book: Book, now: datetime) -> ServiceView:
    judged = [(phone, _judged(phone, row.urgent, book, now)) for phone in phones]
    numbers = tuple(
        Number(phone.number, phone.kind, phone.label, phone.urgent or row.urgent, found.checked_on, found.checked_by)
        for phone, found in judged
        if found.visible
    )
    link, looked_up = _link(row, book, now)
    # What a reader dials decides how old the card is: the number looked up longest ago.
    oldest = min((found for _, found in judged if found.checked_on), key=lambda found: found.checked_on, default=None)  # type: ignore[arg-type,return-value]
    told = oldest or looked_up
    return ServiceView(
        row.id, row.slug, row.organization, row.organization_name, row.country, row.name, row.description, row.cannot,
        row.documents, row.urgent, link, tuple(row.areas or ()), tuple(row.languages or ()), row.schedule,
        open_now(row.schedule, row.country, now), numbers, len(numbers) < len(phones), told.checked_on, told.checked_by,
    )  # fmt: skip


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


def _link(row: AnyRow, book: Book, now: datetime) -> tuple[str | None, Shown]:
    """The service's own address, or its organization's where it has none or a wrong one."""
    own = checks.shown_link(row.url or "", book.services.get(row.id, ()), now)
    if own.visible:
        return row.url, own
    shared = checks.shown_link(row.website or "", book.organizations.get(row.organization_id, ()), now)
    return (row.website if shared.visible else None), shared
