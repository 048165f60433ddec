"""Forms: in which an export is written, told by the ending of its file."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from sayso.errors import UsageError
from sayso.export.columns import COLUMNS, LINKED, Form, Table
from sayso.export.selection import ENTRIES, OnPage, Selection

TABULAR = (Form.CSV, Form.JSON_LINES, Form.PARQUET)
"""The forms that hold one table a file."""

ENDINGS = {
    ".hxl.csv": Form.HXL,
    ".annotations.json": Form.ANNOTATIONS,
    ".csv": Form.CSV,
    ".jsonl": Form.JSON_LINES,
    ".ndjson": Form.JSON_LINES,
    ".parquet": Form.PARQUET,
    ".jsonld": Form.JSON_LD,
}
"""The forms by the endings of files, the longer ones first."""

SCOPE_INSIDE = frozenset({Form.PARQUET, Form.JSON_LD, Form.ANNOTATIONS})
"""The forms that carry their scope themselves; beside the others lies a file with it."""


def form_of(name: str) -> Form:
    """The form that a file's ending tells. Raises ``UsageError`` for one that tells none."""
    for ending, form in ENDINGS.items():
        if name.casefold().endswith(ending):
            return form
    raise UsageError(f"The ending of {name} does not say what to write; end it in {', '.join(ENDINGS)}, or give --as")


_FOREIGN = (
    ".xlsx .xls .ods .numbers .tsv .json .xml .rdf .ttl .html .htm .pdf .doc .docx .odt .rtf .md .db .sqlite .feather .arrow "
    ".avro .zip .gz .bz2 .xz .zst"
).split()  # fmt: skip
"""Endings by which other programs know what nothing here is written as."""

_ALSO = {Form.HXL: (".csv",), Form.JSON_LD: (".json",), Form.ANNOTATIONS: (".json", ".jsonld")}
"""Endings that say less than the form does, and nothing wrong."""


def refuse_ending(name: str, form: Form) -> None:
    """Raises ``UsageError`` where a file's ending says that something else than the form is in it."""
    folded = name.casefold()
    said = next((ending for ending in (*ENDINGS, *_FOREIGN) if folded.endswith(ending)), None)
    if said is None or ENDINGS.get(said) is form or said in _ALSO.get(form, ()):
        return
    fitting = " or ".join(ending for ending, of in ENDINGS.items() if of is form)
    hint = "; spreadsheets open CSV" if said in (".xlsx", ".xls", ".ods", ".numbers") else ""
    raise UsageError(f"The ending of {name} says something else than --as {form}; end it in {fitting}{hint}")


def table_of(name: str) -> Table | None:
    """The table that a file is named after (``figures.csv``), if it is after one."""
    stem = name.casefold().split(".")[0]
    return Table(stem) if stem in set(Table) else None


def has_something(selection: Selection, form: Form, tables: Collection[Table]) -> bool:
    """Whether a page answers what is asked for, so that anything is written."""
    from sayso.export.tables import entries_of

    kinds = entries_of(tables) if form in TABULAR else frozenset({"figures"}) if form is Form.HXL else ENTRIES
    return next(selection.pages(having=kinds), None) is not None


def needs_links(form: Form, tables: Sequence[Table]) -> bool:
    """Whether the ledger must be linked before."""
    return form is Form.JSON_LD or (form in TABULAR and not LINKED.isdisjoint(tables))


@dataclass(frozen=True, slots=True)
class Exported:
    """How much was written: rows, nodes or annotations by what they are. ``left_out`` are figures that HXL has no tag for."""

    rows: Mapping[str, int]
    left_out: int = 0


def export(
    selection: Selection,
    form: Form,
    streams: Mapping[Table | None, BinaryIO],
    *,
    bom: bool = False,
    on_page: OnPage | None = None,
) -> Exported:
    """Write what is asked for: tables each to its stream, all else to the one under ``None``.

    The same ledger gives the same bytes. Where ``needs_links`` says so, the ledger is linked before.
    """
    if form in TABULAR:
        from sayso.export.tables import CsvWriter, JsonLinesWriter, ParquetWriter, Writer, write_tables

        scope = selection.scope_json() if form is Form.PARQUET else {}

        def writer(table: Table, stream: BinaryIO) -> Writer:
            match form:
                case Form.CSV:
                    return CsvWriter(stream, COLUMNS[table], bom=bom)
                case Form.JSON_LINES:
                    return JsonLinesWriter(stream, COLUMNS[table])
            return ParquetWriter(stream, table, scope=scope)

        writers = {table: writer(table, stream) for table, stream in streams.items() if table is not None}
        rows = write_tables(selection, writers, on_page=on_page)
        return Exported({table.value: n for table, n in rows.items()})
    stream = streams[None]
    match form:
        case Form.HXL:
            from sayso.export.hxl import write_hxl

            written, left_out = write_hxl(selection, stream, bom=bom, on_page=on_page)
            return Exported({"figures": written}, left_out)
        case Form.ANNOTATIONS:
            from sayso.export.annotations import write_annotations

            return Exported({"annotations": write_annotations(selection, stream, scope=selection.scope_json(), on_page=on_page)})
    from sayso.export.linked_data import write_linked_data

    return Exported(write_linked_data(selection, stream, scope=selection.scope_json(), on_page=on_page))
