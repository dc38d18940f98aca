"""page(): a whole page, or the one block htmx asked for. The id you swap is the block you get."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote, urlencode

from flask import Flask, Response, current_app, make_response, render_template, request
from flask_login import current_user
from jinja2 import Template
from werkzeug.exceptions import HTTPException
from werkzeug.local import LocalProxy

from app.core import i18n, storage
from app.extensions import htmx
from app.web.icons import Icons


def page(template: str, fragments: Sequence[str] = (), status: int = 200, **context: Any) -> Response:
    """Renders `template`; where htmx asks for one of `fragments` (by the id it swaps), only that block.

    Boosted and history requests get the whole page.
    """
    if only_a_part(fragments):
        body = block(template, htmx.target, **context)
    else:
        body = render_template(template, **context)
    response = make_response(body, status)
    if fragments:
        response.vary.add("HX-Request")
        response.vary.add("HX-Target")
    return response


def only_a_part(fragments: Sequence[str]) -> bool:
    """Whether htmx asks for one of these, and not for the page."""
    return bool(htmx) and not (htmx.boosted or htmx.history_restore_request) and htmx.target in fragments


def block(template: str, name: str | None, **context: Any) -> str:
    """One block of a template, with the same context as the page has."""
    found: Template = current_app.jinja_env.get_template(template)
    current_app.update_template_context(context)
    return "".join(found.blocks[str(name)](found.new_context(context)))


class Components:
    """`ui.<file>.<macro>` in any template, blocks included: macros without import lines."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._modules: dict[str, Any] = {"icon": Icons(app)}

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        if name not in self._modules:
            self._modules[name] = self._app.jinja_env.get_template(f"components/{name}.html").module
        return self._modules[name]


def page_url(code: str) -> str:
    """This same page, with its query, in another language; the front page where it can only be posted to."""
    parts = request.path.split("/", 2)
    if len(parts) < 3 or parts[1] not in i18n.locales() or not _can_be_opened():
        return f"/{code}/"
    query = request.query_string.decode("ascii", "ignore")
    return quote(f"/{code}/{parts[2]}") + (f"?{query}" if query else "")


def _can_be_opened() -> bool:
    if request.method in ("GET", "HEAD"):
        return True
    try:
        current_app.url_map.bind("").match(request.path, method="GET")
    except HTTPException:
        return False
    return True


def area_url() -> str:
    """Where a place is chosen, and the way back to this page."""
    chooser = f"/{i18n.current().code}/area"
    if request.method != "GET":
        return chooser
    given = {"back": request.full_path.rstrip("?"), "area": request.args.get("area", "")}
    return f"{chooser}?{urlencode({name: value for name, value in given.items() if value})}"


def init_app(app: Flask) -> None:
    """Gives every template the house's globals."""
    environment = app.jinja_env
    environment.add_extension("jinja2.ext.i18n")
    environment.install_gettext_callables(i18n.gettext, i18n.ngettext, newstyle=True, pgettext=i18n.pgettext)  # type: ignore[attr-defined]
    environment.policies["ext.i18n.trimmed"] = True
    environment.trim_blocks = environment.lstrip_blocks = True
    ui = Components(app)
    environment.globals.update(
        ui=ui,
        icon=ui.icon.icon,
        locale=LocalProxy(i18n.current),
        locales=list(i18n.locales().values()),
        page_url=page_url,
        failing_since=storage.failing_since,
        area_url=area_url,
        exit_url=app.config["SETTINGS"].quick_exit_url,
        say=i18n.say,
        choose=i18n.choose,
        current_user=current_user,
    )
