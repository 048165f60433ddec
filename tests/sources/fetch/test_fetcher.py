"""Fetching from the local site: what each way of answering comes to."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from sayso.page.pages import pages_of
from sayso.sources.fetch import Failure, Fetched, Fetcher, Known, Outcome, Settings, document_of
from tests.site import Site, article

QUICK = Settings(allow_private=True, delay=0, retries=1, waiting=0.5, longest=1.0, longest_wait=2.0)
FLOOD = article(1, outlet="Orle Times").encode()


def fetched(site: Site, path: str, *, host: str | None = None, settings: Settings = QUICK) -> Fetched:
    """What a path comes to; each from a host of its own, so that none waits for another."""
    with Fetcher(settings) as fetcher:
        (found,) = fetcher.fetch([site.url(host or f"h{abs(hash(path))}", path)])
    return found


GOT = ["/flood", "/gzip/flood", "/br/flood", "/deflate/flood", "/chunked/flood", "/to/3/flood", "/slow/0.2/flood"]


@pytest.mark.parametrize("path", GOT)
def test_the_bytes_are_those_that_a_browser_takes(site: Site, path: str) -> None:
    found = fetched(site, path)
    assert (found.outcome, found.status, found.data, found.failure, found.trouble) == (Outcome.GOT, 200, FLOOD, None, None)
    assert found.content_type == "text/html; charset=utf-8"
    assert found.charset == "utf-8"
    assert found.etag
    assert found.last_modified == "Tue, 11 Mar 2031 09:30:00 GMT"


FAILED = [
    ("/to/12/flood", Failure.REDIRECTS, 302, "it leads on more than 10 times, last to "),
    ("/around", Failure.REDIRECTS, 301, "it leads round in a circle, by "),
    ("/nowhere", Failure.REDIRECTS, 302, "it leads on to what cannot be fetched: javascript:void(0) is no address of the web"),
    (
        "/leads?to=ftp://x.example/",
        Failure.REDIRECTS,
        302,
        "it leads on to what cannot be fetched: ftp://x.example/ is no address",
    ),
    (
        "/leads?to=http://a:b@x.example/",
        Failure.REDIRECTS,
        302,
        "it leads on to what cannot be fetched: the address has a name or",
    ),
    ("/slow/3/flood", Failure.TIME, None, "does not answer in time; try again later"),
    ("/trickle", Failure.TIME, 200, "took longer than 1 seconds"),
    ("/cut/flood", Failure.CONNECTION, 200, "peer closed connection without sending complete message body"),
    ("/status/404", Failure.STATUS, 404, "the server says 404 Not Found: there is no such page, or no longer"),
    ("/status/410", Failure.STATUS, 410, "the server says 410 Gone: the page is gone for good"),
    ("/status/403", Failure.STATUS, 403, "open it in a browser and add the saved page"),
    ("/status/503", Failure.STATUS, 503, "too busy, or being mended; try again later"),
    ("/status/204", Failure.STATUS, 204, "the server says 204 No Content"),
    ("/huge", Failure.SIZE, 200, "it is larger than 16 MB, and only its beginning was taken"),
    ("/bomb", Failure.SIZE, 200, "unpacked it is larger than 32 MB, and is not taken for a page"),
    ("/bomb-br", Failure.SIZE, 200, "unpacked it is larger than 32 MB"),
    ("/empty", Failure.SIZE, 200, "the server sent an empty page"),
    ("/missing", Failure.STATUS, 404, "no such page"),
]


@pytest.mark.parametrize(("path", "failure", "status", "words"), FAILED, ids=[path for path, *_ in FAILED])
def test_what_goes_wrong_is_said(site: Site, path: str, failure: Failure, status: int | None, words: str) -> None:
    patient = replace(QUICK, waiting=5.0, longest=10.0) if "bomb" in path or path == "/huge" else QUICK
    found = fetched(site, path, settings=patient)
    assert (found.outcome, found.data, found.failure, found.status) == (Outcome.FAILED, None, failure, status)
    assert words in (found.trouble or "")


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ("ftp://courier.example/flood", "only http and https are fetched"),
        ("file:///etc/passwd", "only http and https are fetched"),
        ("http://", "names no host"),
        ("http://desk:secret@courier.example/", "has a name or password in it"),
        ("http://" + "a" * 3000, "longer than 2,048 characters"),
        ("http://courier.example:99999/", "is no address"),
        ("courier", "only http and https are fetched"),
    ],
)
def test_what_is_no_address_is_not_asked(asked: str, words: str) -> None:
    async def nobody(host: str, port: int) -> list[str]:
        raise AssertionError(f"{host} was looked up")

    with Fetcher(QUICK, resolve=nobody) as fetcher:
        (found,) = fetcher.fetch([asked])
    assert (found.failure, found.exchanges) == (Failure.ADDRESS, ())
    assert words in (found.trouble or "")
    assert "secret" not in (found.trouble or "")


def test_what_was_broken_off_is_kept_as_far_as_it_came(site: Site) -> None:
    found = fetched(site, "/cut/flood")
    assert [(e.cut, len(e.body), e.body) for e in found.exchanges if e.status == 200] == 2 * [
        ("disconnect", len(FLOOD) // 2, FLOOD[: len(FLOOD) // 2])
    ]


def test_each_redirect_is_an_exchange_of_its_own(site: Site) -> None:
    found = fetched(site, "/to/2/flood", host="turns")
    assert found.asked == site.url("turns", "/to/2/flood")
    assert found.url == site.url("turns", "/flood")
    assert found.redirects == ((302, site.url("turns", "/to/2/flood")), (302, site.url("turns", "/to/1/flood")))
    assert [(e.url.rsplit(":", 1)[1].split("/", 1)[1], e.status) for e in found.exchanges] == [
        ("robots.txt", 404),
        ("to/2/flood", 302),
        ("to/1/flood", 302),
        ("flood", 200),
    ]
    sent = dict(found.exchanges[-1].sent)
    assert sent["User-Agent"].startswith("sayso/")
    assert found.exchanges[-1].address == "127.0.0.1"


def test_a_cookie_lives_for_one_fetch(site: Site) -> None:
    assert fetched(site, "/cookie", host="biscuit").outcome is Outcome.GOT
    assert "cookie" not in [h for host, path, h in site.requests if host == "biscuit"][1]


def test_a_server_is_asked_again_where_it_is_in_trouble_for_a_moment(site: Site) -> None:
    assert fetched(site, "/busy/1", host="busy").outcome is Outcome.GOT
    found = fetched(site, "/busy/99?after=1", host="busy2")
    assert (found.failure, [e.status for e in found.exchanges]) == (Failure.STATUS, [404, 429, 429])


def test_a_host_that_asks_to_be_left_alone_for_long_is(site: Site) -> None:
    before = site.hits["/flood"]
    with Fetcher(QUICK) as fetcher:
        urls = [site.url("closed", "/busy/98?after=3600"), site.url("closed", "/flood")]
        busy, other = fetcher.fetch(urls)
    assert busy.retry_at is not None
    assert abs(busy.retry_at - datetime.now(UTC) - timedelta(hours=1)) < timedelta(minutes=1)
    assert other.trouble is not None
    assert "asked to be left alone until" in other.trouble
    assert other.retry_at == busy.retry_at
    assert site.hits["/flood"] == before


def test_a_page_that_is_known_is_asked_for_only_if_it_changed(site: Site) -> None:
    url = site.url("again", "/strike")
    with Fetcher(QUICK) as fetcher:
        (first,) = fetcher.fetch([url])
        known = Known(url, first.etag, first.last_modified, lambda: first.data or b"")
        (second,) = fetcher.fetch([url], known=lambda _: known)
        site.change("/strike", "The dockers went back to work on Friday, the union said.")
        (third,) = fetcher.fetch([url], known=lambda _: known)
    assert (second.outcome, second.status, second.data) == (Outcome.UNCHANGED, 304, None)
    assert (third.outcome, third.status) == (Outcome.GOT, 200)
    assert b"went back to work" in (third.data or b"")


def test_robots_are_kept_to(site: Site) -> None:
    allowed = {}
    with Fetcher(QUICK) as fetcher:
        for host, path in (
            ("strict", "/flood"),
            ("part", "/private/x"),
            ("part", "/flood"),
            ("part", "/not-sayso"),
            ("ill", "/flood"),
        ):
            (found,) = fetcher.fetch([site.url(host, path)])
            allowed[host, path] = (found.failure, found.trouble)
    why = "the site's robots.txt asks programs to leave it alone; --ignore-robots fetches it all the same"
    assert allowed["strict", "/flood"] == (Failure.ROBOTS, why)
    assert allowed["part", "/private/x"] == (Failure.ROBOTS, why)
    assert allowed["part", "/not-sayso"] == (Failure.ROBOTS, why)
    assert allowed["part", "/flood"] == (None, None)
    assert allowed["ill", "/flood"][0] is Failure.ROBOTS
    assert "could not be had (status 503)" in (allowed["ill", "/flood"][1] or "")
    assert [path for host, path, _ in site.requests if host == "strict"] == ["/robots.txt"]
    assert [path for host, path, _ in site.requests if host == "part"] == ["/robots.txt", "/flood"]


def test_without_an_answer_for_robots_nothing_is_fetched() -> None:
    with Fetcher(QUICK) as fetcher:
        (found,) = fetcher.fetch(["http://nothing.localhost:9/flood"])
    assert (found.failure, found.exchanges) == (Failure.CONNECTION, ())
    assert found.trouble == "the connection to nothing.localhost failed (All connection attempts failed); try again later"


def test_robots_can_be_ignored_and_are_not_asked_for_then(site: Site) -> None:
    assert fetched(site, "/flood", host="strict", settings=replace(QUICK, robots=False)).outcome is Outcome.GOT


def test_a_host_is_asked_slowly_and_others_meanwhile(site: Site) -> None:
    began = time.monotonic()
    with Fetcher(replace(QUICK, delay=0.25, robots=False)) as fetcher:
        urls = [site.url(host, f"/page/{n}") for host in ("one", "two", "three") for n in range(3)]
        assert {f.outcome for f in fetcher.fetch(urls)} == {Outcome.GOT}
    assert 0.5 <= time.monotonic() - began < 1.4


def test_a_crawl_delay_is_kept_to(site: Site) -> None:
    began = time.monotonic()
    with Fetcher(QUICK) as fetcher:
        list(fetcher.fetch([site.url("slowly", f"/page/{n}") for n in range(3)]))
    assert time.monotonic() - began > 0.55


def test_leaving_off_leaves_nothing_running(site: Site) -> None:
    with Fetcher(QUICK) as fetcher:
        for _ in fetcher.fetch(site.url("many", f"/page/{n}") for n in range(10_000)):
            break
        (other,) = fetcher.fetch([site.url("another", "/flood")])
    assert other.outcome is Outcome.GOT


def test_the_character_set_of_the_header_reaches_the_page(site: Site) -> None:
    found = fetched(site, "/charset/iso-8859-1")
    assert found.data is not None
    (page,) = pages_of(document_of(found, None, found.data))
    assert "Le maire a dit que la rivière était montée à minuit, près de l’église".replace("’", "?") in page.text
    wrong = fetched(site, "/charset/wrong")  # it says ISO 8859-1, but the bytes are whole UTF-8
    assert "rivière était montée" in pages_of(document_of(wrong, None, wrong.data or b""))[0].text


def test_a_page_of_scripts_says_so(site: Site) -> None:
    found = fetched(site, "/app")
    (page,) = pages_of(document_of(found, None, found.data or b""))
    assert (page.state.value, "scripts" in (page.note or "")) == ("stub", True)


def test_a_document_says_where_it_is_from(site: Site) -> None:
    found = fetched(site, "/to/1/report.pdf", host="papers")
    document = document_of(found, None, found.data or b"")
    assert (document.kind.value, document.name, document.how) == ("pdf", "report", None)
    assert (document.seen, document.url) == (site.url("papers", "/to/1/report.pdf"), site.url("papers", "/report.pdf"))
