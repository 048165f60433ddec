"""Fetches: what came of each address that was asked for, and where the records of it lie in the archive beside the ledger."""

import sqlalchemy as sa
from alembic import op

from sayso.ledger.migrations.versions.v0001_first_tables import refuse_changes
from sayso.ledger.migrations.versions.v0004_seals import OF_SEALED_PAGES, let_seals_withdraw

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OF_SEALED = "JOIN pages ON pages.blob_id = sealed.blob_id JOIN seals ON seals.page_id = pages.id"

WITHDRAWN = (
    "(OLD.blob_id IS NOT NULL AND OLD.blob_id IN (SELECT blob_id FROM pages JOIN seals ON seals.page_id = pages.id)) "
    "OR (OLD.blob_id IS NULL AND ("  # each side is true or false: of NULL, a trigger would let everything pass
    f"OLD.asked IN (SELECT sealed.asked FROM fetches AS sealed {_OF_SEALED}) "
    f"OR OLD.asked IN (SELECT sealed.url FROM fetches AS sealed {_OF_SEALED})))"
)
"""The rows that go with a sealed page: those of its bytes, and those that brought nothing from its address."""

RUNS_WITHDRAWN = (
    f"{OF_SEALED_PAGES['runs']} OR OLD.id IN (SELECT fetches.run_id FROM fetches "
    f"WHERE fetches.asked IN (SELECT sealed.asked FROM fetches AS sealed {_OF_SEALED}) "
    f"OR fetches.asked IN (SELECT sealed.url FROM fetches AS sealed {_OF_SEALED}))"
)
"""The runs whose targets may name the address of a sealed page."""


def upgrade() -> None:
    op.create_table(
        "fetches",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("blob_id", sa.Integer(), nullable=True),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("fetched_at", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("redirects", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("content_type", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("failure", sa.String(length=16), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=True),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("record", sa.String(length=80), nullable=True),
        sa.Column("begins", sa.BigInteger(), nullable=True),
        sa.Column("length", sa.BigInteger(), nullable=True),
        sa.Column("payload", sa.String(length=80), nullable=True),
        sa.Column("records", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"]),
        sa.ForeignKeyConstraint(["blob_id"], ["blobs.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("run_id", "blob_id", "asked", "url", "record", "payload"):
        op.create_index(op.f(f"ix_fetches_{column}"), "fetches", [column], unique=False)
    refuse_changes("fetches")
    let_seals_withdraw("fetches", WITHDRAWN)
    let_seals_withdraw("runs", RUNS_WITHDRAWN)
