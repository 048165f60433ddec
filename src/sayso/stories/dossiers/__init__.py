"""Dossiers: figures about the same quantity, and statements about the same proposition, over many pages.

``figures`` and ``statements`` join the entries of pages, each with the reason; ``dossier`` says what comes of it. A dossier groups:
it never merges values, and no status passes from one entry to another. How two entries of one dossier stand to each other is told
by ``sayso.stories.disputes``.
"""
