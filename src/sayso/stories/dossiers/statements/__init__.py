"""Dossiers of statements: those about the same proposition or its negation, whoever says it and however it is worded.

Statements are looked up by keys of what they speak of, and a judge learned from invented events says of two how sure it is that
they are about the same (see ``judge``). A link is a function of the two statements and of what their pages tell around them.
"""

from __future__ import annotations

from sayso.stories.dossiers.statements.groups import dossier, dossier_of, dossiers, entries_named
from sayso.stories.dossiers.statements.links import link

VERSION = 4

__all__ = ["VERSION", "dossier", "dossier_of", "dossiers", "entries_named", "link"]
