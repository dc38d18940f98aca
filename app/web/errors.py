"""Refusals in words: every DomainError and HTTP error becomes a kind sentence, on a page or as a fragment."""

from __future__ import annotations

import logging
import traceback

from flask import Flask, Response, g, jsonify, render_template, request
from sqlalchemy.exc import DataError, SQLAlchemyError
from werkzeug.exceptions import BadRequest, HTTPException

from app.core import db, errors, measure
from app.core.i18n import gettext as _
from app.web.sentences import sentence

log = logging.getLogger(__name__)

# Whoever was refused for no fault of theirs asks again so soon: scripts by themselves, people when they like.
AGAIN_SECONDS = 3
STATUS: dict[type[errors.DomainError], int] = {
    errors.NotFound: 404,
    errors.Forbidden: 403,
    errors.Invalid: 422,
    errors.Conflict: 409,
    errors.TooMany: 429,
    errors.Unavailable: 503,
}


def status_of(error: errors.DomainError) -> int:
    return next((status for kind, status in STATUS.items() if isinstance(error, kind)), 400)


def form_status(error: errors.DomainError) -> int:
    """Of a form that is shown again with what was typed."""
    return 429 if isinstance(error, errors.TooMany) else 422


def answer(status: int, words: str, code: str, **more: object) -> Response:
    """The same refusal as JSON for the API (with `more`), a line for htmx and fetch, a page for people."""
    g.area = None  # looking the place up would ask a database that may be what failed
    if request.path.startswith("/api/") or request.accept_mimetypes.best == "application/json":
        response = jsonify(error=code, message=words, **more)
        if request.path.startswith("/api/"):  # an address no blueprint knows is open data's refusal all the same
            response.headers["Access-Control-Allow-Origin"] = "*"
    elif request.headers.get("HX-Request"):
        response = Response(render_template("errors/line.html", words=words, code=code))
    else:
        response = Response(
            render_template("errors/page.html", words=words, code=code, status=status, kept=_kept(status))
        )
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


def _later(error: errors.DomainError) -> str:
    """Whoever only reads has nothing to save, and is not told that it cannot be."""
    if error.code == "database_unavailable" and request.method in ("GET", "HEAD"):
        return _("We cannot show this just now. Please try again in a moment.")
    return sentence(error)


def _kept(status: int) -> list[tuple[str, str]]:
    """A form that could not be saved for no fault of its sender: it is sent again with one press, under the same key."""
    with_words = status >= 500 and request.method == "POST" and request.form.get("text") and request.form.get("key")
    return list(request.form.items(multi=True)) if with_words else []


def _where(error: BaseException | None) -> str:
    """What kind of error and the lines it came through; never its own words, which may quote a person's."""
    return f"{type(error).__name__}\n{''.join(traceback.format_tb(error.__traceback__ if error else None))}"


def init_app(app: Flask) -> None:
    # Flask's own would write the address, and an address may hold an invitation.
    app.log_exception = lambda exc_info: log.error("a request failed: %s", _where(exc_info[1]))  # type: ignore[method-assign]

    @app.errorhandler(errors.DomainError)
    def refused(error: errors.DomainError) -> Response:
        measure.refused(error.code)
        if not isinstance(error, errors.Unavailable | errors.TooMany):
            return answer(status_of(error), sentence(error), error.code)
        wait = error.data.get("retry_after", AGAIN_SECONDS)
        response = answer(status_of(error), _later(error), error.code, retry_after=wait)
        response.headers["Retry-After"] = str(wait)
        return response

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        status = error.code or 500
        known = sentence(errors.DomainError(f"http_{status}"))
        return answer(status, known, f"http_{status}")

    @app.errorhandler(DataError)
    def unstorable(_error: DataError) -> Response:
        # PostgreSQL refuses a NUL in an address or a form: the sender's mistake, not the database's.
        return http(BadRequest())

    @app.errorhandler(SQLAlchemyError)
    def database(error: SQLAlchemyError) -> Response:
        log.error("the database did not answer: %s", type(error).__name__)
        return refused(errors.Unavailable("database_unavailable"))

    @app.errorhandler(Exception)
    def broken(error: Exception) -> Response:
        log.error("a view failed on %s: %s", request.endpoint, _where(error))
        return answer(
            500, _("Something went wrong at our end. What you wrote is not lost. Please try again."), "http_500"
        )

    @app.teardown_request
    def let_go(_error: BaseException | None) -> None:
        db.let_go()
