"""Log in, log out, and choose a password by a one-use link."""

from __future__ import annotations

import re

from flask import Response, redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.accounts import attempts, passwords, queries, services, sessions
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import login as browser
from app.web.staff import login_number
from app.web.staff.blueprint import bp
from app.web.staff.words import done

# Only back to a staff page of ours: "//elsewhere" and "/\elsewhere" are other people's sites.
OURS = re.compile(r"/[A-Za-z_]+/staff(?:[/?][^\\\x00-\x20]*)?")


@bp.get("/log-in")
def login() -> AnyResponse:
    """The form; whoever is logged in already goes on."""
    if current_user.is_authenticated:
        return redirect(_wanted(), 303)
    return page("staff/login/login.html", wanted=_wanted(), said=done(request.args.get("said")))


@bp.post("/log-in")
def log_in() -> AnyResponse:
    email, address = request.form.get("email", ""), request.remote_addr or ""
    try:
        attempts.note(address, email)
        person = queries.authenticate(email, request.form.get("password", ""))
        if person.totp:
            return login_number.ask(person, _wanted())
        with unit_of_work():
            token = sessions.begin(person, before=browser().token)
    except DomainError as error:
        return _again(error, email)
    attempts.forget(address, email)
    browser().begin(token)
    return redirect(_wanted(), 303)


@bp.post("/log-out")
def logout() -> AnyResponse:
    token = browser().token
    with unit_of_work():
        sessions.end_token(token or "")
    browser().end()
    return redirect(url_for("staff.login", said="out"), 303)


@bp.get("/invitation/<token>")
def invitation(token: str) -> Response:
    """Shows the form and changes nothing: mail programs look at links before people do."""
    return page("staff/login/invitation.html", person=queries.invitation(token).staff, token=token)


@bp.post("/invitation/<token>")
def use_invitation(token: str) -> AnyResponse:
    person = queries.invitation(token).staff
    try:
        kept = passwords.make(request.form.get("password", ""))
    except DomainError as error:
        problem = sentence(error)
        return page("staff/login/invitation.html", status=422, person=person, token=token, problem=problem)
    with unit_of_work():
        services.choose_password(token, kept)
    return redirect(url_for("staff.login", said="password"), 303)


def _again(error: DomainError, email: str) -> Response:
    status = 429 if error.code == "login_too_many" else 422
    response = page(
        "staff/login/login.html", status=status, wanted=_wanted(), email=email[:254], problem=sentence(error)
    )
    if "retry_after" in error.data:
        response.headers["Retry-After"] = str(error.data["retry_after"])
    return response


def _wanted() -> str:
    """Where to go afterwards."""
    wanted = request.values.get("next", "")
    return wanted if OURS.fullmatch(wanted) else f"/{i18n.current().code}/staff/"
