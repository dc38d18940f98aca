"""The team: who works here, their roles, and how they get in. For coordinators."""

from __future__ import annotations

from typing import Any

from flask import Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.accounts import queries, services
from app.domain.accounts.queries import StaffMember
from app.domain.accounts.tokens import LINK_HOURS
from app.domain.chat import presence
from app.domain.places import queries as places
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import me
from app.web.staff import account_details, words
from app.web.staff.blueprint import bp


@bp.get("/team")
def team() -> Response:
    return page(
        "staff/team/team.html",
        rows=queries.team(),
        role_name=words.role_name,
        said=words.done(request.args.get("said")),
        required=places.second_step_required(),
    )


@bp.get("/team/invite")
def invite() -> Response:
    return _invite_form(200)


@bp.post("/team/invite")
def send_invitation() -> Response:
    form = request.form
    try:
        with unit_of_work():
            person, token = services.invite(
                me(), form.get("email", ""), form.get("name", ""), form.get("role", ""), form.getlist("languages")
            )
    except DomainError as error:
        return _invite_form(422, form, error)
    return _link(person, token)


@bp.get("/team/<public_id>")
def member(public_id: str) -> Response:
    return _member(queries.member(public_id), said=request.args.get("said"))


@bp.post("/team/<public_id>/details")
def change_member(public_id: str) -> AnyResponse:
    person = queries.member(public_id)
    try:
        with unit_of_work():
            account_details.save(person)
    except DomainError as error:
        return _member(person, 422, problem=error, typed=True)
    return _back(public_id, "saved")


@bp.post("/team/<public_id>/role")
def change_role(public_id: str) -> AnyResponse:
    person = queries.member(public_id)
    before = person.role
    try:
        with unit_of_work():
            services.change_role(me(), person, request.form.get("role", ""))
    except DomainError as error:
        return _member(person, 409, problem=error)
    return _back(public_id, "role", before=before)


@bp.post("/team/<public_id>/link")
def new_link(public_id: str) -> Response:
    with unit_of_work():
        person = queries.member(public_id)
        token = services.new_link(me(), person)
    return _link(person, token)


@bp.get("/team/<public_id>/disable")
def disable(public_id: str) -> Response:
    """Asks first: a person may be in the middle of a conversation."""
    return page("staff/team/disable.html", person=queries.member(public_id))


@bp.post("/team/<public_id>/disable")
def disable_member(public_id: str) -> AnyResponse:
    person = queries.member(public_id)
    try:
        with unit_of_work():
            services.disable(me(), person)
            presence.give_back(person.id, promised=True)
    except DomainError as error:
        return _member(person, 409, problem=error)
    return _back(public_id, "disabled")


@bp.post("/team/<public_id>/enable")
def enable_member(public_id: str) -> AnyResponse:
    with unit_of_work():
        services.enable(me(), queries.member(public_id))
    return _back(public_id, "enabled")


def _back(public_id: str, said: str, **more: Any) -> AnyResponse:
    return redirect(url_for("staff.member", public_id=public_id, said=said, **more), 303)


def _member(
    person: StaffMember,
    status: int = 200,
    said: str | None = None,
    problem: DomainError | None = None,
    typed: bool = False,
) -> Response:
    return page(
        "staff/team/member.html",
        status=status,
        person=person,
        said=said,
        words_said=words.done(said),
        problem=sentence(problem) if problem else None,
        roles=words.roles(),
        before=request.args.get("before"),
        **account_details.shown(person, typed),
    )


def _invite_form(status: int, given: Any = None, problem: DomainError | None = None) -> Response:
    field = {"email_wrong": "email", "email_taken": "email", "name_missing": "name"}
    return page(
        "staff/team/invite.html",
        status=status,
        roles=words.roles(),
        languages=words.languages(),
        errors={field.get(problem.code, "role"): sentence(problem)} if problem else {},
        given=given,
        chosen=given.getlist("languages") if given else [],
    )


def _link(person: StaffMember, token: str) -> Response:
    """Answers the POST itself: the link is a secret that is shown once and kept nowhere, not even in an address."""
    site = current_app.config["SETTINGS"].public_url
    link = site + url_for("staff.invitation", token=token)
    return page("staff/team/link.html", person=person, link=link, hours=LINK_HOURS)
