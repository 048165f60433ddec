"""Proof: pages of a ledger with all that shows what they said, in a folder or zip that anybody can check without sayso."""
