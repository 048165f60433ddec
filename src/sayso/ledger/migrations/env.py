"""Alembic runs this module; the connection is handed over by ``sayso.ledger.store``."""

from alembic import context

from sayso.ledger.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
)
context.run_migrations()
