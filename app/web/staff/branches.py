"""The libraries' own pages: what is missing on each, and the form with address, hours and what is offered. For editors."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import clock
from app.core.errors import Conflict, DomainError, NotFound
from app.core.unit import unit_of_work
from app.domain.directory import branch_services, branches
from app.domain.directory.branch_services import BranchRefused
from app.domain.directory.branches import Branch
from app.domain.places.areas import places
from app.web.day_rows import day_row
from app.web.page import page
from app.web.session import me
from app.web.staff import branch_form, words
from app.web.staff.blueprint import bp


@bp.get("/branches", endpoint="branches")
def branch_list() -> Response:
    """Every library by municipality, and what nobody has told us of it."""
    every = places()
    towns: dict[str, list[Branch]] = {}
    for known in branches.branches().values():
        towns.setdefault(known.place.parent or "", []).append(known)
    return page(
        "staff/branches/branches.html",
        towns=[(every.get(code), found) for code, found in towns.items()],
        wanted=branch_form.wanted(),
        moment=clock.now(),
    )


@bp.get("/branches/<code>")
def branch(code: str) -> Response:
    known = _known(code)
    return _form(known, branch_form.given(known))


@bp.post("/branches/<code>")
def change_branch(code: str) -> AnyResponse:
    draft = branch_form.draft(request.form)
    try:
        with unit_of_work():
            branch_services.change(me(), code, draft)
    except (BranchRefused, Conflict) as error:
        return _form(_known(code), draft, error)
    return redirect(url_for("staff.branch", code=code, said="branch"), 303)


def _known(code: str) -> Branch:
    found = branches.fresh(code)
    if found is None:
        raise NotFound("area_not_found")
    return found


def _form(known: Branch, draft: branch_services.Draft, error: DomainError | None = None) -> Response:
    """What was typed stays as it was; beside it stands what visitors read now."""
    return page(
        "staff/branches/branch.html",
        status=200 if error is None else 409 if isinstance(error, Conflict) else 422,
        known=known,
        above=branch_form.above(known),
        draft=draft,
        errors=branch_form.errors(error),
        weekdays=words.weekdays(),
        lines=branch_form.lines(draft),
        offers=branch_form.offers(known),
        holidays=branch_form.holidays(),
        note_language=branch_form.note_language(known),
        missing=branch_form.missing(known),
        week=[day_row(one, place == 0) for place, one in enumerate(known.coming())],
        said=words.done(request.args.get("said")),
    )
