"""What a ledger is called, and where what belongs beside it lies."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sayso.errors import UsageError
from sayso.ledger.address import beside, put_aside_password, shown
from sayso.ledger.store import open_store
from sayso.ledger.veiling import key_beside

SHOWN = [
    ("sayso.db", "sayso.db"),
    ("postgresql://rhea@db.example/desk", "postgresql://rhea@db.example/desk"),
    ("postgresql://rhea:hush@db.example:5433/desk", "postgresql://rhea@db.example:5433/desk"),
    ("postgresql://rhea:hu@sh/h?ush@db.example/desk", "postgresql://rhea@db.example/desk"),
    ("postgresql:///desk?host=/run/pg&password=hush&sslmode=require", "postgresql:///desk?host=/run/pg"),
    ("postgresql://db.example/desk", "postgresql://db.example/desk"),
]


@pytest.mark.parametrize(("place", "expected"), SHOWN)
def test_a_ledger_is_named_without_its_password(place: str, expected: str) -> None:
    assert shown(place) == expected


PUT_ASIDE = [
    ("sayso.db", "sayso.db", None),
    ("postgresql://rhea@db.example/desk?sslmode=require", "postgresql://rhea@db.example/desk?sslmode=require", None),
    ("postgresql://rhea:hu%40sh@db.example/desk?sslmode=require", "postgresql://rhea@db.example/desk?sslmode=require", "hu@sh"),
    ("postgresql:///desk?host=/run/pg&password=hush", "postgresql:///desk?host=/run/pg", "hush"),
]


@pytest.mark.parametrize(("place", "expected", "password"), PUT_ASIDE)
def test_a_password_is_put_where_the_driver_finds_it(
    place: str, expected: str, password: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PGPASSWORD", raising=False)
    assert put_aside_password(place) == expected
    assert os.environ.get("PGPASSWORD") == password
    monkeypatch.setenv("PGPASSWORD", "")  # or what was put there would outlast the test


def test_what_belongs_beside_a_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("SAYSO_LEDGER_FILES", raising=False)
    here, there = (beside(f"postgresql://rhea:hush@{host}/desk") for host in ("db.example", "other.example"))
    assert beside("desk.db") == Path("desk.db")
    assert here.parent == there.parent == tmp_path / "sayso" / "ledgers"
    assert here != there
    assert beside("postgresql://ana@db.example/desk?sslmode=require") == here  # a colleague's
    monkeypatch.setenv("SAYSO_LEDGER_FILES", "/srv/desk")
    assert key_beside(beside("postgresql://db.example/desk")) == Path("/srv/desk/desk.veil-key")
    assert beside("postgresql://db.example/../../etc/x%2Fy").parent == Path("/srv/desk")


@pytest.mark.parametrize("address", ["mysql://rhea:hush@desk/x", "postgresql://rhea:hu/sh@desk:port/x", "http://rhea:hush@desk"])
def test_what_is_no_address_of_a_ledger(address: str) -> None:
    with pytest.raises(UsageError) as raised:
        open_store(address)
    assert "hush" not in str(raised.value)
    assert "postgresql://user@host/database" in str(raised.value)
