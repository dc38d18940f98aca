"""Answers we owe: promising one by a time, the lists of what is due, another time or owner, and taking one over."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.errors import Conflict, DomainError, Invalid, NotFound
from app.core.unit import unit_of_work
from app.domain.chat import followups
from app.domain.chat.followups import Owed
from app.domain.guides.titles import matter_titles
from app.domain.rota import queries as rota
from app.web.errors import status_of
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import me as person
from app.web.staff import due_words, words
from app.web.staff.blueprint import bp
from app.web.staff.conversations import claim_number
from app.web.staff.desk import back_to, me, opened, refusals_at_the_desk, wants_json


@bp.get("/conversation/<public_id>/promise")
@refusals_at_the_desk
def promise_form(public_id: str) -> AnyResponse:
    """By when the answer comes."""
    return _promise_page(public_id)


@bp.post("/conversation/<public_id>/promise")
@refusals_at_the_desk
def promise(public_id: str) -> AnyResponse:
    """ "We'll come back to you", by then."""
    try:
        with unit_of_work():
            followups.promise(me(), public_id, claim_number(), due_words.wish())
    except (Invalid, Conflict) as error:
        if wants_json() or error.code not in due_words.FIELD_OF:
            raise
        return _promise_page(public_id, error)
    return jsonify(promised=True) if wants_json() else back_to(public_id)


@bp.get("/followups")
def followups_list() -> Response:
    """What is due: mine, or everybody's."""
    every = request.args.get("whose") == "all"
    return page(
        "staff/followups/followups.html",
        every=every,
        lists=followups.lists(me(), mine=not every),
        about=about,
        said=words.done(request.args.get("said")),
    )


@bp.get("/followups/<public_id>")
def followup(public_id: str) -> Response:
    return _one_page(public_id)


@bp.post("/followups/<public_id>/due")
def change_due(public_id: str) -> AnyResponse:
    """Another time, with the reason."""
    try:
        with unit_of_work():
            followups.change_due(me(), public_id, claim_number(), due_words.wish(), request.form.get("why", ""))
    except (Invalid, Conflict) as error:
        return _one_page(public_id, error)
    return _listed("due-changed", public_id)


@bp.post("/followups/<public_id>/owner")
def reassign_followup(public_id: str) -> AnyResponse:
    form = request.form
    try:
        with unit_of_work():
            followups.reassign(me(), public_id, claim_number(), form.get("colleague", ""), form.get("note", ""))
    except DomainError as error:
        return _one_page(public_id, error)
    return _listed("followup-handed", public_id)


@bp.post("/followups/<public_id>/take")
def take_followup(public_id: str) -> AnyResponse:
    """What is overdue is anybody's to answer."""
    try:
        with unit_of_work():
            followups.take_over(me(), public_id, claim_number())
    except Conflict as error:
        return _one_page(public_id, error)
    return back_to(public_id)


def about(one: Owed) -> str:
    """What it is about, in a few words that are nobody's secret."""
    parts = (i18n.say(matter_titles(one.matter)) if one.matter else "", i18n.say(one.area_names))
    return " · ".join(part for part in parts if part)


def _listed(said: str, public_id: str) -> AnyResponse:
    try:
        mine = followups.one(me(), public_id).mine
    except NotFound:  # answered meanwhile
        mine = True
    return redirect(url_for("staff.followups_list", whose=None if mine else "all", said=said), 303)


def _promise_page(public_id: str, error: DomainError | None = None) -> Response:
    given = due_words.wish() if error else due_words.wish({})
    more = due_words.shown(given, error)
    return page("staff/followups/promise.html", status=422 if error else 200, open=opened(public_id), **more)


def _one_page(public_id: str, error: DomainError | None = None) -> Response:
    """One of them; where it has been answered meanwhile, that is what is said."""
    try:
        one = followups.one(me(), public_id)
    except NotFound:
        gone = sentence(Conflict("followup_over"))
        lists = followups.lists(me(), mine=True)
        return page("staff/followups/followups.html", status=404, every=False, lists=lists, about=about, problem=gone)
    more: dict[str, Any] = due_words.shown(due_words.wish() if error else due_words.wish({}), error)
    return page(
        "staff/followups/followup.html",
        status=status_of(error) if error else 200,
        one=one,
        about=about(one),
        mine=one.mine,
        may=one.mine or me().role == "coordinator",
        problem=sentence(error) if error else "",
        colleagues=[(who.public_id, who.name) for who in rota.colleagues() if who.id != one.owner_id and who.active],
        given=request.form,
        language=i18n.locales()[one.locale],
        person=person(),
        **more,
    )
