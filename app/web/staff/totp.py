"""My second step: set it up with a first number, its recovery codes, turn it off; and a coordinator's reset."""

from __future__ import annotations

import segno
from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import DomainError, Invalid
from app.core.unit import unit_of_work
from app.domain.accounts import attempts, passwords, queries, second
from app.domain.places import services as places
from app.web.page import page
from app.web.sentences import sentence
from app.web.session import me
from app.web.staff import words
from app.web.staff.blueprint import bp

# Which field of the page a refusal belongs to.
FIELDS = {"password_wrong": "password", "totp_over": "number", "totp_unreadable": "number"}


@bp.get("/account/second-step")
def second_step() -> Response:
    """A new secret each time it is opened: nothing is kept until the first number proves that an authenticator has it."""
    return _page(second.new_secret())


@bp.post("/account/second-step")
def turn_on_second_step() -> Response:
    try:
        secret = second.carried(me(), request.form.get("secret", ""))
    except DomainError as error:
        return _page(second.new_secret(), error)
    try:
        _note()
        with unit_of_work():
            codes = second.turn_on(me(), secret, _number())
    except DomainError as error:
        return _page(secret, error)
    return _codes(codes)


@bp.post("/account/second-step/codes")
def new_recovery_codes() -> Response:
    try:
        _note()
        with unit_of_work():
            codes = second.new_codes(me(), _number())
    except DomainError as error:
        return _page(error=error, field="codes_number")
    return _codes(codes)


@bp.post("/account/second-step/off")
def turn_off_second_step() -> AnyResponse:
    try:
        _prove_password()
        with unit_of_work():
            second.turn_off(me(), _number())
    except DomainError as error:
        return _page(error=error)
    return redirect(url_for("staff.account", said="totp-off", _anchor="second-step"), 303)


@bp.post("/team/<public_id>/second-step/reset")
def reset_second_step(public_id: str) -> AnyResponse:
    """For a colleague who has lost the phone and the codes."""
    with unit_of_work():
        second.reset(me(), queries.member(public_id))
    return redirect(url_for("staff.member", public_id=public_id, said="totp-reset"), 303)


@bp.post("/team/second-step")
def require_second_step() -> AnyResponse:
    """Asks everybody for one, or leaves it to them again."""
    wanted = request.form.get("wanted") == "yes"
    with unit_of_work():
        places.require_second_step(me(), wanted)
    return redirect(url_for("staff.team", said="totp-required" if wanted else "totp-free"), 303)


def _number() -> str:
    return request.form.get("number", "")[:40]


def _note() -> None:
    attempts.note_second(request.remote_addr or "", me().public_id)


def _prove_password() -> None:
    _note()
    if not passwords.fits(me().password_hash, request.form.get("password", "")):
        raise Invalid("password_wrong")


def _page(secret: bytes | None = None, error: DomainError | None = None, field: str = "number") -> Response:
    status = 200 if error is None else 429 if error.code == "login_too_many" else 422
    where = FIELDS.get(error.code, field) if error else field
    off = secret is not None and not me().totp
    return page(
        "staff/account/second_step.html",
        status=status,
        errors={where: sentence(error)} if error else {},
        person=me(),
        said=words.done(request.args.get("said")),
        left=0 if off else second.codes_left(me()),
        **(_shown(secret) if secret is not None and off else {}),
    )


def _shown(secret: bytes) -> dict[str, str]:
    """What an authenticator reads: a picture in the page itself, and the same in letters."""
    drawn = segno.make(second.address(me(), secret), error="m", micro=False)
    return {
        "picture": drawn.svg_data_uri(scale=4, border=3, light="#fff", dark="#000"),
        "letters": second.in_letters(secret),
        "sealed": second.sealed_for_later(me(), secret),
    }


def _codes(codes: list[str]) -> Response:
    """Answers the POST itself: the codes are shown once and kept nowhere."""
    return page("staff/account/codes.html", codes=codes)
