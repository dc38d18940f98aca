"""A service in a few words, for cards in a chat and for lists to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from app.core.db import session
from app.domain.directory.models import Organization, Service


@dataclass(frozen=True)
class ServiceBrief:
    """A service's names and descriptions by language, and the organization it belongs to."""

    id: int
    slug: str
    organization: str
    organization_name: str
    country: str | None
    names: dict[str, str]
    descriptions: dict[str, str]


def service_brief(slug: str) -> ServiceBrief | None:
    """The service of this slug, or None."""
    found = session.scalars(select(Service).where(Service.slug == slug)).first()
    return _brief(found) if found else None


def all_services() -> list[ServiceBrief]:
    """Every service, by organization."""
    rows = session.scalars(select(Service).join(Organization).order_by(Organization.name, Service.position, Service.id))
    return [_brief(row) for row in rows]


def organization_names() -> list[tuple[str, str]]:
    """Every organization as (slug, name), by name."""
    return [(row.slug, row.name) for row in session.execute(
        select(Organization.slug, Organization.name).order_by(Organization.name)
    )]  # fmt: skip


def organization_name(slug: str) -> str:
    """An organization's own name; empty for an unknown slug."""
    return session.execute(select(Organization.name).where(Organization.slug == slug)).scalar() or ""


def _brief(row: Service) -> ServiceBrief:
    body = row.organization
    return ServiceBrief(row.id, row.slug, body.slug, body.name, body.country, row.name, row.description)
