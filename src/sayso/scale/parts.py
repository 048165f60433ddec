"""Parts: documents and what was read off them as Parquet files, which any number of workers write beside each other.

A folder of parts has a folder for each table, and in each one file a part, under the part's name:

    documents    the archived bytes with where they were seen: ``blob`` (their SHA-256), ``data``, ``document`` (else, as JSON)
    pages        as in the ledger, with ``blob``, ``model`` and ``rules`` (of its reading; no model where it was not read)
    statements   as in the ledger, with ``page`` (the ``digest`` of pages), ``model`` and ``rules``; so, too, figures and marks
    failed       what could not be opened, or what sayso failed on: ``name``, ``seen``, ``words``

The columns of pages, statements, figures and marks are those of ``sayso.ledger.schema``; citations are JSON lists of [start, end,
words], in code points of the page's text. A part is there once its file in ``documents`` is, which is written last.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Float, Integer, LargeBinary, Table

from sayso.claims.report import Report
from sayso.errors import SourceUnreadable
from sayso.extras import needs
from sayso.ledger import schema
from sayso.ledger.figures import figure_from, figure_rows, mark_from, mark_rows, names_of
from sayso.ledger.rows import Row, page_from, page_row, statement_from, statement_rows
from sayso.page.page import Document, Kind
from sayso.sources.files import PARTS as MANIFEST
from sayso.text import digest

FORMAT = 1
_KEYS = ("id", "page_id", "blob_id", "reading_id")
_READ = ("page", "model", "rules")
_ENTRIES: Mapping[str, Table] = {"statements": schema.statements, "figures": schema.figures, "marks": schema.marks}
TABLES = ("failed", "pages", *_ENTRIES, "documents")
"""In the order in which they are written."""

Read = tuple[Document, Sequence[Report]]


@dataclass(frozen=True, slots=True)
class Failed:
    """What could not be opened, or what sayso failed on."""

    name: str
    seen: str
    words: str


@dataclass(slots=True)
class Part:
    """What one file of each table holds."""

    read: list[Read] = field(default_factory=list)
    failed: list[Failed] = field(default_factory=list)


class Parts:
    """A folder of parts, on this machine or, by a URL such as ``s3://bucket/folder``, in an object store.

    Raises:
        ExtraMissing: pyarrow is not installed.
        SourceUnreadable: the folder cannot be reached, or holds parts of a newer format.
    """

    def __init__(self, folder: str) -> None:
        self._arrow = needs("pyarrow", extra="export", to="read and write Parquet")
        self._parquet = needs("pyarrow.parquet", extra="export", to="read and write Parquet")
        files = needs("pyarrow.fs", extra="export", to="read and write Parquet")
        try:
            found = files.FileSystem.from_uri(folder) if "://" in folder else (files.LocalFileSystem(), _absolute(folder))
        except (OSError, self._arrow.ArrowException) as error:
            raise SourceUnreadable(f"{folder} cannot be reached ({error}); check the address and the rights to it") from error
        self._files, self._at = found[0], str(found[1])
        self._files_of = files
        self.folder = folder

    def begin(self) -> None:
        """Make the folder, if it is not there, with a manifest that says what it is."""
        try:
            for table in TABLES:
                self._files.create_dir(f"{self._at}/{table}", recursive=True)
        except OSError as error:
            raise SourceUnreadable(f"{self.folder} cannot be made a folder of parts ({error}); name another") from error
        if not self.is_there():
            self._write_bytes(MANIFEST, json.dumps({"what": "parts of a reading by sayso", "format": FORMAT}).encode())

    def is_there(self) -> bool:
        """Whether the folder has been begun."""
        return bool(self._files.get_file_info(f"{self._at}/{MANIFEST}").type == self._files_of.FileType.File)

    def names(self) -> list[str]:
        """The names of the parts that are there, in order."""
        if not self.is_there():
            raise SourceUnreadable(f"{self.folder} holds no parts (it has no {MANIFEST}); make some with: sayso scale")
        with self._files.open_input_stream(f"{self._at}/{MANIFEST}") as stream:
            told = json.loads(stream.read())
        if told.get("format") != FORMAT:
            raise SourceUnreadable(f"{self.folder} holds parts of format {told.get('format')}; install a newer sayso")
        found = self._files.get_file_info(self._files_of.FileSelector(f"{self._at}/documents"))
        return sorted(info.base_name.removesuffix(".parquet") for info in found if info.base_name.endswith(".parquet"))

    def has(self, name: str) -> bool:
        """Whether a part of this name is there, whole."""
        path = f"{self._at}/documents/{name}.parquet"
        return bool(self._files.get_file_info(path).type == self._files_of.FileType.File)

    def write(self, name: str, part: Part) -> None:
        """Write a part; what a broken write left of the same name is written over."""
        for table, rows in _rows(part).items():
            self._write_table(table, name, rows)

    def read(self, name: str) -> Part:
        """A part as it was written.

        Raises:
            SourceUnreadable: a file of it is missing or damaged.
        """
        try:
            return _part({table: self._read_table(table, name) for table in TABLES})
        except (OSError, self._arrow.ArrowException, ValueError, KeyError, TypeError) as error:
            raise SourceUnreadable(
                f"the part {name} of {self.folder} cannot be read ({error}); "
                f"remove documents/{name}.parquet there and run the same sayso scale again"
            ) from error

    def _read_table(self, table: str, name: str) -> list[dict[str, Any]]:
        read = self._parquet.read_table(f"{self._at}/{table}/{name}.parquet", filesystem=self._files)
        return list(read.to_pylist())

    def _write_table(self, table: str, name: str, rows: list[dict[str, Any]]) -> None:
        made = self._arrow.Table.from_pylist(rows, schema=self._schema(table))
        stream = self._arrow.BufferOutputStream()
        self._parquet.write_table(made, stream, compression="zstd")
        self._write_bytes(f"{table}/{name}.parquet", stream.getvalue())

    def _write_bytes(self, path: str, data: Any) -> None:
        """Written under another name first: a file is there whole or not at all (an object store does so of itself)."""
        whole, local = f"{self._at}/{path}", self._files.type_name == "local"
        with self._files.open_output_stream(f"{whole}.part" if local else whole) as stream:
            stream.write(data)
        if local:
            self._files.move(f"{whole}.part", whole)

    def _schema(self, table: str) -> Any:
        a = self._arrow
        text = a.string()
        if table == "failed":
            return a.schema([(name, text) for name in ("name", "seen", "words")])
        if table == "documents":
            return a.schema([("blob", text), ("data", a.large_binary()), ("document", text)])
        of: Table = schema.pages if table == "pages" else _ENTRIES[table]
        first = ("blob", *_READ[1:]) if table == "pages" else _READ
        return a.schema(
            [*((name, text) for name in first), *((c.name, self._type(c.type)) for c in of.columns if c.name not in _KEYS)]
        )

    def _type(self, of: object) -> Any:
        match of:
            case Integer():
                return self._arrow.int64()
            case Float():
                return self._arrow.float64()
            case LargeBinary():
                return self._arrow.large_binary()
        return self._arrow.string()


def _absolute(folder: str) -> str:
    from pathlib import Path

    return str(Path(folder).expanduser().absolute())


def _rows(part: Part) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES}
    known: set[str] = set()
    for document, reports in part.read:
        try:
            of = [(report, page_row(report.page, seen=document.seen), _entries(report)) for report in reports]
        except ValueError as error:  # a statement that cites nothing, say: the page is kept without its reading
            rows["failed"].append({"name": document.name, "seen": document.seen, "words": str(error)})
            of = [(report, page_row(report.page, seen=document.seen), {}) for report in (Report(r.page) for r in reports)]
        blob = digest(document.data)
        rows["documents"].append(
            {"blob": blob, "data": document.data, "document": json.dumps(_told(document), ensure_ascii=True)}
        )
        for report, row, entries in of:
            if row["digest"] in known:  # the same bytes at another place
                continue
            known.add(row["digest"])
            key = {"page": row["digest"], "model": report.model, "rules": report.rules}
            rows["pages"].append({"blob": blob, "model": report.model, "rules": report.rules, **row})
            for table, own in entries.items():
                rows[table] += [{**key, **entry} for entry in own]
    rows["failed"] += [{"name": f.name, "seen": f.seen, "words": f.words} for f in part.failed]
    return rows


def _entries(report: Report) -> dict[str, list[dict[str, Any]]]:
    if report.model is None:
        return {}
    return {"statements": statement_rows(report), "figures": figure_rows(report), "marks": mark_rows(report)}


def _told(document: Document) -> dict[str, Any]:
    """All of a document but its bytes, as plain values."""
    told = {f.name: getattr(document, f.name) for f in fields(Document) if f.name != "data"}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in told.items()}


def _document(data: bytes, told: Mapping[str, Any]) -> Document:
    at = told.get("seen_at")
    return Document(data, **{**told, "kind": Kind(told["kind"]), "seen_at": datetime.fromisoformat(at) if at else None})


def _part(tables: Mapping[str, list[dict[str, Any]]]) -> Part:
    pages: dict[str, dict[str, Row]] = {}
    for row in tables["pages"]:
        pages.setdefault(row["blob"], {})[row["digest"]] = row
    of: dict[str, dict[str, list[Row]]] = {table: {} for table in _ENTRIES}
    for table, own in of.items():
        for row in tables[table]:
            own.setdefault(row["page"], []).append(row)
    read: list[Read] = []
    for row in tables["documents"]:
        if digest(row["data"]) != row["blob"]:
            raise ValueError(f"the bytes of {row['document'][:80]} are not those of their digest")
        reports = [
            _report(page, *(own.get(name, []) for own in of.values())) for name, page in pages.get(row["blob"], {}).items()
        ]
        read.append((_document(row["data"], json.loads(row["document"])), reports))
    return Part(read, [Failed(**row) for row in tables["failed"]])


def _report(page: Row, said: Sequence[Row], counted: Sequence[Row], marked: Sequence[Row]) -> Report:
    names = names_of([*said, *counted])
    return Report(
        page_from(page, page["blob"]),
        tuple(statement_from(entry, within=names[entry["within"]] if entry["within"] else None) for entry in said),
        page["model"],
        page["rules"],
        tuple(figure_from(figure, names) for figure in counted),
        tuple(mark_from(mark, names) for mark in marked),
    )


def parts_in(parts: Parts) -> Iterator[tuple[str, Part]]:
    """The parts of a folder with their names, in order."""
    for name in parts.names():
        yield name, parts.read(name)
