"""These tests need the database, not the web; both kinds of database pass them."""

from tests.databases import database, sqlite_database

__all__ = ["database", "sqlite_database"]
