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


def test_each_line_islabelled_by_the_gold() -> None:
    selection = selected(html.document_fromstring(PAGE), bullets=False)
    gold = ["The bridge was closed on Monday, the office said."]
    assert [label for _, label in labelled(str(selection), selection.pieces, gold, ["Bridge closed"])][:5] == [
        "furniture",
        "furniture",
        "either",
        "body",
        "either",  # a part of the paragraph that is too short to tell
    ]


def test_a_page_is_in_the_same_half_for_ever() -> None:
    assert [half_of(name) for name in "abcdef"] == ["confirm", "confirm", "confirm", "look", "confirm", "look"]
