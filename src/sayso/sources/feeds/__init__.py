"""Lists of pages: feeds, sitemaps and plain lists -> the addresses that stand in them, with what they say of each.

Nothing here fetches, and nothing here knows of a ledger: bytes come in, a ``Listing`` comes out. What a list says of a page (a
title, a time) is for choosing among pages; it is never evidence of anything but itself.
"""

from sayso.sources.feeds.listing import Form, Inner, Item, Listing
from sayso.sources.feeds.lists import listing_of

__all__ = ["Form", "Inner", "Item", "Listing", "listing_of"]
