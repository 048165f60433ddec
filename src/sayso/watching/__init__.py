"""Watching: a set of feeds, lists and pages is kept up to date in a ledger.

In each round, what is due is looked at: lists for new addresses, pages for new versions. A page is looked at again at growing
intervals for some days, because that is how silent changes are found; all fetching is done by ``gather``, with its evidence.
"""

from sayso.watching.looking import Looked
from sayso.watching.plan import Plan, Watched, plan_of
from sayso.watching.rounds import PageLook, Round, Watching, checked
from sayso.watching.state import alone, state_beside

__all__ = ["Looked", "PageLook", "Plan", "Round", "Watched", "Watching", "alone", "checked", "plan_of", "state_beside"]
