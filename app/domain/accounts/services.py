"""What can happen to the people who work here. Every verb is audited; none commits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select, update

from app.core import clock, counter
from app.core.db import changed, session
from app.core.errors import Conflict, Invalid
from app.core.i18n import locales
from app.core.ids import digest, new_token
from app.core.text import accept, clean
from app.core.unit import record
from app.domain.accounts import audit, queries
from app.domain.accounts.events import StaffDisabled
from app.domain.accounts.models import Invitation, StaffMember
from app.domain.accounts.permissions import Action, Actor, authorize
from app.domain.accounts.sessions import end_all
from app.domain.accounts.terms import Role, Shown
from app.domain.accounts.tokens import LINK_HOURS

EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")
LIMITS = range(1, 11)


def invite(actor: Actor, email: str, name: str, role: str, languages: Iterable[str]) -> tuple[StaffMember, str]:
    """A new colleague without a password, and the token of the link to hand over."""
    authorize(actor, Action.MANAGE_TEAM)
    person = StaffMember(email=_email(email), name=_name(name), role=_role(role), languages=_languages(languages))
    session.add(person)
    session.flush()
    audit.write(actor, "staff.invited", f"staff:{person.public_id}")
    return person, _link(person)


def new_link(actor: Actor, person: StaffMember) -> str:
    """A fresh one-use link; earlier ones stop working. The old password works until the link is used."""
    authorize(actor, Action.MANAGE_TEAM)
    if person.disabled_at is not None:
        raise Conflict("staff_disabled")
    audit.write(actor, "staff.link_made", f"staff:{person.public_id}")
    return _link(person)


def choose_password(token: str, password_hash: str) -> StaffMember:
    """Uses the link up; every log-in made with the old password ends."""
    invitation = queries.invitation(token)
    # One conditional update: two clicks at once must not both count.
    unused = update(Invitation).where(Invitation.id == invitation.id, Invitation.used_at.is_(None))
    if not changed(unused.values(used_at=clock.now())):
        raise Conflict("invitation_over")
    person = invitation.staff
    person.password_hash = password_hash
    end_all(person)
    audit.write(person, "staff.password_chosen", f"staff:{person.public_id}")
    return person


def change_password(person: StaffMember, password_hash: str, keep_token: str | None = None) -> None:
    """Their own new password; their other log-ins end."""
    person.password_hash = password_hash
    end_all(person, keep_token)
    audit.write(person, "staff.password_changed", f"staff:{person.public_id}")


def change_role(actor: Actor, person: StaffMember, role: str) -> None:
    """Takes effect with the person's next click: the role is read anew each time."""
    authorize(actor, Action.MANAGE_TEAM)
    wanted = _role(role)
    if person.role == Role.COORDINATOR and wanted != Role.COORDINATOR:
        _refuse_last_coordinator(person)
    person.role = wanted
    audit.write(actor, f"staff.role_{wanted}", f"staff:{person.public_id}")


def change_details(
    actor: Actor, person: StaffMember, name: str, languages: Iterable[str], limit: str, shown: str | None = None
) -> None:
    """Name, what visitors see of it, languages, how many chats at once: one's own, or a colleague's for a coordinator."""
    if actor.public_id != person.public_id:
        authorize(actor, Action.MANAGE_TEAM)
    person.name = _name(name)
    person.languages = _languages(languages)
    person.limit = _limit(limit)
    if shown is not None and _shown(shown) != person.shown:
        person.shown = _shown(shown)
        counter.bump(counter.CONTENT)  # it stands on pages that say who checked
    audit.write(actor, "staff.details_changed", f"staff:{person.public_id}")


def disable(actor: Actor, person: StaffMember) -> None:
    """Ends log-ins and links at once; conversations go back to the queue through the event."""
    authorize(actor, Action.MANAGE_TEAM)
    if person.disabled_at is not None:
        return
    if person.role == Role.COORDINATOR:
        _refuse_last_coordinator(person)
    person.disabled_at = clock.now()
    end_all(person)
    _void_links(person)
    audit.write(actor, "staff.disabled", f"staff:{person.public_id}")
    record(StaffDisabled(person.public_id, person.id))


def enable(actor: Actor, person: StaffMember) -> None:
    """Lets somebody in again, with the password they had."""
    authorize(actor, Action.MANAGE_TEAM)
    if person.disabled_at is None:
        return
    person.disabled_at = None
    audit.write(actor, "staff.enabled", f"staff:{person.public_id}")


def add_demo(actor: Actor, email: str, name: str, role: Role, languages: Iterable[str], password_hash: str) -> None:
    """A practice account, marked as one; only the command line on this machine makes them."""
    authorize(actor, Action.MANAGE_TEAM)
    person = StaffMember(email=_email(email), name=name, role=role, languages=_languages(languages), demo=True)
    person.password_hash = password_hash
    session.add(person)
    session.flush()
    audit.write(actor, "staff.demo_added", f"staff:{person.public_id}")


def _link(person: StaffMember) -> str:
    _void_links(person)
    token = new_token()
    expires = clock.now() + timedelta(hours=LINK_HOURS)
    session.add(Invitation(token_hash=digest(token), staff_id=person.id, expires_at=expires))
    return token


def _void_links(person: StaffMember) -> None:
    session.execute(
        update(Invitation)
        .where(Invitation.staff_id == person.id, Invitation.used_at.is_(None))
        .values(used_at=clock.now())
    )


def _refuse_last_coordinator(person: StaffMember) -> None:
    # Locked together, so that two coordinators cannot demote each other at the same moment.
    session.execute(select(StaffMember.id).where(StaffMember.role == Role.COORDINATOR).with_for_update()).all()
    if person.active and not queries.other_coordinators(person):
        raise Conflict("last_coordinator")


def _email(typed: str) -> str:
    email = queries.normal_email(clean(typed, 254))
    if not EMAIL.fullmatch(email):
        raise Invalid("email_wrong")
    if queries.member_by_email(email) is not None:
        raise Conflict("email_taken")
    return email


def _name(typed: str) -> str:
    name = " ".join(accept(typed, 80).text.split())
    if not name:
        raise Invalid("name_missing")
    return name


def _role(typed: str) -> Role:
    if typed not in set(Role):
        raise Invalid("value_wrong")
    return Role(typed)


def _shown(typed: str) -> Shown:
    if typed not in set(Shown):
        raise Invalid("value_wrong")
    return Shown(typed)


def _languages(typed: Iterable[str]) -> list[str]:
    wanted = set(typed)
    return [code for code in locales() if code in wanted]


def _limit(typed: str) -> int:
    if not typed.isdecimal() or len(typed) > 2 or int(typed) not in LIMITS:
        raise Invalid("value_wrong")
    return int(typed)
