"""Hand-overs that are seen, colleagues brought in, the room of the shift, reviews, and alerts a team sets itself."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
RULES = {
    "alert_1": "20",
    "alert_2": "40",
    "alert_3": "60",
    "alert_4": "90",
    "skill_first": "40",
    "swamped": "10",
    "on_call_wait": "15",
}


def _of_conversations() -> list[sa.Column]:
    return [
        sa.Column("skill_id", sa.Integer(), nullable=True),
        sa.Column("wide_at", MOMENT, nullable=True),
        sa.Column("handed_by_id", sa.Integer(), nullable=True),
        sa.Column("handed_at", MOMENT, nullable=True),
        sa.Column("reminded_at", MOMENT, nullable=True),
    ]


def _key(table: str, column: str, to: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}", ondelete=ondelete)


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column], unique=False)


def upgrade() -> None:
    for column in _of_conversations():
        op.add_column("conversation", column)
    for name, value in RULES.items():
        op.add_column("chat_rules", sa.Column(name, sa.Integer(), nullable=False, server_default=value))
    op.add_column("chat_rules", sa.Column("swamped_until", MOMENT, nullable=True))
    op.add_column("presence", sa.Column("since", MOMENT, nullable=True))
    op.add_column("shift", sa.Column("batch", sa.String(length=32), nullable=True))
    op.create_table(
        "conversation_guest",
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("joined_at", MOMENT, nullable=True),
        sa.Column("left_at", MOMENT, nullable=True),
        _key("conversation_guest", "conversation_id", "conversation", "CASCADE"),
        _key("conversation_guest", "staff_id", "staff_member", "CASCADE"),
        _key("conversation_guest", "invited_by_id", "staff_member", "SET NULL"),
        sa.PrimaryKeyConstraint("conversation_id", "staff_id", name="pk_conversation_guest"),
    )
    _index("conversation_guest", "staff_id", "invited_by_id")
    op.create_table(
        "shift_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("masked", sa.Integer(), nullable=False),
        sa.Column("client_key", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _key("shift_line", "staff_id", "staff_member", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_shift_line"),
        sa.UniqueConstraint("staff_id", "client_key", name="uq_shift_line_staff_id_client_key"),
    )
    _index("shift_line", "created_at")
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=True),
        sa.Column("marks", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        _key("review", "conversation_id", "conversation", "CASCADE"),
        _key("review", "staff_id", "staff_member", "CASCADE"),
        _key("review", "reviewer_id", "staff_member", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_review"),
        sa.UniqueConstraint("public_id", name="uq_review_public_id"),
        sa.UniqueConstraint("conversation_id", "reviewer_id", name="uq_review_conversation_id_reviewer_id"),
    )
    _index("review", "staff_id", "reviewer_id")
    op.create_table(
        "review_count",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("heading", sa.String(length=20), nullable=False),
        sa.Column("mark", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("month", "heading", "mark", name="pk_review_count"),
    )
    op.create_table(
        "guide_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        _key("guide_draft", "matter_id", "matter", "SET NULL"),
        _key("guide_draft", "staff_id", "staff_member", "SET NULL"),
        _key("guide_draft", "taken_by_id", "staff_member", "SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_guide_draft"),
        sa.UniqueConstraint("public_id", name="uq_guide_draft_public_id"),
    )
    _index("guide_draft", "matter_id", "staff_id", "taken_by_id", "state")


def downgrade() -> None:
    for table in ("guide_draft", "review_count", "review", "shift_line", "conversation_guest"):
        op.drop_table(table)
    op.drop_column("shift", "batch")
    op.drop_column("presence", "since")
    op.drop_column("chat_rules", "swamped_until")
    for name in reversed(RULES):
        op.drop_column("chat_rules", name)
    for column in reversed(_of_conversations()):
        op.drop_column("conversation", column.name)
