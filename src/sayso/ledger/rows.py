"""Pages, sightings and statements as rows of the ledger, and back again the same; and the digests that are taken of rows.

A digest of a row is over a JSON list of its values in a fixed order, so that it is the same wherever and whenever it is taken.
"""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sayso.claims.figure import Candidate, Place
from sayso.claims.report import Report
from sayso.claims.statement import NOTHING_MORE, Circumstances, Inferred, SaidAt, Stance, Statement, StatementKind
from sayso.page.page import Block, Dated, Document, Kind, Page, Role, State
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.text import GAP, Pieces, Span, digest

Row = Mapping[Any, Any]
"""A row by the names of its columns."""

_BLANKS = 4
"""Pieces that lie further apart have words of others between them, not white space alone."""

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_PAGE = (
    "digest",
    "part",
    "extractor",
    "seen",
    "state",
    "note",
    "name",
    "url",
    "outlet",
    "headline",
    "authors",
    "published",
    "modified",
    "dates",
    "language",
    "section",
    "blocks",
    "words",
    "text_digest",
)
_SIGHTING = ("seen_at", "seen", "how", "kind", "name", "url", "outlet", "trouble")
_SEAL = ("page", "blob", "text_digest", "before", "by", "reason", "sealed_at")
_STATEMENT = (
    "position",
    "entry",
    "name",
    "kind",
    "stance",
    "speaker",
    "speaker_kind",
    "speaker_role",
    "because",
    "speaker_start",
    "speaker_end",
    "within",
    "confidence",
    "source",
    "cue",
    "content",
)


# Digests


def page_digest(row: Row, blob: str) -> str:
    """What a page's row says; its text is in it by its own digest."""
    return digest_of(["page", blob, *(row[column] for column in _PAGE)])


def sighting_digest(row: Row, blob: str) -> str:
    """What a sighting's row says."""
    return digest_of(["sighting", blob, *(row[column] for column in _SIGHTING)])


def statement_digest(row: Row) -> str:
    """What a statement's row says."""
    said = ["statement", *(row[column] for column in _STATEMENT)]
    if row["circumstances"] is not None:  # ledgers from before there were any have the digests that they had
        said.append(row["circumstances"])
    return digest_of(said)


def reading_digest(row: Row, page: str, statements: Iterable[str], figures: Iterable[str] = (), marks: Iterable[str] = ()) -> str:
    """What a reading's row says, with the digests of its statements, figures and marks in order."""
    said = ["reading", page, row["model"], row["rules"], row["read_at"], list(statements)]
    more = [list(figures), list(marks)]
    if any(more):  # ledgers from before there were any have the digests that they had
        said += more
    return digest_of(said)


def seal_digest(row: Row) -> str:
    """What a seal's row says."""
    return digest_of(["seal", *(row[column] for column in _SEAL)])


def links_digest(rows: Iterable[Row]) -> str:
    """What the links of a page say in order, with the rows that they stand for."""
    return digest_of([[row["position"], row["what"], row["row"], row["digest"]] for row in rows])


def link_digest(before: str, what: str, subject: str) -> str:
    """A link of a page's chain. ``before`` is the digest of the link before it, or the page's id for the first."""
    return digest_of([before, what, subject])


def entry_id(text_digest: str, *, source: Pieces, cue: Pieces, content: Pieces) -> str:
    """The id of a statement in any ledger: digest of (text digest, type, spans), the same in every reading that finds it."""
    spans = [[[piece.start, piece.end] for piece in pieces] for pieces in (source, cue, content)]
    return digest_of([text_digest, "statement", spans])


def digest_of(values: Sequence[object]) -> str:
    """The digest of a list of plain values."""
    return digest(compact(values))


# Into rows


def moment(at: datetime) -> str:
    """A moment as the ledger writes it: ISO 8601 in UTC, so that text order is time order."""
    if at.tzinfo is None:
        raise ValueError(f"a moment needs its time zone, got {at!r}")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def packed(data: bytes) -> dict[str, Any]:
    """How the bytes of a blob are kept: smaller, if they can be."""
    smaller = zlib.compress(data, 6)
    return {"packing": "zlib", "data": smaller} if len(smaller) < len(data) else {"packing": "none", "data": data}


def sighting_row(document: Document, seen_at: datetime) -> dict[str, Any]:
    """A sighting without its run and blob; what was seen before by an archive was seen when that says so."""
    return {
        "seen_at": moment(document.seen_at or seen_at),
        "seen": storable(document.seen),
        "how": _how(document),
        "kind": document.kind.value,
        "name": storable(document.name),
        "url": _storable_or_none(document.url),
        "outlet": _storable_or_none(document.outlet),
        "trouble": _storable_or_none(document.trouble or document.note),
    }


def _how(document: Document) -> str:
    if document.how is not None:
        return document.how
    if document.seen == "-" or document.seen.startswith("-:"):
        return "standard input"
    if "://" in document.seen:
        return "web"
    return "archive" if document.kind is Kind.RECORD else "file"


def page_row(page: Page, *, seen: str) -> dict[str, Any]:
    """A page without its blob; ``seen`` is where the bytes were seen."""
    return {
        "digest": page.id,
        "part": page.part,
        "extractor": page.extractor,
        "seen": storable(seen),
        "state": page.state.value,
        "note": _storable_or_none(page.note),
        "name": storable(page.name),
        "url": _storable_or_none(page.url),
        "outlet": _storable_or_none(page.outlet),
        "headline": _storable_or_none(page.headline),
        "authors": compact(page.authors),
        "published": page.published,
        "modified": page.modified,
        "dates": compact([[d.what, d.value, d.evidence, d.words] for d in page.dates]),
        "language": page.language,
        "section": _storable_or_none(page.section),
        "blocks": compact([[b.span.start, b.span.end, b.role.value, b.author, b.time] for b in page.blocks]),
        "words": len(page.text.split()),
        "text_digest": page.text_digest,
        "text": page.text,
    }


def statement_rows(report: Report) -> list[dict[str, Any]]:
    """The statements of a report, without their reading.

    Raises ``ValueError`` for a statement without content, or with a span that is not in the page's text.
    """
    page = report.page
    entries = {s.id: entry_id(page.text_digest, source=s.source, cue=s.cue, content=s.content) for s in report.statements}
    rows = []
    for position, statement in enumerate(report.statements):
        if not statement.content:
            raise ValueError(f"statement {statement.id} of {page.name} has no content")
        if statement.within and statement.within not in entries:
            raise ValueError(f"statement {statement.id} of {page.name} stands within {statement.within}, which is not there")
        speaker = statement.speaker
        row: dict[str, Any] = {
            "position": position,
            "entry": entries[statement.id],
            "name": statement.id,
            "kind": statement.kind.value,
            "stance": statement.stance.value,
            "speaker": speaker.name,
            "speaker_kind": speaker.kind.value if speaker.kind else None,
            "speaker_role": speaker.role,
            "because": speaker.because.value,
            "speaker_start": speaker.at.start if speaker.at else None,
            "speaker_end": speaker.at.end if speaker.at else None,
            "within": entries[statement.within] if statement.within else None,
            "confidence": float(statement.confidence),
            "source": cited(statement.source, page),
            "cue": cited(statement.cue, page),
            "content": cited(statement.content, page),
            "circumstances": _circumstances(statement, page),
        }
        row["digest"] = statement_digest(row)
        rows.append(row)
    return rows


def cited(pieces: Pieces, page: Page) -> str:
    """Spans with their words: ``[[start, end, words]]``."""
    if pieces and max(piece.end for piece in pieces) > len(page.text):
        raise ValueError(f"a span of {page.name} reaches beyond its text: {pieces}")
    return compact([[piece.start, piece.end, piece.of(page.text)] for piece in pieces])


def cited_as(span: Span, page: Page) -> Any:
    """One span with its words, as a plain value."""
    return json.loads(cited((span,), page))[0]


def place_parts(place: Place, page: Page) -> list[object]:
    """A place as plain values: its cited words, what they mean, what they may mean, and why."""
    means = None if place.means is None else _candidate(place.means)
    return [cited_as(place.span, page), means, [_candidate(c) for c in place.candidates], place.because]


def _candidate(c: Candidate) -> list[object]:
    return [c.name, c.country, c.latitude, c.longitude]


def _circumstances(statement: Statement, page: Page) -> str | None:
    """When, through what, in translation, where and for whom, each with its cited words; ``None`` if nothing is said of it."""
    said = statement.circumstances
    kept: dict[str, Any] = {}
    if said.said_at is not None:
        kept["said_at"] = [cited_as(said.said_at.span, page), said.said_at.value]
    for what, pieces in (("medium", said.medium), ("translated", said.translated)):
        if pieces:
            kept[what] = json.loads(cited(pieces, page))
    if statement.places:
        kept["places"] = [place_parts(place, page) for place in statement.places]
    if statement.whose:
        kept["whose"] = [statement.whose.name, json.loads(cited(statement.whose.cited, page))]
    return compact(kept) if kept else None


# Out of rows


def unpacked(row: Row) -> bytes:
    """The bytes of a blob's row. Raises ``ValueError`` if they are damaged."""
    try:
        match row["packing"]:
            case "zlib":
                return zlib.decompress(row["data"])
            case "none":
                return bytes(row["data"])
    except (zlib.error, TypeError) as error:
        raise ValueError(str(error)) from error
    raise ValueError(f"packed as {row['packing']!r}, which is unknown")


def page_from(row: Row, blob: str) -> Page:
    """The page that was stored."""
    return Page(
        name=row["name"],
        blob=blob,
        text=row["text"],
        blocks=tuple(
            Block(Span(start, end), Role(role), author, time) for start, end, role, author, time in json.loads(row["blocks"])
        ),
        state=State(row["state"]),
        extractor=row["extractor"],
        part=row["part"],
        url=row["url"],
        outlet=row["outlet"],
        headline=row["headline"],
        authors=tuple(json.loads(row["authors"])),
        published=row["published"],
        modified=row["modified"],
        dates=tuple(Dated(*dated) for dated in json.loads(row["dates"])),
        language=row["language"],
        section=row["section"],
        note=row["note"],
    )


def statement_from(row: Row, *, within: str | None) -> Statement:
    """The statement that was stored; ``within`` is its holder's name in the same reading."""
    at = None if row["speaker_start"] is None else Span(row["speaker_start"], row["speaker_end"])
    kind = SpeakerKind(row["speaker_kind"]) if row["speaker_kind"] else None
    return Statement(
        id=row["name"],
        kind=StatementKind(row["kind"]),
        stance=Stance(row["stance"]),
        source=pieces_from(row["source"]),
        cue=pieces_from(row["cue"]),
        content=pieces_from(row["content"]),
        speaker=Speaker(row["speaker"], kind, Reason(row["because"]), row["speaker_role"], at),
        within=within,
        confidence=row["confidence"],
        circumstances=_circumstances_from(row["circumstances"]),
        places=_places_from(row["circumstances"]),
        whose=_whose_from(row["circumstances"]),
    )


def place_from(parts: Any) -> Place:
    """The place that was stored."""
    (start, end, _), means, candidates, because = parts
    return Place(Span(start, end), Candidate(*means) if means else None, tuple(Candidate(*c) for c in candidates), because)


def _places_from(kept: str | None) -> tuple[Place, ...]:
    return () if kept is None else tuple(place_from(parts) for parts in json.loads(kept).get("places", ()))


def _whose_from(kept: str | None) -> Inferred | None:
    found = None if kept is None else json.loads(kept).get("whose")
    return Inferred(found[0], tuple(Span(s, e) for s, e, _ in found[1])) if found else None


def _circumstances_from(kept: str | None) -> Circumstances:
    if kept is None:
        return NOTHING_MORE
    found = json.loads(kept)
    at = found.get("said_at")
    medium, translated = (tuple(Span(s, e) for s, e, _ in found.get(what, ())) for what in ("medium", "translated"))
    return Circumstances(SaidAt(Span(at[0][0], at[0][1]), at[1]) if at else None, medium, translated)


def pieces_from(cited: str) -> Pieces:
    """The spans of a stored citation."""
    return tuple(Span(start, end) for start, end, _ in json.loads(cited))


def words_from(cited: str, between: Callable[[int, int], str]) -> str:
    """The words of a stored citation, as ``words_of`` gives them; ``between`` looks up a short run of the page's text."""
    said, end = "", None
    for start, stop, words in json.loads(cited):
        if end is not None and start > end:
            apart = between(end, start) if start - end <= _BLANKS else GAP
            said += GAP if apart.strip() else apart
        said, end = said + words, stop
    return said


def compact(value: object) -> str:
    """A plain value as JSON without spaces, in characters that every database keeps."""
    return storable(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def storable(words: str) -> str:
    """The words, with what no database keeps as text (NUL, lone surrogates in odd file names) turned to U+FFFD one for one."""
    return words if words.isascii() and "\x00" not in words else _UNSTORABLE.sub("\ufffd", words)


def _storable_or_none(words: str | None) -> str | None:
    return None if words is None else storable(words)
