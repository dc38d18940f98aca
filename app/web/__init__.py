"""The face that speaks HTML."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask

from app.core import i18n
from app.web import (
    cache,
    csrf,
    errors,
    filters,
    guards,
    headers,
    letters,
    limits,
    locale,
    page,
    pulling,
    quick_door,
    rings,
    session,
)


def init_app(app: Flask) -> None:
    """Everything between a request and a view, and every view."""
    i18n.load_all()
    # Imported here: views import guards and page, which must not import views back.
    from app.web import api, public, staff

    session.init_app(app)
    page.init_app(app)
    filters.init_app(app)
    errors.init_app(app)
    locale.init_app(app)
    csrf.init_app(app)
    letters.init_app(app)
    rings.init_app(app)
    guards.init_app(app)
    headers.init_app(app)
    for face in (public, staff, api):
        face.init_app(app)
    guards.check_table(app)
    pulling.init_app(app)
    quick_door.init_app(app)  # behind what says who the neighbour is
    limits.init_app(app)


def page_cache(app: Flask) -> Callable[..., Any]:
    """The application behind a memory of its public pages."""
    return cache.PageCache(app)
