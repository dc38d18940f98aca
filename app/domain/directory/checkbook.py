"""Reads of checks: in bulk for public pages, and the list and single contacts for those who check."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from app.core import clock
from app.core.db import session
from app.core.errors import NotFound
from app.domain.accounts.models import StaffMember
from app.domain.accounts.showing import name_for_visitors
from app.domain.directory.checks import Book, Check, Shown, is_urgent
from app.domain.directory.models import ContactCheck, Organization, Phone, Service
from app.domain.directory.terms import CheckResult, CheckState

Thing = Phone | Service | Organization

# What needs somebody stands first.
ORDER = (CheckState.WRONG, CheckState.NEEDS_SECOND, CheckState.TOO_OLD, CheckState.NOT_CHECKED, CheckState.CHECKED)


@dataclass(frozen=True)
class Contact:
    """One number or link with where it came from and what its checks add up to."""

    kind: str  # phone, service or organization, as in the page's address
    public_id: str
    value: str
    urgent: bool
    organization: Organization
    service: Service | None
    phone: Phone | None
    source: str | None
    confidence: str | None
    shown: Shown
    checks: tuple[Check, ...] = ()

    @property
    def state(self) -> CheckState:
        return self.shown.reason

    @property
    def official(self) -> str | None:
        """The body's own page, where the checker is to look."""
        return (self.service.url if self.service else None) or self.organization.website


def checks_for(
    phone_ids: Collection[int] = (), service_ids: Collection[int] = (), organization_ids: Collection[int] = ()
) -> Book:
    """Every check of these contacts in one query; `Book.phone(phone, now)` and so on say what may be shown."""
    wanted = [
        column.in_(ids)
        for column, ids in (
            (ContactCheck.phone_id, phone_ids),
            (ContactCheck.service_id, service_ids),
            (ContactCheck.organization_id, organization_ids),
        )
        if ids
    ]
    return _book(or_(*wanted)) if wanted else Book()


def every_check() -> Book:
    """Every check there is."""
    return _book(None)


def checks_of(services: Collection[Service]) -> Book:
    """The same for services with their phones and organizations, already loaded."""
    phone_ids = [phone.id for service in services for phone in service.phones]
    return checks_for(phone_ids, [row.id for row in services], {row.organization_id for row in services})


def contacts(now: datetime | None = None) -> list[Contact]:
    """Every phone and link there is, what needs somebody first: urgent before the rest."""
    moment = now or clock.now()
    query = select(Organization).options(selectinload(Organization.services).selectinload(Service.phones))
    book = _book(None)
    found = [row for body in session.execute(query).scalars() for row in _of_organization(body, book, moment)]
    return sorted(
        found, key=lambda row: (ORDER.index(row.state), not row.urgent, row.organization.name.casefold(), row.value)
    )


def contact(kind: str, public_id: str) -> Contact:
    """One contact with its history, the latest check first; NotFound for a wrong kind, id or an empty link."""
    thing = thing_of(kind, public_id)
    book = checks_for(
        [thing.id] if isinstance(thing, Phone) else (),
        [thing.id] if isinstance(thing, Service) else (),
        [thing.id] if isinstance(thing, Organization) else (),
    )
    return _contact(thing, book, clock.now())


def thing_of(kind: str, public_id: str) -> Thing:
    """The row behind a contact's address."""
    tables: dict[str, type[Phone] | type[Service] | type[Organization]] = {
        "phone": Phone,
        "service": Service,
        "organization": Organization,
    }
    table = tables.get(kind)
    found: Thing | None = session.scalars(select(table).filter_by(public_id=public_id)).first() if table else None  # type: ignore[assignment]
    if found is None or not value_of(found):
        raise NotFound()
    return found


def value_of(thing: Thing) -> str:
    """What a check is about: the number, or the address."""
    if isinstance(thing, Phone):
        return thing.number
    return (thing.url if isinstance(thing, Service) else thing.website) or ""


def _of_organization(body: Organization, book: Book, now: datetime) -> list[Contact]:
    things: list[Thing] = [body, *body.services, *(phone for row in body.services for phone in row.phones)]
    return [_contact(thing, book, now) for thing in things if value_of(thing)]


def _contact(thing: Thing, book: Book, now: datetime) -> Contact:
    if isinstance(thing, Phone):
        checks = book.phones.get(thing.id, [])
        return Contact(
            "phone", thing.public_id, thing.number, is_urgent(thing), thing.service.organization, thing.service,
            thing, thing.source, thing.confidence, book.phone(thing, now), tuple(reversed(checks)),
        )  # fmt: skip
    if isinstance(thing, Service):
        checks = book.services.get(thing.id, [])
        return Contact(
            "service", thing.public_id, thing.url or "", False, thing.organization, thing,
            None, None, None, book.service(thing, now), tuple(reversed(checks)),
        )  # fmt: skip
    checks = book.organizations.get(thing.id, [])
    return Contact(
        "organization", thing.public_id, thing.website or "", False, thing, None,
        None, thing.website_source, None, book.organization(thing, now), tuple(reversed(checks)),
    )  # fmt: skip


def _book(wanted: object) -> Book:
    query = (
        select(ContactCheck, StaffMember.name, StaffMember.shown)
        .join(StaffMember, StaffMember.id == ContactCheck.checker_id)
        .order_by(ContactCheck.checked_at, ContactCheck.id)
    )
    if wanted is not None:
        query = query.where(wanted)  # type: ignore[arg-type]
    phones: dict[int, list[Check]] = defaultdict(list)
    services: dict[int, list[Check]] = defaultdict(list)
    organizations: dict[int, list[Check]] = defaultdict(list)
    for row, name, shown in session.execute(query):
        check = Check(
            row.value, CheckResult(row.result), row.checked_at, row.checker_id, name.split()[0], row.source, row.note,
            name_for_visitors(name, shown),
        )  # fmt: skip
        for ids, key in ((phones, row.phone_id), (services, row.service_id), (organizations, row.organization_id)):
            if key is not None:
                ids[key].append(check)
    return Book(dict(phones), dict(services), dict(organizations))
