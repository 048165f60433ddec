"""How words are compared, and what is found by them."""

from __future__ import annotations

import re

import pytest

from sayso.errors import UsageError
from sayso.ledger.answers import StatementFilter
from sayso.ledger.ledger import Ledger
from sayso.ledger.search import contains, tokens

TOKENS = [
    ("Mr Erdoğan’s 9,000 ‘Freiheitskämpfer’", ["mr", "erdogan", "s", "9", "000", "freiheitskampfer"]),
    ("U.S. Navy — don't", ["u", "s", "navy", "don", "t"]),
    ("Straße STRASSE", ["strasse", "strasse"]),
    ("Łódź Søren Đorđe Æsir Þór ıspanak", ["lodz", "soren", "dorde", "aesir", "thor", "ispanak"]),
    ("cafe\u0301 café", ["cafe", "cafe"]),
    ("ﬁve ½ Ⅳ", ["five", "1", "2", "iv"]),
    ("snake_case __x__", ["snake", "case", "x"]),
    ("İstanbul", ["istanbul"]),
    ("Київ горить", ["киів", "горить"]),
    ("مُحَمَّد", ["محمد"]),
    ("Αθήνα", ["αθηνα"]),
    ("…—“”", []),
    ("", []),
]


@pytest.mark.parametrize(("words", "expected"), TOKENS)
def test_tokens(words: str, expected: list[str]) -> None:
    assert tokens(words) == expected


@pytest.mark.parametrize(
    ("name", "asked", "expected"),
    [
        ("The New York Times", "new york", True),
        ("The New York Times", "york new", False),
        ("The New Yorker", "new york", False),
        ("Béla Körösi", "KOROSI", True),
        ("Béla Żółć", "zolc", True),
        ("Béla Körösi", "Körösi, Béla", True),
        (None, "anybody", False),
    ],
)
def test_names_are_compared_by_whole_words(name: str | None, asked: str, expected: bool) -> None:
    assert contains(name, asked) is expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("died", ["s1"]),
        ("people died", ["s1"]),
        ("died people", ["s1"]),
        ('"people had died"', ["s1"]),
        ('"died people"', []),
        ("dam", ["s3", "s4"]),
        ("search*", ["s2"]),
        ("search", []),
        ('friday "until friday"', ["s1"]),
        ("body-count", []),
        ("KÖRÖSI korosi", ["s1"]),
        ("still searching she", ["s2"]),
        ('" died', ["s1"]),  # a mark that was never closed is no mark
        ("died OR denied", ["s1", "s3", "s4"]),
        ("people died OR denied", ["s1"]),  # people, and one of the two
        ("dam -reported", ["s3"]),
        ("still OR dam -reported -searching", ["s3"]),
        ("dam -report*", ["s3"]),
        ('dam -"Courier reported"', ["s3"]),
        ("people AND died", ["s1"]),
        ('"OR"', []),  # in quotes a word like others
        ("words:died", []),  # nor is this a column
    ],
)
def test_words_are_found(filled: Ledger, words: str, expected: list[str]) -> None:
    assert [row.statement.id for row in filled.statements(StatementFilter(words=words))] == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Brandt", ["s1", "s2"]),
        ("ilse brandt", ["s1", "s2"]),
        ("Brand", []),
        ("korosi", ["s1"]),
        ("Courier", ["s4"]),
        ("Brandt, Ilse", ["s1", "s2"]),
        ("Brandt, I", []),
        ("Brandt Ilse", []),
    ],
)
def test_speakers_are_found_by_whole_words(filled: Ledger, name: str, expected: list[str]) -> None:
    assert [row.statement.id for row in filled.who(name)] == expected


def test_asking_for_no_word_is_a_mistake(filled: Ledger) -> None:
    with pytest.raises(UsageError, match="There is no word to search for in '…'"):
        list(filled.statements(StatementFilter(words="…")))
    with pytest.raises(UsageError, match="There is no name in '--'"):
        list(filled.who("--"))


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("-dam", "There is no word to search for in '-dam'; give at least one that is to be there"),
        ("OR dam", "OR stands between two words, not as in 'OR dam'; to look for the word itself, write \"OR\""),
        ("dam OR", "OR stands between two words"),
        ("dam OR OR flood", "OR stands between two words"),
        ("dam NOT flood", "For what must not be there write -word, not NOT as in 'dam NOT flood'"),
    ],
)
def test_what_cannot_be_searched_for_is_refused_with_a_hint(filled: Ledger, words: str, message: str) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        list(filled.statements(StatementFilter(words=words)))


def test_the_index_can_be_made_again(filled: Ledger) -> None:
    filled.index_again()
    assert [row.statement.id for row in filled.statements(StatementFilter(words="died"))] == ["s1"]
    assert [row.statement.id for row in filled.who("korosi")] == ["s1"]


def test_an_index_of_another_version_is_made_again(filled: Ledger) -> None:
    from sayso.ledger.ledger import open_ledger

    with filled.store.writing() as connection:
        connection.exec_driver_sql("UPDATE search_index SET version = 0")
        connection.exec_driver_sql("DROP TABLE statement_words")
    filled.close()
    with open_ledger(filled.path) as opened:
        assert [row.statement.id for row in opened.who("korosi")] == ["s1"]
