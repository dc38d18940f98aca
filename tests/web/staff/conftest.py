"""Staff pages are asked for through the real application."""

from tests.staff_house import app, database, one_app, settings

__all__ = ["app", "database", "one_app", "settings"]
