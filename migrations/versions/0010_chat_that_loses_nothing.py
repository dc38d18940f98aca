"""Returned ones first, silence noticed, rules of the team, blocks for a time, letters about answers."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _added() -> list[sa.Column]:
    return [
        sa.Column("returned", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("visitor_at", MOMENT, nullable=True),
        sa.Column("staff_at", MOMENT, nullable=True),
        sa.Column("still_asked_at", MOMENT, nullable=True),
        sa.Column("warned", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("network", sa.String(length=32), nullable=False, server_default=""),
    ]


def upgrade() -> None:
    for column in _added():
        op.add_column("conversation", column)
    op.create_table(
        "chat_rules",
        sa.Column("id", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("queue_limit", "long_wait", "still_there", "close_idle", "closing_soon")
        ),
        sa.Column("at_closing", sa.String(length=10), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_chat_rules"),
    )
    _blocks()
    _letters()


def _blocks() -> None:
    op.create_table(
        "chat_block",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("network", sa.String(length=32), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name="fk_chat_block_conversation_id_conversation",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name="fk_chat_block_staff_id_staff_member", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_chat_block"),
        sa.UniqueConstraint("public_id", name="uq_chat_block_public_id"),
    )
    for column in ("network", "conversation_id", "staff_id", "until"):
        op.create_index(f"ix_chat_block_{column}", "chat_block", [column], unique=False)


def _letters() -> None:
    op.create_table(
        "letter_address",
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("reply_hash", sa.String(length=64), nullable=True),
        sa.Column("told_seq", sa.Integer(), nullable=False),
        sa.Column("last_sent_at", MOMENT, nullable=True),
        sa.Column("sending_until", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("failed_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name="fk_letter_address_conversation_id_conversation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("conversation_id", name="pk_letter_address"),
        sa.UniqueConstraint("reply_hash", name="uq_letter_address_reply_hash"),
    )
    op.create_index("ix_letter_address_expires_at", "letter_address", ["expires_at"], unique=False)


def downgrade() -> None:
    op.drop_table("letter_address")
    op.drop_table("chat_block")
    op.drop_table("chat_rules")
    for column in reversed(_added()):
        op.drop_column("conversation", column.name)
