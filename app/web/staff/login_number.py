"""The second step of a log-in: after the right password, a number or a recovery code, on a page of its own."""

from __future__ import annotations

from flask import Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.config import Settings
from app.core.errors import DomainError
from app.core.unit import unit_of_work
from app.domain.accounts import attempts, pending, second, sessions
from app.domain.accounts.queries import StaffMember
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import login as browser
from app.web.staff.blueprint import bp


def ask(person: StaffMember, wanted: str) -> AnyResponse:
    """On to the second step: what the browser holds meanwhile says that the password was right, for five minutes."""
    settings = _settings()
    response = redirect(url_for("staff.login_number"), 303)
    response.set_cookie(
        settings.cookie_name(pending.COOKIE),
        pending.begin(person, wanted),
        max_age=pending.MINUTES * 60,
        httponly=True,
        secure=settings.is_https,
        samesite="Lax",
    )
    return response


@bp.get("/log-in/second-step")
def login_number() -> AnyResponse:
    return _form() if _held() else _from_the_start()


@bp.post("/log-in/second-step")
def log_in_number() -> AnyResponse:
    held = _held()
    if held is None:
        return _from_the_start()
    person, wanted = held
    try:
        token = _opened(person)
    except DomainError as error:
        return _form(error)
    attempts.forget(request.remote_addr or "", person.email)
    attempts.forget_second(person.public_id)
    browser().begin(token)
    return _dropped(redirect(wanted, 303))


def _opened(person: StaffMember) -> str:
    """A log-in's token, once the number is right."""
    attempts.note_second(request.remote_addr or "", person.public_id)
    with unit_of_work():
        second.prove(person, request.form.get("number", "")[:40])
        return sessions.begin(person, before=browser().token)


def _held() -> tuple[StaffMember, str] | None:
    token = request.cookies.get(_settings().cookie_name(pending.COOKIE))
    return pending.holder(token) if token else None


def _from_the_start() -> AnyResponse:
    return _dropped(redirect(url_for("staff.login", said="second-over"), 303))


def _dropped(response: AnyResponse) -> AnyResponse:
    settings = _settings()
    name = settings.cookie_name(pending.COOKIE)
    response.delete_cookie(name, httponly=True, secure=settings.is_https, samesite="Lax")
    return response


def _form(error: DomainError | None = None) -> Response:
    status = 200 if error is None else 429 if error.code == "login_too_many" else 422
    response = page("staff/login/number.html", status=status, problem=sentence(error) if error else None)
    if error is not None and "retry_after" in error.data:
        response.headers["Retry-After"] = str(error.data["retry_after"])
    return response


def _settings() -> Settings:
    found: Settings = current_app.config["SETTINGS"]
    return found
