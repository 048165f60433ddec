"""Writing a bundle of proof; see ``verify.py`` beside this module for what is checked of it.

Pages on which names are withheld go without their archived bytes and without the ledger's own rows, for both hold the names, and
with the text as it may be shown. Archived bytes that other pages share with such a page are left out too.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from sayso.claims.care.veil import Veil
from sayso.export.places import is_path
from sayso.export.proof.archived import warc_of
from sayso.export.proof.sinks import MARK, Sink, sink_at
from sayso.export.proof.timestamps import stamped
from sayso.export.rows import Row, page_of, printed_of, statements_on
from sayso.export.selection import Exhibit, OnPage, Selection
from sayso.export.tables import plain
from sayso.ledger import queries
from sayso.ledger.decisions import About, Verdict
from sayso.ledger.named import IS_CURRENT_PAGE
from sayso.ledger.rows import unpacked
from sayso.ledger.schema import (
    blobs,
    decisions,
    fetches,
    figures,
    links,
    marks,
    pages,
    readings,
    seals,
    sightings,
    statements,
)
from sayso.ledger.veils import Veils
from sayso.sources.archive_files import archive_beside
from sayso.text import Pieces, Span, digest, words_of

FORMAT = 1
"""Version of the bundle; a change that breaks ``verify.py`` of an earlier one raises it."""

_HERE = Path(__file__).parent
_ENTRIES = {"statements": statements, "figures": figures, "marks": marks}


@dataclass(frozen=True, slots=True)
class Names:
    """Whose names a bundle would hold: pages on which they are withheld by default, and all that name private people."""

    withheld: tuple[str, ...]
    private: tuple[str, ...]


@dataclass(slots=True)
class Bundle:
    """What was written."""

    path: Path
    manifest: str = ""
    """SHA-256 of ``manifest.json``, which stands for all of it."""
    pages: int = 0
    entries: int = 0
    archives: int = 0
    recorded: int = 0
    """Archives with records of a fetch; the others were made of archived bytes."""
    withheld: list[str] = field(default_factory=list)
    """Pages that are there with names withheld, and without their archived bytes."""
    without_bytes: list[str] = field(default_factory=list)
    """Pages without archived bytes because they share them with such a page."""
    timestamp: str | None = None
    """The service that stamped it."""

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        told = {name: getattr(self, name) for name in self.__slots__}
        return told | {"path": str(self.path)}


def names_in(selection: Selection, *, by_default: Veils, everywhere: Veils, on_page: OnPage | None = None) -> Names:
    """Whose names stand on the pages asked for; looked up with veils that withhold, so nothing is unveiled by it."""
    withheld, private = [], []
    every = selection.asked.everything
    for exhibit in Selection(selection.ledger, by_default, selection.asked).pages(on_page=on_page, all_pages=every):
        if exhibit.withheld is not None:
            withheld.append(exhibit.stored.page.id)
        if everywhere.over(exhibit.stored) is not None:
            private.append(exhibit.stored.page.id)
    return Names(tuple(withheld), tuple(private))


def paths_in(selection: Selection) -> tuple[str, ...]:
    """The paths of files on a machine at which the pages asked for were seen, as a bundle would have them."""
    found: set[str] = set()
    every = selection.asked.everything
    for exhibit in Selection(selection.ledger, selection.veils, selection.asked).pages(all_pages=every):
        veil = selection.veils.over(exhibit.stored)
        with selection.ledger.store.reading() as connection:
            of_blob = select(sightings.c.seen, sightings.c.url).join(blobs, blobs.c.id == sightings.c.blob_id)
            rows = connection.execute(of_blob.where(blobs.c.digest == exhibit.stored.page.blob)).all()
        places = {place for row in rows for place in row if place} | {exhibit.stored.page.url or ""}
        found |= {place if veil is None else veil.of(place) for place in places if is_path(place)}
    return tuple(sorted(found))


def write_bundle(
    selection: Selection,
    path: Path,
    *,
    made: datetime,
    version: str,
    service: str | None = None,
    force: bool = False,
    on_page: OnPage | None = None,
) -> Bundle:
    """Write the bundle, a folder or a zip by the ending of ``path``; ``service`` is one of RFC 3161 to stamp it.

    Raises ``UsageError`` where something lies there, ``NotStamped`` if the service fails: then nothing is written.
    """
    with sink_at(path, force=force) as sink:
        writing = _Writing(selection, sink, Bundle(path), on_page)
        writing.pages()
        writing.decisions()
        writing.tombstones()
        writing.head(made=made.astimezone(UTC), version=version, service=service)
    return writing.bundle


class _Writing:
    def __init__(self, selection: Selection, sink: Sink, bundle: Bundle, on_page: OnPage | None) -> None:
        self._selection, self._sink, self.bundle, self._on_page = selection, sink, bundle, on_page
        self._veils = selection.veils
        self._told: dict[str, dict[str, Any]] = {}
        self._entries: set[str] = set()
        self._speakers: set[str] = set()
        self._veiled: list[Veil] = []
        self._archives: dict[str, str | None] = {}
        """The archive of each blob; ``None`` where its bytes are withheld."""

    def pages(self) -> None:
        lines: list[bytes] = []
        everything = self._selection.asked.everything  # pages that nothing was read off are evidence too
        for exhibit in self._selection.pages(on_page=self._on_page, all_pages=everything):
            with self._selection.ledger.store.reading() as connection:
                self._page(connection, exhibit)
            for entry in entries_of(exhibit):
                lines.append(_json(entry))
                self._entries.add(entry["entry"])
            self._speakers |= {s.speaker.name for s in exhibit.shown.statements if s.speaker.name}
        self.bundle.pages, self.bundle.entries = len(self._told), len(lines)
        self._sink.write("data/entries.jsonl", b"".join(lines))

    def _page(self, connection: Connection, exhibit: Exhibit) -> None:
        page, veil = exhibit.stored.page, self._veils.over(exhibit.stored)
        base = f"data/pages/{page.id}/"
        record = _record(connection, exhibit.row, page.blob)
        text = exhibit.shown.page.text
        reading = exhibit.shown.as_json()
        del reading["text"]
        [known] = page_of(exhibit)
        told: dict[str, Any] = {"clear": veil is None, "name": exhibit.shown.page.name, "headline": exhibit.shown.page.headline}
        page_json = {
            "page": {key: plain(value) for key, value in known.items()},
            "text_sha256": digest(text),
            "withheld": exhibit.withheld,
            "reading": reading,
            "entries": exhibit.entries,
            "sightings": [_shown(seen, veil) for seen in record["sightings"]],
            "fetches": [_shown(fetched, veil) for fetched in record["fetches"]] if veil is None else [],
            "chain": record["links"],
        }
        self._sink.write(f"{base}text.txt", text.encode())
        self._sink.write(f"{base}page.json", _pretty(page_json))
        if veil is None:
            self._sink.write(f"{base}record.json", _pretty(record))
            told |= {
                "blob": page.blob,
                "kind": record["sightings"][0]["kind"],
                "archive": self._archive(connection, exhibit, record),
            }
            if told["archive"] is None:
                self.bundle.without_bytes.append(page.id)
        else:
            self._veiled.append(veil)
            self.bundle.withheld.append(page.id)
        self._told[page.id] = told

    def _archive(self, connection: Connection, exhibit: Exhibit, record: Mapping[str, Any]) -> str | None:
        """The WARC file of a page's bytes, written once; ``None`` where another page of the same bytes has names withheld."""
        blob = exhibit.stored.page.blob
        if blob not in self._archives:
            self._archives[blob] = None
            if not self._is_withheld(connection, blob):
                row = connection.execute(select(blobs).where(blobs.c.digest == blob)).mappings().one()
                data, recorded = warc_of(
                    blob,
                    unpacked(row),
                    sighting=record["sightings"][0],
                    fetches=record["fetches"],
                    archive=archive_beside(self._selection.ledger.path),
                )
                name = self._archives[blob] = f"data/archive/{blob}.warc.gz"
                self._sink.write(name, data)
                self.bundle.archives += 1
                self.bundle.recorded += recorded
        return self._archives[blob]

    def _is_withheld(self, connection: Connection, blob: str) -> bool:
        of_blob = select(pages.c.id).join(blobs).where(blobs.c.digest == blob, IS_CURRENT_PAGE)
        rows = connection.execute(of_blob).scalars().all()
        return any(self._veils.over(queries.report(connection, row)) is not None for row in rows)

    def decisions(self) -> None:
        """All decisions by their digests, so that their chain can be followed; those about what is here with their words."""
        with self._selection.ledger.store.reading() as connection:
            rows = connection.execute(select(decisions).order_by(decisions.c.id)).mappings().all()
        lines, here = [], set[str]()
        for row in rows:
            if self._is_about_this(row, here) and not self._names_withheld(row):
                here.add(row["digest"])
                lines.append(_json({column: row[column] for column in row if column != "id"}))
            else:
                lines.append(_json({"digest": row["digest"]}))
        self._sink.write("data/decisions.jsonl", b"".join(lines))

    def _is_about_this(self, row: Mapping[Any, Any], here: set[str]) -> bool:
        if row["verdict"] == Verdict.UNDO:
            return row["one"] in here
        ends = {row["one"], row["other"]}
        match About(row["about"]):
            case About.COPIES:
                return not ends.isdisjoint(self._told)
            case About.DOSSIERS:
                return not ends.isdisjoint(self._entries)
            case About.PEOPLE:
                return any(end in self._speakers or any(name in end for name in self._speakers) for end in ends)
        return False

    def _names_withheld(self, row: Mapping[Any, Any]) -> bool:
        said = " ".join(str(row[column]) for column in ("one", "other", "reason"))
        return any(veil.of(said) != said for veil in self._veiled)

    def tombstones(self) -> None:
        """The tombstones of all pages of the ledger that were sealed; they say nothing of what stood there."""
        with self._selection.ledger.store.reading() as connection:
            rows = connection.execute(select(seals).order_by(seals.c.page)).mappings().all()
            lines = [
                _json(
                    {column: row[column] for column in ("page", "blob", "text_digest", "before", "by", "reason", "sealed_at")}
                    | {"links": _links(connection, row["page_id"])}
                )
                for row in rows
            ]
        self._sink.write("data/tombstones.jsonl", b"".join(lines))

    def head(self, *, made: datetime, version: str, service: str | None) -> None:
        """Everything that says what the bundle is; last, for it has the digests of the rest."""
        sink, bundle, at = self._sink, self.bundle, made.isoformat(timespec="seconds").replace("+00:00", "Z")
        payload = dict(sink.digests)
        contents = f"Pages: {bundle.pages:,}. Statements, figures and marks: {bundle.entries:,}."
        names = _NAMES.format(withheld=len(bundle.withheld)) if bundle.withheld else _NO_NAMES
        readme = (_HERE / "readme.txt").read_text(encoding="utf-8")
        sink.write("README.txt", readme.format(version=version, made=at, contents=contents, names=names).encode())
        sink.write("verify.py", (_HERE / "verify.py").read_bytes())
        manifest = {
            "what": "a bundle of evidence written by sayso; see README.txt",
            "format": FORMAT,
            "sayso": version,
            "made": at,
            **self._selection.scope_json(),
            "withheld": sorted(bundle.withheld),
            "without_bytes": sorted(bundle.without_bytes),
            "pages": self._told,
            "files": {name: {"sha256": sink.digests[name], "bytes": sink.sizes[name]} for name in sorted(sink.digests)},
        }
        data = _pretty(manifest)
        bundle.manifest = digest(data)
        if service is not None:
            sink.write("timestamp.tsr", stamped(data, service))
            bundle.timestamp = service
        sink.write(MARK, data)
        sink.write("manifest-sha256.txt", _bag(payload))
        sink.write("bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
        octets = sum(sink.sizes[name] for name in payload)
        info = f"Bagging-Date: {at[:10]}\nPayload-Oxum: {octets}.{len(payload)}\nBag-Software-Agent: sayso {version}\n"
        sink.write("bag-info.txt", info.encode())
        tags = {name: found for name, found in sink.digests.items() if not name.startswith("data/")}
        sink.write("tagmanifest-sha256.txt", _bag(tags))


_NAMES = (
    "On {withheld:,} of the pages, names of private people (prisoners, say) are withheld: a token stands in their place, and\n"
    "the archived page and the ledger's own rows are left out, for they hold the names. The keeper of the ledger has them."
)
_NO_NAMES = (
    "No names are withheld in here. Pages may name private people; whoever passes this on answers for what it does to them."
)


def entries_of(exhibit: Exhibit) -> Iterator[Row]:
    """The entries of a page that were asked for, in words, each with its places in the text that is given with them."""
    page, text, entries = exhibit.stored.page.id, exhibit.shown.page.text, exhibit.entries
    rows = {row["entry"]: row for row in statements_on(exhibit)}
    for s in exhibit.shown.statements:
        if s.id in exhibit.statements:
            row = rows[entries[s.id]]
            said = {what: row[what] for what in ("speaker", "speaker_kind", "speaker_role", "because", "kind", "stance")}
            said |= {what: row[what] for what in ("status", "status_because", "within", "said_on", "confidence")}
            cited = {"source": s.source, "cue": s.cue, "content": s.content}
            yield _entry("statement", s.id, entries[s.id], page, words_of(s.content, text), said, _cited(cited, text))
    shown = {f.id: f for f in exhibit.shown.figures}
    for figure in exhibit.figure_rows():
        f = shown[figure.figure.id]
        said = {"printed": figure.printed, "low": f.low, "high": f.high, "bound": f.bound.value, "sort": f.sort.value}
        said |= {"source": figure.source, "via": list(figure.via), "status": figure.status.state.value}
        said |= {"status_because": list(figure.because), "as_of": f.as_of.value if f.as_of else None}
        cited = {"printed": (f.span,), "counts": f.counts, "event": f.event, "who": f.who, "blamed": f.blamed}
        yield _entry("figure", f.id, figure.entry, page, printed_of(figure), said, _cited(cited, text))
    for m in exhibit.shown.marks:
        if m.id in exhibit.marks:
            said = {"mark": m.status.value, "about": [entries.get(about, about) for about in m.about]}
            cited = {"words": m.spans, "by": m.by}
            yield _entry("mark", m.id, entries[m.id], page, words_of(m.spans, text), said, _cited(cited, text))


def _entry(type: str, name: str, entry: str, page: str, words: str, said: Row, cited: list[Row]) -> Row:
    return {"type": type, "entry": entry, "page": page, "name": name, "words": words, **said, "cited": cited}


def _cited(pieces: Mapping[str, Pieces], text: str) -> list[Row]:
    def one(part: str, span: Span) -> Row:
        return {"part": part, "start": span.start, "end": span.end, "words": span.of(text)}

    return [one(part, span) for part, spans in pieces.items() for span in spans]


def _record(connection: Connection, page: int, blob: str) -> dict[str, Any]:
    """The rows of a page as they are stored, with their row numbers, which its chain names."""
    own = connection.execute(select(pages).where(pages.c.id == page)).mappings().one()
    seen = select(sightings).where(sightings.c.blob_id == own["blob_id"]).order_by(sightings.c.seen_at, sightings.c.id)
    came = select(fetches).where(fetches.c.blob_id == own["blob_id"]).order_by(fetches.c.id)
    read = select(readings).where(readings.c.page_id == page).order_by(readings.c.id)
    return {
        "row": page,
        "blob": blob,
        "page": {column: own[column] for column in own if column not in ("id", "blob_id", "text")},
        "sightings": [_numbered(row, "blob_id", "run_id") for row in connection.execute(seen).mappings()],
        "fetches": [_numbered(row, "blob_id", "run_id") for row in connection.execute(came).mappings()],
        "readings": [
            _numbered(row, "page_id") | {kind: _of_reading(connection, kind, row["id"]) for kind in _ENTRIES}
            for row in connection.execute(read).mappings().all()
        ],
        "links": _links(connection, page),
    }


def _of_reading(connection: Connection, kind: str, reading: int) -> list[Row]:
    table = _ENTRIES[kind]
    rows = connection.execute(select(table).where(table.c.reading_id == reading).order_by(table.c.position)).mappings()
    return [{column: row[column] for column in row if column not in ("id", "reading_id")} for row in rows]


def _numbered(row: Mapping[Any, Any], *without: str) -> Row:
    return {"row": row["id"], **{column: row[column] for column in row if column not in ("id", *without)}}


def _links(connection: Connection, page: int) -> list[Row]:
    found = select(links).where(links.c.page_id == page).order_by(links.c.position)
    return [{column: row[column] for column in row if column != "page_id"} for row in connection.execute(found).mappings()]


def _shown(row: Mapping[str, Any], veil: Veil | None) -> Row:
    veiled: Callable[[str], str] = (lambda words: words) if veil is None else veil.of
    return {key: veiled(value) if isinstance(value, str) else value for key, value in row.items()}


def _bag(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{digests[name]}  {name}\n" for name in sorted(digests)).encode()


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _pretty(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1).encode() + b"\n"
