"""Watching the local site over simulated days: what is fetched when, what becomes of it, and what a kill leaves."""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sayso.errors import LedgerBusy, UsageError
from sayso.ledger.integrity import audit
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.page.page import Page
from sayso.reading.reading import Attribution, Reading
from sayso.sources.fetch import Outcome, Settings
from sayso.stories.linking import link
from sayso.stories.revisions.change import ChangeKind
from sayso.stories.revisions.revision import documents_in_versions, revision_of, steps_in, unread_in
from sayso.text import Span
from sayso.watching import Looked, PageLook, Round, Watching, alone, plan_of, state_beside
from sayso.watching.log import Log
from sayso.watching.plan import name_of
from sayso.watching.times import AGAIN, jittered, next_look, next_of_page, next_try, steps_of
from tests.site import Site

SETTINGS = Settings(allow_private=True, delay=0, retries=0, waiting=2.0, longest=3.0, longest_wait=1.0)
START = datetime(2031, 3, 12, 8, tzinfo=UTC)
SAID = re.compile(r"([A-Z]\w+ [A-Z]\w+) (said) ([^.]+)")
HOUR = timedelta(hours=1)


class Wire(Site):
    """The site, with paths that answer whatever a test wants: status, headers, body."""

    def __init__(self) -> None:
        super().__init__()
        self.raw: dict[str, tuple[int, dict[str, str], bytes]] = {}

    def _page(self, host: str, path: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
        return self.raw[path] if path in self.raw else super()._page(host, path, headers)


class PatternReader:
    """Finds *Ada Ruiz said …*."""

    name = "pattern-1"

    def read(self, page: Page) -> Reading:
        found = [[(Span(*m.span(group)),) for group in (1, 2, 3)] for m in SAID.finditer(page.text)]
        return Reading(tuple(Attribution(*pieces) for pieces in found), self.name)

    def read_many(self, pages: Iterable[Page]) -> Iterator[Reading]:
        return (self.read(page) for page in pages)


@dataclass
class Clock:
    """A clock that is set by hand; like any clock it is a little further on whenever it is looked at."""

    at: datetime = START

    def __call__(self) -> datetime:
        self.at += timedelta(microseconds=1)
        return self.at


@dataclass
class Desk:
    """A plan, the site and a ledger, watched by a clock that is set by hand."""

    site: Wire
    ledger: Ledger
    plan: Path
    clock: Clock = field(default_factory=Clock)
    looks: list[PageLook] = field(default_factory=list)
    lists: list[Looked] = field(default_factory=list)

    def says(self, text: str) -> Desk:
        self.plan.write_text(text, encoding="utf-8")
        return self

    def watching(self) -> Watching:
        return Watching(
            self.ledger,
            plan_of(self.plan),
            PatternReader(),
            SETTINGS,
            now=self.clock,
            random=lambda: 0.5,
            on_page=self.looks.append,
            on_list=self.lists.append,
        )

    def round(self, *, prompt: bool = False) -> Round:
        with self.watching() as watching:
            return watching.round(prompt=prompt)

    def until(self, end: datetime) -> list[Round]:
        """All rounds up to a moment, each when it is due."""
        rounds: list[Round] = []
        with self.watching() as watching:
            while (due := watching.next_at) is not None and due <= end:
                self.clock.at = max(due, self.clock.at)
                rounds.append(watching.round())
                assert len(rounds) < 1000
        self.clock.at = end
        return rounds

    def asked(self, path: str) -> int:
        return sum(each == path for _, each, _ in self.site.requests)

    @property
    def log(self) -> list[dict[str, object]]:
        path = self.ledger.path.with_name(self.ledger.path.name + ".watch-log.jsonl")
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def hours(at: datetime | None) -> float:
    """How long after the start, to the minute."""
    assert at is not None
    return round((at - START) / timedelta(minutes=1)) / 60


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with Wire() as site, open_ledger(tmp_path / "desk.db", create=True) as ledger:
        yield Desk(site, ledger, tmp_path / "plan")


def test_a_feed_comes_in_and_nothing_is_fetched_twice_without_need(desk: Desk) -> None:
    desk.says(desk.site.url("courier", "/feed.rss") + "\n")
    first = desk.round()
    assert (first.new, first.changed, first.unchanged, dict(first.failed)) == (3, 0, 0, {})
    assert [(looked.form, looked.items, looked.new) for looked in first.lists] == [("RSS", 3, 3)]
    assert [desk.asked(path) for path in ("/flood", "/strike", "/bridge")] == [1, 1, 1]
    desk.until(START + timedelta(minutes=50))  # three more looks at the feed, of which nothing comes
    assert [desk.asked(path) for path in ("/feed.rss", "/flood")] == [4, 1]
    assert [headers.get("if-none-match") is not None for _, path, headers in desk.site.requests if path == "/feed.rss"] == [
        False,
        True,
        True,
        True,
    ]
    desk.site.feed("courier", ["/page/9", "/flood", "/strike", "/bridge"])
    (round_,) = [r for r in desk.until(START + HOUR + timedelta(minutes=1)) if r.new]
    assert [look.url for look in desk.looks if look.what == "new"][-1] == desk.site.url("courier", "/page/9")
    assert round_.new == 1


def test_a_silent_change_is_found_and_is_a_revision(desk: Desk) -> None:
    desk.site.change(
        "/flood", "Ada Ruiz said nine people were killed in the flood at Port Maren. The river is still rising there."
    )
    desk.site.feed("courier", ["/flood"])
    desk.says(desk.site.url("courier", "/feed.atom"))
    desk.until(START + timedelta(hours=4))
    desk.site.change(
        "/flood", "Ada Ruiz said two people were killed in the flood at Port Maren. The river is still rising there."
    )
    rounds = desk.until(START + timedelta(hours=9))
    assert [(hours(r.at), r.changed) for r in rounds if r.changed] == [(7, 1)]
    assert desk.asked("/flood") == 5  # new, an hour, three, seven with the change, and an hour after that again
    link(desk.ledger)
    (step,) = steps_in(documents_in_versions(desk.ledger))
    assert ChangeKind.FIGURE_CHANGED in {change.kind for change in revision_of(desk.ledger, step).changes}
    outcomes = [row.outcome for row in desk.ledger.fetches(desk.site.url("courier", "/flood"))]
    assert outcomes == [Outcome.UNCHANGED, Outcome.GOT, Outcome.UNCHANGED, Outcome.UNCHANGED, Outcome.GOT]


def test_what_could_not_be_read_is_no_change(desk: Desk) -> None:
    article = "Ada Ruiz said nine people were killed in the flood at Port Maren. The river is still rising there."
    notice = (200, {"content-type": "text/html"}, b"<title>Just a moment</title><p>Checking your browser before you go on.</p>")
    desk.site.raw["/flood"] = notice
    desk.site.feed("courier", ["/flood"])
    desk.says(desk.site.url("courier", "/feed.atom"))
    assert desk.round().new == 1
    del desk.site.raw["/flood"]
    desk.site.change("/flood", article)
    assert [(r.new, r.changed, r.unread) for r in desk.until(START + timedelta(hours=2)) if r.gathered] == [(1, 0, 0)]
    desk.site.raw["/flood"] = (200, notice[1], notice[2] + b"<p>Ray 7</p>")
    assert [(r.new, r.changed, r.unread) for r in desk.until(START + timedelta(hours=4)) if r.gathered] == [(0, 0, 1)]
    assert [look.what for look in desk.looks] == ["new", "new", "unread"]
    assert desk.looks[-1].trouble
    del desk.site.raw["/flood"]
    rounds = [r for r in desk.until(START + timedelta(hours=16)) if r.gathered]
    assert [(r.changed, r.unchanged, r.unread) for r in rounds] == [(0, 1, 0)] * len(rounds) != []
    link(desk.ledger)
    documents = documents_in_versions(desk.ledger)
    assert steps_in(documents) == []
    assert len(unread_in(documents)) == 2


def test_a_page_is_looked_at_ever_more_seldom_and_then_no_more(desk: Desk) -> None:
    desk.site.feed("courier", ["/flood"])
    desk.says(f'every = "1 day"\n[[watch]]\nurl = "{desk.site.url("courier", "/feed.rss")}"')
    rounds = desk.until(START + timedelta(days=20))
    assert [hours(r.at) for r in rounds if r.new or r.unchanged] == [0, 1, 3, 7, 15, 39, 87, 159]
    assert desk.asked("/flood") == 8
    assert desk.asked("/feed.rss") == 20


def test_what_fails_is_asked_ever_more_seldom(desk: Desk) -> None:
    desk.site.raw["/feed"] = (503, {}, b"")
    desk.says(desk.site.url("courier", "/feed"))
    rounds = desk.until(START + timedelta(days=4))
    minutes = [round((r.at - START) / timedelta(minutes=1)) for r in rounds]
    assert [b - a for a, b in itertools.pairwise(minutes)] == [30, 60, 120, 240, 480, 960, 1440, 1440]
    assert {r.troubled[0].trouble for r in rounds} == {
        "the server says 503 Service Unavailable: the server is too busy, or being mended; try again later"
    }
    desk.site.raw["/feed"] = (200, {}, RSS)
    assert next(r.new for r in desk.until(START + timedelta(days=5))) == 1


def test_retry_after_is_kept_to(desk: Desk) -> None:
    desk.site.raw["/feed"] = (429, {"Retry-After": "7200"}, b"")
    desk.says(desk.site.url("courier", "/feed"))
    assert [hours(r.at) for r in desk.until(START + 3 * HOUR)] == [0, 2]


@pytest.mark.parametrize(
    ("head", "after"),
    [
        ("<ttl>180</ttl>", 3),
        ("<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>", 6),
        ("<sy:updatePeriod>yearly</sy:updatePeriod>", 24),
        ("<ttl>5</ttl>", 0.25),
    ],
)
def test_a_feed_that_asks_for_rest_gets_it(desk: Desk, head: str, after: float) -> None:
    space = "http://purl.org/rss/1.0/modules/syndication/"
    feed = f'<rss version="2.0" xmlns:sy="{space}"><channel><title>T</title>{head}</channel></rss>'
    desk.site.raw["/feed"] = (200, {}, feed.encode())
    desk.says(desk.site.url("courier", "/feed"))
    assert hours(desk.round().next_at) == after


RSS = b'<rss version="2.0"><channel><title>T</title><item><link>/flood</link></item></channel></rss>'
GONE_WRONG = [
    ((410, {}, b""), "the server says 410 Gone: the page is gone for good", None),
    ((404, {}, b""), "the server says 404 Not Found: there is no such page, or no longer", 0.5),
    ((200, {}, b"<!doctype html><p>Please log in"), "a web page came where RSS came before; look at it in a browser", 0.5),
    ((200, {}, b""), "the server sent an empty page", 0.5),
    ((200, {}, b" \n"), "it is empty", 0.5),
    ((200, {}, b'{"error": "down"}'), "it is JSON, but no JSON Feed: it has no items", 0.5),
]


@pytest.mark.parametrize(("answer", "words", "again"), GONE_WRONG, ids=[words[:24] for _, words, _ in GONE_WRONG])
def test_a_feed_that_goes_wrong_says_so(
    desk: Desk, answer: tuple[int, dict[str, str], bytes], words: str, again: float | None
) -> None:
    desk.site.raw["/feed"] = (200, {}, RSS)
    desk.says(desk.site.url("courier", "/feed"))
    desk.round()
    desk.site.raw["/feed"] = answer
    desk.clock.at += timedelta(minutes=15)
    round_ = desk.round()
    assert [looked.trouble for looked in round_.troubled] == [words]
    with desk.watching() as watching:
        assert [over for _, over in watching.gone()] == (["gone"] if again is None else [])
    desk.until(START + timedelta(minutes=50))
    assert desk.asked("/feed") == (2 if again is None else 3)


def test_broken_xml_is_read_as_far_as_it_goes_and_it_is_said(desk: Desk) -> None:
    desk.site.raw["/feed"] = (200, {}, RSS.replace(b"</channel></rss>", b"<item><link>/str"))
    desk.says(desk.site.url("courier", "/feed"))
    round_ = desk.round()
    assert round_.new == 1
    assert round_.lists[0].notes[0].startswith("it is broken XML, and what could be read was")


def test_a_feed_that_moved_for_good_is_followed_and_the_file_left_alone(desk: Desk) -> None:
    there = desk.site.url("courier", "/feed.rss")
    desk.site.raw["/old"] = (301, {"Location": there}, b"")
    desk.says(desk.site.url("courier", "/old"))
    round_ = desk.round()
    assert (round_.new, round_.lists[0].moved_to) == (3, there)
    assert desk.plan.read_text() == desk.site.url("courier", "/old")
    assert [entry.get("moved_to") for entry in desk.log if entry["what"] == "list"] == [there]


def test_a_page_that_is_watched_itself_is_fetched_once_a_look(desk: Desk) -> None:
    desk.says(f'[[watch]]\nurl = "{desk.site.url("courier", "/flood")}"\nevery = "1 hour"\noutlet = "The Courier of Maren"')
    assert desk.round().new == 1
    assert desk.asked("/flood") == 1
    desk.site.change("/flood", "Ada Ruiz said nothing more was known about the flood. The river is still rising in the town.")
    rounds = desk.until(START + timedelta(hours=2, minutes=5))
    assert [(r.new, r.changed, r.unchanged) for r in rounds] == [(0, 1, 0), (0, 0, 1)]
    assert desk.asked("/flood") == 3
    assert {row.outlet for row in desk.ledger.pages()} == {"The Courier of Maren"}


def test_sitemaps_of_an_index_and_feeds_of_an_opml_list(desk: Desk) -> None:
    opml = f'<opml version="2.0"><body><outline xmlUrl="{desk.site.url("post", "/feed.json")}"/></body></opml>'
    desk.site.raw["/feeds.opml"] = (200, {}, opml.encode())
    desk.site.feed("post", ["/page/5"])
    desk.says(f"{desk.site.url('courier', '/sitemap-index.xml')}\n{desk.site.url('post', '/feeds.opml')}\n")
    round_ = desk.round()
    assert round_.new == 4
    forms = ["JSON Feed", "OPML", "news sitemap", "sitemap", "sitemap index"]
    assert sorted(looked.form or "" for looked in round_.lists) == forms
    desk.site.feed("post", ["/page/6", "/page/5"])
    assert sum(r.new for r in desk.until(START + timedelta(minutes=16))) == 1


def test_what_a_plan_wants(desk: Desk) -> None:
    desk.says(
        f"""
        since = 2031-03-11T09:31:00Z
        [[watch]]
        url = "{desk.site.url("courier", "/feed.rss")}"
        without = ["Story 2"]
        """
    )
    assert [look.url for look in (desk.round(), desk.looks)[1]] == [desk.site.url("courier", "/strike")]
    desk.says(f'[[watch]]\nurl = "{desk.site.url("courier", "/feed.rss")}"\nwords = ["flo*", "bridge"]')
    desk.clock.at += timedelta(minutes=15)
    assert desk.round().new == 2  # though the feed did not change


def test_the_newest_come_first_and_no_more_than_asked_for(desk: Desk) -> None:
    desk.site.feed("courier", [f"/page/{n}" for n in range(20)])
    desk.says(f'[[watch]]\nurl = "{desk.site.url("courier", "/feed.rss")}"\nmost = 4')
    round_ = desk.round()
    assert (round_.new, round_.lists[0].left) == (4, 16)
    assert {look.url for look in desk.looks} == {desk.site.url("courier", f"/page/{n}") for n in (16, 17, 18, 19)}


def test_a_page_that_is_not_there_does_not_stop_the_others(desk: Desk) -> None:
    desk.site.feed("courier", ["/missing", "/status/410", "/flood"])
    desk.says(desk.site.url("courier", "/feed.rss"))
    round_ = desk.round()
    assert (round_.new, dict(round_.failed)) == (1, {"status": 2})
    desk.until(START + timedelta(hours=2))
    assert (desk.asked("/missing"), desk.asked("/status/410")) == (2, 1)


def test_what_is_remembered_can_be_thrown_away(desk: Desk) -> None:
    desk.says(desk.site.url("courier", "/feed.rss"))
    desk.round()
    state_beside(desk.ledger.path).write_bytes(b"no database at all" * 100)
    desk.clock.at += timedelta(minutes=15)
    round_ = desk.round()
    assert (round_.new, round_.followed, desk.asked("/flood")) == (0, 3, 1)
    assert sum(r.unchanged for r in desk.until(START + timedelta(hours=1, minutes=1))) == 3


def test_nothing_of_a_sealed_page_stays_beside_the_ledger(desk: Desk, tmp_path: Path) -> None:
    desk.says(desk.site.url("courier", "/feed.rss"))
    desk.round()
    (row,) = desk.ledger.fetches(desk.site.url("courier", "/flood"))
    assert row.page is not None
    desk.ledger.seal(row.page, by="Rhea Venn", reason="a witness", at=START)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("desk.db.watch*"))
    assert b"/flood" not in kept
    desk.until(START + timedelta(days=1))
    assert desk.asked("/flood") == 1
    assert b"/flood" not in b"".join(path.read_bytes() for path in tmp_path.glob("desk.db.watch*"))


def test_the_addresses_of_many_pages_leave_no_trace(desk: Desk, tmp_path: Path) -> None:
    desk.site.feed("courier", [f"/page/{n}" for n in range(80)])
    desk.says(desk.site.url("courier", "/feed.rss"))
    with desk.watching() as watching:  # also while it goes on
        assert watching.round().new == 80
        assert b"/page/" not in b"".join(path.read_bytes() for path in tmp_path.glob("desk.db.watch*"))


def test_the_log_turns_over(tmp_path: Path) -> None:
    log = Log(tmp_path / "log", largest=100)
    for number in range(20):
        log.write({"number": number, "words": "é" * 40})
    assert sorted(path.name for path in tmp_path.iterdir()) == ["log", "log.1", "log.2", "log.3"]
    lines = [
        json.loads(line)["number"] for name in ("log.1", "log") for line in (tmp_path / name).read_text("utf-8").splitlines()
    ]
    assert lines == [18, 19]


def test_two_do_not_watch_at_once(tmp_path: Path) -> None:
    with alone(tmp_path / "desk.db"):
        with (
            pytest.raises(LedgerBusy, match=rf"Another sayso watch \(process {os.getpid()}\) is at work for"),
            alone(tmp_path / "desk.db"),
        ):
            pass
        with alone(tmp_path / "other.db"):
            pass
    with alone(tmp_path / "desk.db"):
        pass


def test_a_list_that_says_that_a_page_changed_is_believed(desk: Desk) -> None:
    def sitemap(hour: int) -> bytes:
        url = desk.site.url("courier", "/flood")
        return f"<urlset><url><loc>{url}</loc><lastmod>2031-03-12T{hour:02}:00:00Z</lastmod></url></urlset>".encode()

    desk.site.raw["/map"] = (200, {}, sitemap(7))
    desk.says(desk.site.url("courier", "/map"))
    desk.until(START + timedelta(hours=3, minutes=10))
    assert desk.asked("/flood") == 3
    desk.site.raw["/map"] = (200, {}, sitemap(11))
    desk.until(START + timedelta(hours=3, minutes=20))
    assert desk.asked("/flood") == 4


def test_of_an_index_only_what_it_says_changed_is_asked_for(desk: Desk) -> None:
    def index(hour: int) -> bytes:
        inner = "".join(
            f"<sitemap><loc>{desk.site.url('courier', path)}</loc><lastmod>2031-03-{day}T{at:02}:00:00Z</lastmod></sitemap>"
            for path, day, at in (("/sitemap.xml", 10, 6), ("/news-sitemap.xml", 12, hour))
        )
        return f"<sitemapindex>{inner}</sitemapindex>".encode()

    desk.site.raw["/index"] = (200, {}, index(7))
    desk.says(desk.site.url("courier", "/index"))
    desk.until(START + timedelta(minutes=35))
    assert [desk.asked(path) for path in ("/index", "/sitemap.xml", "/news-sitemap.xml")] == [3, 1, 1]
    for hour in (8, 9):  # of which the first brings nothing new
        desk.site.raw["/index"] = (200, {}, index(hour))
        desk.until(desk.clock.at + timedelta(minutes=31))
    assert [desk.asked(path) for path in ("/sitemap.xml", "/news-sitemap.xml")] == [1, 3]


def test_only_what_the_plan_names_is_looked_at_again(desk: Desk) -> None:
    desk.says(desk.site.url("courier", "/feed.rss")).round()
    desk.site.feed("post", ["/page/5"])
    desk.says(desk.site.url("post", "/feed.rss"))
    desk.until(START + timedelta(hours=2))
    assert (desk.asked("/flood"), desk.asked("/page/5")) == (1, 2)


CHILD = """
import sys, time
from tests.test_watching import PatternReader, SETTINGS
from sayso.ledger.ledger import open_ledger
from sayso.watching import Watching, plan_of

class Slow(PatternReader):
    def read(self, page):
        time.sleep(0.02)
        return super().read(page)

with open_ledger(sys.argv[1], create=True) as ledger, Watching(ledger, plan_of(sys.argv[2]), Slow(), SETTINGS) as watching:
    watching.round()
"""


@pytest.mark.parametrize("asked", [1, 12, 30, 47])
def test_a_kill_in_the_middle_of_a_round_loses_nothing(tmp_path: Path, asked: int) -> None:
    with Wire() as site:
        paths = [f"/page/{n}" for n in range(48)]
        site.feed("courier", paths[:24])
        site.feed("post", paths[24:])
        plan = tmp_path / "plan"
        plan.write_text(f"{site.url('courier', '/feed.rss')}\n{site.url('post', '/feed.json')}\n")
        child = subprocess.Popen(
            [sys.executable, "-c", CHILD, str(tmp_path / "desk.db"), str(plan)], cwd=Path(__file__).parents[1]
        )
        until = time.monotonic() + 60
        while sum(site.hits[path] for path in paths) < asked and child.poll() is None and time.monotonic() < until:
            time.sleep(0.005)
        child.send_signal(signal.SIGKILL)
        child.wait()
        with open_ledger(tmp_path / "desk.db", create=True) as ledger:
            before = {row.asked for row in ledger.fetches()}
            desk = Desk(site, ledger, plan, Clock(datetime.now(UTC)))
            done = desk.round()
            urls = {site.url("courier", path) for path in paths[:24]} | {site.url("post", path) for path in paths[24:]}
            rows = list(ledger.fetches())
            assert ({row.asked for row in rows}, len(rows)) == (urls, 48)
            assert (done.waiting, done.followed, len(list(ledger.pages()))) == (0, 48, 48)
            assert len(before) < 48
            # what was on its way when the kill came may be asked for again, and nothing else
            assert all(site.hits[path] <= 2 for path in paths)
            assert sum(site.hits[path] for path in paths) <= 48 + 48
            assert not audit(ledger).faults
            assert desk.round().gathered is None


def test_a_round_that_was_stopped_goes_on(desk: Desk) -> None:
    desk.says(desk.site.url("courier", "/feed.rss"))
    seen: list[PageLook] = []

    def stop(look: PageLook) -> None:
        seen.append(look)
        raise KeyboardInterrupt

    with Watching(desk.ledger, plan_of(desk.plan), PatternReader(), SETTINGS, now=desk.clock, on_page=stop) as watching:
        done = watching.round()
    assert (done.interrupted, len(seen), done.waiting) == (True, 1, 2)
    assert (desk.round().new, desk.asked("/feed.rss")) == (2, 1)


# Plans

PLANS: list[tuple[str, str]] = [
    ('[[watch]]\nurl = "courier.example"', "number 1: url must be an address that begins with https://, not 'courier.example'"),
    ('[[watch]]\nurl = "https://a.example/f"\nword = ["x"]', "'word' is not one of url, name, outlet, every, words"),
    ('[[watch]]\nurl = "https://a.example/f"\nevery = "often"', 'every must be a time such as "15 min", "2 hours" or "1 day"'),
    ('[[watch]]\nurl = "https://a.example/f"\nevery = "0 min"', "every must be a minute at least"),
    ('[[watch]]\nurl = "https://a.example/f"\nsince = "spring"', "since must be a date such as 2031-03-11, not 'spring'"),
    ('[[watch]]\nurl = "https://a.example/f"\nmost = 0', "most must be a number from 1 to 50000, not 0"),
    ('[[watch]]\nurl = "https://a.example/f"\nwords = [1]', 'words must be a list of words, as ["flood*", "dam"], not [1]'),
    ('[[watch]]\nurl = "https://a.example/f"\n[[watch]]\nurl = "https://a.example/f"', "is there twice; name it once"),
    ('every = "1 h"\n[watch]\n', "names nothing to watch"),
    ("[[watch]]\nurl = ", "is no TOML"),
    ("", "names nothing to watch (it is empty)"),
    ("just words\n", "names nothing to watch (it is neither a feed, nor a list of addresses, nor a page)"),
]


@pytest.mark.parametrize(("text", "words"), PLANS, ids=[words[:30] for _, words in PLANS])
def test_a_plan_that_makes_no_sense_is_refused(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "plan").write_text(text)
    with pytest.raises(UsageError, match=re.escape(words)):
        plan_of(tmp_path / "plan")


def test_a_plan_in_three_forms(tmp_path: Path) -> None:
    plan = tmp_path / "plan"
    plan.write_text("# ours\nhttps://a.example/f.rss  Port Maren\n\nhttps://b.example/\nhttps://b.example/\n")
    assert [(w.url, w.name) for w in plan_of(plan).watched] == [
        ("https://a.example/f.rss", "Port Maren"),
        ("https://b.example/", "b.example"),
    ]
    plan.write_text('<opml><body><outline text="Dams"><outline text="A" xmlUrl="https://a.example/f"/></outline></body></opml>')
    assert [(w.url, w.name) for w in plan_of(plan).watched] == [("https://a.example/f", "A")]
    plan.write_text('every = "2 hours"\nwords = "flood*"\n[[watch]]\nurl = "https://a.example/f"\nevery = "1 day"')
    (watched,) = plan_of(plan).watched
    assert (watched.every, watched.words, watched.name) == (timedelta(days=1), ("flood*",), name_of(watched.url))


# When to look


def test_times() -> None:
    quarter = timedelta(minutes=15)
    assert next_look(quarter, failures=0, rest=timedelta(days=30)) == timedelta(days=1)
    assert [next_look(quarter, failures=n, rest=None) / HOUR for n in (0, 1, 2, 7, 60)] == [0.25, 0.5, 1, 24, 24]
    assert next_look(timedelta(days=3), failures=2, rest=None) == timedelta(days=3)
    assert [next_try(n) for n in (1, 8, 9)] == [quarter, timedelta(days=1), None]
    assert [jittered(HOUR, lambda r=r: r) / HOUR for r in (0, 0.5, 1)] == pytest.approx([0.9, 1, 1.1])
    assert [steps_of(timedelta(hours=h)) for h in (0, 1, 2, 3, 1000)] == [0, 1, 1, 2, len(AGAIN)]
    assert next_of_page(START, START, len(AGAIN)) is None
    assert next_of_page(START, START + timedelta(days=22), 0) is None
