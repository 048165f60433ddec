"""Care: the captives, the dead and the children of a page, and how their names are veiled.

The doors are :func:`care_of` and :class:`Veil`. ``passages`` finds where they are told of; ``standing`` tells private people from
public ones.
"""

from sayso.claims.care.care import Care, care_of
from sayso.claims.care.veil import Veil

__all__ = ["Care", "Veil", "care_of"]
