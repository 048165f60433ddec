"""Reports: a page and its statements, laid out for a person."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from sayso.claims.report import Report
from sayso.claims.statement import Statement
from sayso.cli.layers import LABEL, Layers
from sayso.cli.phrases import Said, counted, said_on, time_of, unread_of
from sayso.cli.terminal import safe
from sayso.page.page import Page, State


def show_report(out: Console, report: Report) -> None:
    """Headline, outlet and times, then the statements in the order of the page."""
    show_head(out, report.page)
    show_state(out, report.page)
    show_veil(out, report)
    if report.page.state is State.READ:
        out.print(Text(_summary(report), style="quiet"))
        depths, layers = depths_of(report.statements), Layers(report)
        for statement in report.statements:
            indent = 4 * min(depths[statement.id], 3)
            out.print()
            show_said(out, said_on(report.page, statement), indent=indent)
            show_layers(out, layers.at(statement.id), indent=indent + 4)
        if own := layers.at(None):
            out.print()
            out.print(Text("    In the page’s own voice", style="speaker"))
            show_layers(out, own, indent=4)
    out.print()


def show_head(out: Console, page: Page) -> None:
    """What the page is: its headline, or its name where it has none, who published it and when.

    Of a page that could not be read and has no headline, ``show_state`` says all there is.
    """
    if page.headline is None and page.state is not State.READ:
        return
    print_hanging(out, Text(safe(page.headline or page.name), style="headline"))
    facts = [
        page.outlet,
        "by " + ", ".join(page.authors) if page.authors else None,
        f"published {time_of(page.published)}" if page.published else None,
        f"updated {time_of(page.modified)}" if page.modified and page.modified != page.published else None,
    ]
    if any(facts):
        print_hanging(out, Text(safe(" · ".join(f for f in facts if f)), style="quiet"))


def show_state(out: Console, page: Page) -> None:
    """Why the page could not be read, or what was in doubt about it, in words."""
    if page.state is not State.READ:
        print_hanging(out, Text(safe(unread_of(page)), style="trouble"))
    elif page.note:
        print_hanging(out, Text(safe(f"In doubt: {page.note}"), style="quiet"))


def show_veil(out: Console, report: Report) -> None:
    """That names are withheld on the page, and how to see them."""
    if report.withheld is not None:
        whose = counted(report.withheld, "private person’s name", "private people’s names")
        print_hanging(out, Text(f"Withheld: {whose}; --unveil shows them, and notes who looked.", style="quiet"))


def show_said(out: Console, said: Said, *, indent: int = 0, numbered: bool = True, entry: str | None = None) -> None:
    """Who and the words that report; what is said, word for word; where it stands, and the ``entry``'s id if it is given."""
    margin = " " * (indent + 4)
    out_of = f"{said.statement.id.removeprefix('s'):>2}  " if numbered else " " * 4
    first = Text(" " * indent).append(out_of, style="quiet").append_text(naming(said))
    print_hanging(out, first, hang=len(margin))
    print_words(out, said.content, margin=margin)
    print_hanging(out, Text(margin + safe(" · ".join([said.place, *said.tags, *([entry] if entry else [])])), style="quiet"))


def show_layers(out: Console, lines: list[str], *, indent: int) -> None:
    """Figures and marks, one a line, quietly."""
    for line in lines:
        print_hanging(out, Text(" " * indent + safe(line), style="quiet"), hang=indent + LABEL)


def naming(said: Said, *, name: str | None = None) -> Text:
    """The speaker and the words that report; ``name`` stands in for the full one."""
    text = Text(safe(name or said.name), style="unresolved" if said.unresolved else "speaker")
    return Text().append_text(text).append(" · ", style="quiet").append(safe(said.cue), style="cue") if said.cue else text


def print_words(out: Console, words: str, *, margin: str) -> None:
    """Words of a page behind a bar, so that nobody takes ours for theirs."""
    for paragraph in filter(str.strip, safe(words).splitlines()):
        for line in Text(paragraph.strip(), style="words").wrap(out, max(out.width - len(margin) - 2, 20)):
            line.rstrip()
            out.print(Text(margin).append("│ ", style="bar").append_text(line))


def print_hanging(out: Console, text: Text, *, hang: int | None = None) -> None:
    """The text over as many lines as it needs, the later ones as far in as its first word, or ``hang``."""
    plain = text.plain
    hang = len(plain) - len(plain.lstrip()) if hang is None else hang
    lines = text.wrap(out, out.width)
    if len(lines) > 1:  # wrap again: the first line keeps its width, the others are hung in
        first = lines[0]
        rest = text[len(first.plain) :]
        rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
        first.rstrip()
        out.print(first)
        for line in rest.wrap(out, max(out.width - hang, 20)):
            line.rstrip()
            out.print(Text(" " * hang).append_text(line))
    else:
        out.print(text)


def depths_of(statements: tuple[Statement, ...]) -> dict[str, int]:
    """How deep each statement stands within others, by id; a circle counts as no depth."""
    parents = {s.id: s.within for s in statements}
    depths = {}
    for statement in statements:
        depth, at, seen = 0, statement.within, {statement.id}
        while at is not None and at not in seen:
            seen.add(at)
            depth, at = depth + 1, parents.get(at)
        depths[statement.id] = depth
    return depths


def _summary(report: Report) -> str:
    statements = report.statements
    more = [counted(len(found), what) for what, found in (("figure", report.figures), ("mark", report.marks)) if found]
    if not statements:
        return " · ".join(["no statements found", *more])
    speakers = {s.speaker.name for s in statements if s.speaker.name is not None}
    unresolved = sum(1 for s in statements if s.speaker.name is None and s.source)
    unnamed = sum(1 for s in statements if s.speaker.name is None and not s.source)
    parts = [counted(len(statements), "statement"), counted(len(speakers), "speaker")]
    parts += [f"{unresolved:,} by somebody unresolved"] if unresolved else []
    parts += [f"{unnamed:,} naming nobody"] if unnamed else []
    return " · ".join(parts + more)
