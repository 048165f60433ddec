"""Media: a picture, video or recording that several pages tell of, traced through its holders.

``link`` keeps what each page tells of and links it; ``media`` and ``media_on`` give the items. Two pages tell of one item where
they name the same post by its address, or name the same maker or account (a person, a channel; never a wire service alone) with
what they describe in the same words, within ``DAYS`` days. A link is a function of the two; an item is what links connect.
Whatever a page does not say is said to be missing.
"""

from sayso.stories.media.items import Item, Telling, media, media_on
from sayso.stories.media.shown import Did, Holder, Shown, shown_on
from sayso.stories.media.tracing import DAYS, VERSION, link

__all__ = ["DAYS", "VERSION", "Did", "Holder", "Item", "Shown", "Telling", "link", "media", "media_on", "shown_on"]
