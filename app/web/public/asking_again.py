"""A question from a tab that was left open, while another conversation is open in this browser: neither is lost."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Response

from app.core import ids
from app.domain.chat import keys
from app.web.chat_cookie import set_cookie
from app.web.guards import visitor_or_none
from app.web.page import page

# All that the handoff form holds.
FIELDS = ("key", "text", "first_name", "locale", "from", "q", "a", "node", "area", "bring_page", "bring_search", "how")


def which(form: Mapping[str, str]) -> Response | None:
    """Asks where the question shall go; None where there is nothing to ask, or it has been said."""
    visitor = visitor_or_none()
    asked = form.get("text", "").strip() and not form.get("replace")
    if visitor is None or not asked or not keys.open_beside(visitor, form.get("key", "")):
        return None
    given = {name: form[name] for name in FIELDS if name in form}
    return page("public/chat/asked_beside.html", given=given, talk=visitor.public_id, key=ids.new_token())


def left_code(form: Mapping[str, str]) -> str:
    """Told to begin a new one: a code for the one that is open here; inside the unit of work that begins it."""
    visitor = visitor_or_none()
    if visitor is None or not form.get("replace") or not keys.open_beside(visitor, form.get("key", "")):
        return ""
    return keys.leave_for_another(visitor)


def begun(code: str, token: str) -> Response:
    """The way back to the other one, before going on to the new."""
    response = page("public/chat/left_code.html", code=code)
    set_cookie(response, token)
    return response
