"""Staff log-ins: Flask's session kept in our own table, opened only where staff work; public pages have no cookie."""

from __future__ import annotations

from typing import Any

import flask
from flask import Flask, Request, Response
from flask.sessions import SessionInterface, SessionMixin
from flask_login import current_user
from sqlalchemy.exc import SQLAlchemyError

from app.config import Settings
from app.core import clock
from app.core.errors import DomainError, Unavailable
from app.core.i18n import locales
from app.core.unit import unit_of_work
from app.domain.accounts import queries, sessions
from app.domain.accounts.queries import StaffMember, StaffSession
from app.domain.accounts.tokens import COOKIE, worth_noting
from app.extensions import login_manager


class StaffLogin(dict[str, Any], SessionMixin):
    """What flask-login reads. `token` is the cookie's; `begin` and `end` change it on the answer."""

    def __init__(self, token: str | None = None, row: StaffSession | None = None) -> None:
        super().__init__({"_user_id": row.staff.public_id, "_fresh": True} if row else {})
        self.staff = row.staff if row else None
        self.token = token if row else None
        self.row_id = row.id if row else None
        self.stale = row is not None and worth_noting(row, clock.now())
        self.had_cookie = token is not None
        self.changed = False
        self.unread = False

    def begin(self, token: str) -> None:
        """This browser holds a new log-in from here on."""
        self.token, self.row_id, self.stale, self.changed = token, None, False, True

    def end(self) -> None:
        """This browser holds none."""
        self.clear()
        self.token, self.row_id, self.stale, self.changed = None, None, False, True


class StaffSessions(SessionInterface):
    """Opens StaffLogin on staff addresses; anywhere else the session is nothing, and nothing is set."""

    def __init__(self, settings: Settings) -> None:
        self.name = settings.cookie_name(COOKIE)
        self.secure = settings.is_https

    def open_session(self, app: Flask, request: Request) -> StaffLogin | None:
        if not is_staff_address(request.path):
            return None
        token = request.cookies.get(self.name)
        try:
            return StaffLogin(token, queries.live_session(token) if token else None)
        except SQLAlchemyError:
            # Raised here it would pass by every error page; and nobody is logged out because we cannot look.
            unread = StaffLogin()
            unread.unread = True
            return unread

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if not isinstance(session, StaffLogin):
            return
        if session.changed and session.token:
            response.set_cookie(self.name, session.token, httponly=True, secure=self.secure, samesite="Lax", path="/")
        elif session.changed or (session.had_cookie and session.token is None):
            response.delete_cookie(self.name, httponly=True, secure=self.secure, samesite="Lax", path="/")
        if session.stale and session.row_id is not None:
            _touch(session.row_id)
        if "no-store" not in response.headers.get("Cache-Control", ""):
            response.vary.add("Cookie")


def is_staff_address(path: str) -> bool:
    """`/<lang>/staff` and everything below it."""
    parts = path.split("/", 3)
    return len(parts) > 2 and parts[2] == "staff" and parts[1] in locales()


def login() -> StaffLogin:
    """This browser's log-in; only on staff addresses."""
    found = flask.session._get_current_object()  # type: ignore[attr-defined]
    if not isinstance(found, StaffLogin):
        raise TypeError("staff log-ins exist only below /<lang>/staff")
    return found


def me() -> StaffMember:
    """Who asks; only behind a staff audience."""
    found: StaffMember = current_user._get_current_object()
    return found


def _touch(row_id: int) -> None:
    try:
        with unit_of_work(patience=0.2):
            sessions.touch(row_id)
    except DomainError:
        # Being noted as "seen" is not worth failing a page that is already made; the next click tries again.
        return


def _person(public_id: str) -> StaffMember | None:
    """Whose log-in it is: read with it a moment ago, and only while it holds."""
    login = flask.session
    found = login.staff if isinstance(login, StaffLogin) else None
    return found if found is not None and found.public_id == public_id else queries.active_member(public_id)


def _refuse_unread() -> None:
    if isinstance(flask.session, StaffLogin) and flask.session.unread:
        raise Unavailable("database_unavailable")


def init_app(app: Flask) -> None:
    app.before_request(_refuse_unread)
    app.session_interface = StaffSessions(app.config["SETTINGS"])
    # Binding a log-in to an address and a browser string would end it in every train and on every update.
    login_manager.session_protection = None
    login_manager.user_loader(_person)
