"""Who stands where in a conversation, in words: who handed it over, who is beside whom, who is told of it first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import g, url_for
from flask_login import current_user

from app.core import i18n
from app.core.i18n import gettext as _
from app.domain.accounts import skills
from app.domain.chat import beside, handing, presence, shift_room, telling
from app.domain.chat.handing import Sent
from app.domain.chat.queries import DeskRow
from app.domain.chat.telling import Member, Wanted
from app.domain.chat.terms import Status, Way
from app.domain.guides.titles import matter_titles

# The latest lines of the room of the shift that stand at the desk.
ROOM_LINES = 30


@dataclass(frozen=True)
class Asked:
    """A row of where I am beside a colleague, or asked to be."""

    id: str
    url: str
    name: str
    state: str
    joined: bool
    current: bool


def of(row: Any, mine: bool) -> dict[str, Any]:
    """What stands above the log about colleagues, of a row that was read just now."""
    is_open = row.status != Status.CLOSED
    here = beside.everybody(row.id) if row.beside_at is not None and is_open else []
    me_here = next((one for one in here if one.public_id == current_user.public_id and not one.declined), None)
    joined = bool(me_here and me_here.joined and me_here.way is Way.GUEST and row.status == Status.ACTIVE)
    handed = mine and row.status == Status.ACTIVE and row.handed_at is not None
    return {
        "handed": handed,
        "handed_by": handing.sender_of(row.handed_by_id) if handed else "",
        "came_back": handed and row.handed_by_id is None,
        "free": row.assignee_id is None,
        "holder": row.staff_name or "",
        "way": str(me_here.way) if me_here and not mine and row.status == Status.ACTIVE else "",
        "joined": joined,
        "writes": mine or joined,
        "asks": row.skill_id if row.assignee_id is None else None,
        "here": [one for one in here if one.public_id != current_user.public_id],
    }


def lists(shown: str | None) -> dict[str, Any]:
    """What stands in the lists beside what is mine: where I am brought in, and what I handed over."""
    return {
        "asked_in": [_asked(one, shown) for one in beside.mine(current_user.id)],
        "handed_on": [(one, _sent(one)) for one in handing.sent_by(current_user.id)],
    }


def _asked(one: beside.Asked, shown: str | None) -> Asked:
    return Asked(
        id=one.public_id,
        url=url_for("staff.conversation", public_id=one.public_id, _anchor="desk_talk"),
        name=one.first_name or _("Visitor"),
        state=_state(one),
        joined=one.joined,
        current=one.public_id == shown,
    )


def _state(one: beside.Asked) -> str:
    if one.way is Way.READER:
        return _("You read along with %(name)s", name=one.holder)
    if one.joined:
        return _("You help %(name)s", name=one.holder) if one.holder else _("Nobody has it just now")
    return _("%(name)s asks you to come in", name=one.invited_by)


def _sent(one: Sent) -> str:
    if one.answer is handing.Answer.TAKEN:
        return _("%(name)s has taken it", name=one.colleague)
    if one.answer is handing.Answer.SEEN:
        return _("%(name)s has seen it", name=one.colleague)
    return _("%(name)s has not seen it yet", name=one.colleague)


def around(shown: dict[str, Any] | None) -> dict[str, Any]:
    """Whom else it can go to: those with a skill; and who can be brought in. Of somebody who waits, what they ask for."""
    if shown and shown["free"] and shown["status"] != Status.CLOSED:
        return {"askable": [(one.public_id, i18n.say(one.names), one.id == shown["asks"]) for one in skills.every()]}
    if not shown or not shown["mine"] or shown["status"] != Status.ACTIVE:
        return {}
    known = [(f"skill-{one.public_id}", i18n.say(one.names), one) for one in skills.every()]
    taken = {one.public_id for one in shown["here"] if not one.declined}
    there = [one for one in presence.at_desk() if one.id != current_user.id and one.public_id not in taken]
    return {
        "skills": [(value, name) for value, name, _one in known],
        "suggested": next((value for value, _n, one in known if _fits(one.names, shown["matter"])), ""),
        "can_come": [(one.public_id, one.name) for one in there],
    }


def room() -> dict[str, Any]:
    """What the part of the desk shows of the room of the shift."""
    return {"shift": shift_room.lines(ROOM_LINES), "shift_most": ROOM_LINES}


def _fits(names: dict[str, str], matter: str | None) -> bool:
    """Whether a skill is called as the matter is, in any language: then it is proposed, never chosen for anybody."""
    titles = matter_titles(matter) if matter else {}
    return any(name and name.casefold() in titles.get(code, "").casefold() for code, name in names.items())


def _team() -> list[Member]:
    """Who is online with what they can, read once a request."""
    if "tellable" not in g:
        g.tellable = telling.members()
    found: list[Member] = g.tellable
    return found


def _skill_names() -> dict[int, str]:
    if "skill_names" not in g:
        g.skill_names = {one.id: i18n.say(one.names) for one in skills.every()}
    found: dict[int, str] = g.skill_names
    return found


def calls(row: DeskRow) -> bool:
    """Whether somebody who waits is told to me by now; claim them anybody may."""
    if not row.narrow:
        return True
    return current_user.id in telling.told(Wanted(row.locale, row.skill), _team())


def asks_for(row: DeskRow) -> str:
    """The skill a row in the queue asks for, in a word to me."""
    name = _skill_names().get(row.skill) if row.skill else None
    if name is None:
        return ""
    mine = next((one for one in _team() if one.id == current_user.id), None)
    if mine and row.skill in mine.skills:
        return _("For you: %(skill)s", skill=name)
    return _("Asks for: %(skill)s", skill=name)
