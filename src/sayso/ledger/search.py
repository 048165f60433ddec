"""Search over the words of statements and the names of their speakers: an index that can be made again at any time.

Words are compared as ``tokens`` gives them: NFKC, casefolded, without accents and strokes, split at all that is neither letter
nor digit. So *Łódź's* is ``lodz s``, *U.S.* is ``u s`` and *Erdoğan* is ``erdogan``, in the index as in what is asked for. The
tables are those of ``index``.
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

from sqlalchemy import ColumnElement, CompoundSelect, Connection, Row, Select, func, insert, select

from sayso.errors import UsageError
from sayso.ledger import index
from sayso.ledger.index import Matches, Term, shadow_words, statement_words
from sayso.ledger.schema import statements

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


def in_a_row(words: Sequence[str]) -> str:
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
    rows = [
        {
            "rowid": shadow.statement,
            "words": in_a_row([token for words in shadow.words for token in tokens(words)]),
            "speaker": in_a_row(tokens(shadow.name or "")),
            "name": shadow.name,
        }
        for shadow in shadows
    ]
    if rows:
        index.make_shadows(connection)
        connection.execute(insert(shadow_words), rows)
    connection.info["shadowed"] = bool(rows)
    try:
        yield
    finally:
        connection.info["shadowed"] = False


def speaker_seen(connection: Connection) -> ColumnElement[str | None]:
    """The name of a statement's speaker as it is to be seen."""
    if not connection.info.get("shadowed"):
        return statements.c.speaker
    seen = select(shadow_words.c.name).where(shadow_words.c.rowid == statements.c.id).correlate(statements).scalar_subquery()
    return func.coalesce(seen, statements.c.speaker)


def statements_with(asked: str, *, seen_by: Connection | None = None) -> Found:
    """The row numbers of the statements that have all the words asked for.

    Words in double quotes stand in a row; so do the parts of *U.S.* A word with ``*`` at its end stands for all that begin so,
    one with ``-`` before it must not be there, and of words with ``OR`` between them one is enough.
    ``seen_by`` a connection, they are looked for as they are to be seen there. Raises ``UsageError`` if no word is asked for.
    """
    return _matching("words", *_wanted(asked), seen_by)


def statements_touching(asked: str) -> Select[tuple[int]]:
    """The row numbers of the statements that have any of the words asked for, also of those that must not be there."""
    needed, barred = _wanted(asked)
    any_of = [*(term for terms in needed for term in terms), *barred]
    return select(statement_words.c.rowid).where(Matches(statement_words, "words", [any_of]))


def _wanted(asked: str) -> tuple[list[list[Term]], list[Term]]:
    """The terms of a search: of each group one is enough, and those that must not be there."""
    needed: list[list[Term]] = []
    barred: list[Term] = []
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
            term = Term(tuple(parts), begins=word.endswith("*"))
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
    any_of = list(dict.fromkeys(Term(tuple(order)) for order in orders))
    return _matching("speaker", [any_of], [], seen_by)


def _matching(where: str, needed: list[list[Term]], barred: list[Term], seen_by: Connection | None) -> Found:
    found = select(statement_words.c.rowid).where(Matches(statement_words, where, needed, barred))
    if seen_by is None or not seen_by.info.get("shadowed"):
        return found
    seen = select(shadow_words.c.rowid).where(Matches(shadow_words, where, needed, barred))
    return found.where(statement_words.c.rowid.not_in(select(shadow_words.c.rowid))).union_all(seen)


def prepare(connection: Connection) -> None:
    """Make the index over all that is in the ledger, unless it is there in this version."""
    if not is_ready(connection):
        rebuild(connection)


def is_ready(connection: Connection) -> bool:
    """Whether there is an index of this version."""
    return index.is_ready(connection)


def is_whole(connection: Connection) -> bool:
    """Whether the index holds exactly the words of all statements: with fewer, questions would miss some."""
    rows = connection.execute(_INDEXED, execution_options={"yield_per": 1000})
    expected = ((row.id, _in_page_order(row.source, row.cue, row.content), tokens(row.speaker or "")) for row in rows)
    return index.has_exactly(connection, expected)


def rebuild(connection: Connection) -> None:
    """Make the whole index again."""
    index.make_anew(connection)
    rows = connection.execute(_INDEXED.order_by(statements.c.id)).yield_per(1000)
    for part in rows.partitions():
        _put(connection, part)
    index.finish(connection)


def forget_withdrawn(connection: Connection) -> None:
    """Take out of the index what statements said that were just taken away."""
    if not index.forgets_by_itself(connection):
        rebuild(connection)


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
            "words": in_a_row(_in_page_order(row.source, row.cue, row.content)),
            "speaker": in_a_row(tokens(row.speaker or "")),
        }
        for row in rows
    ]
    connection.execute(insert(statement_words), indexed)


def _in_page_order(*cited: str) -> list[str]:
    pieces = sorted((piece for pieces in cited for piece in json.loads(pieces)), key=lambda piece: piece[0])
    return [token for _, _, words in pieces for token in tokens(words)]
