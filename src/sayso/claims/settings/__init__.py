"""Settings: when and where what is claimed holds.

The doors are :func:`times_in`, :class:`Places` and :func:`set_in`, which gives figures their time, period and place. ``dating``
works out the day that words mean; ``whereabouts`` finds the names of places and ``gazetteer`` looks them up in ``atlas``.
"""

from sayso.claims.settings.places import Places
from sayso.claims.settings.setting import placed, set_in
from sayso.claims.settings.times import times_in

__all__ = ["Places", "placed", "set_in", "times_in"]
