"""Words that mean the same, and questions that are no matter of ours: what the search reads beside the matters."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meaning",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code", sa.String(length=60), nullable=False, unique=True),
        sa.Column("whose", sa.String(length=20), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("meaning")
