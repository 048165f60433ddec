"""Data frames of what a ledger answers, for pandas and polars.

    >>> with sayso.open_ledger("desk.db") as ledger:
    ...     said = pandas_of(ledger, "statements", speaker="Corvath", since="2025-03")
    ...     dead = polars_of(ledger, "figures", sort="killed")

The columns are those of the exports (``docs/exports.md``), with their types; what was looked through stands in the frame's
``attrs`` (pandas). As in every export, names of private people are withheld on pages that show prisoners of war, unless
``unveil`` is set, which is noted beside the ledger.
"""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from sayso.claims.figure import Sort
from sayso.claims.marks.status import ReportedState
from sayso.claims.statement import Stance, StatementKind
from sayso.errors import UsageError
from sayso.export.columns import LINKED, Table
from sayso.export.rows import Row
from sayso.export.selection import Asked, Selection
from sayso.export.tables import schema_of, write_tables
from sayso.extras import needs
from sayso.ledger.answers import StatementFilter
from sayso.ledger.ledger import Ledger
from sayso.ledger.reported import FigureFilter
from sayso.ledger.veils import Veils, Wish

if TYPE_CHECKING:
    import pandas
    import polars

_NOT_ASKED = {"limit", "offset", "oldest_first", "others", "status"}


class _Kept:
    """Rows, kept as they come."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def write(self, row: Row) -> None:
        self.rows.append(row)

    def close(self) -> None:
        pass

    def abandon(self) -> None:
        pass


def pandas_of(ledger: Ledger, table: str = "statements", *, unveil: bool = False, **asked: Any) -> pandas.DataFrame:
    """A table as a data frame of pandas, with Arrow's types; ``asked`` are fields of ``StatementFilter`` and ``FigureFilter``.

    Raises:
        UsageError: there is no such table or field.
        ExtraMissing: pandas or pyarrow is not installed.
    """
    library = needs("pandas", extra="frames", to="make data frames")
    made = _arrow_of(ledger, table, unveil=unveil, asked=asked)
    frame: pandas.DataFrame = made.to_pandas(types_mapper=library.ArrowDtype)
    frame.attrs["sayso"] = json.loads(made.schema.metadata[b"sayso"])
    return frame


def polars_of(ledger: Ledger, table: str = "statements", *, unveil: bool = False, **asked: Any) -> polars.DataFrame:
    """A table as a data frame of polars; see ``pandas_of``."""
    library = needs("polars", extra="frames", to="make data frames")
    frame: polars.DataFrame = library.from_arrow(_arrow_of(ledger, table, unveil=unveil, asked=asked))
    return frame


def _arrow_of(ledger: Ledger, name: str, *, unveil: bool, asked: dict[str, Any]) -> Any:
    pyarrow = needs("pyarrow", extra="frames", to="make data frames")
    if name not in set(Table):
        raise UsageError(f"There is no table {name!r}; there are {', '.join(Table)}")
    table = Table(name)
    if table in LINKED:
        from sayso.stories.linking import link

        link(ledger)
    veils = Veils.beside(ledger.path, Wish.NEVER if unveil else Wish.PRISONERS, by="", face="frame")
    selection = Selection(ledger, veils, _asked(asked))
    kept = _Kept()
    write_tables(selection, {table: kept})
    return pyarrow.Table.from_pylist(kept.rows, schema=schema_of(table, scope=selection.scope_json()))


def _asked(given: dict[str, Any]) -> Asked:
    said, counted = ({f.name for f in fields(kind)} - _NOT_ASKED for kind in (StatementFilter, FigureFilter))
    if unknown := given.keys() - said - counted - {"status"}:
        known = ", ".join(sorted(said | counted | {"status"}))
        raise UsageError(f"Nothing can be asked by {', '.join(sorted(unknown))}; what can be: {known}")
    plain = {name: _chosen(name, value) for name, value in given.items()}
    status = plain.get("status") or ()
    return Asked(
        statements=StatementFilter(**{name: value for name, value in plain.items() if name in said}),
        figures=FigureFilter(**{name: value for name, value in plain.items() if name in counted}),
        status=status if isinstance(status, tuple) else (status,),
    )


_CHOICES = {"sort": Sort, "stance": Stance, "kind": StatementKind, "status": ReportedState}


def _chosen(name: str, value: Any) -> Any:
    """A value of a filter; words are taken for what they name (``"killed"``)."""
    if name not in _CHOICES or value is None:
        return value
    if isinstance(value, (tuple, list)):
        return tuple(_chosen(name, each) for each in value)
    try:
        return _CHOICES[name](value)
    except ValueError:
        raise UsageError(f"There is no {name} {value!r}; there are {', '.join(_CHOICES[name])}") from None
