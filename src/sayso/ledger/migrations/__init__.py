"""Every change of the ledger's tables, from the first on; see ``sayso.ledger.store`` for how they are run."""
