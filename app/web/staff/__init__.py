"""The staff's side: log in, the desk, and the pages around it."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from flask import Flask

from app.web.staff.blueprint import bp


def init_app(app: Flask) -> None:
    """Every module in this folder hangs its views on the blueprint."""
    for found in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{found.name}")
    app.register_blueprint(bp)
