"""What became of each job: who works at it until when, how it went, how often it failed; and links that do not answer."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _of_jobs() -> list[sa.Column]:
    # Processes of the version before go on adding rows that have none of these.
    return [
        sa.Column("leased_until", MOMENT, nullable=True),
        sa.Column("runner", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("started_at", MOMENT, nullable=True),
        sa.Column("finished_at", MOMENT, nullable=True),
        sa.Column("done", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("error", sa.String(length=300), nullable=False, server_default=""),
    ]


def upgrade() -> None:
    for column in _of_jobs():
        op.add_column("job", column)
    op.add_column("conversation", sa.Column("reminding_until", MOMENT, nullable=True))
    op.create_table(
        "link_check",
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("checked_at", MOMENT, nullable=False),
        sa.Column("silent_since", MOMENT, nullable=True),
        sa.Column("said", sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint("url", name="pk_link_check"),
    )


def downgrade() -> None:
    op.drop_table("link_check")
    op.drop_column("conversation", "reminding_until")
    for column in reversed(_of_jobs()):
        op.drop_column("job", column.name)
