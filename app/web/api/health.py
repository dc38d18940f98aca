"""For machines that watch and machines that wander: is the service well, and what may a robot read."""

from __future__ import annotations

from flask import Response, current_app, jsonify
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app.config import Settings
from app.core import draining, schema, storage
from app.core.db import session
from app.core.i18n import locales
from app.web.api.blueprint import bp
from app.web.errors import AGAIN_SECONDS

# A person's own conversation, and forms that a robot has no use for.
# Places have pages of their own; the list of them with a way back, and the box, exist once for every page there is.
CLOSED_TO_ROBOTS = ("chat", "ask", "staff", "search", "area?back=", "box?area=", "flow/*?a=")


@bp.get("/health")
def health() -> tuple[Response, int, dict[str, str]]:
    """200 when the database answers, 503 when it does not. "degraded" is said while pages can be read and nothing saved."""
    try:
        session.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return jsonify(status="database unavailable"), 503, {"Retry-After": str(AGAIN_SECONDS)}
    return jsonify(status="degraded" if storage.failing_since() else "ok"), 200, {}


@bp.get("/healthz")
def healthz() -> tuple[Response, int]:
    """The process is alive. It asks no database: one that is away must not have every process killed."""
    return jsonify(status="ok"), 200


@bp.get("/readyz")
def readyz() -> tuple[Response, int, dict[str, str]]:
    """Whether to send people here: 503 with one word where they are better served elsewhere."""
    word = "draining" if draining.is_on() else schema.unready()
    if word:
        return jsonify(status=word), 503, {"Retry-After": str(AGAIN_SECONDS)}
    return jsonify(status="ready"), 200, {}


@bp.get("/robots.txt")
def robots() -> Response:
    settings: Settings = current_app.config["SETTINGS"]
    closed = [f"Disallow: /{code}/{part}" for code in locales() for part in CLOSED_TO_ROBOTS]
    said = ["User-agent: *", *closed, "", f"Sitemap: {settings.public_url}/sitemap.xml", ""]
    response = current_app.response_class("\n".join(said), mimetype="text/plain")
    response.headers["Cache-Control"] = "public, max-age=86400"
    return response
