"""The directory in HSDS's terms: ids, costs, alerts, kinds, places to go to, imported packages."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# The same as core/ids.py's: a thing we ship has one UUID everywhere.
OURS = uuid.UUID("6f0f4f1e-2c5b-5d0a-9c39-0d7f3f4b7c11")
EMPTY_MAP, EMPTY_LIST = sa.text("'{}'"), sa.text("'[]'")


def _maps(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.JSON(), nullable=False, server_default=EMPTY_MAP) for name in names]


def _lists(*names: str) -> list[sa.Column]:
    return [sa.Column(name, sa.JSON(), nullable=False, server_default=EMPTY_LIST) for name in names]


def _columns() -> dict[str, list[sa.Column]]:
    """What the tables that are there get. Nothing here needs a table to be copied, which would lose its checks."""

    def shared() -> list[sa.Column]:
        return [
            sa.Column("hsds_id", sa.String(length=36)),
            sa.Column("origin", sa.String(length=80)),
            *_maps("imported"),
        ]

    return {
        "organization": [
            *shared(),
            sa.Column("alternate_name", sa.String(length=200)),
            sa.Column("parent", sa.String(length=60)),
            *_lists("website_languages"),
        ],
        "service": [
            *shared(),
            sa.Column("status", sa.String(length=20), nullable=False, server_default="active"),
            sa.Column("general", sa.Boolean(), nullable=False, server_default=sa.false()),
            sa.Column("minimum_age", sa.Integer()),
            sa.Column("maximum_age", sa.Integer()),
            sa.Column("alert_until", sa.Date()),
            sa.Column("holidays", sa.String(length=10)),
            *_maps("application_process", "eligibility", "fees", "alert"),
            *_lists("cost_options", "url_languages", "exceptions"),
        ],
        "phone": [
            sa.Column("hsds_id", sa.String(length=36)),
            sa.Column("schedule_source", sa.String(length=300)),
            *_lists("languages", "schedule"),
        ],
        "area": [
            sa.Column("website", sa.String(length=300)),
            sa.Column("merged_into", sa.String(length=60)),
            sa.Column("merged_on", sa.Date()),
        ],
    }


def upgrade() -> None:
    for table, columns in _columns().items():
        for column in columns:
            op.add_column(table, column)
    _name_what_is_there()
    for table in ("organization", "service", "phone"):
        op.create_index(f"ix_{table}_hsds_id", table, ["hsds_id"], unique=True)
    for table in ("organization", "service"):
        op.create_index(f"ix_{table}_origin", table, ["origin"], unique=False)
    for make in (_taxonomy, _taxonomy_term, _service_term, _location, _service_at_location, _hsds_package):
        make()


def downgrade() -> None:
    for table in ("hsds_package", "service_at_location", "location", "service_term", "taxonomy_term", "taxonomy"):
        op.drop_table(table)
    for table in ("organization", "service"):
        op.drop_index(f"ix_{table}_origin", table)
    for table in ("organization", "service", "phone"):
        op.drop_index(f"ix_{table}_hsds_id", table)
    for table, columns in _columns().items():
        for column in columns:
            op.drop_column(table, column.name)


def _name_what_is_there() -> None:
    """Every row gets its UUID: the one every installation gives it, or for a phone its own public id's."""
    connection = op.get_bind()
    for kind, column in (("organization", "slug"), ("service", "slug"), ("phone", "public_id")):
        table = sa.table(kind, sa.column("id"), sa.column(column), sa.column("hsds_id"))
        for row in connection.execute(sa.select(table.c.id, table.c[column])).all():
            named = (
                sa.update(table).where(table.c.id == row[0]).values(hsds_id=str(uuid.uuid5(OURS, f"{kind}:{row[1]}")))
            )
            connection.execute(named)


def _taxonomy() -> None:
    op.create_table(
        "taxonomy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hsds_id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("description", sa.JSON(), nullable=False),
        sa.Column("uri", sa.String(length=300), nullable=True),
        sa.Column("version", sa.String(length=40), nullable=True),
        sa.Column("origin", sa.String(length=80), nullable=True),
        sa.Column("imported", sa.JSON(), nullable=False),
        sa.Column("last_modified", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_taxonomy"),
        sa.UniqueConstraint("code", name="uq_taxonomy_code"),
        sa.UniqueConstraint("hsds_id", name="uq_taxonomy_hsds_id"),
    )
    op.create_index("ix_taxonomy_origin", "taxonomy", ["origin"], unique=False)


def _taxonomy_term() -> None:
    op.create_table(
        "taxonomy_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hsds_id", sa.String(length=36), nullable=False),
        sa.Column("taxonomy_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("description", sa.JSON(), nullable=False),
        sa.Column("origin", sa.String(length=80), nullable=True),
        sa.Column("imported", sa.JSON(), nullable=False),
        sa.Column("last_modified", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["taxonomy_term.id"], name="fk_taxonomy_term_parent_id_taxonomy_term", ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["taxonomy_id"], ["taxonomy.id"], name="fk_taxonomy_term_taxonomy_id_taxonomy", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_taxonomy_term"),
        sa.UniqueConstraint("hsds_id", name="uq_taxonomy_term_hsds_id"),
        sa.UniqueConstraint("taxonomy_id", "code", name="uq_taxonomy_term_taxonomy_id_code"),
    )
    op.create_index("ix_taxonomy_term_origin", "taxonomy_term", ["origin"], unique=False)
    op.create_index("ix_taxonomy_term_parent_id", "taxonomy_term", ["parent_id"], unique=False)
    op.create_index("ix_taxonomy_term_taxonomy_id", "taxonomy_term", ["taxonomy_id"], unique=False)


def _service_term() -> None:
    op.create_table(
        "service_term",
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("term_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name="fk_service_term_service_id_service", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["term_id"], ["taxonomy_term.id"], name="fk_service_term_term_id_taxonomy_term", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("service_id", "term_id", name="pk_service_term"),
    )
    op.create_index("ix_service_term_term_id", "service_term", ["term_id"], unique=False)


def _location() -> None:
    op.create_table(
        "location",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.String(length=32), nullable=False),
        sa.Column("hsds_id", sa.String(length=36), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("area_id", sa.Integer(), nullable=True),
        sa.Column("location_type", sa.String(length=20), nullable=False),
        sa.Column("name", sa.JSON(), nullable=False),
        sa.Column("description", sa.JSON(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("address", sa.JSON(), nullable=False),
        sa.Column("schedule", sa.JSON(), nullable=False),
        sa.Column("schedule_source", sa.String(length=300), nullable=True),
        sa.Column("holidays", sa.String(length=10), nullable=True),
        sa.Column("exceptions", sa.JSON(), nullable=False),
        sa.Column("assured_date", sa.Date(), nullable=True),
        sa.Column("assured_by", sa.String(length=80), nullable=True),
        sa.Column("origin", sa.String(length=80), nullable=True),
        sa.Column("imported", sa.JSON(), nullable=False),
        sa.Column("last_modified", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["area_id"], ["area.id"], name="fk_location_area_id_area"),
        sa.ForeignKeyConstraint(
            ["organization_id"],
            ["organization.id"],
            name="fk_location_organization_id_organization",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_location"),
        sa.UniqueConstraint("area_id", name="uq_location_area_id"),
        sa.UniqueConstraint("hsds_id", name="uq_location_hsds_id"),
        sa.UniqueConstraint("public_id", name="uq_location_public_id"),
    )
    op.create_index("ix_location_organization_id", "location", ["organization_id"], unique=False)
    op.create_index("ix_location_origin", "location", ["origin"], unique=False)


def _service_at_location() -> None:
    op.create_table(
        "service_at_location",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("hsds_id", sa.String(length=36), nullable=False),
        sa.Column("service_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.JSON(), nullable=False),
        sa.Column("origin", sa.String(length=80), nullable=True),
        sa.Column("imported", sa.JSON(), nullable=False),
        sa.Column("last_modified", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id"], ["location.id"], name="fk_service_at_location_location_id_location", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name="fk_service_at_location_service_id_service", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_service_at_location"),
        sa.UniqueConstraint("hsds_id", name="uq_service_at_location_hsds_id"),
        sa.UniqueConstraint("service_id", "location_id", name="uq_service_at_location_service_id_location_id"),
    )
    op.create_index("ix_service_at_location_location_id", "service_at_location", ["location_id"], unique=False)
    op.create_index("ix_service_at_location_origin", "service_at_location", ["origin"], unique=False)


def _hsds_package() -> None:
    op.create_table(
        "hsds_package",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("publisher", sa.String(length=200), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_hsds_package"),
        sa.UniqueConstraint("code", name="uq_hsds_package_code"),
    )
