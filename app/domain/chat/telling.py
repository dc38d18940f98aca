"""Who is told of somebody who waits, and when: first those with the skill or the language, after a while everybody."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from app.core import clock
from app.core.db import session
from app.core.unit import record, unit_of_work
from app.domain.accounts.models import Skill, StaffMember, StaffSkill
from app.domain.chat import presence, rules
from app.domain.chat.events import QueueMoved
from app.domain.chat.models import Conversation
from app.domain.chat.terms import Status


@dataclass(frozen=True)
class Wanted:
    """What a conversation asks for. `narrow`: only those who are told first have been told so far."""

    locale: str
    skill: int | None = None
    narrow: bool = True


@dataclass(frozen=True)
class Member:
    """Somebody who is online. Without `languages` they have not said which they speak, and are told of all."""

    id: int
    languages: frozenset[str] = frozenset()
    skills: frozenset[int] = frozenset()


def first(wanted: Wanted, members: Collection[Member]) -> frozenset[int]:
    """Those with the skill who speak the language; else those with the skill; else who speak it; else everybody."""
    everybody = frozenset(one.id for one in members)
    speak = frozenset(one.id for one in members if not one.languages or wanted.locale in one.languages)
    can = frozenset(one.id for one in members if wanted.skill in one.skills)
    if wanted.skill is None:
        return speak or everybody
    return can & speak or can or speak or everybody


def told(wanted: Wanted, members: Collection[Member]) -> frozenset[int]:
    """Who is told as it stands now. Never nobody, while somebody is online."""
    return first(wanted, members) if wanted.narrow else frozenset(one.id for one in members)


def until(wanted: Wanted, members: Collection[Member], moment: datetime, seconds: int) -> datetime | None:
    """Until when only the first are told; None where everybody is at once: nobody fits better than the others."""
    if not seconds or len(first(wanted, members)) == len(members):
        return None
    return moment + timedelta(seconds=seconds)


def members(but: int | None = None) -> list[Member]:
    """Who is online, with what they speak and can."""
    return of([one for one in presence.online() if one.id != but])


def of(people: Collection[StaffMember]) -> list[Member]:
    """These, with what they speak and can."""
    can = _skills_of(people)
    return [Member(one.id, frozenset(one.languages), can.get(one.id, frozenset())) for one in people]


def _skills_of(there: Iterable[StaffMember]) -> dict[int, frozenset[int]]:
    query = select(StaffSkill.staff_id, StaffSkill.skill_id).join(Skill, Skill.id == StaffSkill.skill_id)
    theirs = query.where(StaffSkill.staff_id.in_([one.id for one in there]), Skill.archived_at.is_(None))
    found: dict[int, frozenset[int]] = {}
    for staff_id, skill_id in session.execute(theirs):
        found[staff_id] = found.get(staff_id, frozenset()) | {skill_id}
    return found


def begin(conversation: Conversation, but: int | None = None) -> None:
    """It waits from now on: writes until when only the first are told. `but`: whoever let go of it knows."""
    wanted = Wanted(conversation.locale, conversation.skill_id)
    conversation.wide_at = until(wanted, members(but), clock.now(), rules.now().skill_first)


def run() -> int:
    """Tells everybody of what has waited long enough, once; a verb of the ticker. Returns how many."""
    due = (Conversation.wide_at <= clock.now(), Conversation.erased_at.is_(None))
    if session.execute(select(Conversation.id).where(*due).limit(1)).first() is None:
        return 0
    with unit_of_work() as unit:
        late = unit.session.scalars(
            select(Conversation)
            .where(*due)
            .order_by(Conversation.id)
            .with_for_update(skip_locked=True, of=Conversation)
        ).all()
        for conversation in late:
            conversation.wide_at = None
        if any(one.status in (Status.QUEUED, Status.WAITING) and one.assignee_id is None for one in late):
            record(QueueMoved(arrived=True))
    return len(late)
