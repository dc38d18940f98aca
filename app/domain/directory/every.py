"""Every organization and when something on its page last changed, for lists that machines read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from app.core.db import session
from app.domain.directory.models import Organization, Service

_LATEST = (
    select(Organization.slug, Organization.last_modified, func.max(Service.last_modified).label("service"))
    .outerjoin(Service, Service.organization_id == Organization.id)
    .group_by(Organization.id, Organization.slug, Organization.last_modified)
    .order_by(Organization.slug)
)


@dataclass(frozen=True)
class Changed:
    slug: str
    at: datetime


def every_organization() -> list[Changed]:
    """By slug."""
    return [
        Changed(row.slug, max(row.last_modified, row.service or row.last_modified)) for row in session.execute(_LATEST)
    ]
