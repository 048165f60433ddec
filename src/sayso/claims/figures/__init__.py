"""Figures: the numbers that are claimed.

The door is ``figures.figures_of``, which is not opened here: who only asks for sentences (``clause``) need not load the rest,
which takes long. ``numerals`` finds numbers with their bounds (``atoms``, ``cardinals``, ``bounds``) and leaves
out what counts nothing (``surroundings``, ``lookalikes``, ``uncounted``); ``scene`` asks one sentence (``clause``) what a number
counts (``counted``, ``standing``, ``purposes``) and what happened to it (``happened``, ``plights``, ``sorts``).
"""
