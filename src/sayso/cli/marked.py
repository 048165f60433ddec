"""Marked pages: a page as it reads, with its statements marked in it and noted below each paragraph."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from rich.console import Console
from rich.text import Text

from sayso.claims.report import Report
from sayso.claims.statement import Statement
from sayso.cli.layers import Layers
from sayso.cli.phrases import said_on
from sayso.cli.reports import naming, print_hanging, show_head, show_layers, show_state, show_veil
from sayso.cli.terminal import safe
from sayso.page.page import READ_FOR_CLAIMS, Block, Page, Role
from sayso.text import Span

_SMALL = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_IN_HEAD = frozenset({Role.BYLINE, Role.DATE})
_OPEN, _CLOSE = "⟨", "⟩"
_PORTION = 500
"""Characters that a part of a long block has at least."""
_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+(?=[\"'“‘]?[A-Z])")


def show_marked(out: Console, report: Report, *, unfold: bool = False, entries: Mapping[str, str] | None = None) -> None:
    """The page from top to bottom: contents underlined and numbered, each noted below its paragraph, other roles folded.

    ``entries`` has what each is called in a ledger, by its id in the report, to be shown with it.
    Without colour the contents stand in ``⟨ ⟩``, so that they can be told from the rest in a file or a pipe too.
    """
    page, entries = report.page, entries or {}
    layers = Layers(report, entries)
    show_head(out, page)
    show_state(out, page)
    show_veil(out, report)
    folded: list[Block] = []
    for block in page.blocks:
        if not unfold and block.role not in READ_FOR_CLAIMS:
            folded.append(block)
            continue
        _show_folded(out, folded)
        folded = []
        if _is_head(block, page) and not _beginning_in(block, report.statements):
            show_layers(out, layers.beginning_in(block.span), indent=4)
            continue  # it stands at the top already
        for portion in _portions(block, report):
            _show_block(out, portion, report, layers)
    _show_folded(out, folded)
    out.print()


def _portions(block: Block, report: Report) -> Iterator[Block]:
    """The block, or, where a whole article stands in one, parts of some sentences, so that notes stand near what they note."""
    text, begin = report.page.text, block.span.start
    contents = [piece for statement in report.statements for piece in statement.content]
    for found in _SENTENCE_END.finditer(text, block.span.start, block.span.end):
        at = found.end()
        whole = not any(piece.start < at < piece.end for piece in contents)
        if whole and at - begin >= _PORTION and block.span.end - at >= _PORTION:
            yield replace(block, span=Span(begin, at))
            begin = at
    yield replace(block, span=Span(begin, block.span.end))


def _show_block(out: Console, block: Block, report: Report, layers: Layers) -> None:
    text = Text()
    if block.role not in (Role.BODY, Role.STANDFIRST):
        text.append(f"[{block.role.value}] ", style="quiet")
    for words, styles in _segments(block, report, brackets=out.color_system is None):
        start = len(text)
        text.append(safe(words))
        for style in styles:
            text.stylize(style, start)
    out.print()
    for line in text.wrap(out, out.width):
        line.rstrip()
        if line.plain:
            out.print(line)
    _show_notes(out, _beginning_in(block, report.statements), report.page, layers)
    show_layers(out, layers.beginning_in(block.span), indent=4)


def _segments(block: Block, report: Report, *, brackets: bool) -> Iterator[tuple[str, list[str]]]:
    """The block's words in order, cut wherever something begins or ends, each run with its styles."""
    text, span = report.page.text, block.span
    styles: list[tuple[int, int, str]] = []
    opens: dict[int, list[str]] = {}
    closes: Counter[int] = Counter()
    for statement in report.statements:
        for place, pieces in enumerate([statement.content, statement.source, statement.cue]):
            for piece in pieces:
                if piece.overlaps(span):
                    start, end = max(piece.start, span.start), min(piece.end, span.end)
                    styles.append((start, end, ("content", "speaker", "cue")[place]))
                    if place == 0:
                        opens.setdefault(start, []).append(statement.id.removeprefix("s").translate(_SMALL))
                        closes[end] += 1
    layered = [(f.span, "figure") for f in report.figures] + [(piece, "mark") for m in report.marks for piece in m.spans]
    styles += [(max(s.start, span.start), min(s.end, span.end), style) for s, style in layered if s.overlaps(span)]
    cuts = sorted({span.start, span.end, *(at for start, end, _ in styles for at in (start, end))})
    for start, end in pairwise(cuts):
        if brackets and closes[start]:
            yield _CLOSE * closes[start], ["quiet"]
        for number in opens.get(start, []):
            yield number + (_OPEN if brackets else ""), ["quiet"]
        yield text[start:end], sorted({style for s, e, style in styles if s <= start and end <= e})
    if brackets and closes[span.end]:
        yield _CLOSE * closes[span.end], ["quiet"]


def _beginning_in(block: Block, statements: tuple[Statement, ...]) -> list[Statement]:
    return [s for s in statements if block.span.start <= s.content[0].start < block.span.end]


def _is_head(block: Block, page: Page) -> bool:
    return block.role is Role.HEADLINE and block.span.of(page.text).strip() == (page.headline or "").strip()


def _show_notes(out: Console, statements: list[Statement], page: Page, layers: Layers) -> None:
    for statement in statements:
        said = said_on(page, statement)
        note = Text("    ").append(f"{statement.id.removeprefix('s').translate(_SMALL)} ", style="quiet")
        note.append_text(naming(said, name=statement.speaker.name))  # the role stands on the page, above
        note.append(" · " + safe(" · ".join(said.tags) + layers.entry(statement.id)), style="quiet")
        print_hanging(out, note, hang=6)


def _show_folded(out: Console, blocks: list[Block]) -> None:
    counts = Counter(b.role for b in blocks if b.role not in _IN_HEAD and b.span)
    if counts:
        out.print()
        out.print(Text("· folded: " + ", ".join(f"{n} {role.value}" for role, n in counts.items()), style="quiet"))
