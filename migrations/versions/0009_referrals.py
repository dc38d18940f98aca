"""Links followed to outside services, a number a day."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("page", sa.String(length=100), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name="fk_referral_service_id_service", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_referral"),
        sa.UniqueConstraint("day", "page", "service_id", name="uq_referral_day_page_service_id"),
    )
    op.create_index("ix_referral_day", "referral", ["day"], unique=False)
    op.create_index("ix_referral_service_id", "referral", ["service_id"], unique=False)


def downgrade() -> None:
    op.drop_table("referral")
