"""``sayso fetch``, and addresses given to ``sayso add`` and ``sayso read``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sayso.cli.app import app
from tests.site import Site

pytestmark = pytest.mark.model
runner = CliRunner()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def said(*words: str, stdin: str | None = None) -> tuple[int, str]:
    result = runner.invoke(app, list(words), input=stdin)
    return result.exit_code, " ".join((result.stdout + result.stderr).split())


def test_pages_come_in_and_what_failed_is_said(site: Site, tmp_path: Path) -> None:
    ledger = str(tmp_path / "sayso.db")
    addresses = tmp_path / "addresses.txt"
    addresses.write_text(
        f"# the flood\n\n{site.url('courier', '/flood')}\n{site.url('post', '/status/404')}  gone\n", encoding="utf-8"
    )
    fetching = ("fetch", str(addresses), site.url("strict", "/flood"), "--ledger", ledger, "--allow-private", "--delay", "0")
    code, words = said(*fetching)
    assert code == 1
    assert words.startswith("Fetched 3 addresses: 1 page came, 2 addresses failed.")
    assert f"1 refused by the server: {site.url('post', '/status/404')} — the server says 404 Not Found" in words
    assert "1 kept from programs by robots.txt:" in words
    assert "--ignore-robots fetches it all the same" in words
    assert "1 page added" in words
    code, words = said(*fetching)
    assert words.startswith("Fetched 3 addresses: 1 page had not changed, 2 addresses failed.")
    assert said("audit", "--ledger", ledger)[0] == 0
    code, words = said(*fetching, "--json")
    told = json.loads(words[words.index("{") :])
    assert (told["got"], told["unchanged"], [f["failure"] for f in told["failed"]]) == (0, 1, ["robots", "status"]) or sorted(
        f["failure"] for f in told["failed"]
    ) == ["robots", "status"]
    assert (tmp_path / "sayso.db.warc" / "00001.warc.gz").exists()


def test_this_machine_is_not_asked_without_being_told_to(site: Site, tmp_path: Path) -> None:
    code, words = said("fetch", site.url("courier", "/flood"), "--ledger", str(tmp_path / "sayso.db"))
    assert code == 1
    assert "is this machine itself, and is not asked; if you trust whoever gave you the address, add --allow-private" in words


def test_addresses_can_be_added_and_read(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAYSO_ALLOW_PRIVATE", "1")
    ledger = str(tmp_path / "sayso.db")
    code, words = said("add", site.url("courier", "/flood"), "--ledger", ledger)
    assert code == 0
    assert "1 page added" in words
    assert (tmp_path / "sayso.db.warc").is_dir()
    code, words = said("show", site.url("courier", "/flood"), "--ledger", ledger)
    assert code == 0
    assert "The Maren Courier" in words
    code, words = said("read", site.url("courier", "/strike"), site.url("courier", "/missing"), "--json")
    assert code == 1
    assert json.loads(words[: words.rindex("}") + 1])["url"] == site.url("courier", "/strike")
    assert "could not be fetched: the server says 404 Not Found" in words


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        (["nowhere.txt"], 1, "nowhere.txt is no address and no file with addresses (No such file or directory)"),
        (["-"], 2, "There is no address to fetch; give some, or a file with one a line"),
    ],
)
def test_what_is_no_address_is_said(given: list[str], code: int, words: str, tmp_path: Path) -> None:
    ended, told = said("fetch", *given, "--ledger", str(tmp_path / "sayso.db"), stdin="# nothing\n")
    assert (ended, words in told) == (code, True)
    assert not (tmp_path / "sayso.db").exists()


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_for_what_may_not_be_asked_no_ledger_is_made(form: tuple[str, ...], tmp_path: Path) -> None:
    ledger = tmp_path / "sayso.db"
    given = ("fetch", "http://10.0.0.1/x", "http://localhost:9/x", "ftp://courier.example/x", "--ledger", str(ledger), *form)
    code, words = said(*given)
    assert code == 1
    assert "10.0.0.1 is an address of a private network, and is not asked" in words
    assert "only http and https are fetched" in words
    assert list(tmp_path.iterdir()) == []
    if form:
        assert [failed["failure"] for failed in json.loads(words)["failed"]] == ["refused", "refused", "address"]
    else:
        assert words.startswith("Fetched 3 addresses: 3 addresses failed. 2 on a private network:")


def test_an_argument_that_is_no_address_fails_alone(site: Site, tmp_path: Path) -> None:
    flood = site.url("courier", "/flood")
    bare = flood.removeprefix("http://")
    given = ("fetch", bare, flood, "--ledger", str(tmp_path / "sayso.db"), "--allow-private", "--delay", "0")
    code, words = said(*given)
    assert code == 1
    assert words.startswith("Fetched 2 addresses: 1 page came, 1 address failed. 1 no address that can be fetched:")
    assert f"{bare} — no address and no file with addresses" in words
    code, words = said(*given, "--json")
    assert code == 1
    assert [(failed["asked"], failed["failure"]) for failed in json.loads(words)["failed"]] == [(bare, "address")]
