"""Question trees: the list, each with its proof and picture, taking one offline and putting it back. For editors."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import Conflict, DomainError, Invalid
from app.core.unit import unit_of_work
from app.domain.triage import drafts, editing
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import me
from app.web.staff import flow_list, gaps, words
from app.web.staff.blueprint import bp
from app.web.staff.flow_outline import shown


@bp.get("/flows")
def flows() -> Response:
    said = words.done(request.args.get("said"))
    return page("staff/flows/flows.html", rows=flow_list.rows(), said=said)


@bp.get("/flows/<slug>")
def flow(slug: str) -> AnyResponse:
    if drafts.kept(slug).is_new:
        return redirect(url_for("staff.flow_draft", slug=slug, said=request.args.get("said")))
    return _flow(slug)


@bp.post("/flows/<slug>/offline")
def hide_flow(slug: str) -> AnyResponse:
    try:
        with unit_of_work():
            editing.take_offline(me(), slug)
    except (Invalid, Conflict) as error:
        return _flow(slug, error)
    return redirect(url_for("staff.flow", slug=slug, said="flow-offline"), 303)


@bp.post("/flows/<slug>/back")
def show_flow(slug: str) -> AnyResponse:
    try:
        with unit_of_work():
            editing.put_back(me(), slug)
    except (Invalid, Conflict) as error:
        return _flow(slug, error)
    return redirect(url_for("staff.flow", slug=slug, said="flow-back"), 303)


def _flow(slug: str, error: DomainError | None = None) -> Response:
    """The tree as visitors see it, or would if it were put back."""
    kept = drafts.kept(slug)
    row, found = flow_list.row(kept), drafts.gaps(kept.planted())
    return page(
        "staff/flows/flow.html",
        status=409 if error else 200,
        row=row,
        kept=kept,
        lines=gaps.lines(found),
        shown=shown(kept.planted(), request.args.get("language", "")),
        here_url=url_for("staff.flow", slug=slug),
        problem=sentence(error) if error else "",
        said=words.done(request.args.get("said")) if error is None else "",
    )
