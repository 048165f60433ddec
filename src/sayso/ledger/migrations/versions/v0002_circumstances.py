"""When, through what, and whether in translation a statement was made."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("statements", sa.Column("circumstances", sa.Text(), nullable=True))
