"""Marks: words that say how far something is established, and what that makes of an entry.

The doors are :func:`marks_of` and :func:`status_of`. ``wordings`` finds the forms of ``marks.tsv``; ``bearing`` tells what they
are about.
"""

from sayso.claims.marks.marks import marks_of
from sayso.claims.marks.status import status_of

__all__ = ["marks_of", "status_of"]
