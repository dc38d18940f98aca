"""Searches without a sure answer: how many, and words that editors may add to a matter."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_miss",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_miss"),
        sa.UniqueConstraint("day", "locale", "country", name="uq_search_miss_day_locale_country"),
    )
    op.create_table(
        "search_seen",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("digest", "day", name="pk_search_seen"),
    )
    op.create_index("ix_search_seen_day", "search_seen", ["day"], unique=False)
    _unfound()


def downgrade() -> None:
    for table in ("unfound", "search_seen", "search_miss"):
        op.drop_table(table)


def _unfound() -> None:
    op.create_table(
        "unfound",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("words", sa.String(length=200), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=10), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("keyword_locale", sa.String(length=10), nullable=True),
        sa.Column("keyword", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_unfound_matter_id_matter", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_unfound"),
        sa.UniqueConstraint("public_id", name="uq_unfound_public_id"),
        sa.UniqueConstraint("digest", name="uq_unfound_digest"),
    )
    for column in ("last_day", "matter_id", "state"):
        op.create_index(f"ix_unfound_{column}", "unfound", [column], unique=False)
