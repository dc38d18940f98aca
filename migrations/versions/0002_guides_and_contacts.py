"""Guides, and the outside bodies they point at."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# In this order: a table stands after those it points at.
TABLES = (
    "organization",
    "topic",
    "matter",
    "service",
    "guide",
    "matter_name",
    "phone",
    "contact_check",
    "guide_service",
    "guide_translation",
    "guide_vote",
    "step",
)


def upgrade() -> None:
    _organization()
    _topic()
    _matter()
    _service()
    _guide()
    _matter_name()
    _phone()
    _contact_check()
    _guide_service()
    _guide_translation()
    _guide_vote()
    _step()


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)


def _organization() -> None:
    op.create_table(
        "organization",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("description", sa.JSON(), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.Column("website_state", sa.String(length=20), nullable=True),
        sa.Column("website_source", sa.String(length=300), nullable=True),
        sa.Column("last_modified", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_organization"),
        sa.UniqueConstraint("public_id", name="uq_organization_public_id"),
        sa.UniqueConstraint("slug", name="uq_organization_slug"),
    )


def _topic() -> None:
    op.create_table(
        "topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("icon", sa.String(length=20), nullable=False),
        sa.Column("names", sa.JSON(), nullable=False),
        sa.Column("summaries", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_topic"),
        sa.UniqueConstraint("slug", name="uq_topic_slug"),
    )


def _matter() -> None:
    op.create_table(
        "matter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["topic_id"], ["topic.id"], name="fk_matter_topic_id_topic"),
        sa.PrimaryKeyConstraint("id", name="pk_matter"),
        sa.UniqueConstraint("code", name="uq_matter_code"),
    )
    op.create_index("ix_matter_topic_id", "matter", ["topic_id"], unique=False)


def _service() -> None:
    op.create_table(
        "service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("description", sa.JSON(), nullable=False),
        sa.Column("cannot", sa.JSON(), nullable=False),
        sa.Column("documents", sa.JSON(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=True),
        sa.Column("url_state", sa.String(length=20), nullable=True),
        sa.Column("areas", sa.JSON(), nullable=False),
        sa.Column("languages", sa.JSON(), nullable=False),
        sa.Column("schedule", sa.JSON(), nullable=False),
        sa.Column("schedule_source", sa.String(length=300), nullable=True),
        sa.Column("last_modified", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name="fk_service_organization_id_organization", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_service"),
        sa.UniqueConstraint("public_id", name="uq_service_public_id"),
        sa.UniqueConstraint("slug", name="uq_service_slug"),
    )
    op.create_index("ix_service_organization_id", "service", ["organization_id"], unique=False)


def _guide() -> None:
    op.create_table(
        "guide",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("source_locale", sa.String(length=10), nullable=False),
        sa.Column("minutes_low", sa.Integer(), nullable=False),
        sa.Column("minutes_high", sa.Integer(), nullable=False),
        sa.Column("safety_critical", sa.Boolean(), nullable=False),
        sa.Column("self_next_time", sa.Boolean(), nullable=False),
        sa.Column("cannot", sa.JSON(), nullable=False),
        sa.Column("related", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name="fk_guide_matter_id_matter"),
        sa.PrimaryKeyConstraint("id", name="pk_guide"),
        sa.UniqueConstraint("matter_id", "country", name="uq_guide_matter_id_country"),
        sa.UniqueConstraint("slug", name="uq_guide_slug"),
    )
    op.create_index("ix_guide_matter_id", "guide", ["matter_id"], unique=False)


def _matter_name() -> None:
    op.create_table(
        "matter_name",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("matter_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("keywords", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name="fk_matter_name_matter_id_matter", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_matter_name"),
        sa.UniqueConstraint("matter_id", "locale", name="uq_matter_name_matter_id_locale"),
    )


def _phone() -> None:
    op.create_table(
        "phone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("label", sa.JSON(), nullable=False),
        sa.Column("confidence", sa.String(length=1), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=True),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_phone_service_id_service", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_phone"),
        sa.UniqueConstraint("public_id", name="uq_phone_public_id"),
    )
    op.create_index("ix_phone_service_id", "phone", ["service_id"], unique=False)


def _contact_check() -> None:
    op.create_table(
        "contact_check",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("phone_id", sa.Integer(), nullable=True),
        sa.Column("service_id", sa.Integer(), nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.String(length=300), nullable=False),
        sa.Column("result", sa.String(length=10), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("checker_id", sa.Integer(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["checker_id"], ["staff_member.id"], name="fk_contact_check_checker_id_staff_member"),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name="fk_contact_check_organization_id_organization",
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["phone_id"], ["phone.id"], name="fk_contact_check_phone_id_phone", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name="fk_contact_check_service_id_service", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_contact_check"),
    )
    op.create_index("ix_contact_check_organization_id", "contact_check", ["organization_id"], unique=False)
    op.create_index("ix_contact_check_phone_id", "contact_check", ["phone_id"], unique=False)
    op.create_index("ix_contact_check_service_id", "contact_check", ["service_id"], unique=False)


def _guide_service() -> None:
    op.create_table(
        "guide_service",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.Integer(), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["guide_id"], ["guide.id"], name="fk_guide_service_guide_id_guide", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name="fk_guide_service_service_id_service"),
        sa.PrimaryKeyConstraint("id", name="pk_guide_service"),
        sa.UniqueConstraint("guide_id", "service_id", name="uq_guide_service_guide_id_service_id"),
    )
    op.create_index("ix_guide_service_service_id", "guide_service", ["service_id"], unique=False)


def _guide_translation() -> None:
    op.create_table(
        "guide_translation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("bring", sa.JSON(), nullable=False),
        sa.Column("warnings", sa.JSON(), nullable=False),
        sa.Column("can", sa.JSON(), nullable=False),
        sa.Column("cannot", sa.JSON(), nullable=False),
        sa.Column("next_time", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["guide_id"], ["guide.id"], name="fk_guide_translation_guide_id_guide", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_guide_translation"),
        sa.UniqueConstraint("guide_id", "locale", name="uq_guide_translation_guide_id_locale"),
    )


def _guide_vote() -> None:
    op.create_table(
        "guide_vote",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("guide_id", sa.Integer(), nullable=False),
        sa.Column("locale", sa.String(length=10), nullable=False),
        sa.Column("helped", sa.String(length=5), nullable=False),
        sa.Column("wrong", sa.String(length=30), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["guide_id"], ["guide.id"], name="fk_guide_vote_guide_id_guide", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_guide_vote"),
    )
    op.create_index("ix_guide_vote_guide_id", "guide_vote", ["guide_id"], unique=False)


def _step() -> None:
    op.create_table(
        "step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("translation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["translation_id"],
            ["guide_translation.id"],
            name="fk_step_translation_id_guide_translation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_step"),
    )
    op.create_index("ix_step_translation_id", "step", ["translation_id"], unique=False)
