"""Changes: what the versions of a page claim otherwise, told in the words of both."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.text import Text

from sayso.claims.report import Report
from sayso.claims.statement import Statement
from sayso.cli.asking import show_scope_of
from sayso.cli.linking import bring_up_to_date
from sayso.cli.phrases import STATES, counted, on_a_line, said_on, time_of, where
from sayso.cli.progress import progress
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.cli.withheld import show_withheld, veils_of, withheld_on
from sayso.errors import NotInLedger
from sayso.ledger.answers import PageFilter
from sayso.ledger.conditions import any_of
from sayso.ledger.dates import date_of
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.search import contains
from sayso.ledger.veils import Veils, Wish
from sayso.stories.revisions.announced import Notice
from sayso.stories.revisions.change import Announced, Change, ChangeKind
from sayso.stories.revisions.revision import (
    Revision,
    Step,
    documents_in_versions,
    documents_named,
    documents_of_story,
    page_of,
    revision_of,
    steps_in,
    unread_in,
)
from sayso.stories.versions import Version
from sayso.text import Pieces, Span, words_of

_LONGEST = 320
"""Of longer words the beginning is shown; ``--json`` has them whole."""
_QUOTES = frozenset("“”‘’\"'«»")
_KIND_WIDTH = 24
_TIMES = frozenset({ChangeKind.PUBLISHED, ChangeKind.MODIFIED})


@dataclass(frozen=True)
class _Shown:
    """A version as it may be shown: its report, and where its spans stand in the shown text."""

    report: Report
    moved: Any

    @classmethod
    def of(cls, report: Report, veils: Veils) -> _Shown:
        veil = veils.over(report)
        return cls(report, lambda span: span) if veil is None else cls(veil.report(report), veil.moved)

    @property
    def why(self) -> str:
        """Why it could not be read."""
        label, meaning = STATES[self.report.page.state]
        return f"{label}: {self.report.page.note or meaning}"

    def words(self, pieces: Pieces) -> str:
        return words_of(tuple(self.moved(piece) for piece in pieces), self.report.page.text)

    def statement(self, entry: str | None) -> Statement | None:
        return next((s for s in self.report.statements if s.id == entry), None)


def show_changes(path: str, name: str | None, asked: PageFilter, *, story: bool = False, wish: Wish, as_json: bool) -> None:
    """What changed between the versions of a page, of all pages of its ``story``, or of all that are there in several."""
    since, until = (None if date is None else date_of(date) for date in (asked.since, asked.until))
    veils = veils_of(path, wish, face="json" if as_json else "changes")
    with open_ledger(path) as kept:
        bring_up_to_date(kept)
        shown = kept.shown(veils)
        documents = _named(shown, name, wish) if name else documents_in_versions(kept, since=since, until=until)
        documents = documents_of_story(kept, documents) if story else documents
        found = _Found(deque(maxlen=asked.limit), deque(maxlen=asked.limit))
        for step in _with_progress(steps_in(documents, since=since, until=until)):
            found.note(revision_of(kept, step), asked, named=name is not None and not story)
        outlets = {v.row: {w.outlet for w in versions} for versions in documents for v in versions}
        for version in unread_in(documents, since=since, until=until):
            # a notice rarely names its outlet as the article does
            if any(_is_of(outlet, asked) for outlet in outlets[version.row]):
                found.note_unread(version, _Shown.of(page_of(kept, version), veils))
        if as_json:
            _print_json(shown, found, asked, veils)
            return
        out = console()
        for revision in found.told:
            _show(out, revision, veils)
        _show_unread(out, found)
        words = found.counted() if found.versions else _nothing(None if story else name, asked, documents)
        print_hanging(out, Text(safe(words), style="headline"))
        show_withheld(out, withheld_on(veils, found.pages()))
        if name is None:
            scoped = PageFilter(outlet=asked.outlet)
            show_scope_of(out, shown, scoped, shown.scope(scoped))


def _named(ledger: Ledger, name: str, wish: Wish) -> list[list[Version]]:
    try:
        return documents_named(ledger, name)
    except NotInLedger as error:
        if wish is Wish.NEVER or not ledger.may_withhold():
            raise
        raise NotInLedger(f"{error}\nNames that are withheld are not searched; --unveil does, and notes who looked") from error


def _with_progress(steps: Sequence[Step]) -> Iterator[Step]:
    """Each in turn, and how far it has come."""
    with progress("Comparing", "pairs of versions") as on_done:
        for done, step in enumerate(steps):
            yield step
            on_done(done + 1, len(steps))


@dataclass
class _Found:
    """The revisions to show, the newest of them if there is a limit, and how many there are in all."""

    told: deque[Revision]
    unread: deque[tuple[Version, _Shown]]
    """Versions that could not be read, and so are compared with none; the newest of them if there is a limit."""
    all_unread: int = 0
    versions: int = 0
    telling: int = 0
    changes: int = 0
    documents: set[tuple[str, str]] = field(default_factory=set)

    def note(self, revision: Revision, asked: PageFilter, *, named: bool) -> None:
        """Count a revision, and keep it if it is to be shown: where a page is named, also if nothing of its claims changed."""
        if not _is_of(revision.new.page.outlet, asked):
            return
        changes = sum(change.kind not in _TIMES for change in revision.changes)
        self.versions += 1
        self.changes += changes
        if changes or named:
            self.telling += 1
            self.documents.add((revision.newer.address, revision.newer.part))
            self.told.append(revision)

    def note_unread(self, version: Version, shown: _Shown) -> None:
        """Count a version that could not be read, and keep it to be shown."""
        self.all_unread += 1
        self.unread.append((version, shown))

    def pages(self) -> Iterator[str]:
        """The ids of the pages that are shown."""
        yield from (page for revision in self.told for page in (revision.older.page, revision.newer.page))
        yield from (version.page for version, _ in self.unread)

    def counted(self) -> str:
        """How many changes there are, and what is not shown."""
        words = f"{counted(self.changes, 'change')} on {counted(len(self.documents), 'page')}"
        if self.versions > self.telling:
            words += f"; {counted(self.versions - self.telling, 'more version')} with other words, but the same claims"
        if len(self.told) < self.telling:
            words += f"; the last {counted(len(self.told), 'version')} shown here, --limit 0 shows all"
        return f"{words}."


def _is_of(outlet: str | None, asked: PageFilter) -> bool:
    return not asked.outlet or any(contains(outlet, wanted) for wanted in any_of(asked.outlet))


# As text


def _show(out: Console, revision: Revision, veils: Veils) -> None:
    old, new = _Shown.of(revision.old, veils), _Shown.of(revision.new, veils)
    page = new.report.page
    print_hanging(out, Text(safe(page.headline or page.name), style="headline"))
    at = [f"{_at(version)} ({side.report.page.name})" for version, side in ((revision.older, old), (revision.newer, new))]
    print_hanging(out, Text(safe(" · ".join(fact for fact in (page.outlet, " → ".join(at)) if fact)), style="quiet"))
    if revision.older.at == revision.newer.at:
        print_hanging(
            out, Text("    Both give the same time; they stand in the order in which they were first seen.", style="quiet")
        )
    told = [change for change in revision.changes if change.kind not in _TIMES]
    for change in told:
        _show_change(out, change, old, new)
    for notice in revision.notices:
        print_hanging(out, Text(safe(f"    The page says of it: “{new.words((notice.span,))}”"), style="quiet"), hang=8)
    _show_announced(out, told, revision.notices)
    out.print()


def _show_unread(out: Console, found: _Found) -> None:
    """What came and could not be read: of that nobody can say that something was changed or taken out."""
    if not found.unread:
        return
    are = "is" if found.all_unread == 1 else "are"
    words = f"{counted(found.all_unread, 'version')} could not be read, and {are} not compared:"
    print_hanging(out, Text(words, style="trouble"))
    for version, side in found.unread:
        page = side.report.page
        line = f"    could not be read at {time_of(version.at)}: {side.why} ({page.name}; {version.address})"
        print_hanging(out, Text(safe(line), style="trouble"), hang=8)
    if len(found.unread) < found.all_unread:
        print_hanging(out, Text(f"    the last {len(found.unread):,} shown here, --limit 0 shows all", style="quiet"))
    out.print()


def _at(version: Version) -> str:
    first_seen = " (first seen)" if version.said == "first seen" else ""
    return time_of(version.at) + first_seen


def _show_change(out: Console, change: Change, old: _Shown, new: _Shown) -> None:
    line = Text(f"    {change.kind.value:<{_KIND_WIDTH}}", style="cue").append(safe(_said_of(change, old, new)), style="words")
    print_hanging(out, line, hang=4 + _KIND_WIDTH)
    silent = "" if change.announced is Announced.SILENT else change.announced.value
    facts = " · ".join(fact for fact in (_whose(change, old, new), _place(change, old, new), silent) if fact)
    if facts:
        print_hanging(out, Text(" " * (4 + _KIND_WIDTH) + safe(facts), style="quiet"))


def _said_of(change: Change, old: _Shown, new: _Shown) -> str:
    """The change in a line, in the claim's own words."""
    was, now = (_quoted(side.words(pieces)) for side, pieces in ((old, change.old), (new, change.new)))
    match change.kind:
        case ChangeKind.MARK_REMOVED:
            return f"{was} has gone"
        case ChangeKind.MARK_ADDED:
            return f"{now} is new"
        case ChangeKind.ATTRIBUTION_DROPPED:
            return f"{_by(old, change.old_entry)} has gone; the page says now: {now}"
        case ChangeKind.ATTRIBUTION_ADDED:
            return f"the page said {was}; now on the word of {_by(new, change.new_entry)}"
        case ChangeKind.STATEMENT_ADDED:
            return _statement(new, change.new_entry) or now
        case ChangeKind.STATEMENT_DROPPED:
            return f"{_statement(old, change.old_entry) or was} has gone"
        case ChangeKind.PUBLISHED | ChangeKind.MODIFIED:
            return f"{time_of(change.old_value or '')} → {time_of(change.new_value or '')}"
    if not change.old and not change.new:
        return f"{_quoted(change.old_value or '')} → {_quoted(change.new_value or '')}"
    return f"{was} → {now}" if change.old and change.new else f"{was} has gone" if change.old else f"{now} is new"


def _quoted(words: str) -> str:
    line = on_a_line(words)
    line = f"{line[:_LONGEST].rstrip()}…" if len(line) > _LONGEST else line
    return line if line[:1] in _QUOTES and line[-1:] in _QUOTES else f"“{line}”"


def _by(side: _Shown, entry: str | None) -> str:
    statement = side.statement(entry)
    return _quoted(words_of((*statement.source, *statement.cue), side.report.page.text)) if statement else "somebody"


def _statement(side: _Shown, entry: str | None) -> str | None:
    statement = side.statement(entry)
    if statement is None:
        return None
    said = said_on(side.report.page, statement)
    return f"{said.name} · {said.cue} · {_quoted(said.content)}" if said.cue else f"{said.name} · {_quoted(said.content)}"


def _whose(change: Change, old: _Shown, new: _Shown) -> str | None:
    """What a number counts, or who is given with words that changed."""
    for side, entry in ((new, change.new_entry), (old, change.old_entry)):
        for figure in side.report.figures:
            if figure.id == entry:
                holder = side.statement(figure.holder)
                counts = on_a_line(words_of((*figure.counts,), side.report.page.text))
                on = (
                    holder.speaker.name
                    if holder and holder.speaker.name
                    else "in the page’s own voice"
                    if holder is None
                    else None
                )
                return " · ".join(fact for fact in (counts, figure.sort.value, on) if fact)
        if change.kind in (ChangeKind.REWORDED, ChangeKind.CUE_CHANGED) and (statement := side.statement(entry)):
            return said_on(side.report.page, statement).name
    return None


def _place(change: Change, old: _Shown, new: _Shown) -> str | None:
    if change.kind in _TIMES or change.kind.value.startswith("headline"):
        return None
    side, pieces = (new, change.new) if change.new else (old, change.old)
    first: Span | None = min(pieces, default=None)
    return where(side.moved(first).start, side.report.page) if first is not None else None


def _show_announced(out: Console, told: list[Change], notices: list[Notice]) -> None:
    """How many of the changes the page owns up to."""
    silent = sum(change.announced is Announced.SILENT for change in told)
    if not told:
        words = "Nothing that it claims changed."
    elif not notices:
        words = f"{counted(len(told), 'change')}, nothing on the page says so."
    elif not silent:
        words = f"{counted(len(told), 'change')}, announced."
    else:
        words = f"{counted(len(told), 'change')}, {silent:,} of them silent."
    print_hanging(out, Text(f"    {words}", style="quiet"))


def _nothing(name: str | None, asked: PageFilter, documents: list[list[Version]]) -> str:
    """Why there is no change to show, and what to do about it."""
    if name is not None and not documents:
        return "It has no address, so nothing tells which other pages are versions of it."
    if name is not None and not any(version.is_read for versions in documents for version in versions):
        return "No version of it could be read; sayso pages tells what can be done."
    if name is not None and all(sum(version.is_read for version in versions) < 2 for versions in documents):
        only = "only" if all(len(versions) == 1 for versions in documents) else "that could be read"
        return f"It is here in one version {only}. Add it again when it has changed, with: sayso add"
    if name is None and not any(sum(version.is_read for version in versions) > 1 for versions in documents) and documents:
        return "No page is here in two versions that could be read. Add one again when it has changed, with: sayso add"
    if documents or asked.since or asked.until:
        return "Nothing changed in that time, or at such an outlet; without --since, --until and --outlet all changes are shown."
    return "No page is here in two versions. Add one again when it has changed, under the same address, with: sayso add"


# As JSON


def _print_json(shown: Ledger, found: _Found, asked: PageFilter, veils: Veils) -> None:
    revisions = [_as_json(revision, veils) for revision in found.told]
    unread = [_unread_json(version, side) for version, side in found.unread]
    scope = shown.scope(PageFilter(outlet=asked.outlet)).as_json()
    print_json({"scope": scope, "revisions": revisions, "unread": unread, "withheld": withheld_on(veils, found.pages())})


def _unread_json(version: Version, side: _Shown) -> dict[str, Any]:
    """A version that could not be read, with the reason."""
    page = side.report.page
    told = {"outlet": page.outlet, "url": page.url, "part": version.part or None, "state": page.state.value, "why": side.why}
    return _version_json(version, side) | told


def _as_json(revision: Revision, veils: Veils) -> dict[str, Any]:
    """A revision with its changes; spans are places in the stored text, words are as they may be shown."""
    old, new = _Shown.of(revision.old, veils), _Shown.of(revision.new, veils)
    return {
        "headline": new.report.page.headline,
        "outlet": new.report.page.outlet,
        "url": new.report.page.url,
        "part": revision.newer.part or None,
        "older": _version_json(revision.older, old),
        "newer": _version_json(revision.newer, new),
        "notices": [
            {"kind": n.kind, "span": [n.span.start, n.span.end], "words": new.words((n.span,))} for n in revision.notices
        ],
        "changes": list(_changes_json(revision, old, new)),
    }


def _version_json(version: Version, side: _Shown) -> dict[str, Any]:
    return {"page": version.page, "name": side.report.page.name, "at": version.at, "by": version.said}


def _changes_json(revision: Revision, old: _Shown, new: _Shown) -> Iterator[dict[str, Any]]:
    for change in revision.changes:
        sides = (
            ("old", old, change.old, change.old_entry, change.old_value),
            ("new", new, change.new, change.new_entry, change.new_value),
        )
        told: dict[str, Any] = {"kind": change.kind.value, "announced": change.announced.name.lower()}
        for side, shown, pieces, entry, value in sides:
            spans = [[piece.start, piece.end] for piece in pieces]
            words = shown.words(pieces) or None
            told[side] = {"spans": spans, "words": words, "entry": entry, "value": _value(change, shown, entry, value)}
        yield told | {"notice": [[piece.start, piece.end] for piece in change.notice] or None}


def _value(change: Change, side: _Shown, entry: str | None, value: str | None) -> str | None:
    """A speaker's name, or a headline that stands nowhere in the text, as they may be shown; a time as it is."""
    if value is None or change.kind in _TIMES:
        return value
    statement = side.statement(entry)
    return statement.speaker.name if statement else side.report.page.headline
