"""Name, what visitors see of it, languages, skills, chats at once: one form, for oneself and for a colleague."""

from __future__ import annotations

from typing import Any

from flask import request

from app.domain.accounts import services, skills
from app.domain.accounts.queries import StaffMember
from app.web.session import me
from app.web.staff import words
from app.web.staff.skills import options


def save(person: StaffMember) -> None:
    """Everything in the form, inside the open unit of work. A form without skills leaves them as they are."""
    form = request.form
    services.change_details(
        me(), person, form.get("name", ""), form.getlist("languages"), form.get("limit", ""), form.get("shown")
    )
    if "with_skills" in form:
        skills.choose(me(), person, form.getlist("skills"))


def shown(person: StaffMember, typed: bool = False) -> dict[str, Any]:
    """What the form shows: what stands there, or what was typed and refused."""
    form = request.form
    given: dict[str, Any] = {
        "name": person.name,
        "shown": person.shown,
        "languages": person.languages,
        "limit": person.limit,
        "skills": skills.of(person.id),
    }
    if typed:
        given = {**form.to_dict(), "languages": form.getlist("languages"), "skills": form.getlist("skills")}
    limits = [(count, count) for count in services.LIMITS]
    return {"details": given, "languages": words.languages(), "skills": options(), "limits": limits}
