"""These tests need the database, not the web."""

from tests.staff_house import database, settings

__all__ = ["database", "settings"]
