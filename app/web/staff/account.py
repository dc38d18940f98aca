"""My own account: details, what reaches me, browsers, second step, password, and where I am logged in."""

from __future__ import annotations

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n, mail, push
from app.core.errors import DomainError, Invalid
from app.core.ids import digest
from app.core.unit import unit_of_work
from app.domain.accounts import attempts, browsers, notices, passwords, queries, second, services, sessions
from app.domain.chat import reviews
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import login, me
from app.web.staff import account_details, words
from app.web.staff.blueprint import bp
from app.web.staff.push import kind_of


@bp.get("/account")
def account() -> Response:
    return _account()


@bp.post("/account")
def change_account() -> AnyResponse:
    try:
        with unit_of_work():
            account_details.save(me())
    except DomainError as error:
        return _account(422, {"name": sentence(error)}, typed=True)
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


def _account(status: int = 200, errors: dict[str, str] | None = None, typed: bool = False) -> Response:
    return page(
        "staff/account/account.html",
        status=status,
        person=me(),
        errors=errors or {},
        said=words.done(request.args.get("said")),
        choices=notices.of(me()),
        minutes=notices.MINUTES,
        mail_ready=mail.ready(),
        spoken=[(locale.code, locale.name, locale.tag) for locale in i18n.locales().values()],
        browsers=[(row, kind_of(row.endpoint)) for row in browsers.of(me())],
        push_key=push.public_key(),
        reviews=reviews.unread(me().id),
        codes_left=second.codes_left(me()),
        rows=queries.sessions_of(me()),
        this_one=digest(login().token or ""),
        **account_details.shown(me(), typed),
    )
