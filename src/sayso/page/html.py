"""HTML -> Page: our own walk over the document keeps every visible block in order with its role."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from lxml import etree

from sayso.page.article import Article, Titles, article_of, forget, length_of, squeezed, trail_of
from sayso.page.authors import authors_in, authors_of, is_name_alone
from sayso.page.dates import iso_of, times_in
from sayso.page.decoding import LARGEST, what_binary
from sayso.page.encoding import decode_html
from sayso.page.forms import notice_in
from sayso.page.language import language_of
from sayso.page.live import Entry, entries_by_clock, entries_of
from sayso.page.metadata import (
    SECTION_META,
    TITLE_META,
    Head,
    dates_of,
    head_of,
    names_of_outlet,
    outlet_of,
    title_of,
    trusted,
    without_site,
)
from sayso.page.page import Block, Dated, Document, Page, Role, State
from sayso.page.roles import roles_of
from sayso.page.settling import POSTED
from sayso.page.shapes import ENDS_SENTENCE
from sayso.page.splitting import split
from sayso.page.unshown import runs_of_scripts, runs_of_text
from sayso.page.walk import Place, Run, runs_of
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
    root = parsed(decode_html(data, charset=document.charset))
    if root is None:
        return [unread(document, State.EMPTY, "the document is empty")]
    with uncollected():
        head = head_of(root)
        runs = runs_of(root)
        del root  # a long page's tree is larger than all that is made of it
        return pages_of_runs(document, head, runs)


@contextmanager
def uncollected() -> Iterator[None]:
    """No search for cycles meanwhile: of a long page's million small objects all are kept, and each search looks at each."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


NESTING = re.compile(r"</?(?:div|span|section|b|i|font|center|table|tbody|tr|td|ul|ol|li|blockquote|em|strong|a)\b[^<>]*>", re.I)


def parsed(text: str) -> etree._Element | None:
    """The root element of a document, however malformed; ``None`` where there is none.

    Where elements stand deeper in one another than the parser goes, those that only nest are taken out and it is read again.
    """
    for attempt in range(2):
        if not text.strip():
            return None
        parser = etree.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True, encoding="utf-8")
        try:
            root = etree.fromstring(text.encode("utf-8", "replace"), parser)
        except etree.LxmlError:
            return None
        if attempt or not any("depth" in error.message for error in parser.error_log.filter_from_fatals()):
            break
        text = NESTING.sub(" ", text)
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


def pages_of_runs(document: Document, head: Head, runs: list[Run]) -> list[Page]:
    """The page itself, and for a live page one more page an entry."""
    declared = head.article
    head.owner = owner_of(runs)
    head.found_at = document.url
    titles = titles_of(head)
    runs = split(runs, titles)
    article = article_of(runs, titles, declared=declared.body if declared else None)
    runs, article, note = with_unshown(runs, article, titles, head)
    outlet = document.outlet or outlet_of(head)
    headline = title_of(head, runs[article.headline].text if article.headline is not None else None, trail_of(runs))
    roles = roles_of(runs, article, titles)
    text, blocks = joined(runs, roles)
    times = visible_times(runs, article, roles, head.language or "")
    dates = dates_of(head, times)
    body = "\n".join(b.span.of(text) for b in blocks if b.role in (Role.BODY, Role.STANDFIRST))
    language = language_of(body) or (head.language or "")[:2].lower() or None
    state, why = state_of(body, language, shown=text, scripts=head.built or bool(head.scripts))
    page = Page(
        name=document.name,
        blob=digest_of(document),
        text=text,
        blocks=blocks,
        state=state,
        extractor=EXTRACTOR,
        url=document.url or head.canonical or head.first("og:url"),
        outlet=outlet,
        headline=headline,
        authors=tuple(authors_of(head, bylines_of(runs, roles, article))),
        published=trusted(dates, "published"),
        modified=trusted(dates, "modified"),
        dates=tuple(dates),
        language=language,
        section=(declared.section if declared else None) or head.first(*SECTION_META),
        note="; ".join(filter(None, (why, note, head.next and f"the article goes on at {head.next}"))) or None,
    )
    entries = entries_of(runs, article.signs, declared)
    if not entries:
        days = {dated.value[:10] for dated in dates}
        entries = entries_by_clock(runs, article, headline=headline, days=days)
    return [page, *(entry_page(page, entry, runs, roles) for entry in entries)]


OWNER = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:(?:19|20)\d\d\s*(?:[–-]\s*(?:19|20)\d\d\s*)?)?,?\s*(?P<name>[^\W\d][^.,|©\n\d]{1,40})", re.I
)


def owner_of(runs: list[Run]) -> str | None:
    """Whose copyright notice stands at the end of the page."""
    notices = (OWNER.search(run.text) for run in reversed(runs[-40:]) if len(run.text) < 300)
    return next((notice["name"].strip() for notice in notices if notice), None)


def entry_page(page: Page, entry: Entry, runs: list[Run], roles: list[Role]) -> Page:
    """One entry of a live page as a page: its own text and time, the rest as the page has it."""
    mine = [runs[i] for i in entry.runs]
    own = entry_roles(entry, runs, roles)
    text, blocks = joined(mine, own)
    language = language_of("\n".join(run.text for run in mine)) or page.language
    state, why = state_of("\n".join(b.span.of(text) for b in blocks if b.role is Role.BODY), language, shown=text)
    dates = (entry.dated,) if entry.dated else ()
    return replace(
        page,
        text=text,
        blocks=blocks,
        part=entry.id,
        state=state,
        note="; ".join(filter(None, (why, entry.note))) or None,
        headline=entry.title or (runs[entry.heading].text if entry.heading is not None else page.headline),
        authors=tuple(authors_in([run.text for run, role in zip(mine, own, strict=True) if role is Role.BYLINE][:1])),
        published=entry.dated.value if entry.dated else None,
        modified=None,
        dates=dates,
        language=language,
    )


def entry_roles(entry: Entry, runs: list[Run], roles: list[Role]) -> list[Role]:
    """The roles of a live entry's runs: its heading is the headline, and a name alone right after it is its byline."""
    own = [Role.HEADLINE if i == entry.heading else roles[i] for i in entry.runs]
    at = entry.runs.index(entry.heading) + 1 if entry.heading is not None else 0
    if at < len(own) and is_name_alone(runs[entry.runs[at]].text):
        own[at] = Role.BYLINE
        after = at + 1  # and what the person does, or where
        if after < len(own) and len(text := runs[entry.runs[after]].text) <= 60 and not ENDS_SENTENCE.search(text):
            own[after] = Role.BYLINE
    return own


def with_unshown(runs: list[Run], article: Article, titles: Titles, head: Head) -> tuple[list[Run], Article, str | None]:
    """The runs with the text that the document carries but does not show, where it shows too little; and a note that says so."""
    declared = head.article.body if head.article else None
    prose = [run.text for run, weight, inside in zip(runs, article.prose, article.inside, strict=True) if weight and inside]
    shown = sum(map(length_of, prose))
    if declared and length_of(declared) > max(400, 2 * shown) and share_of(declared, runs) < 0.5:
        at = next(
            (i + 1 for i in range(len(runs) - 1, -1, -1) if article.prose[i] and article.inside[i]), (article.headline or -1) + 1
        )
        place = article.container or (runs[0].block if runs else None)
        if place is not None:
            seen = {squeezed(run.text) for run in runs}
            added = [run for run in runs_of_text(declared, place) if squeezed(run.text) not in seen]
            runs = runs[:at] + added + runs[at:]
            forget(runs)
            return (
                runs,
                article_of(runs, titles, declared=declared),
                "the text is the one that the page declares; it shows only its beginning",
            )
    if shown < 300 and head.scripts:
        added = runs_of_scripts(head.scripts)
        if sum(len(run.text) for run in added) > max(600, 2 * shown):
            runs = runs + added
            forget(runs)
            return runs, article_of(runs, titles), "the text stands in the page's scripts; it shows none without them"
    return runs, article, None


def share_of(declared: str, runs: list[Run]) -> float:
    """How much of a declared text the page shows somewhere, by samples of it."""
    shown = squeezed(" ".join(run.text for run in runs))
    text = squeezed(declared)
    samples = [text[at : at + 25] for at in range(0, len(text) - 25, max(25, len(text) // 60))]
    return sum(sample in shown for sample in samples) / (len(samples) or 1)


SHORT = 300
"""A body of fewer characters beside a notice is no article."""


def state_of(body: str, language: str | None, *, shown: str, scripts: bool = False) -> tuple[State, str | None]:
    """Whether the page can be read for claims, or why not, in words."""
    if len(body) < SHORT and (notice := notice_in(shown[:20_000])):
        return State.STUB, f"{notice} stands where the article should be; save the page as a browser shows it to a reader"
    if not body.strip():
        if scripts and len(shown) < SHORT:
            return State.STUB, "the page shows hardly any text without its scripts; save it as a browser shows it"
        return State.EMPTY, "no article text was found on the page"
    if language and language != "en":
        return State.NOT_ENGLISH, f"the text is in another language ({language}); only claims in English are read"
    return State.READ, None


def joined(runs: list[Run], roles: list[Role]) -> tuple[str, tuple[Block, ...]]:
    """The canonical text, and its blocks; embedded posts carry who wrote them and when, where they are signed."""
    posts = signatures(runs, roles)
    blocks = []
    at = 0
    for run, role in zip(runs, roles, strict=True):
        end = at + len(run.text)
        if role is Role.EMBED and posts:
            blocks.append(Block(Span(at, end), role, *posts.get(holder_of(run), (None, None))))
        else:
            blocks.append(Block(Span(at, end), role))
        at = end + 2
    return "\n\n".join(run.text for run in runs), tuple(blocks)


def holder_of(run: Run) -> Place | None:
    """The element that holds a whole post: its quotation, or what its paragraph stands in."""
    return run.block if run.block.tag == "blockquote" else run.block.parent


def signatures(runs: list[Run], roles: list[Role]) -> dict[Place | None, tuple[str | None, str | None]]:
    """Of each embedded post, by the element that holds it: who signs it (*— Name (@handle) March 3, 2031*) and when."""
    found: dict[Place | None, tuple[str | None, str | None]] = {}
    for run, role in zip(runs, roles, strict=True):
        if role is Role.CREDIT and (signed := POSTED.match(run.text)):
            dates = times_in(signed["when"])
            found[holder_of(run)] = (signed["name"], dates[0].value if dates else None)
    return found


def titles_of(head: Head) -> Titles:
    """What the page declares as its headline and summary, for finding them among the runs."""
    article = head.article
    headlines = [article.headline, article.alternative] if article else []
    headlines += [head.first(name) for name in TITLE_META] + [head.title]
    names = names_of_outlet(head)
    bare = {squeezed(without_site(title, names)) for title in headlines if title} | {squeezed(t) for t in headlines if t}
    summaries = [article.description if article else None, head.first("description"), head.first("og:description")]
    return Titles(frozenset(bare - {""}), frozenset(squeezed(s) for s in summaries if s))


def bylines_of(runs: list[Run], roles: list[Role], article: Article) -> list[str]:
    """The visible bylines of the article, the nearest to its headline first; bylines of other articles are not among them."""
    found = [i for i, role in enumerate(roles) if role is Role.BYLINE]
    body = [i for i, role in enumerate(roles) if role is Role.BODY]
    top = article.headline if article.headline is not None else (body[0] if body else 0)
    end = body[-1] if body else top
    before = [i for i in found if top - 12 <= i <= (body[0] if body else end)]
    after = [i for i in found if body and end < i <= end + 4]
    return [runs[i].text for i in (before or after[:1])]


def visible_times(runs: list[Run], article: Article, roles: list[Role], language: str) -> list[Dated]:
    """The times that the page shows around the article: ``<time>`` elements, and printed dates with the role of one."""
    body = [i for i, role in enumerate(roles) if role is Role.BODY]
    top = article.headline if article.headline is not None else (body[0] if body else 0)
    end = body[-1] if body else len(runs)
    found: list[Dated] = []
    for i in range(max(0, top - 15), min(len(runs), end + 6)):
        if roles[i] not in (Role.DATE, Role.BYLINE, Role.FURNITURE):
            continue
        run = runs[i]
        for value, names in run.times:
            moment = iso_of(value) if value else None
            if moment:
                updated = UPDATE.search(names) or (
                    not PUBLISH.search(names) and (UPDATE.search(run.place.names) or UPDATE.search(run.text))
                )
                found.append(Dated("modified" if updated else "published", moment, "time element", value))
        if roles[i] in (Role.DATE, Role.BYLINE):
            day_first = not language.startswith("en")
            found += [printed.dated(run.text) for printed in times_in(run.text, day_first=day_first)]
    return found[:8]


PUBLISH = re.compile(r"publi|created|posted", re.I)
UPDATE = re.compile(r"modif|updat|aktualis|mis à jour|actualiz|aggiorn|güncel|oppdatert|opdateret|uppdaterad|更新|수정", re.I)
