"""Outside the team's hours: whether somebody is on call, and for how long a question may wait for them in the queue."""

from __future__ import annotations

from datetime import datetime

from app.core import clock
from app.domain.accounts.models import StaffMember
from app.domain.rota import queries as rota

# Long enough to wake and open a laptop; after that the question becomes a left message, with its place.
WAIT_MINUTES = 15


def people(moment: datetime | None = None) -> list[StaffMember]:
    """Who is on call now, and may come in."""
    return [person for person in rota.on_call_at(moment or clock.now()) if person.active]


def anybody() -> bool:
    return bool(people())
