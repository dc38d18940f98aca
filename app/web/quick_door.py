"""The quick door: words that are said and words that are fetched, in front of Flask, where nothing about them is unusual.

Two roads in three are these, and what Flask does around a view costs more than they do. The same questions are asked here, by
the same code: where from, who, how often, may they. Whatever is not a plain yes goes on to Flask, which says it in words; what
was refused while it was stored is raised there. Only what Flask would answer, byte for byte, is answered here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from io import BytesIO
from typing import Any
from urllib.parse import parse_qsl

from flask import Flask, Response, request
from werkzeug.http import parse_cookie

from app.config import Settings
from app.core import db, i18n
from app.web import csrf, limits
from app.web.audiences import AUDIENCES

LONGEST = 64 * 1024
FORMS = frozenset({"application/x-www-form-urlencoded", "application/x-www-form-urlencoded;charset=UTF-8"})
# What was refused here, on its way to whoever says it in words.
REFUSED = "vejviser.refused"
_PATH = re.compile(r"/([a-z]{2}(?:_[A-Z]{2})?)/(?:(chat)|staff/conversation/([\w-]{1,32}))/messages", re.ASCII)
_as_json = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


class Unusual(Exception):
    """This is not for here; nothing is stored."""


class Asked:
    """A request, as far as these roads look at one."""

    def __init__(
        self, environ: dict[str, Any], settings: Settings, talk: str, args: dict[str, str], form: dict[str, str]
    ) -> None:
        self.environ, self.talk, self.args, self.form = environ, talk, args, form
        self._settings = settings

    def cookie(self, name: str) -> str:
        return parse_cookie(self.environ.get("HTTP_COOKIE", "")).get(self._settings.cookie_name(name), "")

    def spend(self, what: str, conversation: str) -> None:
        """Takes one of the shares, as everywhere; where one is empty, it is Flask that says so."""
        if limits.taken(what, self.environ.get("REMOTE_ADDR", ""), conversation):
            raise Unusual
        self.environ[limits.SPENT] = what


# What a road gives: a fragment, what becomes JSON, or None: nothing new.
Road = Callable[[Asked], str | dict[str, Any] | None]
_roads: dict[tuple[str, bool], Road] = {}


def open_road(method: str, endpoint: str, road: Road) -> None:
    """A face opens a road beside one of its views, for the same audience."""
    _roads[method, AUDIENCES[endpoint] == "staff"] = road


class QuickDoor:
    """WSGI, around Flask's own."""

    def __init__(self, app: Flask, wsgi: Wsgi) -> None:
        self._app, self._wsgi = app, wsgi
        self._settings: Settings = app.config["SETTINGS"]
        self._origins = frozenset(self._settings.origins)
        self._heads: dict[tuple[str, str], tuple[str, list[tuple[str, str]]]] = {}

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        if not environ["PATH_INFO"].endswith("/messages"):
            return self._wsgi(environ, start)
        try:
            code, found = self._found(environ)
        except Unusual:
            return self._wsgi(environ, start)
        except Exception as error:
            environ[REFUSED] = error
            return self._wsgi(environ, start)
        finally:
            if db.session.registry.has():
                db.let_go()
        return self._said(code, found, start)

    def _found(self, environ: dict[str, Any]) -> tuple[str, str | dict[str, Any] | None]:
        """The language and what the road gives."""
        path = _PATH.fullmatch(environ["PATH_INFO"])
        query, method = environ.get("QUERY_STRING", ""), environ["REQUEST_METHOD"]
        if path is None or path[1] not in i18n.locales() or len(query) > 4096 or not query.isascii():
            raise Unusual
        road = _roads.get((method, path[2] is None))
        if road is None:
            raise Unusual
        form = self._form(environ) if method == "POST" else {}
        i18n.set_current(path[1])
        return path[1], road(Asked(environ, self._settings, path[3] or "", _pairs(query), form))

    def _form(self, environ: dict[str, Any]) -> dict[str, str]:
        """What a script of our own pages sent; the body stays readable for whoever comes after."""
        length, get = environ.get("CONTENT_LENGTH") or "", environ.get
        plain = get("HTTP_ACCEPT") == "application/json" and get("CONTENT_TYPE") in FORMS
        if not plain or not length.isdecimal() or int(length) > LONGEST:
            raise Unusual
        if not csrf.began_here(get("HTTP_SEC_FETCH_SITE"), get("HTTP_ORIGIN"), self._origins):
            raise Unusual
        body: bytes = environ["wsgi.input"].read(int(length))
        environ["wsgi.input"] = BytesIO(body)
        if not body.isascii():
            raise Unusual
        return _pairs(body.decode("ascii"))

    def _said(self, code: str, found: str | dict[str, Any] | None, start: Any) -> Iterable[bytes]:
        if found is None:
            status, kind, body = "204 NO CONTENT", "text/html", b""
        elif isinstance(found, str):
            status, kind, body = "200 OK", "text/html", found.encode()
        else:
            status, kind, body = "200 OK", "application/json", (_as_json(found) + "\n").encode()
        head = self._heads.get((kind, code)) or self._head(kind, code)
        size = [("Content-Length", str(len(body)))] if found is not None else []
        start(status, [("Content-Type", head[0]), *size, *head[1]])
        return [body]

    def _head(self, kind: str, code: str) -> tuple[str, list[tuple[str, str]]]:
        """The headers of such an answer, once, from whatever puts them on every answer."""
        with self._app.test_request_context(f"/{code}/chat/messages"):
            i18n.set_current(code)
            made = self._app.process_response(Response("", mimetype=kind)).headers
        fixed = [(name, value) for name, value in made if name not in ("Content-Type", "Content-Length")]
        self._heads[kind, code] = (made["Content-Type"], fixed)
        return self._heads[kind, code]


def _pairs(text: str) -> dict[str, str]:
    """The first value of each name, read as werkzeug reads them."""
    return dict(reversed(parse_qsl(text, keep_blank_values=True, errors="werkzeug.url_quote"))) if text else {}


def _refuse() -> None:
    error = request.environ.pop(REFUSED, None)
    if error is not None:
        raise error


def init_app(app: Flask) -> None:
    app.before_request(_refuse)
    app.wsgi_app = QuickDoor(app, app.wsgi_app)  # type: ignore[method-assign, assignment]
