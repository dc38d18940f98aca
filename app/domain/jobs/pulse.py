"""The service as its operator wants to see it, from one short read: who waits, who is here, what has not been done."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from app.core import db
from app.domain.chat import posting, presence
from app.domain.chat.models import Conversation, Presence
from app.domain.chat.terms import Status
from app.domain.jobs.models import Job
from app.domain.jobs.queries import is_on


def read() -> dict[str, Any]:
    """Numbers only, in one transaction that writes nothing; whoever calls it takes care not to ask often."""
    try:
        moment = db.database_now()
        return {**_people(moment), **_jobs(moment)}
    finally:
        db.let_go()


def _people(moment: datetime) -> dict[str, Any]:
    queued = Conversation.status == Status.QUEUED
    here = (Presence.availability.in_(presence.HERE), Presence.lease_until >= moment)
    oldest, online = db.session.execute(
        select(
            select(func.min(Conversation.queued_at)).where(queued).scalar_subquery(),
            select(func.count()).select_from(Presence).where(*here).scalar_subquery(),
        )
    ).one()
    by_status = select(Conversation.status, func.count()).where(Conversation.status != Status.CLOSED)
    found = {row[0]: row[1] for row in db.session.execute(by_status.group_by(Conversation.status))}
    return {
        "conversations": {str(one): found.get(one, 0) for one in Status if one != Status.CLOSED},
        "oldest_seconds": max(0.0, (moment - oldest).total_seconds()) if oldest else 0.0,
        "staff_online": online,
        "letters_waiting": posting.waiting(),
    }


def _jobs(moment: datetime) -> dict[str, Any]:
    columns = select(Job.name, Job.due_at, Job.leased_until, Job.finished_at, Job.failures)
    rows = [row for row in db.session.execute(columns) if is_on(row.name)]
    return {
        "jobs_failing": sum(row.failures > 0 for row in rows),
        "jobs_overdue_seconds": max(
            (0.0, *((moment - (row.leased_until or row.due_at)).total_seconds() for row in rows))
        ),
        "job_age_seconds": {row.name: (moment - row.finished_at).total_seconds() for row in rows if row.finished_at},
    }
