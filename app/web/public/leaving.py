"""A link to an outside service was followed: counted for the page it stood on, with nothing of who followed it."""

from __future__ import annotations

from flask import Response, request

from app.core.errors import NotFound
from app.core.unit import unit_of_work
from app.domain.referrals import services
from app.web.leaving import is_a_page
from app.web.limits import spend
from app.web.public.blueprint import bp


@bp.post("/leaving")
def leaving() -> Response:
    """The page's script tells; the link itself has long gone its own way."""
    spend("leaving")
    key = request.form.get("page", "")
    if not is_a_page(key):
        raise NotFound()
    with unit_of_work():
        services.count(key, request.form.get("service", "")[:60])
    return Response(status=204)
