"""What a page says about itself: headline, authors, times, outlet, address, section; each from where it is trusted most."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from lxml import etree

from sayso.page.jsonld import Declared, declared_articles
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
AUTHOR_META = (
    "author", "article:author", "article:author_name", "og:article:author", "dc.creator", "dcterms.creator", "byl", "parsely-author",
    "sailthru.author", "cxenseparse:author", "authors", "citation_author", "rnews:author", "vr:author", "article.author",
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
            if "canonical" in (element.get("rel") or "").lower() and head.canonical is None:
                head.canonical = element.get("href")
        elif "ld+json" in (element.get("type") or "").lower():
            if element.text:
                linked.append(element.text)
        elif element.get("src") is None and element.text and len(element.text) > 500:
            head.scripts.append(element.text)
    head.articles = declared_articles(linked)
    return head


def squeezed_words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


SITE_NAME = re.compile(r"^(?P<rest>.{8,}?)\s*(?:[|•·»]|\s[-–—:]\s|\s[-–—/]{1,2}\s)\s*(?P<name>[^|•·»–—]{2,60})$")


def without_site(title: str, names: Iterable[str | None]) -> str:
    """The title without the site's name at its end or start."""
    known = {squeezed_words(name).replace(" ", "") for name in names if name}
    known.discard("")
    while True:
        for pattern in (r"\s*[|•·»]\s*|\s+[-–—]\s+|\s*:\s+",):
            parts = re.split(f"({pattern})", title)
            if len(parts) < 3:
                continue
            last, first = squeezed_words(parts[-1]).replace(" ", ""), squeezed_words(parts[0]).replace(" ", "")
            if (
                last
                and any(last == name or (last in name and len(last) > 3) or (name in last and len(name) > 3) for name in known)
                and len(parts[-1].split()) <= 5
            ):
                title = "".join(parts[:-2]).strip()
                break
            if first in known:
                title = "".join(parts[2:]).strip()
                break
        else:
            return title


def title_of(head: Head, headings: list[str], outlet: str | None) -> str | None:
    """The headline: a visible first heading that the page's own declarations agree with, else what it declares."""
    names = [outlet, head.first("og:site_name"), head.first("application-name"), host_of(head)]
    article = head.article
    declared = [
        t for t in (article.headline if article else None, head.first("og:title"), head.first("twitter:title"), head.title) if t
    ]
    declared = [" ".join(without_site(t, names).split()) for t in declared]
    for heading in headings:
        mine = squeezed_words(heading)
        if mine and any(alike(mine, squeezed_words(t)) for t in declared):
            return heading
    if headings and not declared:
        return headings[0]
    if declared:
        return declared[0]
    return None


def alike(a: str, b: str) -> bool:
    if not a or not b:
        return False
    x, y = set(a.split()), set(b.split())
    return a in b or b in a or len(x & y) >= 0.6 * min(len(x), len(y))


def host_of(head: Head) -> str | None:
    address = head.canonical or head.first("og:url") or ""
    found = re.match(r"https?://(?:www\.|m\.)?([^/:]+)", address)
    return found.group(1) if found else None


def outlet_of(head: Head) -> str | None:
    """Who publishes the page, by its own name for itself."""
    article = head.article
    name = head.first("og:site_name") or (article.publisher if article else None) or head.first("application-name")
    return name.strip() or None if name else None


# --- authors

BY = re.compile(
    r"^\s*(?:(?:written|reported|posted|story|words|text|reporting)\s+)?(?:by|von|par|por|di|door|av|af|from|di:|autor(?:in)?|author|auteur|text|foto)\s*:?\s+(?=\S)",
    re.I,
)
ADDRESS = re.compile(r"https?://|@|www\.|\.com\b|/")
JOINTS = re.compile(r"\s*(?:,|;|\||/|\bund\b|\band\b|\bet\b|\by\b|\be\b|\bog\b|\boch\b|&|\bwith\b|\bmit\b)\s+", re.I)


def authors_of(head: Head, bylines: list[str]) -> list[str]:
    """The authors as people or bodies, in the page's order."""
    article = head.article
    names: list[str] = []
    if article is not None and article.authors:
        names = [name for name, _ in article.authors]
    if not names:
        names = next((head.metas[key] for key in AUTHOR_META if head.metas.get(key)), [])
    if not names:
        names = bylines
    found: list[str] = []
    for name in names:
        for part in parts_of(name):
            if part and part not in found:
                found.append(part)
    return found


def parts_of(name: str) -> list[str]:
    text = BY.sub("", " ".join(name.split()))
    if not text or ADDRESS.search(text) or len(text) > 200:
        return []
    return [part.strip(" ,.;:|") for part in JOINTS.split(text) if part.strip(" ,.;:|")]


# --- times

ISO = re.compile(
    r"^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[T\s]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,](\d+))?)?)?\s*"
    r"(Z|UTC|GMT|[+-]\d{2}:?\d{2}(?::\d{2})?|[+-]\d{2})?\s*(?:\[[\w/]+\])?\s*$",
    re.I,
)
COMPACT = re.compile(r"^\s*(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?\s*(Z|[+-]\d{2}:?\d{2})?\s*$")
RFC = re.compile(
    r"(?:\w{3,9},?\s+)?(\d{1,2})\s+([A-Z][a-z]{2})[a-z]*\s+(\d{4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?\s*$"
)
JS_DATE = re.compile(
    r"^\s*\w{3}\s+([A-Z][a-z]{2})\s+(\d{1,2})\s+(?:(\d{4})\s+)?(\d{1,2}):(\d{2}):(\d{2})\s*(?:(GMT|UTC)?([+-]\d{4})?|[A-Z]{2,5})(?:\s*\([^)]*\))?\s*(\d{4})?\s*$"
)
MONTHS = {m: i for i, m in enumerate(["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"], 1)}


def machine_time(text: str) -> str | None:
    """A machine-readable time as ISO 8601 to the precision given, with an offset only where one is given."""
    text = text.strip()
    if found := ISO.match(text):
        year, month, day, hour, minute, second, fraction, zone = found.groups()
        return iso(year, month, day, hour, minute, second, zone)
    if found := COMPACT.match(text):
        year, month, day, hour, minute, second, zone = found.groups()
        return iso(year, month, day, hour, minute, second, zone)
    if found := RFC.match(text):
        day, name, year, hour, minute, second, zone = found.groups()
        return iso(year, str(MONTHS.get(name, 0)), day, hour, minute, second, zone)
    if found := JS_DATE.match(text):
        name, day, year, hour, minute, second, named, zone, last = found.groups()
        return iso(year or last or "0", str(MONTHS.get(name, 0)), day, hour, minute, second, zone or named)
    return None


def iso(
    year: str, month: str, day: str, hour: str | None, minute: str | None, second: str | None, zone: str | None
) -> str | None:
    try:
        moment = datetime(int(year), int(month), int(day), int(hour or 0), int(minute or 0), int(second or 0))
    except ValueError:
        return None
    if not 1900 <= moment.year <= 2200:
        return None
    if hour is None:
        return moment.strftime("%Y-%m-%d")
    shown = moment.strftime("%Y-%m-%dT%H:%M:%S" if second and int(second) else "%Y-%m-%dT%H:%M")
    if not zone:
        return shown
    if zone.upper() in ("Z", "UTC", "GMT"):
        return shown + "+00:00"
    digits = re.sub(r"\D", "", zone)[:4].ljust(4, "0")
    if int(digits[:2]) > 14 or int(digits[2:]) > 59:
        return shown
    return f"{shown}{zone[0]}{digits[:2]}:{digits[2:]}"


def dates_of(head: Head, times: list[tuple[str, str, str]]) -> list[Dated]:
    """All times that the page gives for itself, in order of trust; ``times`` are those of the visible page as
    (what, machine time, evidence)."""
    dates: list[Dated] = []

    def add(what: str, value: str | None, evidence: str) -> None:
        moment = machine_time(value) if value else None
        if moment and value:
            dates.append(Dated(what, moment, evidence, value.strip()))

    article = head.article
    for each in ([article] if article else []) + [a for a in head.articles if a is not article]:
        add("published", each.published, "json-ld")
        add("modified", each.modified, "json-ld")
        if article and article.published:
            break
    for name in PUBLISHED_META:
        for value in head.metas.get(name, ())[:1]:
            add("published", value, "meta")
    for name in MODIFIED_META:
        for value in head.metas.get(name, ())[:1]:
            add("modified", value, "meta")
    for what, value, evidence in times:
        add(what, value, evidence)
    return dates


def trusted(dates: list[Dated], what: str) -> str | None:
    """The time to believe: the first in order of trust; a finer time of the same day from further down beats a bare day."""
    mine = [d.value for d in dates if d.what == what]
    if not mine:
        return None
    best = mine[0]
    if len(best) == 10:
        best = next((v for v in mine if len(v) > 10 and near(v, best)), best)
    return best


def near(fine: str, day: str) -> bool:
    return abs(datetime.fromisoformat(fine[:10]) - datetime.fromisoformat(day)) <= timedelta(days=1)
