"""Conversations, and the questions that are registered when they close."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# In this order: a table stands after those it points at.
TABLES = (
    "tombstone",
    "presence",
    "conversation",
    "inquiry",
    "conversation_secret",
    "message",
)


def upgrade() -> None:
    _tombstone()
    _presence()
    _conversation()
    _inquiry()
    _conversation_secret()
    _message()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _tombstone() -> None:
    op.create_table(
        "tombstone",
        sa.Column("conversation_public_id", sa.String(length=32), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("conversation_public_id", name="pk_tombstone"),
    )


def _presence() -> None:
    op.create_table(
        "presence",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("availability", sa.String(length=10), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff_member.id"], name="fk_presence_staff_id_staff_member", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("staff_id", name="pk_presence"),
    )


def _conversation() -> None:
    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("start_key", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("first_name", sa.String(length=40), nullable=False),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.JSON(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("claim", sa.Integer(), nullable=False),
        sa.Column("last_seq", sa.Integer(), nullable=False),
        sa.Column("visitor_seen_seq", sa.Integer(), nullable=False),
        sa.Column("staff_seen_seq", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("queued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=10), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("inquiry_id", sa.Integer(), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=True),
        sa.Column("left_message", sa.Boolean(), nullable=False),
        sa.Column("ambiguous", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name="fk_conversation_area_id_area"),
        sa.ForeignKeyConstraint(["assignee_id"], ["staff_member.id"], name="fk_conversation_assignee_id_staff_member"),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_conversation_matter_id_matter"),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
        sa.UniqueConstraint("public_id", name="uq_conversation_public_id"),
        sa.UniqueConstraint("start_key", name="uq_conversation_start_key"),
    )
    op.create_index("ix_conversation_assignee_id", "conversation", ["assignee_id"], unique=False)
    op.create_index("ix_conversation_closed_at", "conversation", ["closed_at"], unique=False)
    op.create_index("ix_conversation_expires_at", "conversation", ["expires_at"], unique=False)
    op.create_index("ix_conversation_status_queued_at", "conversation", ["status", "queued_at"], unique=False)


def _inquiry() -> None:
    op.create_table(
        "inquiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("effort", sa.Integer(), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("referred_to_id", sa.Integer(), nullable=True),
        sa.Column("wrongly_sent_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name="fk_inquiry_area_id_area"),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_inquiry_matter_id_matter"),
        sa.ForeignKeyConstraint(
            ["referred_to_id"], ["service.id"], name="fk_inquiry_referred_to_id_service", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["wrongly_sent_by_id"],
            ["organization.id"],
            name="fk_inquiry_wrongly_sent_by_id_organization",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_inquiry"),
        sa.UniqueConstraint("public_id", name="uq_inquiry_public_id"),
    )
    op.create_index("ix_inquiry_area_id", "inquiry", ["area_id"], unique=False)
    op.create_index("ix_inquiry_day", "inquiry", ["day"], unique=False)
    op.create_index("ix_inquiry_matter_id", "inquiry", ["matter_id"], unique=False)


def _conversation_secret() -> None:
    op.create_table(
        "conversation_secret",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name="fk_conversation_secret_conversation_id_conversation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_conversation_secret"),
        sa.UniqueConstraint("hash", name="uq_conversation_secret_hash"),
    )
    op.create_index("ix_conversation_secret_conversation_id", "conversation_secret", ["conversation_id"], unique=False)


def _message() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sender", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("masked", sa.Integer(), nullable=False),
        sa.Column("card_kind", sa.String(length=10), nullable=True),
        sa.Column("card_ref", sa.String(length=60), nullable=True),
        sa.Column("card_revision", sa.Integer(), nullable=True),
        sa.Column("activity", sa.String(length=20), nullable=True),
        sa.Column("client_key", sa.String(length=64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name="fk_message_conversation_id_conversation", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["staff_id"], ["staff_member.id"], name="fk_message_staff_id_staff_member"),
        sa.PrimaryKeyConstraint("id", name="pk_message"),
        sa.UniqueConstraint(
            "conversation_id", "sender", "client_key", name="uq_message_conversation_id_sender_client_key"
        ),
        sa.UniqueConstraint("conversation_id", "seq", name="uq_message_conversation_id_seq"),
    )
