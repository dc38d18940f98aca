"""Outside the team's hours: whether somebody is on call, and for how long a question may wait for them in the queue."""

from __future__ import annotations

from datetime import datetime

from app.core import clock
from app.domain.accounts.models import StaffMember
from app.domain.chat import rules
from app.domain.rota import queries as rota


def wait_minutes() -> int:
    """How long a question waits for them: to wake and open a laptop. Then it becomes a left message, with its place."""
    return rules.now().on_call_wait


def people(moment: datetime | None = None) -> list[StaffMember]:
    """Who is on call now, and may come in."""
    return [person for person in rota.on_call_at(moment or clock.now()) if person.active]


def anybody() -> bool:
    """Whether one may wait for somebody; where the team lets nobody wait, those on call are told of left messages."""
    return bool(wait_minutes() and people())
