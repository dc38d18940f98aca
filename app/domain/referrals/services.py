"""Counting links that were followed: a day, a page, a service. Nothing of who followed them; nothing here commits."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock, db
from app.core.db import session
from app.core.errors import NotFound
from app.domain.directory.models import Service
from app.domain.referrals.models import Referral


def count(page: str, service_slug: str) -> None:
    """Adds one. `page` is a key like `guide:eid-locked-se` that the caller knows to be a page of ours."""
    found = session.execute(select(Service.id).where(Service.slug == service_slug)).scalar()
    if found is None:
        raise NotFound("actor_not_found")
    insert = sqlite.insert if db.is_sqlite() else postgresql.insert
    row = insert(Referral).values(day=clock.today(), page=page[:100], service_id=found, count=1)
    added = {"count": Referral.count + 1}
    session.execute(row.on_conflict_do_update(index_elements=["day", "page", "service_id"], set_=added))
