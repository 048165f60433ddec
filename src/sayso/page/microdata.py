"""What a page says of itself in microdata: properties of schema.org on the elements that show them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

ARTICLE = re.compile(r"(?:Article|Posting|Report)\b")
PROPERTIES = {
    "headline": "headline",
    "datepublished": "datepublished",
    "datemodified": "datemodified",
    "author": "itemprop:author",
}
"""The properties that are read, and the names under which they stand among the meta elements."""
SCOPES = etree.XPath("//*[@itemscope and @itemtype]")


def microdata_of(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Name and value of each property of the page's first article, in order; nothing of other items in it (comments, teasers)."""
    scope = next((each for each in SCOPES(root) if ARTICLE.search(each.get("itemtype") or "")), None)
    if scope is None:
        return
    walker = etree.iterwalk(scope, events=("start",))
    for _, element in walker:
        if element is scope:
            continue
        name = PROPERTIES.get((element.get("itemprop") or "").strip().lower())
        if name and element.tag != "meta" and (value := value_of(element)):
            yield name, value
        if element.get("itemscope") is not None:
            walker.skip_subtree()


def value_of(element: etree._Element) -> str:
    """The value of a property: what is for machines, else the name in an item, else the words shown."""
    told = element.get("content") or element.get("datetime")
    if told is None and element.get("itemscope") is not None:
        named = next((each for each in element.iter() if (each.get("itemprop") or "").lower() == "name"), None)
        if named is None:
            return ""
        element, told = named, named.get("content")
    return " ".join((told or "".join(element.itertext())).split())
