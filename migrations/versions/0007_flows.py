"""Question trees and their texts."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "flow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("source_locale", sa.String(length=10), nullable=False),
        sa.Column("structure", sa.JSON(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_flow"),
        sa.UniqueConstraint("slug", name="uq_flow_slug"),
    )

    op.create_table(
        "flow_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("flow_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["flow_id"], ["flow.id"], name="fk_flow_text_flow_id_flow", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_flow_text"),
        sa.UniqueConstraint("flow_id", "locale", name="uq_flow_text_flow_id_locale"),
    )


def downgrade() -> None:
    op.drop_table("flow_text")
    op.drop_table("flow")
