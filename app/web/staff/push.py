"""What reaches me outside the desk: my choices, and the browsers that are woken."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core import i18n
from app.core.push import Subscription
from app.core.unit import unit_of_work
from app.domain.accounts import browsers, notices
from app.domain.accounts.terms import Notice
from app.web import rings
from app.web.session import me
from app.web.staff.blueprint import bp

# Whose push service it is tells which browser it was.
KINDS = {
    "googleapis.com": "Chrome",
    "mozilla.com": "Firefox",
    "mozaws.net": "Firefox",
    "apple.com": "Safari",
    "windows.com": "Edge",
}


@bp.get("/wake.js")
def wake_script() -> Response:
    """The service worker. It stands at this address because that is all it may work for: staff pages in one language."""
    found = current_app.extensions["vejviser.assets"].get("js/staff/wake.js")
    response = Response(found.body, content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@bp.post("/account/notices")
def change_notices() -> AnyResponse:
    form = request.form
    with unit_of_work():
        notices.choose(
            me(),
            {event: form.getlist(event.value) for event in Notice},
            form.get("minutes", ""),
            form.get("locale", i18n.current().code),
        )
    return _back("saved", "notices")


@bp.post("/account/browsers")
def add_browser() -> Response:
    """Said by the script, when the browser has been allowed to wake."""
    form = request.form
    given = Subscription(form.get("endpoint", ""), form.get("p256dh", ""), form.get("auth", ""))
    with unit_of_work():
        browsers.add(me(), given, i18n.current().code)
    return Response("", 204)


@bp.post("/account/browsers/<public_id>/try")
def try_browser(public_id: str) -> AnyResponse:
    browsers.wake_later(me(), public_id, rings.trial())
    return _back("browser-tried", "browsers")


@bp.post("/account/browsers/<public_id>/remove")
def remove_browser(public_id: str) -> AnyResponse:
    with unit_of_work():
        browsers.remove(me(), public_id)
    return _back("browser-removed", "browsers")


def kind_of(endpoint: str) -> str:
    """What a person calls that browser, as far as its push service tells."""
    host = urlsplit(endpoint).hostname or ""
    return next((name for ending, name in KINDS.items() if host.endswith(ending)), host)


def _back(said: str, anchor: str) -> AnyResponse:
    return redirect(url_for("staff.account", said=said, _anchor=anchor), 303)
