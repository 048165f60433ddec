"""Tables as files: CSV, JSON lines and Parquet, with the same columns and rows."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any, BinaryIO, Protocol

from sayso.export.columns import COLUMNS, LINKED, ROW_IS, Column, Table, Type
from sayso.export.rows import ON_PAGES, Row
from sayso.export.selection import ENTRIES, OnPage, Selection
from sayso.extras import needs

FORMAT = 1
"""Version of the tables; a change that breaks their readers raises it."""

BOM = b"\xef\xbb\xbf"
"""By which some spreadsheets know UTF-8."""

ROWS_AT_ONCE = 2_000
"""So many rows are in one group of a Parquet file, and held at most."""


class Writer(Protocol):
    """What takes the rows of one table; ``close`` ends the file but not the stream."""

    def write(self, row: Row) -> None:
        """Take one row."""

    def close(self) -> None:
        """End the table."""

    def abandon(self) -> None:
        """Let go of what was not written yet, because something failed."""


def write_tables(selection: Selection, writers: Mapping[Table, Writer], *, on_page: OnPage | None = None) -> dict[Table, int]:
    """Write tables, those of what stands on pages in one pass over these; how many rows each has.

    For what many pages tell together the ledger is linked before (``sayso.stories.linking.link``).
    """
    rows = dict.fromkeys(writers, 0)
    try:
        of_pages = [table for table in writers if table in ON_PAGES]
        if of_pages:
            every = Table.PAGES in of_pages and selection.asked.everything
            for exhibit in selection.pages(on_page=on_page, all_pages=every, having=entries_of(of_pages)):
                for table in of_pages:
                    for row in ON_PAGES[table](exhibit):
                        writers[table].write(row)
                        rows[table] += 1
        for table in (table for table in writers if table in LINKED):
            from sayso.export.linked import linked_rows  # which takes longer to import than most exports take

            for row in linked_rows(selection, table, on_page=on_page):
                writers[table].write(row)
                rows[table] += 1
    except BaseException:
        for writer in writers.values():
            writer.abandon()
        raise
    for writer in writers.values():
        writer.close()
    return rows


def entries_of(tables: Iterable[Table]) -> frozenset[str]:
    """Which kinds of entries a page has for a row of one of these tables to come of it."""
    own = {table.value for table in tables}
    return frozenset(own) if own <= ENTRIES else ENTRIES


# CSV


_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def cell(words: str) -> str:
    """Words as they stand in a cell: what a spreadsheet might take for a formula gets an apostrophe before it.

    That is what begins with ``=``, ``+``, ``-``, ``@``, a tab or a line break, apostrophes before it or not,
    so that a reader gets the words back by taking one apostrophe away (``words_of_cell``).
    """
    return f"'{words}" if _FORMULA.match(words) else words


def words_of_cell(found: str) -> str:
    """The words of a cell that ``cell`` made."""
    return found[1:] if found[:1] == "'" and _FORMULA.match(found[1:]) else found


class CsvWriter:
    """RFC 4180 in UTF-8: a head, lines that end in CR LF, lists as JSON, empty cells for what is not there."""

    def __init__(self, stream: BinaryIO, columns: Sequence[Column], *, bom: bool = False) -> None:
        self._columns = columns
        if bom:
            stream.write(BOM)
        self._text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=False)
        self._table = csv.writer(self._text, lineterminator="\r\n")
        self._table.writerow([column.name for column in columns])

    def line(self, cells: Iterable[str]) -> None:
        """A line of its own, as the tags of HXL."""
        self._table.writerow(list(cells))

    def write(self, row: Row) -> None:
        """Take one row."""
        self._table.writerow([_csv(row[column.name]) for column in self._columns])

    def close(self) -> None:
        """End the table."""
        self._text.flush()
        self._text.detach()

    def abandon(self) -> None:
        """Let go of the stream."""
        self._text.detach()


def _csv(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str():
            return cell(value)
        case list():
            return _json(value) if value else ""
        case datetime() | date():
            return _iso(value)
    return repr(value) if isinstance(value, float) else str(value)


# JSON lines


class JsonLinesWriter:
    """One JSON object a line, in UTF-8; ``null`` for what is not there."""

    def __init__(self, stream: BinaryIO, columns: Sequence[Column]) -> None:
        self._stream, self._columns = stream, columns

    def write(self, row: Row) -> None:
        """Take one row."""
        told = {column.name: plain(row[column.name]) for column in self._columns}
        self._stream.write(_json(told).encode() + b"\n")

    def close(self) -> None:
        """End the table."""
        self._stream.flush()

    def abandon(self) -> None:
        """Nothing is held."""


def plain(value: Any) -> Any:
    return _iso(value) if isinstance(value, date) else value


def _iso(value: date) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat()


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


# Parquet


class ParquetWriter:
    """Typed columns, each field with its description, and the scope in the metadata of the file under ``sayso``."""

    def __init__(self, stream: BinaryIO, table: Table, *, scope: Mapping[str, Any]) -> None:
        needs("pyarrow", extra="export", to="write Parquet")
        import pyarrow.parquet as parquet

        self._schema = schema_of(table, scope=scope)
        self._writer = parquet.ParquetWriter(stream, self._schema, compression="zstd")
        self._rows: list[Row] = []

    def write(self, row: Row) -> None:
        """Take one row."""
        self._rows.append(row)
        if len(self._rows) >= ROWS_AT_ONCE:
            self._flush()

    def close(self) -> None:
        """End the table."""
        self._flush()
        self._writer.close()

    def abandon(self) -> None:
        """Close what there is, so that nothing is written to the stream later."""
        self._rows = []
        self._writer.close()

    def _flush(self) -> None:
        import pyarrow

        if self._rows:
            self._writer.write_table(pyarrow.Table.from_pylist(self._rows, schema=self._schema))
            self._rows = []


def schema_of(table: Table, *, scope: Mapping[str, Any]) -> Any:
    """The Arrow schema of a table. A span is a list of its two ends; the metadata says what a row is."""
    pyarrow = needs("pyarrow", extra="export", to="write Parquet")
    text, whole = pyarrow.string(), pyarrow.int64()
    types = {
        Type.TEXT: text,
        Type.COUNT: whole,
        Type.NUMBER: pyarrow.float64(),
        Type.FLAG: pyarrow.bool_(),
        Type.DAY: pyarrow.date32(),
        Type.CLOCK: pyarrow.timestamp("us"),
        Type.MOMENT: pyarrow.timestamp("us", tz="UTC"),
        Type.TEXTS: pyarrow.list_(text),
        Type.SPANS: pyarrow.list_(pyarrow.list_(whole)),
        Type.NAMES: pyarrow.list_(pyarrow.struct([("name", text), ("statements", whole), ("because", text)])),
        Type.EVIDENCE: pyarrow.list_(pyarrow.struct([("page", text), ("because", text), ("words", text)])),
    }
    fields = [pyarrow.field(c.name, types[c.type], metadata={"description": c.meaning}) for c in COLUMNS[table]]
    return pyarrow.schema(fields, metadata={"sayso": _json({"table": table.value, "row": ROW_IS[table], **scope})})
