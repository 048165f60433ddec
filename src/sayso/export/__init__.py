"""Out of a ledger: tables, linked data, annotations, citations and bundles of proof."""
