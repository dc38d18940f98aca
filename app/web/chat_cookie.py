"""The cookie that holds a conversation's token: never in an address, never readable by a script."""

from __future__ import annotations

from flask import current_app
from werkzeug.wrappers import Response

from app.domain.chat.secrets import COOKIE_DAYS

NAME = "vejviser_chat"


def name() -> str:
    found: str = current_app.config["SETTINGS"].cookie_name(NAME)
    return found


def set_cookie(response: Response, token: str) -> None:
    response.set_cookie(
        name(),
        token,
        max_age=COOKIE_DAYS * 86400,
        secure=current_app.config["SETTINGS"].is_https,
        httponly=True,
        samesite="Lax",
        path="/",
    )


def drop_cookie(response: Response) -> None:
    response.delete_cookie(
        name(), secure=current_app.config["SETTINGS"].is_https, httponly=True, samesite="Lax", path="/"
    )
