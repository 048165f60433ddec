"""Headline and authors of HTML pages: what the page shows and what it declares, and what is taken."""

# ruff: noqa: E501 -- a table reads best with one page a line

from __future__ import annotations

import pytest

from sayso.page.html import pages_from_html
from sayso.page.page import Document, Kind, Page

PROSE = (
    "<p>The harbour office said on Monday that the bridge would stay shut for a week after the flood.</p>"
    "<p>Divers had found cracks in two of its piers, the office said, and would go down again on Tuesday morning.</p>"
)


def page(html: str) -> Page:
    return pages_from_html(Document(html.encode(), Kind.HTML, "page", "page.html"))[0]


def declared(headline: str) -> str:
    return f'<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "{headline}"}}</script>'


@pytest.mark.parametrize(
    ("html", "headline"),
    [
        # one declaration is for those who share the page, the other is what it shows
        (
            declared("Bridge shut for a week after flood") + '<meta property="og:title" content="No way over the Sorrel">'
            "<h1>Bridge shut for a week after flood</h1>",
            "Bridge shut for a week after flood",
        ),
        (
            declared("Port Sorrel bridge closure: what we know")
            + '<meta property="og:title" content="Bridge shut for a week after flood - Sorrel Post">'
            '<meta property="og:site_name" content="Sorrel Post"><h1>Bridge shut for a week after flood</h1>',
            "Bridge shut for a week after flood",
        ),
        # the page shows neither
        (
            declared("Bridge shut for a week")
            + '<meta property="og:title" content="No way over the Sorrel"><h1>A town cut in two</h1>',
            "Bridge shut for a week",
        ),
        # a heading of the first order at the end of a trail of links is for search engines
        (
            declared("Port Sorrel bridge: how long will it be closed?")
            + '<meta property="og:title" content="Seven days without a bridge">'
            '<ol class="breadcrumb"><li><a href="/">Home</a></li><li><h1>Port Sorrel bridge: how long will it be closed?</h1></li></ol>'
            "<h2>Seven days without a bridge</h2>",
            "Seven days without a bridge",
        ),
        # the same with a kicker before the headline, which one declaration leaves out
        (
            declared("After the flood: Bridge shut for a week") + '<meta property="og:title" content="Bridge shut for a week">'
            '<nav><a href="/">Home</a><h1>After the flood: Bridge shut for a week</h1></nav>'
            "<h2><span>After the flood</span> <span>Bridge shut for a week</span></h2>",
            "Bridge shut for a week",
        ),
        # a trail that holds the only heading
        ('<nav><a href="/">Home</a></nav><ul><li><h1>Bridge shut for a week</h1></li></ul>', "Bridge shut for a week"),
        # site and section after the headline, without spaces
        (
            '<meta property="og:site_name" content="소렐일보"><meta property="og:title" content="소렐 다리 일주일 폐쇄-정치ㅣ소렐일보">',
            "소렐 다리 일주일 폐쇄",
        ),
    ],
)
def test_headline(html: str, headline: str) -> None:
    assert page(f"<html><body>{html}<article>{PROSE}</article></body></html>").headline == headline


@pytest.mark.parametrize(
    ("html", "authors"),
    [
        ('<p class="byline">By Ada Ruiz and Tom Hale</p>', ("Ada Ruiz", "Tom Hale")),
        ('<p class="byline">By ADA RUIZ - 2031-04-10</p>', ("Ada Ruiz",)),
        ('<p class="byline">Von Ada Ruiz publiziert am 25. September 2031</p>', ("Ada Ruiz",)),
        ('<p class="byline">November 20, 2031 Ada Ruiz</p>', ("Ada Ruiz",)),
        # a place, or a title, is nobody
        ('<meta name="author" content="Ada Ruiz, Tom Hale, Calvia">', ("Ada Ruiz", "Tom Hale")),
        ('<meta name="author" content="Ada Ruiz, PhD">', ("Ada Ruiz",)),
        ('<meta name="author" content="Ada Ruiz, dpa">', ("Ada Ruiz", "dpa")),
        # the outlet's own studio is no person
        (
            '<meta property="og:site_name" content="CRD"><link rel="canonical" href="https://crd.example/1"><meta name="author" content="crd.example"><p class="byline">By Ada Ruiz, CRD NORTH</p>',
            ("Ada Ruiz",),
        ),
        # a name alone, in bold, right before the text
        (
            '<meta property="og:site_name" content="Sorrel Post"><meta name="author" content="Sorrel Post"><p><b>Ada Ruiz</b></p>',
            ("Ada Ruiz",),
        ),
        # what the article is about stands so too
        (
            '<meta property="og:site_name" content="Sorrel Post"><meta name="author" content="Sorrel Post"><p><b>South Calvia</b></p>'
            "<p>The flood in South Calvia took the bridge away on Monday, and with it the road to the quarry.</p>",
            ("Sorrel Post",),
        ),
        # a date and a byline in one line
        ('<div class="line">Mo 03.03.31 | 14:07 Uhr | Von Ada Ruiz</div>', ("Ada Ruiz",)),
    ],
)
def test_authors(html: str, authors: tuple[str, ...]) -> None:
    html = f"<html><body><article><h1>Bridge shut for a week after flood</h1>{html}{PROSE}</article></body></html>"
    assert page(html).authors == authors


def test_a_year_of_two_digits_before_a_clock() -> None:
    html = f"<article><h1>Bridge shut for a week</h1><div>Mo 03.03.31 | 14:07 Uhr | Von Ada Ruiz</div>{PROSE}<p>Sendung: 02.03.2031, 15:10 Uhr</p></article>"
    assert page(html).published == "2031-03-03T14:07"
