"""What an area's libraries do differently, guide by guide."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "local_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("strikes", sa.String(length=64), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name="fk_local_rule_area_id_area", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["guide_id"], ["guide.id"], name="fk_local_rule_guide_id_guide", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_local_rule"),
        sa.UniqueConstraint("public_id", name="uq_local_rule_public_id"),
    )
    op.create_index("ix_local_rule_area_id", "local_rule", ["area_id"], unique=False)
    op.create_index("ix_local_rule_guide_id", "local_rule", ["guide_id"], unique=False)


def downgrade() -> None:
    op.drop_table("local_rule")
