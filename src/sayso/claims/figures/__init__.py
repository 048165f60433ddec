"""Figures: the numbers that are claimed.

The door is :func:`figures_of`. ``numerals`` finds numbers with their bounds (``atoms``, ``cardinals``, ``bounds``) and leaves
out what counts nothing (``surroundings``, ``lookalikes``, ``uncounted``); ``scene`` asks one sentence (``clause``) what a number
counts (``counted``, ``standing``, ``purposes``) and what happened to it (``happened``, ``plights``, ``sorts``).
"""

from sayso.claims.figures.figures import figures_of

__all__ = ["figures_of"]
