"""Dossiers of figures: numbers of many pages that count the same, or one of which is part of the other, in one event.

Every figure is read for its facets: what happened to what is counted, whose it is, where, in what, when. From these its **keys**
are made, and figures that share a key are joined. So a link is a function of its two ends, a page costs the same however large
the ledger is, and what a figure is joined by can be said in words.
"""

from sayso.stories.dossiers.figures.links import VERSION, link, members_of

__all__ = ["VERSION", "link", "members_of"]
