"""The tables that a ledger is exported as, column by column: what each means, and of what type it is.

``docs/exports.md`` and the field descriptions of Parquet are made from here.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Type(enum.Enum):
    """What a column holds. Each may be empty where its meaning says so: ``null``, or an empty cell of CSV."""

    TEXT = "text"
    COUNT = "whole number"
    NUMBER = "number"
    FLAG = "yes or no"
    DAY = "day"
    CLOCK = "time of day as printed"
    """A day and time without a zone."""
    MOMENT = "moment in UTC"
    TEXTS = "list of texts"
    SPANS = "list of [start, end]"
    NAMES = "list of names"
    """Names of a speaker: ``name``, ``statements``, ``because``."""
    EVIDENCE = "list of evidence"
    """Why something is traced: ``page``, ``because``, ``words``."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    type: Type
    meaning: str


class Table(enum.StrEnum):
    """What is exported as a table."""

    STATEMENTS = "statements"
    FIGURES = "figures"
    MARKS = "marks"
    PAGES = "pages"
    SPEAKERS = "speakers"
    DOSSIERS = "dossiers"
    DISPUTES = "disputes"
    ORIGINS = "origins"


class Form(enum.StrEnum):
    """In what an export is written."""

    CSV = "csv"
    JSON_LINES = "jsonl"
    PARQUET = "parquet"
    JSON_LD = "json-ld"
    ANNOTATIONS = "annotations"
    HXL = "hxl"


LINKED = frozenset({Table.SPEAKERS, Table.DOSSIERS, Table.DISPUTES, Table.ORIGINS})
"""What many pages tell together: the ledger is linked before it is exported."""

ROW_IS: dict[Table, str] = {
    Table.STATEMENTS: "A row is a statement on a page.",
    Table.FIGURES: "A row is a figure on a page.",
    Table.MARKS: "A row is a mark on a page.",
    Table.PAGES: (
        "A row is a page that was looked through, read or not; where entries are asked for, one that has such an entry. "
        "Sealed pages are left out, and the scope counts them."
    ),
    Table.SPEAKERS: "A row is a speaker with all names that are taken for one, by what is asked for.",
    Table.DOSSIERS: "A row is a dossier that has an entry on one of the pages.",
    Table.DISPUTES: "A row is a pair of entries of one dossier, with how they stand to each other.",
    Table.ORIGINS: "A row is an origin of the entries of a dossier, or a group of pages that are traced no further.",
}

_T = Type


def _time(name: str, of: str) -> tuple[Column, ...]:
    return (
        Column(name, _T.TEXT, f"{of}, ISO 8601 exactly as precise as the page gives it; an offset only where the page has one"),
        Column(f"{name}_day", _T.DAY, "the day of it, where it has one"),
        Column(f"{name}_at", _T.CLOCK, "day and time as the page's clock shows them, where it gives a time; no zone is made up"),
        Column(f"{name}_offset", _T.COUNT, "minutes that the page's clock is ahead of UTC, where the page says so"),
    )


_ENTRY = Column("entry", _T.TEXT, "the entry's id, the same in any ledger that has this text; `sayso cite` takes it")
_PAGE = (
    Column("page", _T.TEXT, "the page's id; `sayso show` takes it"),
    Column("page_name", _T.TEXT, "the page's file name without its extensions, or its address"),
    Column("part", _T.TEXT, "which entry of a live page"),
    Column("headline", _T.TEXT, "the page's headline"),
    Column("outlet", _T.TEXT, "who published the page"),
    *_time("published", "when the page was published"),
    Column("url", _T.TEXT, "the page's address, as it gives it"),
    Column(
        "seen", _T.TEXT, "where the page's bytes were first seen: an address, or a file's name; `--paths` gives its folders too"
    ),
    Column("first_seen", _T.MOMENT, "when they were first seen"),
    Column(
        "text_digest",
        _T.TEXT,
        "SHA-256 of the page's text in UTF-8; empty where names are withheld, for a name could be tested against it",
    ),
    Column("withheld", _T.COUNT, "to how many private people the names belong that are withheld on the page; empty for none"),
    Column("model", _T.TEXT, "the model that read the page"),
    Column("rules", _T.TEXT, "the version of everything after the model"),
)
_SPANS_ARE = "code points of the page's stored text, end exclusive"

COLUMNS: dict[Table, tuple[Column, ...]] = {
    Table.STATEMENTS: (
        _ENTRY,
        Column("speaker", _T.TEXT, "who the source is, in one name; empty where that stays unresolved or nobody is named"),
        Column("speaker_kind", _T.TEXT, "person, organisation, group, anonymous, document, outlet, footage or post"),
        Column("speaker_role", _T.TEXT, "the role that the page gives"),
        Column("because", _T.TEXT, "why it is this speaker, or why it stays unresolved"),
        Column(
            "inferred_of",
            _T.TEXT,
            "the country that a ministry, army or police is inferred to be of, where the page does not say",
        ),
        Column("source", _T.TEXT, "the words that name who says it"),
        Column("cue", _T.TEXT, "the words that report"),
        Column("content", _T.TEXT, "what is said, word for word; ` […] ` stands where words of others lie between two pieces"),
        Column("kind", _T.TEXT, "direct, indirect or mixed: all, none or some of it in quotation marks"),
        Column(
            "stance", _T.TEXT, "how the cue reports: neutral, distancing, confirming, showing, denying, estimating, demanding"
        ),
        Column("status", _T.TEXT, "as reported: nothing said, unverified, confirmed or conflicting"),
        Column("status_because", _T.TEXTS, "the words that the status is derived from, each with whose they are"),
        Column("within", _T.TEXT, "the entry of the statement in whose content this one stands"),
        Column("said_on", _T.TEXT, "the day that it was said, where words say so"),
        Column("said_on_words", _T.TEXT, "these words"),
        Column("medium", _T.TEXT, "the words for through what it was said: in a video message"),
        Column("translated", _T.TEXT, "the words that say that it was translated"),
        Column("places", _T.TEXTS, "the words for the places that the content names"),
        Column("source_spans", _T.SPANS, f"where the source stands: {_SPANS_ARE}"),
        Column("cue_spans", _T.SPANS, "the same of the cue"),
        Column("content_spans", _T.SPANS, "the same of the content"),
        Column("confidence", _T.NUMBER, "how sure the reading is, 0 to 1: of those at 0.9, nine in ten are right"),
        Column("doubtful", _T.FLAG, "whether it is to be checked against the page before it is used"),
        *_PAGE,
    ),
    Table.FIGURES: (
        _ENTRY,
        Column("printed", _T.TEXT, "the number as it stands on the page, with the words that bound it"),
        Column("low", _T.NUMBER, "the least that the words allow; empty where open, and for a vague word such as dozens"),
        Column("high", _T.NUMBER, "the most that the words allow; empty likewise"),
        Column("bound", _T.TEXT, "exact, about, at_least, at_most, range, or order: a vague word"),
        Column("counts", _T.TEXT, "the words for what is counted"),
        Column("sort", _T.TEXT, "what happened to it: killed, injured, missing, displaced, held, …"),
        Column("event", _T.TEXT, "the words for what happened"),
        Column("who", _T.TEXT, "the words for who is counted: civilians, soldiers"),
        Column("blamed", _T.TEXT, "whom the same words make answerable"),
        Column("source", _T.TEXT, "on whose word: the innermost who is named, or the outlet in its own voice"),
        Column("via", _T.TEXTS, "through whose hands it came from there, the outlet last"),
        Column("unattributed", _T.FLAG, "whether nobody is named for it"),
        Column("status", _T.TEXT, "as reported: nothing said, unverified, confirmed or conflicting"),
        Column("status_because", _T.TEXTS, "the words that the status is derived from, each with whose they are"),
        Column("as_of", _T.TEXT, "the time that the number is of, where words say so: a day, week, month or year of ISO 8601"),
        Column("as_of_first", _T.DAY, "the first day of that time"),
        Column("as_of_last", _T.DAY, "the last day of that time"),
        Column("as_of_words", _T.TEXT, "the words that say so"),
        Column("period", _T.TEXT, "the time that the number is a sum over, likewise"),
        Column("period_words", _T.TEXT, "the words that say so"),
        Column("place", _T.TEXT, "the place that is meant, where that is clear"),
        Column("country", _T.TEXT, "its country, ISO 3166 code of two letters"),
        Column("latitude", _T.NUMBER, "its latitude, degrees north"),
        Column("longitude", _T.NUMBER, "its longitude, degrees east"),
        Column("place_words", _T.TEXT, "the words for the place"),
        Column("part_of", _T.TEXT, "the printed words of the figure that it is part of"),
        Column("replaces", _T.TEXT, "the printed words of the figure that it takes the place of"),
        Column("replaced", _T.FLAG, "whether the page itself gives another in its place"),
        Column("holder", _T.TEXT, "the entry of the statement on whose word it stands; empty for the page's own voice"),
        Column("printed_span", _T.SPANS, f"where the number stands: {_SPANS_ARE}"),
        Column("counts_spans", _T.SPANS, "where what is counted stands"),
        *_PAGE,
    ),
    Table.MARKS: (
        _ENTRY,
        Column("words", _T.TEXT, "the words that say how far something is established"),
        Column("mark", _T.TEXT, "unverified, unclear, hedged, confirmed, disputed, denied or corrected"),
        Column("by", _T.TEXT, "the words for who established it, or could not"),
        Column("about", _T.TEXTS, "the entries that it is about; `outlet` for what the page says in its own voice"),
        Column("holder", _T.TEXT, "the entry of the statement on whose word it stands; empty for the page's own voice"),
        Column("spans", _T.SPANS, f"where its words stand: {_SPANS_ARE}"),
        *_PAGE,
    ),
    Table.PAGES: (
        *_PAGE[:5],
        *_time("published", "when the page was published"),
        *_time("modified", "when the page was last changed, as it says"),
        *_PAGE[9:13],
        Column("last_seen", _T.MOMENT, "when its bytes were last seen"),
        Column("sightings", _T.COUNT, "how often its bytes were seen"),
        Column("authors", _T.TEXTS, "names in the order of the page"),
        Column("language", _T.TEXT, "ISO 639-1 code"),
        Column("section", _T.TEXT, "the section, where the page names one"),
        Column("state", _T.TEXT, "read, or why it could not be read"),
        Column("note", _T.TEXT, "in words, why the state is what it is, or what was in doubt"),
        Column("words", _T.COUNT, "words of its text"),
        Column("statements", _T.COUNT, "statements on it"),
        Column("figures", _T.COUNT, "figures on it"),
        Column("marks", _T.COUNT, "marks on it"),
        Column("blob", _T.TEXT, "SHA-256 of the archived bytes; empty where names are withheld"),
        Column("extractor", _T.TEXT, "what made text and blocks out of the bytes"),
        *_PAGE[13:],
    ),
    Table.SPEAKERS: (
        Column("speaker", _T.TEXT, "the main name"),
        Column("kind", _T.TEXT, "person, organisation, group, anonymous, document, outlet, footage or post"),
        Column("names", _T.NAMES, "all names that are taken for the speaker's: each with its statements, and why"),
        Column("statements", _T.COUNT, "statements of what was asked for, under all names"),
        Column("pages", _T.COUNT, "pages that these stand on"),
        Column("outlets", _T.COUNT, "outlets of these pages that are named"),
        Column("first", _T.TEXT, "when the first of these pages was published, as the page gives it"),
        Column("last", _T.TEXT, "when the last of them was"),
        Column("open", _T.FLAG, "whether the names only share their words: nothing tells that they are one speaker, or which"),
    ),
    Table.DOSSIERS: (
        Column("dossier", _T.TEXT, "the dossier's id, which is the least entry in it; `sayso dossiers` takes it"),
        Column("type", _T.TEXT, "figures or statements"),
        Column("title", _T.TEXT, "what the question is, in words of its entries"),
        Column("entries", _T.TEXTS, "the entries in it, in order of time"),
        Column("pages", _T.TEXTS, "the ids of their pages"),
        Column("outlets", _T.TEXTS, "the outlets of these pages that are named"),
        Column("first", _T.DAY, "the day that the first of these pages was published"),
        Column("last", _T.DAY, "the day that the last of them was"),
        Column("joined", _T.TEXTS, "why each entry is joined to another, in words"),
        Column("disputes", _T.COUNT, "pairs of entries that cannot both hold, or of which one denies the other"),
    ),
    Table.DISPUTES: (
        Column("dossier", _T.TEXT, "the dossier's id"),
        Column("type", _T.TEXT, "figures or statements"),
        Column("title", _T.TEXT, "what the question is, in words of its entries"),
        Column(
            "kind", _T.TEXT, "contradiction, denied, update, compatible, scope, period, reclassified, verified, unclear, same"
        ),
        Column("dispute", _T.FLAG, "whether the two cannot both hold, or one denies the other; other kinds are no disputes"),
        Column("because", _T.TEXT, "how they differ, in words"),
        *(
            Column(f"{end}_{what}", type, f"{meaning}, of the {'first' if end == 'one' else 'second'} entry")
            for end in ("one", "other")
            for what, type, meaning in (
                ("entry", _T.TEXT, "the id"),
                ("words", _T.TEXT, "what is said, or the printed number with what it counts"),
                ("source", _T.TEXT, "on whose word"),
                ("outlet", _T.TEXT, "who published it"),
                ("published", _T.TEXT, "when its page was published, as the page gives it"),
                ("page", _T.TEXT, "the page's id"),
            )
        ),
    ),
    Table.ORIGINS: (
        Column("dossier", _T.TEXT, "the dossier's id"),
        Column("type", _T.TEXT, "figures or statements"),
        Column("title", _T.TEXT, "what the question is, in words of its entries"),
        Column("origin", _T.TEXT, "where the text is traced to begin; empty where it is traced no further"),
        Column("traced", _T.FLAG, "whether it is; what is not traced is untraced, never independent"),
        Column("entries", _T.TEXTS, "the entries that are traced there"),
        Column("pages", _T.TEXTS, "the ids of their pages; several that are untraced share the passage and credit nobody"),
        Column("outlets", _T.TEXTS, "the outlets of these pages that are named"),
        Column("evidence", _T.EVIDENCE, "why: the page that shows it, in which way, and its words"),
    ),
}
