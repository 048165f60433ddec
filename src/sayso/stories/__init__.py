"""What many pages tell together: stories, copies and origins, people, revisions, dossiers, disputes.

All of it is derived from what the ledger keeps, and can be made again from it at any time. ``linking`` brings it up to date, page
by page; each finder keeps tables of its own, declared with ``traces.derived``.
"""
