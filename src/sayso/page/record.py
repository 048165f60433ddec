"""One article of an archive -> Page.

A record is a JSON object, or a row of a table as the JSON object of its columns. Its canonical text is the texts of its fields
joined by blank lines: headline, standfirst, byline, body, caption, each as it stands in the record but for line ends, NUL and
lone surrogates (see :func:`sayso.page.decoding.canonical`). Times, outlet, address and language are not part of the text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from sayso.page.bylines import authors_of
from sayso.page.dates import dated_by_url, iso_of
from sayso.page.decoding import canonical, decode
from sayso.page.language import language_of
from sayso.page.layout import settle_body
from sayso.page.lines import lines_of
from sayso.page.page import BODY_AS_READ, Block, Dated, Document, Page, Role, State
from sayso.page.plain import blocks_of, dates_of, state_of
from sayso.text import Span, digest

EXTRACTOR = "record-1"

ALIASES: dict[str, str] = {
    "url": "url link uri canonicalurl articleurl sourceurl weburl permalink href webpage",
    "headline": "headline title articletitle webtitle heading head name hl",
    "standfirst": "standfirst summary description subtitle subheadline deck dek lead abstract trailtext excerpt snippet subhead",
    "byline": "byline author authors writer writers creator creators reporter journalist by",
    "body": "text body content maintext articlebody fulltext bodytext articletext article story contents plaintext "
    "bodycontent cleanedtext storytext",
    "paragraphs": "paragraphs sections sentences",
    "caption": "caption captions imagecaption photocaption caption1",
    "published": "published publishedat date datepublished publicationdate publishdate pubdate publisheddate "
    "publicationdatetime webpublicationdate datetime time timestamp created createdat firstpublished dateline "
    "posted dateposted publish articledate seendate",
    "modified": "modified updated datemodified modifiedat updatedat lastmodified lastupdated modifieddate updateddate "
    "datemodify update",
    "outlet": "outlet source publisher publication sourcename newspaper site sitename domain media sourcedomain "
    "medianame feed agency provider",
    "language": "language lang languagecode sourcelanguage",
    "section": "section category sectionname desk",
    "id": "id guid uuid articleid docid",
}
"""What archives call the fields of an article, without case and punctuation; earlier names win."""

_LISTED_AT_MOST = 8
_ALL_DIGITS = re.compile(r"\s*\d{1,4}[./-]\d{1,2}[./-]\d{1,4}\b")

_FIELDS = {alias: field for field, aliases in ALIASES.items() for alias in aliases.split()}
_IN_TEXT: tuple[tuple[str, Role], ...] = (
    ("headline", Role.HEADLINE),
    ("standfirst", Role.STANDFIRST),
    ("byline", Role.BYLINE),
    ("body", Role.BODY),
    ("caption", Role.CAPTION),
)


def field_of(column: str) -> str | None:
    """Which field of an article a column holds (``datePublished`` -> ``published``); ``None`` for any other column."""
    return _FIELDS.get(re.sub(r"[\W_]+", "", column).casefold())


def pages_from_record(document: Document) -> list[Page]:
    """The page of one record; a record that cannot be parsed gives a page in state ``damaged``."""
    decoded = decode(document.data)
    trouble = document.trouble
    record: Any = None
    if not trouble:
        try:
            record = json.loads(decoded.text)
        except (ValueError, RecursionError) as error:
            trouble = f"the record is not JSON ({error}); mend it and add the archive again"
        else:
            if not isinstance(record, dict):
                trouble = "the record is no JSON object with the fields of an article; give one object an article"
    if trouble:
        return [_damaged(document, decoded.text, trouble)]
    return [_page(document, record)]


def _damaged(document: Document, text: str, trouble: str) -> Page:
    return Page(
        name=document.name,
        blob=digest(document.data),
        text=text,
        blocks=(Block(Span(0, len(text)), Role.FURNITURE),) if text else (),
        state=State.DAMAGED,
        extractor=EXTRACTOR,
        url=document.url,
        outlet=document.outlet,
        note=trouble,
    )


def _fields(record: dict[str, Any]) -> dict[str, Any]:
    """The record's values by field; of several columns for one field the earliest in the table that is not empty."""
    values: dict[str, tuple[int, Any]] = {}
    for column, value in record.items():
        field = field_of(column)
        if field is None or value in (None, "", [], {}):
            continue
        rank = ALIASES[field].split().index(re.sub(r"[\W_]+", "", column).casefold())
        if field not in values or rank < values[field][0]:
            values[field] = (rank, value)
    return {field: value for field, (_, value) in values.items()}


def _words(value: Any, *, between: str = "\n\n") -> str:
    """The text of a value: itself, the texts of a list, or the name that an object bears."""
    if isinstance(value, str):
        return canonical(value)
    if isinstance(value, dict):
        named = next((value[k] for k in ("name", "title", "text", "caption", "paragraphs") if value.get(k)), "")
        return _words(named, between=between)
    if isinstance(value, list):
        return between.join(filter(None, (_words(each, between=between) for each in value)))
    return "" if value is None or isinstance(value, bool) else str(value)


def _page(document: Document, record: dict[str, Any]) -> Page:
    fields = _fields(record)
    if "body" not in fields and "paragraphs" in fields:
        fields["body"] = fields["paragraphs"]
    texts: list[str] = []
    blocks: list[Block] = []
    dates = [dated for what in ("published", "modified") if what in fields and (dated := _dated(what, fields[what]))]
    at = 0
    for field, role in _IN_TEXT:
        text = _words(fields.get(field), between=", " if field == "byline" else "\n\n")
        if not text.strip():
            continue
        if role is Role.BODY:
            inner, printed = read_body(text)
            blocks += [Block(block.span.shifted(at), block.role) for block in inner]
            dates += printed
        else:
            blocks.append(Block(Span(at, at + len(text)).trimmed("\n" * at + text), role))
        texts.append(text)
        at += len(text) + 2
    text = "\n\n".join(texts)
    url = _words(fields.get("url")).strip() or document.url
    if url and (by_url := dated_by_url(url)):
        dates.append(by_url)
    body = "\n".join(b.span.of(text) for b in blocks if b.role in BODY_AS_READ)
    language = language_of(body) or _declared_language(fields.get("language"))
    state, why = state_of(text, body, language)
    published = next((d.value for d in dates if d.what == "published"), None)
    if not {field_of(column) for column in record} & {"paragraphs", *(field for field, _ in _IN_TEXT)}:
        why = f"no column with text; the columns are {_listed(record)}; call one of them text"
    elif state is State.READ and published is None:
        why = _no_date_because(record, fields)
    return Page(
        name=document.name,
        blob=digest(document.data),
        text=text,
        blocks=tuple(blocks),
        state=state,
        extractor=EXTRACTOR,
        url=url or None,
        outlet=_words(fields.get("outlet")).strip() or document.outlet,
        headline=_words(fields.get("headline")).strip() or None,
        authors=_authors(fields.get("byline")),
        published=published,
        modified=next((d.value for d in dates if d.what == "modified"), None),
        dates=tuple(dates),
        language=language,
        section=_words(fields.get("section"), between=", ").strip() or None,
        note=why,
    )


def _listed(columns: Iterable[str]) -> str:
    names = [column.strip() or "(no name)" for column in columns]
    return ", ".join(names[:_LISTED_AT_MOST]) + (
        f" and {len(names) - _LISTED_AT_MOST} more" if len(names) > _LISTED_AT_MOST else ""
    )


def _no_date_because(record: dict[str, Any], fields: dict[str, Any]) -> str | None:
    """Why a record with something like a date has none; ``None`` where there is nothing of the kind."""
    if "published" in fields:
        return f"no date, for it can be read in two ways or in none: “{_words(fields['published'])}”; write it as 2024-03-31"
    like = [column for column, value in record.items() if field_of(column) is None and _is_like_a_date(value)]
    return f"no date: what the column {_listed(like)} means is not known; call it date" if like else None


def _is_like_a_date(value: Any) -> bool:
    if not isinstance(value, str) or not 6 <= len(value) <= 40 or re.fullmatch(r"\s*\d+\s*", value):
        return False
    return bool(_ALL_DIGITS.match(value) or iso_of(value))


def read_body(text: str) -> tuple[list[Block], list[Dated]]:
    """The blocks of a record's body, its lines by their forms, and the dates that they print for the page."""
    lines = lines_of(text)
    settle_body(lines)
    return blocks_of(lines, text), dates_of(lines)


def _dated(what: str, value: Any) -> Dated | None:
    words = value if isinstance(value, str) else json.dumps(value)
    iso = iso_of(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None
    return Dated(what, iso, "record", words) if iso else None


def _authors(value: Any) -> tuple[str, ...]:
    """The people that the author column names; a list names them one by one."""
    if isinstance(value, list):
        names = [_words(each) for each in value]
        return tuple(dict.fromkeys(name for each in names for name in authors_of(each)))
    return authors_of(_words(value))


def _declared_language(value: Any) -> str | None:
    match = re.match(r"[A-Za-z]{2}(?![A-Za-z])", value) if isinstance(value, str) else None
    return match[0].lower() if match else {"english": "en"}.get(str(value).casefold())
