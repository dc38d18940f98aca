"""The language of a request: the first URL segment, told to i18n, and put on every answer."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, g, redirect, request
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n


class LanguageConverter(BaseConverter):
    """Matches only languages we speak, so /wp-login.php is nobody's language."""

    regex = "|".join(sorted(i18n.locales(), key=len, reverse=True))


def _first_segment() -> str | None:
    first = request.path.split("/", 2)[1]
    return first if first in i18n.locales() else None


def init_app(app: Flask) -> None:
    app.url_map.converters["lang"] = LanguageConverter

    @app.url_value_preprocessor
    def hear(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        code = values.pop("lang", None) if values else None
        g.url_args = {"lang": code} if code else {}
        # A wrong address below /sv/ is answered in Swedish, though no route has read its language.
        code = code or _first_segment()
        i18n.set_current(code or i18n.negotiate(request.headers.get("Accept-Language", "")))

    @app.url_defaults
    def say_same(endpoint: str, values: dict[str, Any]) -> None:
        if "lang" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang"):
            values["lang"] = i18n.current().code

    @app.after_request
    def label(response: Response) -> Response:
        if response.mimetype == "text/html":
            response.headers.setdefault("Content-Language", i18n.current().tag)
        return response

    @app.get("/", endpoint="root")
    def root() -> AnyResponse:
        """Negotiates once; afterwards the address says the language."""
        code = i18n.negotiate(request.headers.get("Accept-Language", ""))
        response = redirect(f"/{code}/", 302)
        response.vary.add("Accept-Language")
        response.headers["Cache-Control"] = "private, no-cache"
        return response
