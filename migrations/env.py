"""Runs migrations on the database the application would open."""

from alembic import context

from app import tables
from app.core import db


def run() -> None:
    """Applies the wanted steps in one transaction."""
    with db.engine().connect() as connection:
        context.configure(
            connection=connection, target_metadata=tables.metadata, render_as_batch=True, compare_type=True
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
