"""Tables: each read back by another reader, the same in every form, and safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pyarrow.parquet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.claims.figure import Precision, Sort, When
from sayso.claims.marks.status import ReportedState
from sayso.claims.statement import Stance
from sayso.errors import UsageError
from sayso.export.columns import COLUMNS, Table, Type
from sayso.export.files import Form, export
from sayso.export.rows import _time, days_of
from sayso.export.selection import Asked, head_of
from sayso.export.tables import BOM, CsvWriter, cell, words_of_cell
from sayso.ledger.answers import StatementFilter
from sayso.ledger.integrity import audit
from sayso.ledger.ledger import Ledger
from sayso.ledger.reported import FigureFilter
from sayso.ledger.veils import Wish
from sayso.stories.linking import link
from sayso.text import Span
from tests.export.conftest import Select
from tests.ledger.build import FLOOD, NOON
from tests.test_cli_veils import NAME, TOKEN, toll


def written(
    select: Select, form: Form, *tables: Table, asked: Asked | None = None, wish: Wish = Wish.PRISONERS
) -> dict[Table, bytes]:
    streams: dict[Table | None, Any] = {table: io.BytesIO() for table in tables}
    export(select(asked, wish), form, streams)
    return {table: streams[table].getvalue() for table in tables}


def csv_rows(data: bytes) -> list[dict[str, str]]:
    return [
        {key: words_of_cell(value) for key, value in row.items()}
        for row in csv.DictReader(io.StringIO(data.decode("utf-8"), newline=""), strict=True)
    ]


def json_rows(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode("utf-8").split("\n")[:-1]]


@pytest.mark.parametrize("table", Table)
def test_every_form_holds_the_same(select: Select, table: Table) -> None:
    as_csv, as_json, as_parquet = (written(select, form, table)[table] for form in (Form.CSV, Form.JSON_LINES, Form.PARQUET))
    names = [column.name for column in COLUMNS[table]]
    lines, objects = csv_rows(as_csv), json_rows(as_json)
    read = pyarrow.parquet.read_table(io.BytesIO(as_parquet))
    assert as_csv.decode().split("\r\n")[0].split(",") == names == read.schema.names
    assert [list(each) for each in objects] == [names] * len(objects)
    assert len(lines) == len(objects) == read.num_rows > 0
    for line, told, typed in zip(lines, objects, read.to_pylist(), strict=True):
        for column in COLUMNS[table]:
            assert plain(typed[column.name]) == plain(told[column.name])
            assert line[column.name] == in_csv(told[column.name], column.type)


def plain(value: Any) -> Any:
    """A typed value as JSON has it."""
    if isinstance(value, datetime) and value.tzinfo:
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value


def in_csv(value: Any, type: Type) -> str:
    if value is None or value == []:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if isinstance(value, list) else str(value)


def test_a_statement_as_a_row(select: Select) -> None:
    rows = json_rows(written(select, Form.JSON_LINES, Table.STATEMENTS)[Table.STATEMENTS])
    [row] = [row for row in rows if row["content"].startswith("“We are still")]
    assert {key: row[key] for key in list(row)[1:24]} == {
        "speaker": "Ilse Brandt",
        "speaker_kind": "person",
        "speaker_role": "Mayor",
        "because": row["because"],
        "inferred_of": None,
        "source": "she",
        "cue": "said",
        "content": "“We are still searching,”",
        "kind": "direct",
        "stance": "neutral",
        "status": "nothing said",
        "status_because": [],
        "within": None,
        "said_on": row["said_on"],
        "said_on_words": row["said_on_words"],
        "medium": row["medium"],
        "translated": row["translated"],
        "places": row["places"],
        "source_spans": [[FLOOD.index("she said"), FLOOD.index("she said") + 3]],
        "cue_spans": [[FLOOD.index("she said") + 4, FLOOD.index("she said") + 8]],
        "content_spans": [
            [FLOOD.index("“We"), FLOOD.index("“We") + len("“We are still")],
            [FLOOD.index("searching,”"), FLOOD.index("searching,”") + len("searching,”")],
        ],
        "confidence": 0.81,
        "doubtful": True,
    }
    assert {
        key: row[key] for key in ("headline", "outlet", "published", "published_day", "published_at", "published_offset")
    } == {
        "headline": "Nine dead as river floods Port Maren",
        "outlet": "The Maren Courier",
        "published": "2024-05-06T09:30",
        "published_day": "2024-05-06",
        "published_at": "2024-05-06T09:30:00",
        "published_offset": None,
    }
    assert (row["first_seen"], row["url"], row["withheld"]) == ("2024-05-06T12:00:00Z", "https://courier.example/flood", None)


def test_parquet_describes_its_fields_and_its_scope(select: Select, ledger: Ledger) -> None:
    data = written(select, Form.PARQUET, Table.FIGURES, asked=Asked(figures=FigureFilter(sort=Sort.KILLED)))[Table.FIGURES]
    schema = pyarrow.parquet.read_schema(io.BytesIO(data))
    assert [field.metadata[b"description"].decode() for field in schema] == [c.meaning for c in COLUMNS[Table.FIGURES]]
    said = json.loads(schema.metadata[b"sayso"])
    assert said["asked"] == {"sort": ["killed"]}
    assert (said["scope"]["pages"], said["scope"]["unread"]) == (5, {"stub": 1})
    assert said["ledger_head"] == audit(ledger).head
    types = {field.name: str(field.type) for field in schema}
    assert {name: types[name] for name in ("low", "as_of_first", "first_seen", "published_at", "via", "unattributed")} == {
        "low": "double",
        "as_of_first": "date32[day]",
        "first_seen": "timestamp[us, tz=UTC]",
        "published_at": "timestamp[us]",
        "via": "list<element: string>",
        "unattributed": "bool",
    }


def test_the_head_of_the_scope_is_the_one_of_the_audit(ledger: Ledger) -> None:
    with ledger.store.reading() as connection:
        assert head_of(connection) == audit(ledger).head


@pytest.mark.parametrize("form", [Form.CSV, Form.JSON_LINES, Form.PARQUET])
def test_the_same_ledger_gives_the_same_bytes(select: Select, form: Form) -> None:
    assert written(select, form, *Table) == written(select, form, *Table)


FORMULAS = {
    "=SUM(A1)": "'=SUM(A1)",
    "+49 30": "'+49 30",
    "-5 degrees": "'-5 degrees",
    "@handle": "'@handle",
    "\t=1": "'\t=1",
    "\r=1": "'\r=1",
    "＝1": "'＝1",
    "'=1": "''=1",
    "''=1": "'''=1",
    "'tis said": "'tis said",
    "– a dash": "– a dash",
    "2 = 2": "2 = 2",
    "": "",
}


@pytest.mark.parametrize(("words", "expected"), FORMULAS.items(), ids=map(repr, FORMULAS))
def test_no_cell_is_a_formula(words: str, expected: str) -> None:
    assert cell(words) == expected
    assert words_of_cell(expected) == words


@given(st.text(alphabet="'=+-@\t\r\nab, \"", max_size=8))
def test_words_come_back_out_of_a_cell(words: str) -> None:
    stream = io.BytesIO()
    writer = CsvWriter(stream, [c for c in COLUMNS[Table.MARKS] if c.name in ("words", "by")])
    writer.write({"words": words, "by": None})
    writer.close()
    [row] = csv_rows(stream.getvalue())
    assert row == {"words": words, "by": ""}
    assert not re.match(r"[=+\-@\t\r\n]", cell(words))


def test_words_of_pages_are_no_formulas(select: Select) -> None:
    data = written(select, Form.CSV, Table.STATEMENTS)[Table.STATEMENTS]
    found = [row for row in csv.DictReader(io.StringIO(data.decode(), newline="")) if "SUM" in row["content"]]
    assert [row["content"] for row in found] == ["'=SUM(A1)"]


def test_a_mark_for_excel(select: Select) -> None:
    stream = io.BytesIO()
    export(select(), Form.CSV, {Table.MARKS: stream}, bom=True)
    assert stream.getvalue().startswith(BOM + b"entry,")


# What is asked for

SAID = Asked(statements=StatementFilter(words="searching"))
ASKED: list[tuple[Asked, dict[Table, int]]] = [
    (Asked(), {Table.STATEMENTS: 9, Table.FIGURES: 4, Table.MARKS: 2, Table.PAGES: 5}),
    (SAID, {Table.STATEMENTS: 1, Table.FIGURES: 0, Table.MARKS: 0, Table.PAGES: 1}),
    (Asked(statements=StatementFilter(stance=Stance.DENYING)), {Table.STATEMENTS: 1, Table.FIGURES: 0}),
    (Asked(figures=FigureFilter(sort=Sort.MISSING)), {Table.STATEMENTS: 1, Table.FIGURES: 1, Table.MARKS: 1}),
    (Asked(status=(ReportedState.UNVERIFIED,)), {Table.STATEMENTS: 1, Table.FIGURES: 2, Table.MARKS: 2}),
    (
        Asked(statements=StatementFilter(speaker="brandt"), figures=FigureFilter(speaker="brandt")),
        {Table.STATEMENTS: 2, Table.FIGURES: 1, Table.MARKS: 1},
    ),
    (
        Asked(statements=StatementFilter(outlet="Harbour"), figures=FigureFilter(outlet="Harbour")),
        {Table.STATEMENTS: 1, Table.FIGURES: 0, Table.PAGES: 2},
    ),
]


@pytest.mark.parametrize(("asked", "expected"), ASKED)
def test_what_is_asked_for_is_exported(select: Select, asked: Asked, expected: dict[Table, int]) -> None:
    streams: dict[Table | None, Any] = {table: io.BytesIO() for table in expected}
    assert dict(export(select(asked), Form.JSON_LINES, streams).rows) == {t.value: n for t, n in expected.items()}


def test_exports_have_what_the_commands_find(select: Select, ledger: Ledger) -> None:
    rows = json_rows(written(select, Form.JSON_LINES, Table.STATEMENTS)[Table.STATEMENTS])
    assert [(r["entry"], r["page"]) for r in rows] == [(row.entry, row.page) for row in select().shown.statements()]
    found = json_rows(written(select, Form.JSON_LINES, Table.FIGURES)[Table.FIGURES])
    told = [row.as_json() for row in select().shown.figures()]
    assert [(r["entry"], r["source"], r["status"]) for r in found] == [(t["entry"], t["source"], t["status"]) for t in told]


def test_speakers_are_none_of_figures(select: Select) -> None:
    with pytest.raises(UsageError, match="Speakers are those of statements"):
        written(select, Form.CSV, Table.SPEAKERS, asked=Asked(figures=FigureFilter(sort=Sort.KILLED)))


# Names and seals


@pytest.mark.parametrize("wish", [Wish.PRISONERS, Wish.ALWAYS])
def test_names_that_are_withheld_are_in_no_table(select: Select, wish: Wish) -> None:
    for table, data in written(select, Form.JSON_LINES, *Table, wish=wish).items():
        assert not NAME.search(data.decode()), table
    pages = json_rows(written(select, Form.JSON_LINES, Table.PAGES, wish=wish)[Table.PAGES])
    [veiled] = [row for row in pages if row["page"] == toll()[1].page.id]
    assert TOKEN.search(veiled["headline"])
    assert (veiled["withheld"], veiled["text_digest"], veiled["blob"]) == (1, None, None)
    assert [row["page"] for row in pages if row["withheld"] and row["text_digest"]] == []


def test_names_are_there_for_somebody_who_is_noted(select: Select) -> None:
    data = written(select, Form.JSON_LINES, Table.STATEMENTS, wish=Wish.NEVER)[Table.STATEMENTS]
    assert "Danil Veresh" in data.decode()


def test_sealed_pages_are_in_no_table(select: Select, ledger: Ledger) -> None:
    ledger.seal("flood", by="Rhea Venn", reason="asked for", at=NOON)
    link(ledger)
    for table, data in written(select, Form.JSON_LINES, *Table).items():
        assert "Brandt" not in data.decode(), table
        assert "flood" not in data.decode(), table
    assert len(json_rows(written(select, Form.JSON_LINES, Table.PAGES)[Table.PAGES])) == 4


# Times

TIMES: list[tuple[str | None, tuple[Any, ...]]] = [
    (None, (None, None, None)),
    ("2024", (None, None, None)),
    ("2024-05-06", (date(2024, 5, 6), None, None)),
    ("2024-05-06T09:30", (date(2024, 5, 6), datetime(2024, 5, 6, 9, 30), None)),
    ("2024-05-06T09:30:01+05:30", (date(2024, 5, 6), datetime(2024, 5, 6, 9, 30, 1), 330)),
    ("2024-05-06T09:30Z", (date(2024, 5, 6), datetime(2024, 5, 6, 9, 30), 0)),
    ("2024-15-99", (None, None, None)),
]


@pytest.mark.parametrize(("value", "expected"), TIMES)
def test_times_have_no_zone_that_the_page_does_not_give(value: str | None, expected: tuple[Any, ...]) -> None:
    day, at, offset = expected
    assert _time("published", value) == {
        "published": value,
        "published_day": day,
        "published_at": at,
        "published_offset": offset,
    }


WHENS = {
    "2024-05-06": (date(2024, 5, 6), date(2024, 5, 6)),
    "2024-W18": (date(2024, 4, 29), date(2024, 5, 5)),
    "2024-02": (date(2024, 2, 1), date(2024, 2, 29)),
    "2024": (date(2024, 1, 1), date(2024, 12, 31)),
    "2024-W99": (None, None),
}


@pytest.mark.parametrize(("value", "expected"), WHENS.items(), ids=WHENS)
def test_a_time_has_a_first_and_a_last_day(value: str, expected: tuple[date | None, date | None]) -> None:
    when = When(Span(0, 1), value, Precision.DAY)
    assert days_of(when) == expected
    assert days_of(replace(when, value=None)) == days_of(None) == (None, None)
