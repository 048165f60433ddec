"""Text of the article that a document carries but does not show until a script has run.

Two forms are known: the publisher's own ``articleBody`` in JSON-LD, and the article's HTML as a string in the data from which
scripts build the page. Either is used only where the document itself shows no article, or hardly its beginning.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from lxml import etree

from sayso.page.walk import Place, Run, runs_of

LITERAL = re.compile(r'"((?:[^"\\]|\\.){300,})"', re.DOTALL)
PARAGRAPH = re.compile(r"<p[\s>]|</p>|<br", re.I)
MAYBE = re.compile(r"<p[\s>]|\\u003cp|&lt;p", re.I)
DEEPEST = 3
LONGEST_SCRIPT = 4_000_000


def runs_of_text(text: str, place: Place) -> list[Run]:
    """Lines of a declared text as runs that stand at ``place``."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    return [Run(line, place, place, unlinked=line) for line in lines if line]


def runs_of_scripts(scripts: list[str]) -> list[Run]:
    """The runs of the longest HTML text that stands as a string in one of the scripts; none where there is none."""
    best = ""
    for script in scripts:
        if len(script) <= LONGEST_SCRIPT and MAYBE.search(script):
            for text in html_strings(script, DEEPEST):
                if len(text) > len(best):
                    best = text
    if not best:
        return []
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(f"<html><body><main>{best}</main></body></html>".encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return []
    return runs_of(root) if isinstance(root, etree._Element) else []


def html_strings(script: str, depth: int) -> Iterator[str]:
    """String values of a script that are HTML of several paragraphs; strings that are JSON themselves are looked into."""
    for literal in LITERAL.finditer(script):
        try:
            text = json.loads(f'"{literal.group(1)}"', strict=False)
        except ValueError:
            continue
        if len(PARAGRAPH.findall(text)) >= 4 and '":"' not in text:
            yield text
        elif depth and MAYBE.search(text):
            yield from html_strings(text, depth - 1)
