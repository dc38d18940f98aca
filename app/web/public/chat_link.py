"""Ways back to a conversation: the page with the code and the private link, and opening one by a link."""

from __future__ import annotations

from flask import Response, current_app, make_response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import Conflict, NotFound
from app.core.unit import unit_of_work
from app.domain.chat import keys, queries
from app.domain.chat.keys import Keys, Opened
from app.domain.chat.secrets import CODE_DAYS, LINK_DAYS
from app.domain.chat.terms import Status
from app.web.chat_cookie import set_cookie
from app.web.guards import current_visitor, visitor_or_none
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


@bp.get("/chat/open/<secret>")
def chat_link(secret: str) -> Response:
    """Only a button: a preview, a scanner or a slip of the finger opens nothing, and a guess learns nothing."""
    return page("public/chat/link.html", secret=secret[:LONGEST], other=False)


@bp.post("/chat/open")
def chat_open_link() -> AnyResponse:
    """Swaps the link's secret for this browser's cookie, and goes on to an address without it."""
    secret = request.form.get("secret", "")[:LONGEST]
    try:
        with unit_of_work():
            opened = keys.open_by_link(secret, visitor_or_none(), replace=bool(request.form.get("replace")))
    except NotFound as error:
        return page("public/chat/code.html", status=422, error=sentence(error), typed="", by_link=True)
    except Conflict:
        return page("public/chat/link.html", secret=secret, other=True)
    return _inside(opened)


def _inside(opened: Opened) -> AnyResponse:
    if opened.left_code:  # somebody's other conversation: they get the way back to it before they go on
        response: AnyResponse = page("public/chat/left_code.html", code=opened.left_code)
    else:
        response = make_response(redirect(url_for("public.chat"), 303))
    set_cookie(response, opened.token)
    return response
