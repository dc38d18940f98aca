"""Which tables this program needs, and which the database has: a newer database serves the program before it too."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DatabaseError, SQLAlchemyError

from app.core import db

STEPS = Path(__file__).resolve().parents[2] / "migrations" / "versions"


@cache
def needed() -> str:
    """The number of the last step: a step's file begins with it. What was there when this process began to ask."""
    return max(path.name.split("_")[0] for path in STEPS.glob("[0-9]*.py"))


def found() -> str:
    """The number the database is at; "" where nobody has made tables yet. Raises where the database does not answer."""
    db.session.execute(text("SELECT 1"))
    try:
        return str(db.session.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")
    except DatabaseError as error:
        if error.connection_invalidated:
            raise
        db.session.rollback()
        return ""


def unready() -> str:
    """One word where nobody should be sent here because of the database: "database" or "tables"; else ""."""
    try:
        return "" if found() >= needed() else "tables"
    except SQLAlchemyError:
        return "database"
