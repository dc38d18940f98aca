"""Writing a question tree: a new one, a part of one as a draft, and publishing, which is proved first. For editors."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.errors import Conflict, DomainError, Invalid
from app.core.unit import unit_of_work
from app.domain.content import flow_parts
from app.domain.guides.queries import topics
from app.domain.triage import drafts, editing
from app.domain.triage.changes import changes
from app.domain.triage.drafts import STRUCTURE
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import me
from app.web.staff import flow_form, flow_list, gaps, words
from app.web.staff.blueprint import bp
from app.web.staff.flow_outline import shown


@bp.get("/flows/new")
def new_flow() -> Response:
    return _new()


@bp.post("/flows/new")
def add_flow() -> AnyResponse:
    form = request.form
    slug, source = form.get("slug", "").strip(), form.get("source", "")
    structure, said = flow_form.example(form.get("title", ""), form.get("topic", ""), source)
    try:
        with unit_of_work():
            editing.begin(me(), slug, source, structure, said)
    except (Invalid, Conflict) as error:
        return _new(error)
    return redirect(url_for("staff.edit_flow", slug=slug, said="flow-begun"), 303)


@bp.get("/flows/<slug>/edit")
def edit_flow(slug: str) -> Response:
    return _edit(slug, request.args.get("part", STRUCTURE))


@bp.post("/flows/<slug>/edit")
def save_flow(slug: str) -> AnyResponse:
    kept, part, typed = drafts.kept(slug), request.form.get("part", ""), request.form.get("typed", "")
    value, problems = flow_parts.read(kept.drafted_tree(), kept.drafted(), flow_form.part(part), typed)
    if problems:
        return _edit(slug, part, typed, [flow_form.told(one) for one in problems])
    try:
        with unit_of_work():
            editing.save(me(), slug, part, value, request.form.get("seen", ""))
    except (Invalid, Conflict) as error:
        return _edit(slug, part, typed, [sentence(error)], moved=isinstance(error, Conflict))
    return redirect(url_for("staff.edit_flow", slug=slug, part=part, said="flow-drafted"), 303)


@bp.get("/flows/<slug>/draft")
def flow_draft(slug: str) -> Response:
    return _draft(slug)


@bp.post("/flows/<slug>/publish")
def publish_flow(slug: str) -> AnyResponse:
    form = request.form
    try:
        with unit_of_work():
            editing.publish(me(), slug, form.get("seen", ""), bool(form.get("minor")), form.getlist("without"))
    except (Invalid, Conflict) as error:
        return _draft(slug, error)
    return redirect(url_for("staff.flow", slug=slug, said="flow-published"), 303)


@bp.get("/flows/<slug>/throw-away")
def ask_throw_flow(slug: str) -> Response:
    """Asks first: what is thrown away is gone."""
    kept = drafts.kept(slug)
    return page(
        "staff/flows/throw.html", kept=kept, title=flow_list.title(kept), seen=drafts.version(kept), diff=changes(kept)
    )


@bp.post("/flows/<slug>/throw-away")
def throw_flow(slug: str) -> AnyResponse:
    try:
        with unit_of_work():
            gone = editing.throw_away(me(), slug, request.form.get("seen", ""))
    except Conflict as error:
        return _draft(slug, error)
    if gone:
        return redirect(url_for("staff.flows", said="flow-thrown"), 303)
    return redirect(url_for("staff.flow", slug=slug, said="flow-thrown"), 303)


def _new(error: DomainError | None = None) -> Response:
    return page(
        "staff/flows/new.html",
        status=422 if error else 200,
        topics=[(one.slug, i18n.say(one.names)) for one in topics()],
        languages=words.languages(),
        given=request.form,
        errors={"source" if error.code == "value_wrong" else "slug": sentence(error)} if error else {},
    )


def _edit(slug: str, part: str, typed: str | None = None, problems: list[str] | None = None, **more: Any) -> Response:
    """One part as it was typed, or as it stands; where a colleague was quicker, theirs beside it."""
    kept, part = drafts.kept(slug), flow_form.part(part)
    tree, structure = kept.drafted_tree(), kept.drafted()
    stands = flow_parts.written(tree, structure, part, kept.part(part))
    source = flow_parts.written(tree, structure, kept.source, kept.part(kept.source))
    return page(
        "staff/flows/edit.html",
        status=(409 if more.get("moved") else 422) if problems else 200,
        kept=kept,
        title=flow_list.title(kept),
        part=part,
        parts=flow_form.parts(kept, part),
        typed=stands if typed is None else typed,
        theirs=stands if more.get("moved") else "",
        source=source if part not in (STRUCTURE, kept.source) else "",
        # Whoever has seen both texts may save over the other; whoever mistyped has seen nothing new.
        seen=request.form.get("seen", "") if problems and not more.get("moved") else drafts.version(kept, part),
        problems=problems or [],
        lines=gaps.lines(drafts.gaps(kept.after())),
        tree=tree,
        said=words.done(request.args.get("said")) if typed is None else "",
    )


def _draft(slug: str, error: DomainError | None = None) -> Response:
    """What would be published: the proof, what changes, the picture."""
    kept = drafts.kept(slug)
    without = set(request.form.getlist("without")) & drafts.lacking(kept).keys()
    after = kept.after(without)
    return page(
        "staff/flows/draft.html",
        status=(409 if isinstance(error, Conflict) else 422) if error else 200,
        kept=kept,
        title=flow_list.title(kept),
        lines=gaps.lines(drafts.gaps(after)),
        diff=changes(kept),
        lacking=drafts.lacking(kept),
        counted=flow_form,
        without=without,
        behind=drafts.left_behind(kept),
        minor=bool(request.form.get("minor")),
        seen=drafts.version(kept),
        shown=shown(after, request.args.get("language", "")),
        tree=after.tree,
        here_url=url_for("staff.flow_draft", slug=slug),
        problem=sentence(error) if error else "",
        said=words.done(request.args.get("said")) if error is None else "",
    )
