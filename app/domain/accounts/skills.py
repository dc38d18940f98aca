"""What not everybody on the team can: the list, kept by coordinators, and who has what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, func, select

from app.core import clock
from app.core.db import session
from app.core.errors import Conflict, Invalid, NotFound
from app.core.i18n import locales
from app.core.text import accept
from app.domain.accounts import audit
from app.domain.accounts.models import Skill, StaffMember, StaffSkill
from app.domain.accounts.permissions import Action, Actor, authorize

LONGEST = 60
MOST = 60


def every(archived: bool = False) -> Sequence[Skill]:
    """The list in its order; or what was put away, the latest first."""
    if archived:
        query = select(Skill).where(Skill.archived_at.is_not(None)).order_by(Skill.archived_at.desc())
    else:
        query = select(Skill).where(Skill.archived_at.is_(None)).order_by(Skill.position, Skill.id)
    return session.scalars(query).all()


def one(public_id: str) -> Skill:
    """A skill, put away or not; NotFound for a wrong id."""
    found = session.scalars(select(Skill).where(Skill.public_id == public_id)).first()
    if found is None:
        raise NotFound("skill_gone")
    return found


def listed(public_id: str) -> Skill:
    """One that can be asked for: on the list. Conflict("skill_gone") where it is not, or not any more."""
    query = select(Skill).where(Skill.public_id == public_id, Skill.archived_at.is_(None))
    found = session.scalars(query).first()
    if found is None:
        raise Conflict("skill_gone")
    return found


def of(staff_id: int) -> list[str]:
    """The public ids of what somebody can, in the list's order."""
    query = select(Skill.public_id).join(StaffSkill, StaffSkill.skill_id == Skill.id)
    mine = query.where(StaffSkill.staff_id == staff_id, Skill.archived_at.is_(None))
    return list(session.scalars(mine.order_by(Skill.position, Skill.id)))


def members_with(public_id: str) -> list[StaffMember]:
    """Everybody with this skill who works here now."""
    query = select(StaffMember).join(StaffSkill, StaffSkill.staff_id == StaffMember.id)
    theirs = query.join(Skill, Skill.id == StaffSkill.skill_id).where(Skill.public_id == public_id)
    found = theirs.where(StaffMember.disabled_at.is_(None), Skill.archived_at.is_(None))
    return list(session.scalars(found.order_by(func.lower(StaffMember.name))))


def named() -> dict[int, list[dict[str, str]]]:
    """The names of what each can, by the row of the member: for lists in which a colleague is chosen."""
    query = select(StaffSkill.staff_id, Skill.names).join(Skill, Skill.id == StaffSkill.skill_id)
    found: dict[int, list[dict[str, str]]] = {}
    for staff_id, names in session.execute(query.where(Skill.archived_at.is_(None)).order_by(Skill.position, Skill.id)):
        found.setdefault(staff_id, []).append(names)
    return found


def counts() -> dict[int, int]:
    """How many who work here have each skill, by its row."""
    query = select(StaffSkill.skill_id, func.count()).join(StaffMember, StaffMember.id == StaffSkill.staff_id)
    rows = session.execute(query.where(StaffMember.disabled_at.is_(None)).group_by(StaffSkill.skill_id))
    return {row[0]: row[1] for row in rows}


def add(actor: Actor, names: Mapping[str, str]) -> Skill:
    """A new one, at the end of the list."""
    authorize(actor, Action.MANAGE_TEAM)
    if len(every()) >= MOST:
        raise Conflict("skills_full", most=MOST)
    last = session.execute(select(func.coalesce(func.max(Skill.position), 0))).scalar_one()
    made = Skill(names=_names(names), position=last + 1)
    session.add(made)
    session.flush()
    audit.write(actor, "skill.added", f"skill:{made.public_id}")
    return made


def rename(actor: Actor, public_id: str, names: Mapping[str, str]) -> None:
    authorize(actor, Action.MANAGE_TEAM)
    found = one(public_id)
    found.names = _names(names, found)
    audit.write(actor, "skill.renamed", f"skill:{public_id}")


def put_away(actor: Actor, public_id: str) -> None:
    """Off the list. Who had it has it again when it comes back."""
    authorize(actor, Action.MANAGE_TEAM)
    one(public_id).archived_at = clock.now()
    audit.write(actor, "skill.put_away", f"skill:{public_id}")


def put_back(actor: Actor, public_id: str) -> None:
    authorize(actor, Action.MANAGE_TEAM)
    found = one(public_id)
    _refuse_twins(found.names, found)
    found.archived_at = None
    audit.write(actor, "skill.put_back", f"skill:{public_id}")


def choose(actor: Actor, person: StaffMember, public_ids: Iterable[str]) -> None:
    """What somebody can, in place of what stood there: one's own, or a colleague's for a coordinator."""
    if actor.public_id != person.public_id:
        authorize(actor, Action.MANAGE_TEAM)
    wanted = set(public_ids)
    listed = {skill.id: skill.public_id in wanted for skill in every()}
    session.execute(delete(StaffSkill).where(StaffSkill.staff_id == person.id, StaffSkill.skill_id.in_(listed)))
    session.add_all(StaffSkill(staff_id=person.id, skill_id=row) for row, chosen in listed.items() if chosen)
    session.flush()


def _names(given: Mapping[str, str], but: Skill | None = None) -> dict[str, str]:
    """One name at least; in whichever of our languages were given."""
    names = {code: " ".join(accept(given.get(code, ""), LONGEST).text.split()) for code in locales()}
    kept = {code: name for code, name in names.items() if name}
    if not kept:
        raise Invalid("skill_unnamed")
    _refuse_twins(kept, but)
    return kept


def _refuse_twins(names: Mapping[str, str], but: Skill | None) -> None:
    """Two of one name could not be told apart."""
    for other in every():
        if other is not but and any(
            other.names.get(code, "").casefold() == name.casefold() for code, name in names.items()
        ):
            raise Conflict("skill_there")
