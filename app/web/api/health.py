"""For machines that watch and machines that wander: is the service well, and what may a robot read."""

from __future__ import annotations

from flask import Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import session
from app.core.i18n import locales
from app.web.api.blueprint import bp

# A person's own conversation, and forms that a robot has no use for.
CLOSED_TO_ROBOTS = ("chat", "ask", "staff", "search", "area")


@bp.get("/health")
def health() -> tuple[Response, int]:
    """200 when the database answers, 503 when it does not."""
    try:
        session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return jsonify(status="database unavailable"), 503
    return jsonify(status="ok"), 200


@bp.get("/robots.txt")
def robots() -> Response:
    closed = [f"Disallow: /{code}/{part}" for code in locales() for part in CLOSED_TO_ROBOTS]
    response = current_app.response_class("\n".join(["User-agent: *", *closed, ""]), mimetype="text/plain")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
