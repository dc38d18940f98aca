"""My own account: name, languages, password, and where I am logged in."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import DomainError, Invalid
from app.core.ids import digest
from app.core.unit import unit_of_work
from app.domain.accounts import attempts, passwords, queries, services, sessions
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import login, me
from app.web.staff import words
from app.web.staff.blueprint import bp


@bp.get("/account")
def account() -> Response:
    return _account()


@bp.post("/account")
def change_account() -> AnyResponse:
    form = request.form
    try:
        with unit_of_work():
            services.change_details(me(), me(), form.get("name", ""), form.getlist("languages"), form.get("limit", ""))
    except DomainError as error:
        return _account(422, {"name": sentence(error)})
    return redirect(url_for("staff.account", said="saved"), 303)


@bp.post("/account/password")
def change_password() -> AnyResponse:
    try:
        kept = _new_password()
    except DomainError as error:
        field = "password" if error.code == "password_short" else "current"
        return _account(422, {field: sentence(error)})
    with unit_of_work():
        services.change_password(me(), kept, keep_token=login().token)
    return redirect(url_for("staff.account", said="new-password"), 303)


@bp.post("/account/sessions/<handle>/end")
def end_session(handle: str) -> AnyResponse:
    with unit_of_work():
        sessions.end_one(me(), handle)
    return redirect(url_for("staff.account", said="ended"), 303)


def _new_password() -> str:
    """The new password's hash, once the old one is right: an unlocked machine is not yet its owner's."""
    attempts.note(request.remote_addr or "", me().email)
    if not passwords.fits(me().password_hash, request.form.get("current", "")):
        raise Invalid("password_wrong")
    return passwords.make(request.form.get("password", ""))


def _account(status: int = 200, errors: dict[str, str] | None = None) -> Response:
    return page(
        "staff/account/account.html",
        status=status,
        person=me(),
        errors=errors or {},
        said=words.done(request.args.get("said")),
        languages=words.languages(),
        limits=[(count, count) for count in services.LIMITS],
        rows=queries.sessions_of(me()),
        this_one=digest(login().token or ""),
    )
