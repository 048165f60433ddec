"""Search over the words of statements and the names of their speakers: an index that can be made again at any time.

Words are compared as ``tokens`` gives them: NFKC, casefolded, without accents and strokes, split at all that is neither letter
nor digit. So *Łódź's* is ``lodz s``, *U.S.* is ``u s`` and *Erdoğan* is ``erdogan``, in the index as in what is asked for. This
is the one module that speaks to SQLite in its own words (FTS5); the tables here are no part of the migrations.

    statement_words   tokens of a statement: of its source, cue and content in the order of the page, and of its speaker's name
    search_index      the version of the tokens that the index was made with
    shadow_words      the statements that are seen with other words for a while, of one connection alone: ``shadowed``
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    CompoundSelect,
    Connection,
    Integer,
    MetaData,
    Row,
    Select,
    Table,
    Text,
    column,
    func,
    insert,
    select,
    table,
)

from sayso.errors import UsageError
from sayso.ledger.schema import statements

VERSION = 2
"""Of ``tokens`` and of the tables here; an index of another version is made again."""

_metadata = MetaData()
_search_index = Table("search_index", _metadata, Column("version", Integer, primary_key=True, autoincrement=False))
_statement_words = table("statement_words", column("rowid", Integer), column("words", Text), column("speaker", Text))

_shadow_words = table(
    "shadow_words", column("rowid", Integer), column("words", Text), column("speaker", Text), column("name", Text)
)

Found = Select[tuple[int]] | CompoundSelect[tuple[int]]

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ß": "ss"}
)
"""Letters that are no other letter with an accent, but that many write as one."""

_WORD = re.compile("[^\\W_\u0300-\u036f][\\w\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f]*")
_ASKED = re.compile(r'((?<!\S)-(?=[\w"“]))?(?:["“]([^"”]*)["”]|(\S+))')


def tokens(words: str) -> list[str]:
    """The words as they are compared.

    >>> tokens("Mr Erdoğan’s 9,000 ‘Freiheitskämpfer’")
    ['mr', 'erdogan', 's', '9', '000', 'freiheitskampfer']
    """
    if words.isascii():
        return _WORD.findall(words.lower().replace("_", " "))
    folded = unicodedata.normalize("NFKC", words).casefold().replace("_", " ")
    return [word if word.isascii() else _bare(word) for word in _WORD.findall(folded)]


@lru_cache(maxsize=20_000)
def _bare(word: str) -> str:
    """The word without its accents, points and strokes."""
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).translate(_LETTERS)


def orders_of(name: str) -> list[list[str]]:
    """The words of a name as they stand, and of *Surname, First* also turned round."""
    surname, comma, first = name.partition(",")
    return [tokens(name), tokens(first) + tokens(surname)] if comma else [tokens(name)]


def contains(name: str | None, asked: str) -> bool:
    """Whether the words of ``asked`` stand in ``name``, whole and in a row, whatever the case and the accents."""
    return name is not None and any(in_a_row(words) in in_a_row(tokens(name)) for words in orders_of(asked))


def in_a_row(words: list[str]) -> str:
    """The words as one string, in which those of another stand if they stand in these whole and in a row."""
    return f" {' '.join(words)} "


@dataclass(frozen=True, slots=True)
class Shadow:
    """A statement as it is to be seen: its row number, its speaker's name and its words in the order of the page."""

    statement: int
    name: str | None
    words: list[str]


@contextmanager
def shadowed(connection: Connection, shadows: Sequence[Shadow]) -> Iterator[None]:
    """Inside, these statements are found by the words and names that are given here and by no others."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS temp.shadow_words")
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE temp.shadow_words USING fts5(words, speaker, name UNINDEXED, tokenize='ascii')"
    )
    rows = [
        {
            "rowid": shadow.statement,
            "words": " ".join(token for words in shadow.words for token in tokens(words)),
            "speaker": " ".join(tokens(shadow.name or "")),
            "name": shadow.name,
        }
        for shadow in shadows
    ]
    if rows:
        connection.execute(insert(_shadow_words), rows)
    connection.info["shadowed"] = bool(rows)
    try:
        yield
    finally:
        connection.info["shadowed"] = False


def speaker_seen(connection: Connection) -> ColumnElement[str | None]:
    """The name of a statement's speaker as it is to be seen."""
    if not connection.info.get("shadowed"):
        return statements.c.speaker
    seen = select(_shadow_words.c.name).where(_shadow_words.c.rowid == statements.c.id).correlate(statements).scalar_subquery()
    return func.coalesce(seen, statements.c.speaker)


def statements_with(asked: str, *, seen_by: Connection | None = None) -> Found:
    """The row numbers of the statements that have all the words asked for.

    Words in double quotes stand in a row; so do the parts of *U.S.* A word with ``*`` at its end stands for all that begin so,
    one with ``-`` before it must not be there, and of words with ``OR`` between them one is enough.
    ``seen_by`` a connection, they are looked for as they are to be seen there. Raises ``UsageError`` if no word is asked for.
    """
    needed, barred = _wanted(asked)
    found = " AND ".join(f"({' OR '.join(terms)})" for terms in needed)
    return _matching("words", f"({found}) NOT ({' OR '.join(barred)})" if barred else found, seen_by)


def statements_touching(asked: str) -> Select[tuple[int]]:
    """The row numbers of the statements that have any of the words asked for, also of those that must not be there."""
    needed, barred = _wanted(asked)
    matched = " OR ".join([*(term for terms in needed for term in terms), *barred])
    return select(_statement_words.c.rowid).where(_statement_words.c.words.op("MATCH")(matched))


def _wanted(asked: str) -> tuple[list[list[str]], list[str]]:
    """The terms of a search: of each group one is enough, and those that must not be there."""
    needed: list[list[str]] = []
    barred: list[str] = []
    either = False
    astray = f'OR stands between two words, not as in {asked!r}; to look for the word itself, write "OR"'
    for sign, phrase, word in _ASKED.findall(asked):
        if word == "OR" and not sign:
            if either or not needed:
                raise UsageError(astray)
            either = True
        elif word == "AND" and not sign:
            continue  # all words must be there in any case
        elif word == "NOT" and not sign:
            raise UsageError(f'For what must not be there write -word, not NOT as in {asked!r}; the word itself is "NOT"')
        elif parts := tokens(phrase or word):
            term = _phrase(parts) + ("*" if word.endswith("*") else "")
            if sign:
                barred.append(term)
            elif either:
                needed[-1].append(term)
            else:
                needed.append([term])
            either = False
    if either:
        raise UsageError(astray)
    if not needed:
        more = " that is to be there" if barred else ""
        raise UsageError(f"There is no word to search for in {asked!r}; give at least one{more}")
    return needed, barred


def statements_by(name: str, *, seen_by: Connection | None = None) -> Found:
    """The row numbers of the statements by speakers in whose names the words of ``name`` stand whole and in a row.

    *Surname, First* means the words as they stand or turned round; ``seen_by`` as for ``statements_with``.
    Raises ``UsageError`` if there is no word.
    """
    orders = orders_of(name)
    if not orders[0]:
        raise UsageError(f"There is no name in {name!r}; give at least one word of it")
    matched = " OR ".join(dict.fromkeys(map(_phrase, orders)))
    return _matching("speaker", matched, seen_by)


def _matching(where: str, matched: str, seen_by: Connection | None) -> Found:
    found = select(_statement_words.c.rowid).where(_statement_words.c[where].op("MATCH")(matched))
    if seen_by is None or not seen_by.info.get("shadowed"):
        return found
    seen = select(_shadow_words.c.rowid).where(_shadow_words.c[where].op("MATCH")(matched))
    return found.where(_statement_words.c.rowid.not_in(select(_shadow_words.c.rowid))).union_all(seen)


def _phrase(parts: list[str]) -> str:
    return f'"{" ".join(parts)}"'


def prepare(connection: Connection) -> None:
    """Make the index over all that is in the ledger, unless it is there in this version."""
    if not is_ready(connection):
        rebuild(connection)


def is_ready(connection: Connection) -> bool:
    """Whether there is an index of this version."""
    there = connection.dialect.has_table(connection, _search_index.name)
    return there and connection.execute(select(_search_index.c.version)).scalar() == VERSION


def is_whole(connection: Connection) -> bool:
    """Whether the index holds exactly the words of all statements: with fewer, questions would miss some."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS temp.indexed_words")
    connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.indexed_words USING fts5vocab('main', 'statement_words', 'instance')")
    there = connection.exec_driver_sql('SELECT term, doc, col, "offset" FROM temp.indexed_words')
    indexed = sum(hash(tuple(place)) for place in there)  # a sum, for the order of the two is not the same
    expected = 0
    for row in connection.execute(_INDEXED, execution_options={"yield_per": 1000}):
        for column_name, words in (
            ("words", _in_page_order(row.source, row.cue, row.content)),
            ("speaker", tokens(row.speaker or "")),
        ):
            expected += sum(hash((word, row.id, column_name, offset)) for offset, word in enumerate(words))
    return indexed == expected


def rebuild(connection: Connection) -> None:
    """Make the whole index again."""
    _metadata.drop_all(connection)
    connection.exec_driver_sql("DROP TABLE IF EXISTS statement_words")
    _metadata.create_all(connection)
    # The ascii tokenizer leaves all that is not ASCII in a word, so the words are exactly our tokens.
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE statement_words USING fts5(words, speaker, content='', columnsize=0, tokenize='ascii')"
    )
    rows = connection.execute(_INDEXED.order_by(statements.c.id)).yield_per(1000)
    for part in rows.partitions():
        _put(connection, part)
    connection.execute(insert(_search_index).values(version=VERSION))


def add(connection: Connection, reading: int) -> None:
    """Bring the statements of one reading into the index."""
    _put(connection, connection.execute(_INDEXED.where(statements.c.reading_id == reading)).all())


_INDEXED = select(statements.c.id, statements.c.speaker, statements.c.source, statements.c.cue, statements.c.content)


def _put(connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]]) -> None:
    if not rows:
        return
    indexed = [
        {
            "rowid": row.id,
            "words": " ".join(_in_page_order(row.source, row.cue, row.content)),
            "speaker": " ".join(tokens(row.speaker or "")),
        }
        for row in rows
    ]
    connection.execute(insert(_statement_words), indexed)


def _in_page_order(*cited: str) -> list[str]:
    pieces = sorted((piece for pieces in cited for piece in json.loads(pieces)), key=lambda piece: piece[0])
    return [token for _, _, words in pieces for token in tokens(words)]
