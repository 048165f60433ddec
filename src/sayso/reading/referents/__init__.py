"""Referents: who a source means, read over the whole page, each with the reason. Where two fit, none is taken.

The door of this part is :class:`Referents`. ``heads`` finds the names that a source is about, ``named`` the speakers by these
names, ``described`` those who are only described (*the spokesman*, *the ministry*), ``pronouns`` those who are *he*, *it* or *I*,
``relatives`` those who are *who*; ``said`` is the memory that they share, and ``around`` what is settled only when every source
has been read.
"""

from sayso.reading.referents.referents import Referents

__all__ = ["Referents"]
