"""Runs migrations on the database the application would open."""

from alembic import context
from sqlalchemy import Connection

from app import tables
from app.core import db


def run() -> None:
    """Applies the wanted steps in one transaction: in somebody's own, which they commit or not, where one is given."""
    if given := context.config.attributes.get("connection"):
        steps(given)
        return
    with db.engine().connect() as connection:
        patience(connection, "3s")
        try:
            steps(connection)
            connection.commit()
        finally:
            connection.rollback()
            patience(connection, "DEFAULT")


def patience(connection: Connection, seconds: str) -> None:
    """With PostgreSQL a step that waits for a table makes everybody else wait behind it."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SET lock_timeout TO {seconds if seconds == 'DEFAULT' else repr(seconds)}")
        connection.commit()


def steps(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=tables.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


run()
