"""Revisions: what changed between two versions of a page, in claims and not in characters."""
