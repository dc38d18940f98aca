"""A profile with skills, a second key and ways to be told; prepared replies; a rota that the team's hours can follow."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def _of_members() -> list[sa.Column]:
    return [
        sa.Column("shown", sa.String(length=10), nullable=False, server_default="name"),
        sa.Column("notify", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("totp", sa.String(length=200), nullable=True),
        sa.Column("totp_step", sa.Integer(), nullable=False, server_default="0"),
    ]


def _key(table: str, column: str, to: str, ondelete: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=f"fk_{table}_{column}_{to}", ondelete=ondelete)


def _public(table: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
        sa.UniqueConstraint("public_id", name=f"uq_{table}_public_id"),
    ]


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column], unique=False)


def upgrade() -> None:
    for column in _of_members():
        op.add_column("staff_member", column)
    for name in ("follows_rota", "second_step"):
        op.add_column("team_settings", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("message", sa.Column("card_data", sa.JSON(), nullable=True))
    _skills()
    _second_key_and_push()
    _replies()
    _rota()
    _rings()


def _skills() -> None:
    op.create_table(
        "skill",
        *_public("skill"),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", MOMENT, nullable=True),
    )
    op.create_table(
        "staff_skill",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("skill_id", sa.Integer(), nullable=False),
        _key("staff_skill", "staff_id", "staff_member", "CASCADE"),
        _key("staff_skill", "skill_id", "skill", "CASCADE"),
        sa.PrimaryKeyConstraint("staff_id", "skill_id", name="pk_staff_skill"),
    )
    _index("staff_skill", "skill_id")


def _second_key_and_push() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        _key("recovery_code", "staff_id", "staff_member", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_recovery_code"),
        sa.UniqueConstraint("hash", name="uq_recovery_code_hash"),
    )
    _index("recovery_code", "staff_id")
    op.create_table(
        "push_subscription",
        *_public("push_subscription"),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("endpoint_hash", sa.String(length=64), nullable=False),
        sa.Column("p256dh", sa.String(length=120), nullable=False),
        sa.Column("auth", sa.String(length=60), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("failed_at", MOMENT, nullable=True),
        _key("push_subscription", "staff_id", "staff_member", "CASCADE"),
        sa.UniqueConstraint("endpoint_hash", name="uq_push_subscription_endpoint_hash"),
    )
    _index("push_subscription", "staff_id")


def _replies() -> None:
    op.create_table(
        "prepared_reply",
        *_public("prepared_reply"),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("matter_id", sa.Integer(), nullable=True),
        sa.Column("shortcut", sa.String(length=40), nullable=False),
        sa.Column("source_locale", sa.String(length=10), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("proposed_at", MOMENT, nullable=True),
        sa.Column("archived_at", MOMENT, nullable=True),
        _key("prepared_reply", "owner_id", "staff_member", "CASCADE"),
        _key("prepared_reply", "matter_id", "matter", "SET NULL"),
    )
    _index("prepared_reply", "owner_id", "matter_id", "shortcut")
    op.create_table(
        "reply_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("of_revision", sa.Integer(), nullable=False),
        _key("reply_text", "reply_id", "prepared_reply", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_reply_text"),
        sa.UniqueConstraint("reply_id", "locale", name="uq_reply_text_reply_id_locale"),
    )
    op.create_table(
        "reply_revision",
        sa.Column("reply_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _key("reply_revision", "reply_id", "prepared_reply", "CASCADE"),
        sa.PrimaryKeyConstraint("reply_id", "revision", name="pk_reply_revision"),
    )


def _rota() -> None:
    op.create_table(
        "shift",
        *_public("shift"),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("starts", sa.Time(), nullable=False),
        sa.Column("ends", sa.Time(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        _key("shift", "staff_id", "staff_member", "SET NULL"),
    )
    _index("shift", "staff_id", "first_day", "last_day")
    op.create_table(
        "shift_swap",
        *_public("shift_swap"),
        sa.Column("shift_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("to_staff_id", sa.Integer(), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("answered_at", MOMENT, nullable=True),
        _key("shift_swap", "shift_id", "shift", "CASCADE"),
        _key("shift_swap", "to_staff_id", "staff_member", "CASCADE"),
        _key("shift_swap", "asked_by_id", "staff_member", "SET NULL"),
    )
    _index("shift_swap", "shift_id", "day", "to_staff_id", "asked_by_id")
    agreed = sa.text("state = 'agreed'")
    op.create_index(
        "uq_shift_swap_agreed",
        "shift_swap",
        ["shift_id", "day"],
        unique=True,
        sqlite_where=agreed,
        postgresql_where=agreed,
    )
    op.create_table(
        "rota_choice",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("most_hours", sa.Integer(), nullable=True),
        sa.Column("calendar_hash", sa.String(length=64), nullable=True),
        _key("rota_choice", "staff_id", "staff_member", "CASCADE"),
        sa.PrimaryKeyConstraint("staff_id", name="pk_rota_choice"),
        sa.UniqueConstraint("calendar_hash", name="uq_rota_choice_calendar_hash"),
    )
    op.create_table(
        "team_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="pk_team_day"),
    )


def _rings() -> None:
    op.create_table(
        "on_call_ring",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=10), nullable=False),
        sa.Column("outcome", sa.String(length=10), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("sending_until", MOMENT, nullable=True),
        _key("on_call_ring", "conversation_id", "conversation", "CASCADE"),
        _key("on_call_ring", "staff_id", "staff_member", "CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_on_call_ring"),
        sa.UniqueConstraint("conversation_id", "staff_id", "way", name="uq_on_call_ring_conversation_id_staff_id_way"),
    )
    _index("on_call_ring", "staff_id")


def downgrade() -> None:
    tables = (
        "on_call_ring team_day rota_choice shift_swap shift reply_revision reply_text prepared_reply push_subscription"
    )
    for table in [*tables.split(), "recovery_code", "staff_skill", "skill"]:
        op.drop_table(table)
    op.drop_column("message", "card_data")
    op.drop_column("team_settings", "second_step")
    op.drop_column("team_settings", "follows_rota")
    for column in reversed(_of_members()):
        op.drop_column("staff_member", column.name)
