"""Figures with HXL hashtags (https://hxlstandard.org): CSV whose second line says what each column holds.

A row is a figure about people, its least and greatest number in the columns of its sort. A vague word such as *dozens* has no
numbers. Figures of other sorts (equipment, money, …) have no tag for affected people and are left out; how many is said.
"""

from __future__ import annotations

from typing import BinaryIO

from sayso.claims.figure import Sort
from sayso.export.columns import Column, Type
from sayso.export.rows import Row, figures_on
from sayso.export.selection import OnPage, Selection
from sayso.export.tables import CsvWriter

PEOPLE: dict[Sort, str] = {
    Sort.KILLED: "#affected+killed",
    Sort.INJURED: "#affected+injured",
    Sort.CASUALTIES: "#affected+killed+injured",
    Sort.MISSING: "#affected+missing",
    Sort.DISPLACED: "#affected+displaced",
    Sort.HELD: "#affected+detained",
    Sort.AFFECTED: "#affected",
}
"""The hashtag of each sort that counts people to whom something happened."""

_T = Type

HXL: tuple[tuple[Column, str], ...] = (
    (Column("printed", _T.TEXT, "the number as it stands on the page"), "#description+printed"),
    (Column("counts", _T.TEXT, "the words for what is counted"), "#description+counted"),
    *(
        (Column(f"{sort.value}_{end}", _T.NUMBER, f"the {most} that the words allow, of {sort.value}"), f"{tag}+{end}")
        for sort, tag in PEOPLE.items()
        for end, most in (("min", "least"), ("max", "most"))
    ),
    (Column("bound", _T.TEXT, "how the words bound the number"), "#indicator+bound"),
    (Column("as_of", _T.TEXT, "the time that the number is of, where words say so"), "#date+asof"),
    (Column("as_of_first", _T.DAY, "the first day of that time"), "#date+start"),
    (Column("as_of_last", _T.DAY, "the last day of that time"), "#date+end"),
    (Column("published", _T.TEXT, "when the page was published, as the page gives it"), "#date+published"),
    (Column("place", _T.TEXT, "the place that is meant"), "#loc+name"),
    (Column("country", _T.TEXT, "its country"), "#country+code+v_iso2"),
    (Column("latitude", _T.NUMBER, "degrees north"), "#geo+lat"),
    (Column("longitude", _T.NUMBER, "degrees east"), "#geo+lon"),
    (Column("source", _T.TEXT, "on whose word"), "#meta+source"),
    (Column("via", _T.TEXTS, "through whose hands, the outlet last"), "#meta+source+via"),
    (Column("status", _T.TEXT, "status as reported"), "#status+reported"),
    (Column("outlet", _T.TEXT, "who published the page"), "#meta+publisher"),
    (Column("headline", _T.TEXT, "the page's headline"), "#meta+headline"),
    (Column("url", _T.TEXT, "the page's address"), "#meta+url"),
    (Column("entry", _T.TEXT, "the entry's id; `sayso cite` takes it"), "#meta+id"),
    (Column("page", _T.TEXT, "the page's id"), "#meta+id+page"),
)
"""The columns with their hashtags."""


def write_hxl(selection: Selection, stream: BinaryIO, *, bom: bool = False, on_page: OnPage | None = None) -> tuple[int, int]:
    """Write the figures about people; how many there are, and how many of other sorts were left out."""
    writer = CsvWriter(stream, [column for column, _ in HXL], bom=bom)
    writer.line(tag for _, tag in HXL)
    written = left_out = 0
    for exhibit in selection.pages(on_page=on_page, having={"figures"}):
        for row in figures_on(exhibit):
            if row["sort"] not in PEOPLE:
                left_out += 1
                continue
            writer.write(_row(row))
            written += 1
    writer.close()
    return written, left_out


def _row(figure: Row) -> Row:
    row = {column.name: figure.get(column.name) for column, _ in HXL}
    row[f"{figure['sort']}_min"], row[f"{figure['sort']}_max"] = figure["low"], figure["high"]
    return row
