"""Being told by e-mail of an answer: the address, another one, none any more, and the way out in every letter."""

from __future__ import annotations

import re
from collections.abc import Mapping

from flask import Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from app.core.errors import Invalid
from app.core.unit import unit_of_work
from app.domain.chat import letters
from app.domain.chat.keys import Keys
from app.web.guards import current_visitor
from app.web.page import page
from app.web.public.blueprint import bp
from app.web.public.chat_link import LONGEST, keys_page
from app.web.sentences import sentence


@bp.post("/chat/letters")
def chat_letters() -> AnyResponse:
    """Where the visitor wants to be told. On the page with the code and the link, that page comes again as it was."""
    typed, carried = request.form.get("email", ""), _carried(request.form)
    try:
        with unit_of_work():
            letters.tell_me(current_visitor(), typed)
    except Invalid as error:
        shown = {"email_error": sentence(error), "typed": typed}
        return keys_page(carried, 422, **shown) if carried else page("public/chat/letters.html", status=422, **shown)
    return keys_page(carried) if carried else redirect(url_for("public.chat") + "#letters", 303)


def _carried(form: Mapping[str, str]) -> Keys | None:
    """The code and the link that stood on the page with this form; they are shown again, never looked up."""
    code, link = form.get("code", ""), form.get("link", "")
    fits = re.fullmatch(r"[0-9A-Z]{4}-[0-9A-Z]{4}", code) and re.fullmatch(r"[\w-]{43}", link, re.ASCII)
    return Keys(code, link) if fits else None


@bp.post("/chat/letters/off")
def chat_letters_off() -> AnyResponse:
    """The address is gone, now."""
    carried = _carried(request.form)
    with unit_of_work():
        letters.stop(current_visitor())
    return keys_page(carried) if carried else redirect(url_for("public.chat") + "#letters", 303)


@bp.get("/chat/no-letters/<key>")
def chat_no_letters(key: str) -> Response:
    """The way out in a letter: only a button, for mail programs open links by themselves."""
    return page("public/chat/no_letters.html", key=key[:LONGEST], done=False)


@bp.post("/chat/no-letters")
def chat_stop_letters() -> Response:
    """No letters any more; a wrong key reads the same."""
    with unit_of_work():
        letters.stop_by_key(request.form.get("key", "")[:LONGEST])
    return page("public/chat/no_letters.html", key="", done=True)
