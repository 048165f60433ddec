"""Seals: pages whose content is withdrawn, and the one way past the refusal to change rows: where a page is sealed."""

import sqlalchemy as sa
from alembic import op

from sayso.ledger.migrations.versions.v0001_first_tables import and_tables_are_ours, refuse_changes

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OF_SEALED_PAGES = {
    "pages": "OLD.id IN (SELECT page_id FROM seals)",
    "blobs": "OLD.id IN (SELECT blob_id FROM pages JOIN seals ON seals.page_id = pages.id)",
    "sightings": "OLD.blob_id IN (SELECT blob_id FROM pages JOIN seals ON seals.page_id = pages.id)",
    "runs": "OLD.id IN (SELECT run_id FROM sightings JOIN pages ON pages.blob_id = sightings.blob_id "
    "JOIN seals ON seals.page_id = pages.id)",
    "readings": "OLD.page_id IN (SELECT page_id FROM seals)",
    **dict.fromkeys(
        ("statements", "figures", "marks"),
        "OLD.reading_id IN (SELECT readings.id FROM readings JOIN seals ON seals.page_id = readings.page_id)",
    ),
}
"""Of each table the rows that may be withdrawn. Links are never among them: the chain stays."""


def upgrade() -> None:
    op.create_table(
        "seals",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("page_id", sa.Integer(), nullable=False),
        sa.Column("page", sa.String(length=64), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=False),
        sa.Column("text_digest", sa.String(length=64), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sealed_at", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("page_id"),
    )
    op.create_index(op.f("ix_seals_blob"), "seals", ["blob"], unique=False)
    op.create_index(op.f("ix_seals_text_digest"), "seals", ["text_digest"], unique=False)
    op.create_table(
        "wipes",
        sa.Column("seal_id", sa.Integer(), nullable=False),
        sa.Column("wiped_at", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["seal_id"], ["seals.id"]),
        sa.PrimaryKeyConstraint("seal_id"),
    )
    for table in ("seals", "wipes"):
        refuse_changes(table)
    for table, withdrawn in OF_SEALED_PAGES.items():
        let_seals_withdraw(table, withdrawn)


def let_seals_withdraw(table: str, withdrawn: str) -> None:
    """The database lets the rows of ``table`` be changed and taken away for which ``withdrawn`` holds."""
    why = f"the ledger is append-only: rows of {table} are never changed or taken away"
    if op.get_bind().dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            op.execute(f"DROP TRIGGER {table}_refuses_{change.lower()}")
            op.execute(
                f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} "
                f"WHEN NOT ({withdrawn}) BEGIN SELECT RAISE(ABORT, '{why}'); END"
            )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_refuses_changes() RETURNS trigger LANGUAGE plpgsql {and_tables_are_ours()} "
        f"AS $$ BEGIN IF {withdrawn} THEN RETURN COALESCE(NEW, OLD); END IF; RAISE EXCEPTION '{why}'; END $$"
    )
