"""What a page says about itself: headline, authors, times, outlet, address, section; each from where it is trusted most."""

# ruff: noqa: E501 -- a table reads best with one row a line

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from lxml import etree

from sayso.page.dates import iso_of
from sayso.page.jsonld import Declared, declared_articles
from sayso.page.microdata import microdata_of
from sayso.page.page import Dated

PUBLISHED_META = (
    "article:published_time", "article:published", "og:published_time", "og:article:published_time", "date", "dc.date", "dc.date.issued",
    "dcterms.created", "dcterms.date", "dcterms.issued", "datepublished", "pubdate", "publishdate", "publish-date", "publish_date",
    "publication_date", "sailthru.date", "parsely-pub-date", "article.published", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "cse_publishtime", "published_time", "iso-8601-publish-date", "article.created", "ptime", "displaydate",
    "bt:pubdate", "rnews:datepublished", "release_date", "originalpublicationdate", "citation_publication_date", "last-published",
)  # fmt: skip
MODIFIED_META = (
    "article:modified_time", "article:modified", "og:updated_time", "og:modified_time", "dcterms.modified", "datemodified", "lastmod",
    "last-modified", "lastmodified", "dc.date.modified", "article.updated", "revised", "bt:moddate", "iso-8601-modified-date", "utime",
)  # fmt: skip
TITLE_META = ("og:title", "twitter:title", "dc.title", "dcterms.title", "parsely-title", "sailthru.title", "title", "headline")
SECTION_META = ("article:section", "section", "parsely-section", "cxenseparse:section", "category", "og:section", "vr:category")


@dataclass(slots=True)
class Head:
    """What stands in the document outside its visible text."""

    metas: dict[str, list[str]] = field(default_factory=dict)
    title: str | None = None
    canonical: str | None = None
    language: str | None = None
    articles: list[Declared] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    """Scripts that hold data in JSON other than JSON-LD."""
    built: bool = False
    """Whether scripts build the page: it has an empty element for them to fill, or says that nothing is to be seen without them."""
    next: str | None = None
    """Where the page says that the article goes on."""
    owner: str | None = None
    """Whose copyright notice the page shows."""
    found_at: str | None = None
    """The address that it was sent from, for a page that gives none itself."""

    def first(self, *names: str) -> str | None:
        """The first non-empty value of the named meta elements, in the order of the names."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), None)

    @property
    def article(self) -> Declared | None:
        """The declared article that is this page's own: the one at its address, or else the fullest."""
        if not self.articles:
            return None
        return max(self.articles, key=lambda a: (bool(a.headline), bool(a.published), bool(a.body), len(a.authors)))


def head_of(root: etree._Element) -> Head:
    """Everything that a document says about itself outside its visible text."""
    head = Head()
    language = root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang")
    head.language = language.strip() if language else None
    linked = []
    for element in root.iter("meta", "title", "link", "script"):
        tag = element.tag
        if tag == "meta":
            name = element.get("property") or element.get("name") or element.get("itemprop") or element.get("http-equiv")
            content = element.get("content")
            if name and content and content.strip():
                head.metas.setdefault(name.strip().lower(), []).append(html.unescape(content).strip())
        elif tag == "title":
            if head.title is None and element.text:
                head.title = " ".join(element.text.split())
        elif tag == "link":
            if (element.get("rel") or "").lower() == "next" and head.next is None:
                head.next = element.get("href")
            if "canonical" in (element.get("rel") or "").lower() and head.canonical is None:
                head.canonical = element.get("href")
        elif "ld+json" in (element.get("type") or "").lower():
            if element.text:
                linked.append(element.text)
        elif element.get("src") is None and element.text and len(element.text) > 500:
            head.scripts.append(element.text)
    head.built = any(_is_for_scripts(element) for element in _may_be_for_scripts(root))
    head.articles = declared_articles(linked)
    for name, value in microdata_of(root):
        head.metas.setdefault(name, []).append(value)
    return head


_APP = frozenset("root app app-root react-root __next __nuxt ___gatsby svelte ember-app main-app".split())
_EMPTY = etree.XPath("//*[@id][not(*)]")


def _may_be_for_scripts(root: etree._Element) -> Iterator[etree._Element]:
    yield from root.iter("noscript", "app-root")
    yield from (element for element in _EMPTY(root) if element.get("id") in _APP)


def _is_for_scripts(element: etree._Element) -> bool:
    """Whether an element is there for scripts to fill, or for readers without them."""
    words = "".join(element.itertext()).casefold()
    return "javascript" in words if element.tag == "noscript" else not words.strip()


def words_in(text: str) -> str:
    """The words alone, in lower case, with single spaces."""
    return " ".join(re.findall(r"\w+", text.casefold()))


def host_of(head: Head) -> str | None:
    """The host in the page's address, without *www.*"""
    address = head.canonical or head.first("og:url") or (head.article.url if head.article else None) or head.found_at or ""
    found = re.match(r"https?://(?:www\.|m\.|amp\.)?([^/:]+)", address)
    return found.group(1).lower() if found else None


def outlet_of(head: Head) -> str | None:
    """Who publishes the page, by its own name for itself."""
    article = head.article
    names = (head.first("og:site_name"), article.publisher if article else None, head.first("application-name"))
    declared = next((name.strip() for name in names if name and not name.startswith("http")), None)
    return declared or named_in_title(head) or host_of(head)


ENDS_OF_TITLE = re.compile(r"^(?P<first>.{2,40}?)\s*(?:::|[:|»–—-])\s|\s(?:::|[|«–—-])\s+(?P<last>[^|]{2,40})$")


def named_in_title(head: Head) -> str | None:
    """The outlet's name at the start or end of the page's title: the part that its address or its copyright notice has too."""
    known = {letters_of(head.owner)} if head.owner else set()
    host = host_of(head)
    if host:
        known |= set(host.split(".")[:-1])
    for found in ENDS_OF_TITLE.finditer(head.title or ""):
        part = (found["first"] or found["last"]).strip()
        if len(letters_of(part)) > 2 and letters_of(part) in known:
            return head.owner if head.owner and letters_of(head.owner) == letters_of(part) else part
    return None


def names_of_outlet(head: Head) -> frozenset[str]:
    """All names that the page's outlet goes by, as letters and digits alone."""
    article = head.article
    names = [head.first("og:site_name"), article.publisher if article else None, head.first("application-name"), host_of(head)]
    names.append(named_in_title(head))
    host = host_of(head)
    if host:
        names += [host.rsplit(".", 1)[0], host.split(".")[-2] if "." in host else None]
    return frozenset(bare for name in names if name and len(bare := letters_of(name)) > 1)


SEPARATOR = re.compile(r"(\s*[|•·»*ㅣ：]\s*|\s+[-–—:]+\s+|\s*[-–—](?=[^\s-]{2,12}$))")


SHORT_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,4}")


def without_site(title: str, outlet: frozenset[str], section: str | None = None) -> str:
    """The title without the outlet's name at its end or start, nor the section's at its end."""
    known = outlet | ({letters_of(section)} if section else set())
    bare = False  # whether the site's name is off already: in Korean and Japanese titles the section stands before it
    while True:
        parts = SEPARATOR.split(title)
        if len(parts) < 3:
            return title
        last, first = (letters_of(parts[at]) for at in (-1, 0))
        if (
            last in known
            or (len(parts[-1].split()) <= 5 and is_outlet(last, outlet))
            or (bare and SHORT_WIDE.fullmatch(parts[-1]))
        ):
            title = "".join(parts[:-2]).strip()
            bare = True
        elif first in outlet:
            title = "".join(parts[2:]).strip()
        else:
            return title


def is_outlet(name: str, outlet: frozenset[str]) -> bool:
    """Whether a name, squeezed, is the outlet's or holds it (*bild.de* and *bild*)."""
    return bool(name) and any(
        name == each or (len(each) > 3 and each in name) or (len(name) > 3 and name in each) for each in outlet
    )


def title_of(head: Head, shown: str | None, trail: str | None = None) -> str | None:
    """The headline without the site's name: as the page declares it in JSON-LD or Open Graph, else its title, else as it shows it.

    Where the declarations differ, the one that the page shows is taken; where it shows none of them, the first. ``trail`` is a
    heading at the end of the page's trail of links: the title for search engines, which may have the kicker (*Port Sorrel: …*) in
    front of the headline, so that a declaration without it is believed where the page shows it so.
    """
    outlet = names_of_outlet(head)
    article = head.article
    section = head.first(*SECTION_META) or (article.section if article else None)
    candidates = [article.headline if article else None, head.first("og:title")]
    if not any(candidates):
        candidates = [head.first("twitter:title"), head.title]
    declared = [" ".join(without_site(title, outlet, section).split()) for title in candidates if title]
    declared = [title for title in declared if title] or ([" ".join(shown.split())] if shown else [])
    if not shown or not declared:
        return declared[0] if declared else None
    mine = letters_of(shown)
    if trail and (
        bare := next((t for t in declared if letters_of(t) != letters_of(trail) and mine.endswith(letters_of(t))), None)
    ):
        return bare
    return next((title for title in declared if letters_of(title) == mine), declared[0])


def letters_of(text: str) -> str:
    """The letters and digits alone, in lower case."""
    return words_in(text).replace(" ", "")


def dates_of(head: Head, times: list[Dated]) -> list[Dated]:
    """All times that the page gives for itself, in order of trust; ``times`` are those of the visible page."""
    dates: list[Dated] = []

    def add(what: str, value: str | None, evidence: str) -> None:
        moment = iso_of(value) if value else None
        if moment and value:
            dates.append(Dated(what, moment, evidence, value.strip()))

    article = head.article
    if article is not None:
        add("published", article.published, "json-ld")
        add("modified", article.modified, "json-ld")
    for what, names in (("published", PUBLISHED_META), ("modified", MODIFIED_META)):
        for name in names:
            add(what, next(iter(head.metas.get(name, ())), None), "microdata" if name in MICRODATA else "meta")
    return dates + times


MICRODATA = frozenset(("datepublished", "datemodified", "datecreated"))


def trusted(dates: list[Dated], what: str) -> str | None:
    """The time to believe: the first in order of trust; a bare day gives way to a time of that day or its neighbours."""
    values = [dated.value for dated in dates if dated.what == what]
    if not values:
        return None
    if len(values[0]) > 10:
        return values[0]
    day = date.fromisoformat(values[0])
    near = (v for v in values if len(v) > 10 and abs(date.fromisoformat(v[:10]) - day) <= timedelta(days=1))
    return next(near, values[0])
