"""The tables of the search index, in each database's own words; what they hold is the same, and so is what is found.

    statement_words   tokens of a statement: of its source, cue and content in the order of the page, and of its speaker's name
    shadow_words      the same of statements that are seen with other words for a while, of one connection alone
    search_index      the version of the tokens that the index was made with

In SQLite the words are in an FTS5 table that keeps no text. PostgreSQL has them as text, with a ``tsvector`` of the tokens beside
it (as the configuration ``simple`` would make it, but without the parser, which knows other words than ours) and a GIN index over
that: it finds the statements that have all the words, and whether they stand in a row is looked up in the text. Neither
is part of the migrations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Integer,
    MetaData,
    Table,
    TableClause,
    Text,
    and_,
    cast,
    column,
    func,
    insert,
    not_,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.visitors import InternalTraversal

INDEX_VERSION = 2
"""Of the tables here and of the tokens in them; an index of another version is made again."""

_metadata = MetaData()
_search_index = Table("search_index", _metadata, Column("version", Integer, primary_key=True, autoincrement=False))

statement_words = table("statement_words", column("rowid", Integer), column("words", Text), column("speaker", Text))
shadow_words = table(
    "shadow_words", column("rowid", Integer), column("words", Text), column("speaker", Text), column("name", Text)
)

_LEXEME = 255
"""Of a longer token only the beginning is in a ``tsvector``, which takes none of more than 2 kB."""

_VECTOR = (
    f"array_to_tsvector(string_to_array(btrim(regexp_replace(left(%s, 250000), '([^ ]{{{_LEXEME}}})[^ ]+', '\\1', 'g')), ' '))"
)
"""The tokens of a column as a ``tsvector``, which is at most 1 MB in all."""


@dataclass(frozen=True, slots=True)
class Term:
    """Tokens that stand in a row; ``begins`` tells that the last may go on."""

    parts: tuple[str, ...]
    begins: bool = False


class Matches(ColumnElement[bool]):
    """That a column of the index has, of each group of terms, one, and none of those that are barred."""

    inherit_cache = True
    type = Boolean()
    _traverse_internals = [  # noqa: RUF012 -- as SQLAlchemy declares it
        ("fts5", InternalTraversal.dp_clauseelement),
        ("tsvector", InternalTraversal.dp_clauseelement),
    ]

    def __init__(self, of: TableClause, where: str, needed: Sequence[Sequence[Term]], barred: Sequence[Term] = ()) -> None:
        asked = " AND ".join(f"({' OR '.join(map(_fts5, terms))})" for terms in needed)
        unasked = f" NOT ({' OR '.join(map(_fts5, barred))})" if barred else ""
        self.fts5 = of.c[where].op("MATCH")(f"({asked}){unasked}")
        tokens = of.c[where]
        vector: ColumnElement[Any] = column(f"{where}_vector", _selectable=of)
        found = [or_(*(_in_vector(term, tokens, vector) for term in terms)) for terms in needed]
        self.tsvector = and_(*found, *(not_(_in_vector(term, tokens, vector)) for term in barred))

    def self_group(self, against: Any = None) -> Self:
        """As it is: SQLite looks it up in the index only where nothing is made of its outcome."""
        return self


@compiles(Matches, "sqlite")
def _in_fts5(element: Matches, compiler: Any, **more: Any) -> str:
    return str(compiler.process(element.fts5, **more))


@compiles(Matches, "postgresql")
def _in_tsvector(element: Matches, compiler: Any, **more: Any) -> str:
    return f"({compiler.process(element.tsvector, **more)})"


def _fts5(term: Term) -> str:
    return f'"{" ".join(term.parts)}"' + ("*" if term.begins else "")


def _in_vector(term: Term, tokens: ColumnElement[Any], vector: ColumnElement[Any]) -> ColumnElement[bool]:
    *whole, last = (f"'{part[:_LEXEME]}'" for part in term.parts)
    lexemes = " & ".join(dict.fromkeys([*whole, last + (":*" if term.begins else "")]))
    there = vector.op("@@")(cast(lexemes, TSQUERY))
    if len(term.parts) == 1 and len(term.parts[0]) < _LEXEME:
        return there
    in_a_row = f" {' '.join(term.parts)}" + ("" if term.begins else " ")
    return and_(there, func.strpos(tokens, in_a_row) > 0)


# Keeping it


def is_ready(connection: Connection) -> bool:
    """Whether there is an index of this version."""
    there = connection.dialect.has_table(connection, _search_index.name)
    return there and connection.execute(select(_search_index.c.version)).scalar() == INDEX_VERSION


def make_anew(connection: Connection) -> None:
    """Make the index without anything in it."""
    _metadata.drop_all(connection)
    connection.exec_driver_sql("DROP TABLE IF EXISTS statement_words")
    _metadata.create_all(connection)
    if connection.dialect.name == "sqlite":
        # The ascii tokenizer leaves all that is not ASCII in a word, so the words are exactly our tokens.
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE statement_words USING fts5(words, speaker, content='', columnsize=0, tokenize='ascii')"
        )
    else:
        connection.exec_driver_sql(
            "CREATE TABLE statement_words (rowid integer PRIMARY KEY REFERENCES statements (id) ON DELETE CASCADE, "
            f"{_indexed('words')}, {_indexed('speaker')})"
        )
        for where in ("words", "speaker"):
            for kept in (where, f"{where}_vector"):  # as in PostgresStore.settle
                connection.exec_driver_sql(f"ALTER TABLE statement_words ALTER {kept} SET STATISTICS 0")
            connection.exec_driver_sql(f"CREATE INDEX statement_{where}_vector ON statement_words USING gin ({where}_vector)")


def finish(connection: Connection) -> None:
    """Note that the index has the words of all statements."""
    connection.execute(insert(_search_index).values(version=INDEX_VERSION))


def forgets_by_itself(connection: Connection) -> bool:
    """Whether the words of a statement that is taken away go with it; where they do not, the index is to be made again."""
    return connection.dialect.name != "sqlite"


def make_shadows(connection: Connection) -> None:
    """Make the table of this connection's shadows, without any in it."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("DROP TABLE IF EXISTS temp.shadow_words")
        connection.exec_driver_sql(
            "CREATE VIRTUAL TABLE temp.shadow_words USING fts5(words, speaker, name UNINDEXED, tokenize='ascii')"
        )
        return
    connection.exec_driver_sql("DROP TABLE IF EXISTS pg_temp.shadow_words")
    connection.exec_driver_sql(
        f"CREATE TEMPORARY TABLE shadow_words (rowid integer PRIMARY KEY, {_indexed('words')}, {_indexed('speaker')}, "
        'name text COLLATE "C")'
    )


def _indexed(where: str) -> str:
    """A column of tokens, and the vector of them, in PostgreSQL."""
    made = f"{where}_vector tsvector NOT NULL GENERATED ALWAYS AS ({_VECTOR % where}) STORED"
    return f'{where} text COLLATE "C" NOT NULL, {made}'


def has_exactly(connection: Connection, expected: Iterable[tuple[int, list[str], list[str]]]) -> bool:
    """Whether the index has these statements with these tokens of their words and of their speakers' names, and nothing else."""
    there = _kept_fts5(connection) if connection.dialect.name == "sqlite" else _kept_tokens(connection)
    indexed = sum(map(hash, there))  # a sum, for the order of the two is not the same
    for row, words, speaker in expected:
        indexed -= sum(hash((word, row, "words", offset)) for offset, word in enumerate(words))
        indexed -= sum(hash((word, row, "speaker", offset)) for offset, word in enumerate(speaker))
    return indexed == 0


def _kept_fts5(connection: Connection) -> Iterator[tuple[str, int, str, int]]:
    connection.exec_driver_sql("DROP TABLE IF EXISTS temp.indexed_words")
    connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.indexed_words USING fts5vocab('main', 'statement_words', 'instance')")
    for place in connection.exec_driver_sql('SELECT term, doc, col, "offset" FROM temp.indexed_words'):
        yield tuple(place)


def _kept_tokens(connection: Connection) -> Iterator[tuple[str, int, str, int]]:
    for row in connection.execute(select(statement_words), execution_options={"yield_per": 1000}):
        for where, kept in (("words", row.words), ("speaker", row.speaker)):
            for offset, word in enumerate(kept.split()):
                yield word, row.rowid, where, offset
