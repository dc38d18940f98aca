"""Check this contact: every phone and link, where it came from, and who looked it up when."""

from __future__ import annotations

from collections import Counter

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.directory import checkbook, link_checks, services
from app.domain.directory.checkbook import Contact
from app.domain.directory.terms import CheckState
from app.web.filters import say_number
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import me
from app.web.staff import words
from app.web.staff.blueprint import bp

FIELDS = {"source_missing": "source", "result_missing": "result"}


@bp.get("/contacts")
def contacts() -> Response:
    """The list, what needs somebody first; `state`, `country` and `urgent` narrow it."""
    every = checkbook.contacts()
    return page(
        "staff/contacts/contacts.html",
        fragments=("contacts",),
        rows=[row for row in every if _wanted(row)],
        filters=_filters(every),
        total=len(every),
        states=words.states(),
        confidence=words.confidence,
        countries=words.countries(row.organization.country for row in every),
        silent=link_checks.silent(),
        chosen=request.args,
    )


@bp.get("/contacts/<kind>/<public_id>")
def contact(kind: str, public_id: str) -> Response:
    return _contact(checkbook.contact(kind, public_id))


@bp.post("/contacts/<kind>/<public_id>")
def check_contact(kind: str, public_id: str) -> AnyResponse:
    form = request.form
    given = (form.get(name, "") for name in ("seen", "result", "source", "note", "corrected"))
    finding = services.Finding(*given)
    try:
        with unit_of_work():
            services.record_check(me(), kind, public_id, finding)
    except DomainError as error:
        problem = {FIELDS.get(error.code, "corrected"): sentence(error)}
        return _contact(checkbook.contact(kind, public_id), 422, problem)
    said = _said(finding, checkbook.contact(kind, public_id))
    return redirect(url_for("staff.contact", kind=kind, public_id=public_id, said=said), 303)


def _said(finding: services.Finding, after: Contact) -> str:
    if finding.result == "wrong":
        return "corrected" if finding.corrected.strip() else "hidden"
    return "second" if after.state is CheckState.NEEDS_SECOND else "checked"


def _filters(every: list[Contact]) -> list[tuple[str, str]]:
    """The states to choose from, with how many there are."""
    counts = Counter(row.state for row in every)
    return [(state, f"{name} ({say_number(counts[state])})") for state, (name, _kind, _icon) in words.states().items()]


def _wanted(row: Contact) -> bool:
    chosen = request.args
    return (
        chosen.get("state", "") in ("", row.state)
        and chosen.get("country", "") in ("", (row.organization.country or "").upper())
        and (not chosen.get("urgent") or row.urgent)
    )


def _contact(row: Contact, status: int = 200, errors: dict[str, str] | None = None) -> Response:
    return page(
        "staff/contacts/contact.html",
        status=status,
        row=row,
        errors=errors or {},
        given=request.form,
        said=words.done(request.args.get("said")),
        states=words.states(),
        confidence=words.confidence,
        silent=link_checks.silent(),
        mine=any(check.checker_id == me().id and check.value == row.value for check in row.checks),
    )
