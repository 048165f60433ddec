"""The key of the veil, and the log of who looked behind it."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sayso.errors import LedgerDamaged, LedgerError, UsageError
from sayso.ledger.veiling import Unveiling, key_at, key_beside, log_beside, log_unveiling, settings, unveilings
from tests.ledger.build import NOON, later

PAGE = "3fa94c12" * 8


def test_a_key_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    path = key_beside(tmp_path / "new" / "desk.db")
    key = key_at(path)
    assert path.name == "desk.db.veil-key"
    assert len(key) == 32
    assert key_at(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_two_ledgers_have_two_keys(tmp_path: Path) -> None:
    assert key_at(key_beside(tmp_path / "a.db")) != key_at(key_beside(tmp_path / "b.db"))


def test_a_key_that_many_ask_for_at_once_is_one(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(key_at, [tmp_path / "key"] * 16))) == 1


@pytest.mark.parametrize("words", ["", "abc", "zz" * 32, "ab" * 16])
def test_what_is_no_key_is_refused(tmp_path: Path, words: str) -> None:
    path = tmp_path / "key"
    path.write_text(words)
    with pytest.raises(LedgerDamaged, match="is no key of a veil"):
        key_at(path)


def test_a_key_that_cannot_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LedgerError, match="cannot be kept"):
        key_at(tmp_path / "file" / "key")


def test_where_pages_of_no_ledger_have_their_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert settings() == tmp_path / "sayso"


def test_the_log_tells_who_looked(tmp_path: Path) -> None:
    path = log_beside(tmp_path / "desk.db")
    assert list(unveilings(path)) == []
    log_unveiling(path, page=PAGE, by="Rhea Venn", at=NOON, face="show", reason="asked by the family")
    log_unveiling(path, page=PAGE, by="Béla\u2028Körösi", at=later(1), face="json")
    first, second = unveilings(path)
    assert first == Unveiling(PAGE, "Rhea Venn", "2024-05-06T12:00:00.000000+00:00", "show", "asked by the family", "")
    assert (second.by, second.reason, len(second.before)) == ("Béla\u2028Körösi", None, 64)


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: [lines[0].replace("Rhea", "Ruth"), *lines[1:]],
        lambda lines: lines[1:],
        lambda lines: [lines[0], lines[2]],
        lambda lines: [lines[1], lines[0], lines[2]],
        lambda lines: [lines[0], "{}", lines[2]],
        lambda lines: [lines[0], lines[1][:40], lines[2]],
    ],
    ids=["changed", "first gone", "one gone", "turned round", "emptied", "cut off"],
)
def test_a_log_that_was_changed_shows(tmp_path: Path, change: object) -> None:
    path = tmp_path / "log"
    for minute, by in enumerate(("Rhea Venn", "Ada Ruiz", "Ben Cole")):
        log_unveiling(path, page=PAGE, by=by, at=later(minute), face="show")
    path.write_text("\n".join(change(path.read_text().splitlines())) + "\n")  # type: ignore[operator]
    with pytest.raises(LedgerDamaged, match="the log was changed"):
        list(unveilings(path))


def test_many_unveilings_at_once_follow_each_other(tmp_path: Path) -> None:
    path = tmp_path / "log"
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: log_unveiling(path, page=PAGE, by=f"Reader {n}", at=NOON, face="api"), range(24)))
    assert len(list(unveilings(path))) == 24


def test_without_a_note_nothing_is_shown(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LedgerError, match="so no name is shown"):
        log_unveiling(tmp_path / "file" / "log", page=PAGE, by="R", at=NOON, face="show")
    with pytest.raises(UsageError, match="somebody who gives a name"):
        log_unveiling(tmp_path / "log", page=PAGE, by=" ", at=NOON, face="show")
