"""Where the reader is: from `?area=` alone, so that public pages read no cookie; carried on every public link."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, has_request_context, request
from werkzeug.local import LocalProxy

from app.domain.places.areas import Place, place_of


def current_area() -> Place | None:
    """The area of this request, under today's code; None where none was given or nobody knows its code."""
    if not has_request_context():
        return None
    if "area" not in g:
        # Nothing is read where nothing was chosen: the search answers also while the database is gone.
        code = request.args.get("area", "")
        g.area = place_of(code) if code else None
    found: Place | None = g.area
    return found


def with_area(url: str) -> str:
    """An address of ours with the reader's area on it, for links that url_for does not make."""
    place = current_area()
    if place is None:
        return url
    address, hash_, anchor = url.partition("#")
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'area': place.code})}{hash_}{anchor}"


def init_app(app: Flask) -> None:
    app.jinja_env.globals.update(area=LocalProxy(current_area), with_area=with_area)

    @app.url_defaults
    def carry(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint.startswith("public.") and "area" not in values and (place := current_area()):
            values["area"] = place.code
