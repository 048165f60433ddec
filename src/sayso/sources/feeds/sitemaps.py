"""Sitemaps, news sitemaps and their indexes (sitemaps.org 0.9, Google News 0.9), and OPML lists of feeds (1.0, 2.0)."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from lxml import etree

from sayso.sources.feeds.listing import Collected, Form, Inner, Item, Listing, moment, words

_DEEPEST = 100


def sitemap(text: str, *, url: str | None, now: datetime) -> Listing:
    """What a sitemap or an index of sitemaps says."""
    collected = Collected(url)
    notes: list[str] = []
    form = Form.SITEMAP
    for entry in _elements(text, ("url", "sitemap"), notes):
        said = {_name(e): (e.text or "").strip() for e in entry if isinstance(e.tag, str)}
        if _name(entry) == "sitemap":
            form = Form.SITEMAP_INDEX
            collected.lead(Inner(said.get("loc", ""), updated=moment(said.get("lastmod"))))
        else:
            news = {_name(e): (e.text or "").strip() for e in entry.iterdescendants() if isinstance(e.tag, str) and _is_news(e)}
            form = Form.NEWS_SITEMAP if news else form
            collected.add(
                Item(
                    said.get("loc", ""),
                    title=news.get("title"),
                    published=moment(news.get("publication_date")),
                    updated=moment(said.get("lastmod")),
                    language=news.get("language") or None,
                )
            )
        if collected.is_full:
            break
    if _begins(text, "sitemapindex"):
        form = Form.SITEMAP_INDEX
    return collected.listing(form, now=now, notes=notes)


def opml(text: str, *, url: str | None, now: datetime) -> Listing:
    """The feeds that an OPML file lists, in whatever folders."""
    collected = Collected(url)
    notes: list[str] = []
    title = None
    for element in _elements(text, ("outline", "title"), notes):
        if _name(element) == "title":
            title = title or element.text
            continue
        said = {key.lower(): value for key, value in element.attrib.items() if isinstance(key, str)}
        if address := said.get("xmlurl"):
            collected.lead(Inner(str(address), title=str(said.get("title") or said.get("text") or "") or None))
        if collected.is_full:
            break
    return replace(collected.listing(Form.OPML, now=now, notes=notes), title=words(title))


def _elements(text: str, names: tuple[str, ...], notes: list[str]) -> Iterator[etree._Element]:
    """The elements of these names in any namespace, each thrown away when it is done with; what is broken is read so far.

    Entities are not expanded, and nothing is loaded.
    """
    found = etree.iterparse(
        io.BytesIO(text.encode("utf-8", "replace")),
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in found:
            yield element
            if _name(element) != "outline":  # one that holds others is done with after them
                element.clear(keep_tail=False)
                while element.getprevious() is not None and (parent := element.getparent()) is not None:
                    del parent[0]
    except etree.XMLSyntaxError as error:
        notes.append(f"it is broken XML, and was read so far as it goes ({error.msg})")
        return
    errors = [entry for entry in found.error_log if entry.level >= etree.ErrorLevels.ERROR]
    if errors:
        notes.append(f"it is broken XML, and what could be read was ({errors[0].message.strip()}, line {errors[0].line})")


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname


def _is_news(element: etree._Element) -> bool:
    return "sitemap-news" in (etree.QName(element).namespace or "")


def _begins(text: str, root: str) -> bool:
    return f"<{root}" in text[:4096] or f":{root}" in text[:4096]
