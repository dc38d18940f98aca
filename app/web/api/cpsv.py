"""The directory as CPSV-AP, for catalogues of public services: Turtle, RDF/XML and JSON-LD."""

from __future__ import annotations

import time
from functools import cache

from flask import Response, current_app
from sqlalchemy import Engine

from app.config import Settings
from app.core import counter, db
from app.core.errors import NotFound
from app.domain.directory.cpsv.graph import FORMATS, write
from app.domain.directory.cpsv.rows import catalogue
from app.domain.search.aside import Aside
from app.web.api.blueprint import bp
from app.web.api.packed import answer, pack

KINDS = {
    "ttl": "text/turtle; charset=utf-8",
    "rdf": "application/rdf+xml; charset=utf-8",
    "jsonld": "application/ld+json; charset=utf-8",
}
SECONDS = 600
# A number's check runs out by itself, without a change of content: nothing made is given longer than this.
MADE_FOR = 600.0
_kept: dict[str, tuple[Engine, int, float, bytes]] = {}


@cache
def _aside() -> Aside:
    """Made when first asked for: by then gevent has the loop, and the process is the one that serves."""
    return Aside()


@bp.get("/api/cpsv-ap.<form>")
def cpsv(form: str) -> Response:
    """Written once for each version of the content, beside the loop that serves everybody else."""
    if form not in FORMATS:
        raise NotFound()
    return answer(_packed(form), KINDS[form], SECONDS)


def _packed(form: str) -> bytes:
    engine, version = db.engine(), counter.value(counter.CONTENT)
    kept = _kept.get(form)
    if kept is None or kept[0] is not engine or kept[1] != version or kept[2] < time.monotonic() - MADE_FOR:
        settings: Settings = current_app.config["SETTINGS"]
        told, site = catalogue(), settings.public_url
        made = _aside().run(lambda: pack([write(told, site, form)]))
        _kept[form] = kept = (engine, version, time.monotonic(), made)
    return kept[3]
