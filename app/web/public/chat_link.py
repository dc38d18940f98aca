"""Ways back to a conversation: the page with the code and the private link, and opening one by either."""

from __future__ import annotations

from flask import Response, current_app, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import Conflict, DomainError, NotFound
from app.core.unit import unit_of_work
from app.domain.chat import keys, queries
from app.domain.chat.keys import Keys, Opened
from app.domain.chat.secrets import CODE_DAYS, LINK_DAYS
from app.domain.chat.terms import Status
from app.web.chat_cookie import set_cookie
from app.web.errors import form_status
from app.web.guards import current_visitor, visitor_or_none
from app.web.limits import spend
from app.web.page import page
from app.web.public.blueprint import bp
from app.web.sentences import sentence

LONGEST = 100


def keys_page(made: Keys, status: int = 200, **more: str) -> Response:
    """Every way back in one place. What opens the conversation is shown on the answer to a form, never at an address."""
    return page(
        "public/chat/new_code.html",
        status=status,
        made=made,
        link=current_app.config["SETTINGS"].public_url + url_for("public.chat_link", secret=made.link, area=None),
        waiting=queries.visitor_view(current_visitor()).status == Status.WAITING,
        days={"code": CODE_DAYS, "link": LINK_DAYS},
        **more,
    )


@bp.post("/chat/code/new")
def chat_new_code() -> Response:
    """A short code and a private link to come back with, shown once on the answer to this very form."""
    with unit_of_work():
        made = keys.new_keys(current_visitor())
    return keys_page(made)


@bp.get("/chat/code")
def chat_code() -> Response:
    return page("public/chat/code.html", error="", typed="")


@bp.post("/chat/code")
def chat_open_code() -> AnyResponse:
    """Swaps a code for this device's cookie."""
    typed = request.form.get("code", "")[:LONGEST]
    try:
        spend("code")
        with unit_of_work():
            opened = keys.open_by_code(typed, visitor_or_none(), _may_replace())
    except Conflict:
        return _other(code=typed)
    except DomainError as error:
        if error.code not in ("code_wrong", "too_many"):
            raise
        return page("public/chat/code.html", status=form_status(error), error=sentence(error), typed=typed)
    return _inside(opened)


@bp.get("/chat/open/<secret>")
def chat_link(secret: str) -> Response:
    """Only a button: a preview, a scanner or a slip of the finger opens nothing, and a guess learns nothing."""
    return page("public/chat/link.html", secret=secret[:LONGEST])


@bp.post("/chat/open")
def chat_open_link() -> AnyResponse:
    """Swaps the link's secret for this browser's cookie, and goes on to an address without it."""
    secret = request.form.get("secret", "")[:LONGEST]
    try:
        with unit_of_work():
            opened = keys.open_by_link(secret, visitor_or_none(), _may_replace())
    except NotFound as error:
        return page("public/chat/code.html", status=422, error=sentence(error), typed="", by_link=True)
    except Conflict:
        return _other(secret=secret)
    return _inside(opened)


def _may_replace() -> bool:
    return bool(request.form.get("replace"))


def _other(**key: str) -> AnyResponse:
    """Another conversation is open here: which of the two is the visitor's to say, and neither is lost."""
    return page("public/chat/other_open.html", action=request.path, key=key)


def _inside(opened: Opened) -> AnyResponse:
    if opened.left_code:  # somebody's other conversation: they get the way back to it before they go on
        response: AnyResponse = page("public/chat/left_code.html", code=opened.left_code)
    else:
        response = make_response(redirect(url_for("public.chat"), 303))
    set_cookie(response, opened.token)
    return response
