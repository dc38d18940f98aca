"""Refuses unsafe requests from other sites by what the browser says of itself; no tokens, so pages stay cacheable."""

from __future__ import annotations

from flask import Flask, current_app, request

from app.core.errors import Forbidden

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def from_here() -> bool:
    """True where the browser says the request began on one of our own pages.

    Sec-Fetch-Site when sent; else Origin against PUBLIC_URL; a browser that sends neither with a form is refused.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    return origin in current_app.config["SETTINGS"].origins


def init_app(app: Flask) -> None:
    @app.before_request
    def refuse_others() -> None:
        if request.method not in SAFE and not from_here():
            raise Forbidden("from_elsewhere")
