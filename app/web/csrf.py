"""Refuses unsafe requests from other sites by what the browser says of itself; no tokens, so pages stay cacheable."""

from __future__ import annotations

from collections.abc import Collection

from flask import Flask, current_app, request

from app.core.errors import Forbidden

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def from_here() -> bool:
    """True where the browser says the request began on one of our own pages.

    Sec-Fetch-Site when sent; else Origin against PUBLIC_URL; a browser that sends neither with a form is refused.
    """
    origins = current_app.config["SETTINGS"].origins
    return began_here(request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), origins)


def began_here(site: str | None, origin: str | None, origins: Collection[str]) -> bool:
    """The same of these two headers."""
    return site == "same-origin" if site is not None else origin is not None and origin in origins


def init_app(app: Flask) -> None:
    @app.before_request
    def refuse_others() -> None:
        if request.method not in SAFE and not from_here():
            raise Forbidden("from_elsewhere")
