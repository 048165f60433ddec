"""Lists of pages in all their forms, whole and broken, and those that mean harm."""

from __future__ import annotations

import gzip
import time
from datetime import UTC, datetime, timedelta

import pytest

from sayso.sources.feeds import Form, Inner, Item, Listing, listing_of
from sayso.sources.fetch import Fetcher, Settings
from tests.site import Site
from tests.site.server import _FORMS

NOW = datetime(2031, 3, 12, tzinfo=UTC)
AT = datetime(2031, 3, 11, 9, 30, tzinfo=UTC)
HERE = "http://courier.example/news/feed"


def read(data: bytes | str, *, url: str | None = HERE, charset: str | None = None) -> Listing:
    return listing_of(data.encode() if isinstance(data, str) else data, url=url, charset=charset, now=NOW)


def item(path: str, **said: object) -> Item:
    return Item(f"http://courier.example{path}", **said)  # type: ignore[arg-type]


CASES: list[tuple[str, str, Listing]] = [
    (
        "RSS 0.91, with its DOCTYPE",
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.example/rss-0.91.dtd">'
        '<rss version="0.91"><channel><title>Courier</title><language>en-gb</language>'
        "<item><title>Flood</title><link>/flood</link></item></channel></rss>",
        Listing(Form.RSS, (item("/flood", title="Flood", language="en-gb"),), title="Courier", language="en-gb"),
    ),
    (
        "RSS 1.0, which is RDF",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Courier</title></channel>'
        "<item><title>Flood</title><link>http://courier.example/flood</link><dc:date>2031-03-11T09:30:00+00:00</dc:date>"
        "<dc:language>fr</dc:language></item></rdf:RDF>",
        Listing(Form.RSS, (item("/flood", title="Flood", updated=AT, language="fr"),), title="Courier"),
    ),
    (
        "RSS 2.0, with HTML in a title, an address in guid alone, one twice and one with a tracking word",
        '<rss version="2.0"><channel><title>Courier</title><ttl>60</ttl>'
        "<item><title>The &lt;b&gt;flood&lt;/b&gt; &amp;amp; after</title><link>flood</link>"
        "<pubDate>Tue, 11 Mar 2031 04:30:00 EST</pubDate></item>"
        "<item><title>Strike</title><guid>http://courier.example/strike</guid></item>"
        "<item><title>Again</title><link>flood</link></item><item><link>flood?utm_source=rss</link></item>"
        '<item><title>No address</title><guid isPermaLink="false">1</guid></item></channel></rss>',
        Listing(
            Form.RSS,
            (
                item("/news/flood", title="The flood & after", published=AT),
                item("/strike", title="Strike"),
                item("/news/flood?utm_source=rss"),
            ),
            title="Courier",
            rest=timedelta(hours=1),
            notes=("1 entry has no address",),
        ),
    ),
    (
        "Atom, with languages and a base of its own",
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="http://courier.example/b/"><title>Courier</title>'
        '<entry><title type="html">Flood &amp;amp; rain</title><link rel="edit" href="/edit"/><link href="flood"/>'
        "<published>2031-03-11T10:30:00+01:00</published><updated>2031-03-11T12:30:00Z</updated></entry>"
        '<entry xml:lang="cy"><title>Llif</title><link href="/llif"/></entry></feed>',
        Listing(
            Form.ATOM,
            (
                item("/b/flood", title="Flood & rain", published=AT, updated=AT + timedelta(hours=3), language="en"),
                item("/llif", title="Llif", language="cy"),
            ),
            title="Courier",
            language="en",
        ),
    ),
    (
        "JSON Feed 1.1",
        '{"version": "https://jsonfeed.org/version/1.1", "title": "Courier", "language": "en", "expired": true, "items": ['
        '{"id": "1", "url": "/flood", "title": "Flood", "date_published": "2031-03-11T09:30:00Z", "language": "fr"},'
        '{"id": "http://courier.example/strike", "summary": "A strike"}, 7, {"id": "3"}]}',
        Listing(
            Form.JSON_FEED,
            (
                item("/flood", title="Flood", published=AT, language="fr"),
                item("/strike", title="A strike", language="en"),
            ),
            title="Courier",
            language="en",
            ended=True,
            notes=("1 of its items are none", "1 entry has no address"),
        ),
    ),
    (
        "a news sitemap, in the future",
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9">'
        "<url><loc>\n http://courier.example/flood\n</loc><lastmod>2031-03-11</lastmod><n:news><n:publication><n:name>Courier</n:name>"
        "<n:language>en</n:language></n:publication><n:publication_date>2041-03-11T09:30Z</n:publication_date>"
        "<n:title>Flood</n:title></n:news></url></urlset>",
        Listing(
            Form.NEWS_SITEMAP,
            (
                item(
                    "/flood",
                    title="Flood",
                    published=AT.replace(year=2041),
                    updated=datetime(2031, 3, 11, tzinfo=UTC),
                    language="en",
                ),
            ),
            notes=("1 entry is dated in the future",),
        ),
    ),
    (
        "an index of sitemaps",
        "<sitemapindex><sitemap><loc>/one.xml.gz</loc><lastmod>2031-03-11T09:30:00Z</lastmod></sitemap>"
        "<sitemap><loc>ftp://courier.example/two.xml</loc></sitemap></sitemapindex>",
        Listing(
            Form.SITEMAP_INDEX,
            inner=(Inner("http://courier.example/one.xml.gz", updated=AT),),
            notes=("1 address is none of the web, and left out",),
        ),
    ),
    (
        "OPML, in folders",
        '<opml version="2.0"><head><title>Dams</title></head><body><outline text="Maren"><outline text="Courier"'
        ' type="rss" xmlUrl="http://courier.example/feed.rss"/><outline text="A remark"/></outline></body></opml>',
        Listing(Form.OPML, inner=(Inner("http://courier.example/feed.rss", title="Courier"),), title="Dams"),
    ),
    (
        "a plain list",
        "# of today\n\nhttp://courier.example/flood  The flood\r\ncourier.example\nHTTPS://courier.example/strike\n",
        Listing(
            Form.PLAIN,
            (item("/flood", title="The flood"), Item("HTTPS://courier.example/strike")),
            notes=("no address stands on line 4",),
        ),
    ),
    (
        "a web page that names feeds",
        "<!doctype html><html><head><link href='/f?a=1&amp;b=2' type='application/rss+xml' rel='alternate'></head></html>",
        Listing(Form.PAGE, feeds=("http://courier.example/f?a=1&b=2",)),
    ),
    ("a PDF", "%PDF-1.4\n", Listing(Form.PAGE)),
    ("nothing", "\ufeff \n", Listing(Form.EMPTY, notes=("it is empty",))),
    ("other words", "Not found", Listing(Form.UNKNOWN, notes=("it is neither a feed, nor a list of addresses, nor a page",))),
    ("other XML", "<svg/>", Listing(Form.UNKNOWN, notes=("it is XML of a kind that lists no pages (<svg>)",))),
    ("other JSON", "[1]", Listing(Form.UNKNOWN, notes=("it is JSON, but no JSON Feed: it has no items",))),
    ("an empty feed", '<rss version="2.0"><channel><title>T</title></channel></rss>', Listing(Form.RSS, title="T")),
]


@pytest.mark.parametrize(("text", "found"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_what_a_list_says(text: str, found: Listing) -> None:
    assert read(text) == found


@pytest.mark.parametrize("kind", list(_FORMS))
def test_the_lists_of_the_site(kind: str) -> None:
    text, _ = _FORMS[kind](HERE, [("http://courier.example/flood", "Flood", AT)])
    listing = read(text)
    assert not listing.notes
    assert [each.url for each in listing.items] == ([] if kind == "sitemap-index.xml" else ["http://courier.example/flood"])
    assert read(gzip.compress(text.encode())) == listing
    for coding in ("utf-16", "utf-8-sig"):
        assert read(text.replace('<?xml version="1.0"?>', "").encode(coding)) == listing


BROKEN = [
    (
        '<rss version="2.0"><channel><item><link>/flood</link></item><item><link>/str',
        "it is broken XML, and what could be read was",
    ),
    ("<rss version='2.0'><channel><item><title>A & B</title><link>/flood</link></item></channel></rss>", "it is broken XML"),
    ("<urlset><url><loc>/flood</loc></url><url><loc>/str", "it is broken XML"),
    ("<urlset><url><loc>/flood</loc></url><url><loc>&none;</loc></url></urlset>", "it is broken XML"),
]


@pytest.mark.parametrize(("text", "words"), BROKEN)
def test_what_is_broken_is_read_as_far_as_it_goes(text: str, words: str) -> None:
    listing = read(text)
    assert [each.url for each in listing.items] == ["http://courier.example/flood"]
    assert listing.notes[0].startswith(words)


def test_bytes_are_read_as_the_server_says_or_as_they_say() -> None:
    feed = '<?xml version="1.0" encoding="{}"?><rss version="2.0"><channel><title>Überflutung</title></channel></rss>'
    assert read(feed.format("iso-8859-1").encode("iso-8859-1")).title == "Überflutung"
    assert read(feed.format("iso-8859-1").encode(), charset="utf-8").title == "Überflutung"
    assert read(feed.format("none-such").encode("windows-1252"), charset="base64").title == "Überflutung"


BOMB = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(12))
HARM = [
    f'<!DOCTYPE rss [<!ENTITY e0 "lol">{BOMB}]><rss version="2.0"><channel><item><title>&e12;</title></item></channel></rss>',
    f'<!DOCTYPE urlset [<!ENTITY e0 "lol">{BOMB}]><urlset><url><loc>http://a.example/&e12;</loc></url></urlset>',
    '<!DOCTYPE urlset [<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>http://a.example/&x;</loc></url></urlset>',
    '<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss version="2.0"><channel><item><link>/a</link></item></channel></rss>',
    "[" * 200_000,
    '{"items": ' + "[" * 200_000,
    "<rss>" + "<item>" * 100_000,
    "<urlset>" + "<url>" * 100_000,
    "<opml><body>" + "<outline>" * 100_000,
    "<!DOCTYPE " + "[" * 300_000,
    "<!--" * 200_000,
    '<rss version="2.0"><channel><item><title>' + "<" * 100_000,
    "http://a.example/" + "a" * 1_000_000,
    "\0" * 100_000,
    "http://[::1\nhttp://a.example:99999999/\n",
]


@pytest.mark.parametrize("text", HARM, ids=[each[:30] for each in HARM])
def test_no_list_does_harm(text: str) -> None:
    began = time.monotonic()
    listing = read(text)
    assert time.monotonic() - began < 5
    assert all(len(each.url) < 3000 and "root:" not in each.url and "lol" not in each.url for each in listing.items)
    assert all("lol" not in (each.title or "") for each in listing.items)


def test_a_small_list_that_unpacks_to_too_much_is_not_read() -> None:
    assert read(gzip.compress(bytes(60 << 20))) == Listing(Form.UNKNOWN, notes=("it is larger than 50 MB, and not read",))
    assert read(gzip.compress(b"<urlset>")[:20]).form is Form.UNKNOWN


def test_no_more_addresses_are_taken_than_a_sitemap_may_have() -> None:
    listing = read("<urlset>" + "".join(f"<url><loc>/{n}</loc></url>" for n in range(50_001)) + "</urlset>")
    assert len(listing.items) == 50_000
    assert listing.notes == ("there are more than 50,000 addresses, of which the first 50,000 are taken",)


def test_what_is_fetched_is_read() -> None:
    with Site() as site, Fetcher(Settings(allow_private=True, delay=0)) as fetcher:
        (fetched,) = fetcher.fetch([site.url("courier", "/feed.atom")])
        assert fetched.data is not None
        listing = listing_of(fetched.data, url=fetched.url, charset=fetched.charset, now=NOW)
        assert [each.url for each in listing.items] == [site.url("courier", path) for path in ("/flood", "/strike", "/bridge")]
