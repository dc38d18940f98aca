"""What a visitor sees."""

from __future__ import annotations

from importlib import import_module

from flask import Flask

from app.web import area
from app.web import leaving as doors_out
from app.web.public import flow_offers
from app.web.public.blueprint import bp

VIEWS = (
    "actors", "areas", "ask", "box", "chat", "chat_letters", "chat_link", "chat_queue", "chat_summary", "feedback", "flows",
    "front", "guides", "leaving", "matrix", "matters", "pages", "qr", "quick", "search", "topics", "unfound",
)  # fmt: skip


def init_app(app: Flask) -> None:
    """Hangs every public view on the blueprint, and the blueprint on the application."""
    area.init_app(app)
    doors_out.init_app(app)
    flow_offers.init_app(app)
    for view in VIEWS:
        import_module(f"{__name__}.{view}")
    app.register_blueprint(bp)
