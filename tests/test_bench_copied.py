"""What the bench makes of a saved page: the text that a browser copies from it, and the label of each line."""

from __future__ import annotations

import pytest
from lxml import html

from bench.copied import half_of, labelled, selected

PAGE = """<html><head><title>Flood</title><style>p { color: red }</style></head><body>
<nav><ul><li><a href="/">Home</a><li><a href="/w"><div>Weather</div></a></ul></nav>
<h1>Bridge  closed</h1><p>The bridge was <b>closed</b>
on Monday,<br>the office said.</p><script>track()</script><noscript>Turn on scripts</noscript>
<div hidden>menu</div><div style="display: none">ad</div><i aria-hidden="true">+</i>
<div>Share</div><div>Print</div>
<table><tr><th>Town<th>Dead<tr><td>Sorrel<td>3</table>
<ol><li>First.<li>Second.</ol><pre>a
 b</pre></body></html>"""

COPIED = """{0}Home
{0}Weather

Bridge closed

The bridge was closed on Monday,
the office said.

Share
Print

Town\tDead
Sorrel\t3

{1}First.
{2}Second.

a
 b"""


@pytest.mark.parametrize(("bullets", "marks"), [(False, ("", "", "")), (True, ("• ", "1. ", "2. "))])
def test_a_page_is_copied_as_a_browser_does(bullets: bool, marks: tuple[str, str, str]) -> None:
    assert str(selected(html.document_fromstring(PAGE), bullets=bullets)) == COPIED.format(*marks)


def test_each_line_is_labelled_by_the_gold() -> None:
    selection = selected(html.document_fromstring(PAGE), bullets=False)
    gold = ["The bridge was closed on Monday, the office said."]
    assert [label for _, label in labelled(str(selection), selection.pieces, gold, ["Bridge closed"])][:5] == [
        "furniture",
        "furniture",
        "either",
        "body",
        "either",  # a part of the paragraph that is too short to tell
    ]


ARTICLE = """<html><body><article>
<ul class="points"><li>The bridge at Sorrel stays closed until the summer ends.</li></ul>
<p>The bridge was closed on Monday, the office said.</p>
<h2>Many hours lost</h2>
<blockquote><p>I have waited here for three hours, and nobody told us.</p></blockquote>
<figure><figcaption>Cars wait at the bridge on Monday in the late morning.</figcaption></figure>
<p>Read here: <a href="/x">How the bridge was built by four towns together</a></p>
<p>Ada Ruiz, ada@wire.example</p>
<p>It will open again in three weeks, an engineer said.</p></article>
<ul class="more"><li><a href="/y">The ferry will sail again on Sunday, the harbour says.</a></li></ul></body></html>"""


def test_lines_that_the_gold_cannot_tell_are_either() -> None:
    selection = selected(html.document_fromstring(ARTICLE), bullets=False)
    gold = [
        "The bridge was closed on Monday, the office said.",
        "Read here: How the bridge was built by four towns together",
        "Ada Ruiz, ada@wire.example",
        "It will open again in three weeks, an engineer said.",
    ]
    labels = labelled(str(selection), selection.pieces, gold, [])
    assert [(line.split()[0], label) for line, label in labels] == [
        ("The", "either"),  # the article in points
        ("The", "body"),
        ("Many", "either"),
        ("I", "either"),
        ("Cars", "furniture"),
        ("Read", "either"),
        ("Ada", "either"),
        ("It", "body"),
        ("The", "furniture"),
    ]


def test_a_page_is_in_the_same_half_for_ever() -> None:
    assert [half_of(name) for name in "abcdef"] == ["confirm", "confirm", "confirm", "look", "confirm", "look"]
