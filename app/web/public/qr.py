"""A guide's address as a picture a phone can read, to take away."""

from __future__ import annotations

import io
from functools import lru_cache

import segno
from flask import Response, url_for

from app.web.cache import cacheable
from app.web.jsonld import absolute
from app.web.public.blueprint import bp
from app.web.public.guides import find

SECONDS = 3600


@bp.get("/guide/<slug>/qr.svg")
def guide_qr(slug: str) -> Response:
    address = absolute(url_for("public.guide", slug=find(slug).slug, area=None))
    return cacheable(Response(drawing(address), mimetype="image/svg+xml"), SECONDS)


@lru_cache(maxsize=512)
def drawing(address: str) -> bytes:
    """An address as SVG; drawn once, because it takes longer than a page."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=2, scale=4, xmldecl=False)
    return drawn.getvalue()
