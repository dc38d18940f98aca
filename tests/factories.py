"""Rows that tests need, made the way the application makes them."""

from __future__ import annotations

from itertools import count

from app.core import ids
from app.core.db import session
from app.core.unit import unit_of_work
from app.domain.accounts.models import StaffMember
from app.domain.accounts.terms import Role
from app.domain.chat import desk, presence, queries, services
from app.domain.chat.permissions import StaffActor, Visitor
from app.domain.chat.services import Question
from app.domain.chat.terms import Availability

_numbers = count(1)


def staff(name: str = "", role: Role = Role.STAFF, online: bool = True) -> StaffActor:
    """A staff member who can log in, online unless said otherwise."""
    number = next(_numbers)
    with unit_of_work():
        member = StaffMember(
            email=f"staff{number}@example.org", name=name or f"Kollega {number}", role=role, password_hash="set"
        )
        session.add(member)
        session.flush()
        if online:
            presence.go(member, Availability.ONLINE)
    return desk.actor_of(member)


def visitor(text: str = "Jag behöver hjälp", locale: str = "sv", team_open: bool = True, **more: object) -> Visitor:
    """Somebody who has just asked."""
    question = Question(key=ids.new_token(), text=text, locale=locale, **more)  # type: ignore[arg-type]
    with unit_of_work():
        started = services.start(question, team_open)
    found = queries.visitor_by_token(started.token)
    assert found is not None
    return found


def claimed(actor: StaffActor, **more: object) -> tuple[Visitor, int]:
    """A conversation that `actor` holds, and its claim number."""
    who = visitor(**more)  # type: ignore[arg-type]
    with unit_of_work():
        number = desk.claim(actor, who.public_id)
    return who, number


def noise() -> None:
    """Unrelated rows, so that a query without its WHERE is noticed."""
    other = staff("Nogen Anden")
    who, number = claimed(other, text="noise noise noise", locale="fi")
    with unit_of_work():
        desk.post(other, who.public_id, number, "noise answer", "noise-1")
    visitor("noise in the queue", "pl")
