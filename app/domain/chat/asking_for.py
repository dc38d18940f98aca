"""What a question asks for by itself: the skill that its matter belongs to; and a colleague who says otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import delete, select

from app.core.db import session
from app.core.errors import Conflict
from app.core.unit import record
from app.domain.accounts import audit, skills
from app.domain.accounts import permissions as team
from app.domain.accounts.models import Skill
from app.domain.chat import log, telling
from app.domain.chat.events import QueueMoved
from app.domain.chat.models import SkillMatter
from app.domain.chat.permissions import Action, StaffActor, authorize
from app.domain.chat.terms import Status
from app.domain.guides.models import Matter


def matters_of(skill: Skill) -> set[str]:
    """The codes of the matters whose questions ask for this skill."""
    query = select(Matter.code).join(SkillMatter, SkillMatter.matter_id == Matter.id)
    return set(session.scalars(query.where(SkillMatter.skill_id == skill.id)))


def choose(actor: team.Actor, public_id: str, codes: Iterable[str]) -> None:
    """Which matters these are, in place of what stood there. Questions that wait already stay as they are."""
    team.authorize(actor, team.Action.MANAGE_TEAM)
    skill = skills.one(public_id)
    session.execute(delete(SkillMatter).where(SkillMatter.skill_id == skill.id))
    chosen = session.scalars(select(Matter.id).where(Matter.code.in_(set(codes))).order_by(Matter.id))
    session.add_all(SkillMatter(skill_id=skill.id, matter_id=row) for row in chosen.all())
    session.flush()
    audit.write(actor, "skill.matters", f"skill:{public_id}")


def of_matter(matter_id: int | None) -> int | None:
    """The skill a new question about this matter asks for: where there are several, one that somebody online has."""
    if matter_id is None:
        return None
    query = select(Skill.id).join(SkillMatter, SkillMatter.skill_id == Skill.id)
    theirs = query.where(SkillMatter.matter_id == matter_id, Skill.archived_at.is_(None))
    found = session.scalars(theirs.order_by(Skill.position, Skill.id)).all()
    if len(found) < 2:
        return found[0] if found else None
    here = frozenset[int]().union(*(one.skills for one in telling.members()))
    return next((one for one in found if one in here), found[0])


def change(actor: StaffActor, public_id: str, skill: str) -> None:
    """What somebody who waits asks for, as a colleague sees it; "" for nothing. Whoever has it is told first, anew."""
    conversation = log.found(public_id)
    if conversation is not None and conversation.assignee is not None:
        raise Conflict("claimed_by_other", name=conversation.assignee.name)
    conversation = authorize(actor, Action.READ, conversation)
    wanted = skills.listed(skill).id if skill else None
    if wanted == conversation.skill_id:
        return
    conversation.skill_id = wanted
    conversation.wide_at = None
    if wanted is not None and conversation.status == Status.QUEUED:
        telling.begin(conversation, but=actor.id)
    log.moved(conversation, also=True)
    record(QueueMoved(arrived=True))
