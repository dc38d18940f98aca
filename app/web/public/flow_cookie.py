"""The cookie that holds a sensitive tree's answers: read by that tree and by the handoff, gone when the browser closes."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app, request
from werkzeug.wrappers import Response

from app.core.errors import Invalid
from app.domain.triage import address

# Neither a slug nor an answer has it in it.
BETWEEN = ":"


def name() -> str:
    found: str = current_app.config["SETTINGS"].cookie_name("vejviser_flow")
    return found


def answers(slug: str) -> dict[str, str]:
    """What was answered in this tree; nothing where the cookie is another tree's, or nobody's."""
    of, _, written = request.cookies.get(name(), "").partition(BETWEEN)
    try:
        return address.read(written) if of == slug else {}
    except Invalid:
        return {}


def keep(response: Response, slug: str, said: Mapping[str, str]) -> None:
    """A session's cookie: no date, so a browser that is closed has forgotten it."""
    value = f"{slug}{BETWEEN}{address.write(said)}"
    secure = current_app.config["SETTINGS"].is_https
    response.set_cookie(name(), value, secure=secure, httponly=True, samesite="Lax", path="/")


def drop(response: Response) -> None:
    """Forgets the answers; says nothing to a browser that has none."""
    if name() in request.cookies:
        secure = current_app.config["SETTINGS"].is_https
        response.delete_cookie(name(), secure=secure, httponly=True, samesite="Lax", path="/")
