"""Who may ask for what: one table of every route's audience, held before any view runs."""

from __future__ import annotations

from enum import StrEnum

from flask import Flask, Response, g, redirect, request, url_for
from flask_login import current_user
from werkzeug.local import LocalProxy
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import Conflict, Forbidden, NotFound
from app.domain.accounts.terms import Role
from app.domain.chat import queries as chat
from app.domain.chat.permissions import Visitor
from app.domain.places import queries as places
from app.web import chat_cookie
from app.web.audiences import AUDIENCES


class Audience(StrEnum):
    """PUBLIC: anybody, no cookie read or set. VISITOR: the holder of a conversation's cookie. The rest log in."""

    PUBLIC = "public"
    VISITOR = "visitor"
    STAFF = "staff"
    EDITOR = "editor"
    COORDINATOR = "coordinator"


LOGGED_IN = {
    Audience.STAFF: Role.STAFF,
    Audience.EDITOR: Role.EDITOR,
    Audience.COORDINATOR: Role.COORDINATOR,
}


SETS_UP = frozenset({"staff.second_step", "staff.turn_on_second_step", "staff.logout"})


def audience_of(endpoint: str) -> Audience:
    """The audience of a route; KeyError for one that nobody declared."""
    return Audience(AUDIENCES[endpoint])


def visitor_or_none() -> Visitor | None:
    """The visitor whose conversation this browser's cookie opens."""
    token = request.cookies.get(chat_cookie.name())
    return chat.visitor_by_token(token) if token else None


def current_visitor() -> Visitor:
    """The visitor of this request; only in VISITOR routes."""
    found: Visitor = g.visitor
    return found


visitor: LocalProxy[Visitor] = LocalProxy(current_visitor)


def _hold() -> AnyResponse | None:
    if request.endpoint is None:
        return None
    audience = audience_of(request.endpoint)
    if audience is Audience.VISITOR:
        found = visitor_or_none()
        if found is None:
            raise NotFound("conversation_not_here")
        # A tab that was left open may show an older conversation than the one this browser's cookie opens now.
        if request.args.get("talk", request.form.get("talk", found.public_id)) != found.public_id:
            raise Conflict("conversation_other")
        g.visitor = found
    elif audience in LOGGED_IN:
        if not current_user.is_authenticated:
            if request.headers.get("HX-Request"):
                return Response("", 401, {"HX-Redirect": url_for("staff.login")})
            wanted = request.full_path.rstrip("?") if request.method == "GET" else None
            return redirect(url_for("staff.login", next=wanted))
        if not current_user.has_role(LOGGED_IN[audience]):
            raise Forbidden("role_needed", role=LOGGED_IN[audience].value)
        return _second_step_first()
    return None


def _second_step_first() -> AnyResponse | None:
    """Where the team asks everybody for a second step, whoever has none sets it up before anything else."""
    if current_user.totp or request.endpoint in SETS_UP or not places.second_step_required():
        return None
    to = url_for("staff.second_step", said="totp-needed")
    if request.headers.get("HX-Request"):
        return Response("", 403, {"HX-Redirect": to})
    return redirect(to, 303)


def init_app(app: Flask) -> None:
    app.before_request(_hold)


def check_table(app: Flask) -> None:
    """Fails the start when a route has no audience, or a row has no route: a forgotten door is an open one."""
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    missing, stale = routes - AUDIENCES.keys(), AUDIENCES.keys() - routes
    if missing or stale:
        raise RuntimeError(f"app/web/audiences.py: no row for {sorted(missing)}; no route for {sorted(stale)}")
