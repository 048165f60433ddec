"""HTML -> Page: our own walk over the document keeps every visible block in order with its role."""

from __future__ import annotations

from lxml import etree

from sayso.page.article import Article, Titles, article_of, squeezed
from sayso.page.decoding import LARGEST, what_binary
from sayso.page.encoding import decode_html
from sayso.page.language import language_of
from sayso.page.metadata import (
    SECTION_META,
    TITLE_META,
    Head,
    authors_of,
    dates_of,
    head_of,
    host_of,
    outlet_of,
    title_of,
    trusted,
    without_site,
)
from sayso.page.page import Block, Document, Page, Role, State
from sayso.page.roles import roles_of
from sayso.page.walk import Run, runs_of
from sayso.text import Span, digest

EXTRACTOR = "html-1"


def pages_from_html(document: Document) -> list[Page]:
    """The page of a document, and for a live page one more page an entry; never raises on bad input."""
    data = document.data
    if len(data) > LARGEST:
        return [unread(document, State.TOO_LARGE, f"{len(data):,} bytes; more than {LARGEST:,} are not read as one page")]
    binary = what_binary(data)
    if binary is not None:
        return [unread(document, State.NOT_TEXT, f"the bytes are {binary}")]
    root = parsed(decode_html(data))
    if root is None:
        return [unread(document, State.EMPTY, "the document is empty")]
    head = head_of(root)
    runs = runs_of(root)
    return [page_of(document, head, runs)]


def parsed(text: str) -> etree._Element | None:
    """The root element of a document, however malformed; ``None`` where there is none."""
    if not text.strip():
        return None
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None
    return root if isinstance(root, etree._Element) else None


def unread(document: Document, state: State, note: str) -> Page:
    """A page of which only the bytes are kept, with the reason."""
    return Page(
        name=document.name,
        blob=digest_of(document),
        text="",
        blocks=(),
        state=state,
        extractor=EXTRACTOR,
        url=document.url,
        outlet=document.outlet,
        note=note,
    )


def digest_of(document: Document) -> str:
    return digest(document.data)


def page_of(document: Document, head: Head, runs: list[Run]) -> Page:
    declared = head.article
    titles = titles_of(head)
    article = article_of(runs, titles, declared=declared.body if declared else None)
    outlet = document.outlet or outlet_of(head)
    headings = [run.text for run in runs if any(p.tag == "h1" for p in run.place.up())]
    headline = title_of(head, headings, outlet)
    roles = roles_of(runs, article, titles)
    text, blocks = joined(runs, roles)
    times = visible_times(runs, article, roles)
    dates = dates_of(head, times)
    body = "\n".join(b.span.of(text) for b in blocks if b.role in (Role.BODY, Role.STANDFIRST))
    language = language_of(body) or (head.language or "")[:2].lower() or None
    state, note = state_of(body, language)
    return Page(
        name=document.name,
        blob=digest_of(document),
        text=text,
        blocks=blocks,
        state=state,
        extractor=EXTRACTOR,
        url=document.url or head.canonical or head.first("og:url"),
        outlet=outlet,
        headline=headline,
        authors=tuple(authors_of(head, [r.text for r, role in zip(runs, roles, strict=True) if role is Role.BYLINE][:1])),
        published=trusted(dates, "published"),
        modified=trusted(dates, "modified"),
        dates=tuple(dates),
        language=language,
        section=(declared.section if declared else None) or head.first(*SECTION_META),
        note=note,
    )


def state_of(body: str, language: str | None) -> tuple[State, str | None]:
    if not body.strip():
        return State.EMPTY, "no article text was found on the page"
    if language and language != "en":
        return State.NOT_ENGLISH, f"the text is in language {language!r}"
    return State.READ, None


def joined(runs: list[Run], roles: list[Role]) -> tuple[str, tuple[Block, ...]]:
    """The canonical text, and its blocks."""
    blocks = []
    at = 0
    for run, role in zip(runs, roles, strict=True):
        blocks.append(Block(Span(at, at + len(run.text)), role))
        at += len(run.text) + 2
    return "\n\n".join(run.text for run in runs), tuple(blocks)


def titles_of(head: Head) -> Titles:
    """What the page declares as its headline and summary, for finding them among the runs."""
    article = head.article
    headlines = [article.headline, article.alternative] if article else []
    headlines += [head.first(name) for name in TITLE_META] + [head.title]
    names = [outlet_of(head), head.first("og:site_name"), host_of(head)]
    bare = {squeezed(without_site(title, names)) for title in headlines if title} | {squeezed(t) for t in headlines if t}
    summaries = [article.description if article else None, head.first("description"), head.first("og:description")]
    return Titles(frozenset(bare - {""}), frozenset(squeezed(s) for s in summaries if s))


def visible_times(runs: list[Run], article: Article, roles: list[Role]) -> list[tuple[str, str, str]]:
    """The machine times of ``<time>`` elements near the article's top."""
    found: list[tuple[str, str, str]] = []
    for run, role in zip(runs, roles, strict=True):
        if role is Role.RELATED:
            continue
        for element in run.times:
            moment = element.get("datetime")
            if moment:
                names = " ".join(p.names for p in list(run.place.up())[:2]).lower() + (element.get("class") or "").lower()
                what = "modified" if "modif" in names or "updat" in names else "published"
                found.append((what, moment, "time element"))
    return found[:4]
