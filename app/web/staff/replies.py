"""Prepared replies: the list, and the form with all languages. Everybody keeps their own, editors what is everybody's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.errors import Conflict, Invalid
from app.core.unit import unit_of_work
from app.domain.accounts.permissions import Action, may
from app.domain.replies import queries, services
from app.domain.replies.queries import ReplyView
from app.domain.replies.terms import SHORTCUT_ROOM, TEXT_ROOM, TITLE_ROOM
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import me
from app.web.staff import reply_form, words
from app.web.staff.blueprint import bp


@bp.get("/replies")
def replies() -> Response:
    """The replies I may see, narrowed by whose they are, their matter and words."""
    every, chosen = queries.listed(me()), request.args
    return page(
        "staff/replies/replies.html",
        rows=reply_form.wanted(every, chosen),
        total=len(every),
        tabs=reply_form.tabs(every, chosen),
        matters=reply_form.matters(),
        editor=may(me(), Action.KEEP_REPLIES),
        chosen=chosen,
        said=words.done(chosen.get("said")),
    )


@bp.get("/replies/new")
def new_reply() -> Response:
    return _form({"source": i18n.current().code, "whose": "mine"})


@bp.post("/replies/new")
def add_reply() -> AnyResponse:
    form = request.form
    if form.get("do") == "preview":
        return _form(form)
    try:
        with unit_of_work():
            made = services.add(me(), reply_form.draft(form), shared=form.get("whose") == "shared")
    except (Invalid, Conflict) as error:
        return _form(form, error=error)
    return redirect(url_for("staff.reply", public_id=made, said="reply"), 303)


@bp.get("/replies/<public_id>")
def reply(public_id: str) -> Response:
    row = queries.one(me(), public_id)
    return _form(reply_form.given(row), row)


@bp.post("/replies/<public_id>")
def change_reply(public_id: str) -> AnyResponse:
    form, row = request.form, queries.one(me(), public_id)
    if form.get("do") == "preview":
        return _form(form, row)
    try:
        with unit_of_work():
            services.change(me(), public_id, reply_form.draft(form, row.source), form.get("seen", ""))
    except (Invalid, Conflict) as error:
        return _form(form, queries.one(me(), public_id), error=error)
    return redirect(url_for("staff.reply", public_id=public_id, said="reply"), 303)


@bp.post("/replies/<public_id>/archive")
def archive_reply(public_id: str) -> AnyResponse:
    _do(services.archive, public_id)
    return redirect(url_for("staff.replies", said="reply-archived", undo=public_id), 303)


@bp.post("/replies/<public_id>/bring-back")
def bring_back_reply(public_id: str) -> AnyResponse:
    _do(services.bring_back, public_id)
    return redirect(url_for("staff.reply", public_id=public_id, said="reply-back"), 303)


@bp.post("/replies/<public_id>/propose")
def propose_reply(public_id: str) -> AnyResponse:
    _do(services.propose, public_id)
    return redirect(url_for("staff.reply", public_id=public_id, said="reply-proposed"), 303)


@bp.post("/replies/<public_id>/decline")
def decline_reply(public_id: str) -> AnyResponse:
    _do(services.decline, public_id)
    return redirect(url_for("staff.replies", said="reply-declined"), 303)


@bp.post("/replies/<public_id>/take-over")
def take_over_reply(public_id: str) -> AnyResponse:
    """A proposed reply becomes everybody's; where that shortcut is taken, the page says so."""
    try:
        _do(services.take_over, public_id)
    except Conflict as error:
        row = queries.one(me(), public_id)
        return _form(reply_form.given(row), row, error=error)
    return redirect(url_for("staff.reply", public_id=public_id, said="reply-shared"), 303)


def _do(verb: Callable[[Any, str], None], public_id: str) -> None:
    with unit_of_work():
        verb(me(), public_id)


def _form(given: Mapping[str, str], row: ReplyView | None = None, error: Invalid | Conflict | None = None) -> Response:
    """The form as it was typed. Where a colleague was quicker, what stands now is shown beside it."""
    source = row.source if row else given.get("source", "en")
    moved = row if error is not None and error.code == "reply_moved" else None
    known = i18n.locales()
    home = known.get(source, known["en"])
    errors = {reply_form.field(error): sentence(error)} if error else {}
    return page(
        "staff/replies/reply.html",
        fragments=("preview",),
        status=(409 if isinstance(error, Conflict) else 422) if error else 200,
        row=row,
        given=given,
        home=home,
        others=[one for one in known.values() if one.code != home.code],
        languages=[(one.code, one.name, one.tag) for one in sorted(known.values(), key=lambda one: one is not home)],
        errors=errors,
        stands=_differing(moved, given) if moved else [],
        seen=row.version if row and (moved or request.method == "GET") else given.get("seen", ""),
        matters=reply_form.matters(),
        open_places=reply_form.open_places(),
        states=reply_form.states(),
        rooms={"shortcut": SHORTCUT_ROOM, "title": TITLE_ROOM, "text": TEXT_ROOM},
        editor=may(me(), Action.KEEP_REPLIES),
        said=words.done(request.args.get("said")) if request.method == "GET" else "",
        preview=reply_form.preview(given, home.code, me().first_name) if given.get("do") == "preview" else None,
    )


def _differing(row: ReplyView, given: Mapping[str, str]) -> list[tuple[str, str]]:
    """What a colleague wrote, by language, where it is not what is in the form."""
    return [(code, text) for code, text in row.words.items() if text != given.get(f"text-{code}", "").strip()]
