"""Questions about some matters ask for a skill by themselves; a conversation keeps its number at its holder's desk."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _key(column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_skill_matter_{column}_{to}", ondelete="CASCADE")


def upgrade() -> None:
    op.add_column("conversation", sa.Column("desk_number", sa.Integer(), nullable=True))
    op.create_table(
        "skill_matter",
        sa.Column("skill_id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        _key("skill_id", "skill"),
        _key("matter_id", "matter"),
        sa.PrimaryKeyConstraint("skill_id", "matter_id", name="pk_skill_matter"),
    )
    op.create_index("ix_skill_matter_matter_id", "skill_matter", ["matter_id"], unique=False)


def downgrade() -> None:
    op.drop_table("skill_matter")
    op.drop_column("conversation", "desk_number")
