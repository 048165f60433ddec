"""Parquet files of articles -> documents: each row is a record, as a row of a table or a line of JSON lines is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sayso.errors import SourceUnreadable
from sayso.extras import needs
from sayso.page.page import Document, Kind
from sayso.page.record import field_of
from sayso.sources.forms import no_text_in

_ROWS_AT_ONCE = 64


def documents_of(path: str, name: str) -> Iterator[Document]:
    """The rows of a file in order, some held at a time. Bytes that are no UTF-8 are left out of a record.

    Raises:
        SourceUnreadable: it is damaged, or none of its columns is known to hold articles.
        ExtraMissing: pyarrow is not installed.
    """
    arrow = needs("pyarrow", extra="export", to="read Parquet")
    parquet = needs("pyarrow.parquet", extra="export", to="read Parquet")
    try:
        file = parquet.ParquetFile(path)
        columns = list(file.schema_arrow.names)
        if not {field_of(column) for column in columns} & {"body", "paragraphs", "standfirst"}:
            raise SourceUnreadable(no_text_in(path, columns))
        number = 0
        for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE):
            for row in batch.to_pylist():
                number += 1
                record = {key: plain for key, value in row.items() if (plain := _plain(value)) is not None}
                data = json.dumps(record, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
                yield Document(data, Kind.RECORD, f"{name}:{number}", f"{path}:{number}")
    except (OSError, arrow.ArrowException) as error:
        raise SourceUnreadable(f"{path} cannot be read as Parquet ({error}); check the file, or leave it out") from error


def count_in(path: str) -> int:
    """How many rows a file has, told by its end alone."""
    return int(needs("pyarrow.parquet", extra="export", to="read Parquet").ParquetFile(path).metadata.num_rows)


def _plain(value: Any) -> Any:
    """A value as JSON has it; ``None`` where it has none for it."""
    match value:
        case datetime() | date():
            return value.isoformat()
        case bytes():
            try:
                return value.decode("utf-8")
            except UnicodeDecodeError:
                return None
        case list():
            return [plain for each in value if (plain := _plain(each)) is not None]
        case dict():
            return {str(key): plain for key, each in value.items() if (plain := _plain(each)) is not None}
        case None | str() | int() | float():
            return value
    return str(value)
