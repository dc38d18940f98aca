"""The team's rules for its chat, and whom it has blocked for a time. For coordinators."""

from __future__ import annotations

from dataclasses import asdict

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import DomainError, Invalid
from app.core.unit import unit_of_work
from app.domain.chat import blocks, rules
from app.domain.chat.terms import AtClosing
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import me
from app.web.staff import undo, words
from app.web.staff.blueprint import bp


@bp.get("/chat-rules")
def chat_rules() -> Response:
    return _rules(request.args.get("said"))


@bp.post("/chat-rules")
def change_chat_rules() -> AnyResponse:
    """Saves them all, or shows which one cannot be."""
    before = rules.now()
    try:
        with unit_of_work():
            rules.change(me(), request.form)
    except Invalid as error:
        return _rules(None, error)
    return _back(before)


@bp.post("/chat-rules/defaults")
def default_chat_rules() -> AnyResponse:
    before = rules.now()
    with unit_of_work():
        rules.to_defaults(me())
    return _back(before)


@bp.post("/chat-rules/blocks/<public_id>/lift")
def lift_block(public_id: str) -> AnyResponse:
    with unit_of_work():
        blocks.lift(me(), public_id)
    return redirect(url_for("staff.chat_rules", said="block-lifted", _anchor="blocks"), 303)


def _back(before: rules.Rules) -> AnyResponse:
    """What was in force before comes along, so that it can be put back."""
    now = rules.now()
    kept = None if before == now else undo.sealed(_written(before), _written(now))
    return redirect(url_for("staff.chat_rules", said="chat-rules", undo=kept), 303)


def _before() -> dict[str, str]:
    """What was in force before the change this page tells of, by its name in the form."""
    carried = undo.opened(request.args.get("undo", ""), _written(rules.now()))
    return dict(zip(asdict(rules.DEFAULTS), carried.split("-"), strict=True)) if carried else {}


def _written(given: rules.Rules) -> str:
    return "-".join(map(str, asdict(given).values()))


def _rules(said: str | None, error: DomainError | None = None) -> Response:
    return page(
        "staff/chat_rules/chat_rules.html",
        status=422 if error else 200,
        errors={str(error.data["field"]): sentence(error)} if error else {},
        given=request.form if error else asdict(rules.now()),
        most=rules.MOST,
        usual=asdict(rules.DEFAULTS),
        said=words.done(said),
        undo=_before() if said else {},
        at_closing=list(AtClosing),
        blocks=blocks.in_force(),
    )
