"""The list of skills: what it holds, in the interface's languages. For coordinators."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.accounts import skills
from app.domain.chat import asking_for
from app.domain.guides import queries as guides
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import me
from app.web.staff import words
from app.web.staff.blueprint import bp


@bp.get("/skills", endpoint="skills")
def skills_page() -> Response:
    return _list()


@bp.post("/skills")
def add_skill() -> AnyResponse:
    try:
        with unit_of_work():
            made = skills.add(me(), _names(request.form))
    except DomainError as error:
        return _list(error, _names(request.form))
    return redirect(url_for("staff.skills", said="skill-added", _anchor=f"skill-{made.public_id}"), 303)


@bp.get("/skills/<public_id>")
def skill(public_id: str) -> Response:
    return _one(public_id, said=words.done(request.args.get("said")))


@bp.post("/skills/<public_id>")
def change_skill(public_id: str) -> AnyResponse:
    given = _names(request.form)
    try:
        with unit_of_work():
            skills.rename(me(), public_id, given)
    except DomainError as error:
        return _one(public_id, 422, given=given, problem=sentence(error))
    return redirect(url_for("staff.skills", said="saved"), 303)


@bp.post("/skills/<public_id>/matters")
def choose_skill_matters(public_id: str) -> AnyResponse:
    with unit_of_work():
        asking_for.choose(me(), public_id, request.form.getlist("matter"))
    return redirect(url_for("staff.skill", public_id=public_id, said="saved"), 303)


@bp.post("/skills/<public_id>/put-away")
def put_skill_away(public_id: str) -> AnyResponse:
    with unit_of_work():
        skills.put_away(me(), public_id)
    return redirect(url_for("staff.skills", said="skill-away", undo=public_id), 303)


@bp.post("/skills/<public_id>/put-back")
def put_skill_back(public_id: str) -> AnyResponse:
    try:
        with unit_of_work():
            skills.put_back(me(), public_id)
    except DomainError as error:
        return _list(error)
    return redirect(url_for("staff.skills", said="skill-back"), 303)


def options() -> list[tuple[str, str]]:
    """Every skill by the reader's name for it, for a form."""
    return [(row.public_id, i18n.say(row.names)) for row in skills.every()]


def _languages() -> list[i18n.Locale]:
    """The reader's own first."""
    return sorted(i18n.locales().values(), key=lambda locale: locale.code != i18n.current().code)


def _names(form: Mapping[str, str]) -> dict[str, str]:
    return {code: form.get(f"name-{code}", "") for code in i18n.locales()}


def _who(public_id: str) -> list[str]:
    return [person.name for person in skills.members_with(public_id)]


def _one(public_id: str, status: int = 200, **more: Any) -> Response:
    found = skills.one(public_id)
    chosen = asking_for.matters_of(found)
    shown = {"given": found.names, "languages": _languages(), "who": _who(public_id), "chosen": chosen}
    shelves = [(topic.names, guides.matters_on(topic.slug)) for topic in guides.topics()]
    return page("staff/skills/skill.html", status=status, skill=found, shelves=shelves, **{**shown, **more})


def _list(error: DomainError | None = None, given: Mapping[str, str] | None = None) -> Response:
    return page(
        "staff/skills/skills.html",
        status=422 if error else 200,
        rows=skills.every(),
        away=skills.every(archived=True),
        counts=skills.counts(),
        languages=_languages(),
        given=given or {},
        problem=sentence(error) if error else None,
        said=words.done(request.args.get("said")),
        undo=request.args.get("undo", ""),
    )
