"""``sayso watch``: what it says, how it ends, and what the nightly example does."""

from __future__ import annotations

import json
import re
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from sayso.cli.app import app
from sayso.cli.exits import Exit
from sayso.cli.watched import watch_plan
from sayso.ledger.ledger import open_ledger
from sayso.reading.reader import Reader
from sayso.sources.fetch import Settings
from sayso.watching import alone
from tests.conftest import for_others
from tests.test_watching import RSS, PatternReader, Wire

EXAMPLE = Path(__file__).parents[1] / "docs" / "watching"
OPTIONS = ("--allow-private", "--delay", "0")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def site() -> Iterator[Wire]:
    with Wire() as running:
        yield running


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.setattr(Reader, "load", lambda *_, **__: PatternReader())
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "90")
    monkeypatch.delenv("SAYSO_LEDGER", raising=False)

    def command(*arguments: str) -> tuple[int, str, str]:
        ended = CliRunner().invoke(app, ["watch", *arguments, *OPTIONS])
        return ended.exit_code, re.sub(r"due .*UTC", "due LATER", ended.stdout.replace("\n  2", " 2")), ended.stderr

    return command


def test_once_says_what_came(run: Run, site: Wire) -> None:
    site.feed("courier", ["/flood", "/missing", "/strike"])
    Path("feeds.txt").write_text(f"# ours\n{site.url('courier', '/feed.rss')} Courier\n{site.url('post', '/status/410')} Post\n")
    code, out, err = run("feeds.txt", "--once")
    assert (code, err) == (Exit.UNREADABLE, "")
    missing = site.url("courier", "/missing")
    lists, pages = out.split("Looked at 2 lists; ")
    assert set(lists.splitlines()) == {  # in the order in which they answer
        "  Post — the server says 410 Gone: the page is gone for good",
        "    It is not looked at any more; take it out of the file.",
        "  Courier: RSS, 3 addresses, 3 new",
        "    3 entries are dated in the future",
    }
    assert " ".join(pages.split()).startswith(
        f"pages: 2 new, 1 failed. {missing} — the server says 404 Not Found: there is no such page, or no longer "
        "2 pages added to sayso.db, with 2 statements"
    )
    assert "1 page to be fetched yet · 2 pages followed for changes · next look due LATER" in " ".join(out.split())
    code, out, err = run("feeds.txt", "--once")
    assert code == Exit.FINE
    assert out.startswith("Looked at no list; no page was due.\n")
    assert err == "Post is gone for good, and is not looked at any more; take it out of feeds.txt\n"


def test_once_as_json(run: Run, site: Wire) -> None:
    site.feed("courier", ["/flood"])
    Path("feeds.txt").write_text(site.url("courier", "/feed.json"))
    code, out, _ = run("feeds.txt", "--once", "--json", "--link")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == Exit.FINE
    assert [line["what"] for line in lines] == ["list", "page", "round"]
    assert [lines[0][key] for key in ("form", "addresses", "taken", "new", "trouble")] == ["JSON Feed", 1, 1, 1, None]
    assert lines[1] == {"what": "page", "url": site.url("courier", "/flood"), "outcome": "new", "trouble": None}
    assert [lines[2][key] for key in ("new", "changed", "failed", "waiting", "followed")] == [1, 0, {}, 0, 1]


def test_check_fetches_no_page_and_makes_no_ledger(run: Run, site: Wire) -> None:
    site.raw["/old"] = (308, {"Location": site.url("courier", "/feed.rss")}, b"")
    site.raw["/rest"] = (200, {}, RSS.replace(b"<title>", b"<ttl>90</ttl><title>", 1))
    Path("desk.toml").write_text(
        f'[[watch]]\nurl = "{site.url("courier", "/old")}"\nname = "Courier"\nwords = ["story 1"]\n'
        f'[[watch]]\nurl = "{site.url("courier", "/rest")}"\nname = "Rests"\n'
        f'[[watch]]\nurl = "{site.url("post", "/flood")}"\nname = "Post"\n'
    )
    code, out, _ = run("desk.toml", "--check")
    assert code == Exit.FINE
    assert out.split() == (  # where lines break depends on the port
        f"""\
Courier
  {site.url("courier", "/old")}
  RSS “Feed”: 3 addresses, of which 1 would be taken; 1 not in sayso.db yet
  newest of 11 March 2031, 09:31 UTC
  It moved for good to {site.url("courier", "/feed.rss")}; change it in the
    file.
  3 entries are dated in the future
  looked at every 15 minutes
Rests
  {site.url("courier", "/rest")}
  RSS “T”: 1 address; 1 not in sayso.db yet
  looked at every 15 minutes; it asks for 90 minutes
Post
  {site.url("post", "/flood")}
  a web page, which would be looked at itself
  looked at every 15 minutes
""".split()
    )
    assert {path for _, path, _ in site.requests} == {"/robots.txt", "/old", "/feed.rss", "/rest", "/flood"}
    assert sorted(path.name for path in Path().iterdir()) == ["desk.toml"]


def test_how_it_ends_for_a_script(run: Run, site: Wire, tmp_path: Path) -> None:
    assert run("none.txt", "--once")[0] == Exit.UNREADABLE
    Path("bad.toml").write_text("[[watch]]\nurl = 1")
    assert run("bad.toml", "--once")[0] == Exit.USAGE
    Path("feeds.txt").write_text(site.url("courier", "/feed.rss"))
    assert run("feeds.txt", "--once", "--check")[0] == Exit.USAGE
    with alone(tmp_path / "sayso.db"):
        code, _, err = run("feeds.txt", "--once")
    assert (code, "Another sayso watch" in err) == (Exit.LEDGER, True)
    assert run("feeds.txt", "--once")[0] == Exit.FINE


def test_round_after_round_until_it_is_stopped(
    run: Run, site: Wire, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site.feed("courier", ["/flood"])
    Path("feeds.txt").write_text(site.url("courier", "/feed.rss"))
    at = [datetime(2031, 3, 12, 8, tzinfo=UTC)]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        at[0] += timedelta(seconds=seconds)
        if len(slept) == 3:
            site.change("/flood", "Ada Ruiz said the river fell at Port Maren. Nobody knew when the road would open again there.")
        if len(slept) == 8:
            raise KeyboardInterrupt

    code = watch_plan(
        "feeds.txt",
        "desk.db",
        Settings(allow_private=True, delay=0),
        once=False,
        link=True,
        verbose=False,
        as_json=False,
        now=lambda: at[0],
        sleep=sleep,
    )
    assert code == Exit.FINE
    assert all(30 <= seconds <= 16.5 * 60 for seconds in slept)
    said = [re.sub(r"^\d\d\.\d\d\. \d\d:\d\d", "TIME", line) for line in capsys.readouterr().out.splitlines()]
    assert said[0] == "Watching 1 feed, list or page for desk.db; Ctrl-C ends it"
    assert said[1] == "TIME  Looked at 1 list; pages: 1 new."
    assert said[2] == f"  changed: {site.url('courier', '/flood')}"
    assert len(said) == 4


def test_a_service_that_is_stopped_ends_well(site: Wire, tmp_path: Path) -> None:
    site.feed("courier", ["/flood"])
    (tmp_path / "feeds.txt").write_text(site.url("courier", "/feed.rss"))
    place = for_others(tmp_path / "sayso.db")
    command = [sys.executable, "-m", "sayso", "watch", "feeds.txt", "--ledger", place, *OPTIONS]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as service:
        until = time.monotonic() + 60
        while not site.hits["/flood"] and service.poll() is None and time.monotonic() < until:
            time.sleep(0.02)
        time.sleep(0.3)
        service.send_signal(signal.SIGTERM)
        assert (service.wait(20), service.stderr.read() if service.stderr else "") == (0, "")
    with open_ledger(place) as ledger:
        assert len(list(ledger.pages())) <= 1


def test_the_nightly_example_runs(site: Wire, tmp_path: Path, run: Run) -> None:
    """Its commands are given here as they stand there, with the invented outlets on loopback."""
    plan = (EXAMPLE / "desk.toml").read_text(encoding="utf-8")
    addresses = re.findall(r'url = "(https://[^"]+)"', plan)
    paths = iter(["/feed.rss", "/news-sitemap.xml", "/flood"])
    for address in addresses:
        plan = plan.replace(address, site.url(address.split("/")[2].split(".")[-2], next(paths)))
    (tmp_path / "desk.toml").write_text(plan.replace("since = ", "# since = "), encoding="utf-8")
    commands = re.findall(r"^\s+(?:- run: )?(sayso .+)$", (EXAMPLE / "nightly.yml").read_text(encoding="utf-8"), re.MULTILINE)
    assert any(command.startswith("sayso watch") for command in commands)
    for command in commands:
        words = shlex.split(command.split("||")[0].split(">")[0])[1:]
        options = OPTIONS if words[0] == "watch" else ()
        ended = CliRunner().invoke(app, [*words, *options])
        assert ended.exit_code in (Exit.FINE, Exit.UNREADABLE), ended.output
    assert Path("desk.db").exists()


def test_an_address_where_a_file_should_be_is_told_how_to_become_one(run: Run, tmp_path: Path) -> None:
    code, _, err = run("http://courier.example/feed.rss?a=1&b", "--once")
    assert code == Exit.USAGE
    assert "http://courier.example/feed.rss?a=1&b is an address, and what to watch is named in a file" in err
    assert "echo 'http://courier.example/feed.rss?a=1&b' > feeds.txt" in err
    assert list(tmp_path.iterdir()) == []
