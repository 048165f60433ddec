"""Origins for somebody who looks on: where a claim is traced to, and which pages share a page's text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console
from rich.text import Text
from sqlalchemy import Connection, select

from sayso.claims.figure import Sort
from sayso.cli.asking import show_scope_of
from sayso.cli.dossiers import SAYING, cut
from sayso.cli.headings import heading_of
from sayso.cli.linking import bring_up_to_date
from sayso.cli.phrases import counted, on_a_line, time_of
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.cli.withheld import show_not_searched, show_withheld, veils_of, withheld_on
from sayso.errors import NotInLedger, UsageError
from sayso.ledger.answers import PageFilter, PageRow, StatementFilter, StatementRow
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.reported import FigureFilter, FigureRow
from sayso.ledger.schema import figures, pages, readings, statements
from sayso.ledger.veils import Veils, Wish
from sayso.stories.copies import Copy, CopyKind, copies_of
from sayso.stories.credits import Credit
from sayso.stories.origins import Evidence, Origins, Root, Untraced, credits_kept, origins_of

PAGES_SHOWN = 3
"""So many pages of one origin are shown, unless the reasons or all are asked for."""
SENTENCES_SHOWN = 3
"""So many shared sentences are shown of a copy; ``--limit 0`` shows all."""
_ENTRY = re.compile(r"[0-9a-f]{8,64}")


def ask_origins(
    path: str,
    about: str | None,
    asked: PageFilter,
    *,
    sorts: Sequence[Sort],
    counts: tuple[str, ...],
    speaker: tuple[str, ...],
    limit: int | None,
    wish: Wish,
    as_json: bool,
    why: bool = False,
) -> None:
    """The origins of the entries asked for, or the copies of a page; see ``sayso origins --help``."""
    if about is None and not (sorts or counts or speaker):
        raise UsageError("Say what is to be traced: words of a claim, a page, or figures with --sort or --counts")
    veils = veils_of(path, wish, face="json" if as_json else "origins")
    with open_ledger(path) as kept:
        bring_up_to_date(kept)
        shower = _Shower(kept, kept.shown(veils), veils, limit)
        of_figures = bool(sorts or counts)
        entry = _entry(kept, about) if about and not of_figures else None
        page = _page(shower.ledger, about) if about and not entry and not of_figures and not speaker else None
        if page is not None:
            shower.page(page, as_json=as_json, why=why)
            return
        rows: list[StatementRow | FigureRow]
        if entry is not None:
            rows = shower.of_entry(*entry)
        elif of_figures:
            every = FigureFilter(
                sort=tuple(sorts) or None,
                counts=counts or None,
                speaker=speaker or None,
                outlet=asked.outlet,
                since=asked.since,
                until=asked.until,
            )
            rows = [row for row in shower.ledger.figures(every) if about is None or _has(row, about)]
        else:
            rows = list(
                shower.ledger.statements(
                    StatementFilter(
                        words=about, speaker=speaker or None, outlet=asked.outlet, since=asked.since, until=asked.until
                    )
                )
            )
        if not rows and about is not None and not of_figures and not speaker:
            _refuse_unknown(shower.ledger, about, path, searched=wish is not Wish.NEVER)
        shower.origins(rows, asked, as_json=as_json, why=why, searched=wish is not Wish.NEVER)


def _refuse_unknown(ledger: Ledger, about: str, path: str, *, searched: bool) -> None:
    """Raises ``NotInLedger`` if nothing at all goes by that, whatever outlets and dates are asked for."""
    if ledger.count(StatementFilter(words=about)).statements:
        return
    withheld = "\nNames that are withheld are not searched; --unveil does, and notes who looked" if searched else ""
    raise NotInLedger(
        f"Nothing in {path} goes by {about!r}: no page and no entry is called so, and no statement has these words. "
        "See what there is with: sayso pages, or sayso statements --words WORDS; "
        f"for numbers: sayso origins --sort killed{withheld if searched and ledger.may_withhold() else ''}"
    )


def _has(row: FigureRow, words: str) -> bool:
    """Whether all the words stand in the figure, in what it counts or in what happened."""
    said = " ".join((row.printed, row.words(*row.figure.counts), row.words(*row.figure.event))).casefold()
    return all(word in said for word in words.casefold().split())


def _entry(ledger: Ledger, about: str) -> tuple[str, bool] | None:
    """The entry that begins so, and whether it is a figure. Raises ``NotInLedger`` if several do."""
    if not _ENTRY.fullmatch(about):
        return None
    with ledger.store.reading() as connection:
        found = [
            (entry, table is figures)
            for table in (statements, figures)
            for entry in connection.execute(
                select(table.c.entry).where(table.c.entry >= about, table.c.entry < about + "g").distinct().limit(3)
            ).scalars()
        ]
    if len(found) > 1:
        raise NotInLedger(f"Several entries have ids that begin with {about}; give more of it")
    return found[0] if found else None


def _page(ledger: Ledger, about: str) -> PageRow | None:
    """The page that goes by that, if it is no mere word of its headline: a claim's words may well stand in one."""
    try:
        report = ledger.page(about)
    except NotInLedger:
        return None
    row = next(iter(ledger.pages(StatementFilter(page=report.page.id))))
    exact = about in (row.name, row.url, row.seen) or row.id.startswith(about) or row.seen.endswith("/" + about)
    return row if exact else None


@dataclass(frozen=True)
class _Shower:
    """Shows answers of one ledger; ``kept`` has all names, ``ledger`` those that may be shown."""

    kept: Ledger
    ledger: Ledger
    veils: Veils
    limit: int | None
    headings: dict[str, str] = field(default_factory=dict)
    """What pages are called that have no headline, by id."""

    def of_entry(self, entry: str, figure: bool) -> list[StatementRow | FigureRow]:
        """The rows of one entry."""
        table = figures if figure else statements
        with self.kept.store.reading() as connection:
            on = (
                select(pages.c.digest)
                .join(readings, readings.c.page_id == pages.c.id)
                .join(table, table.c.reading_id == readings.c.id)
                .where(table.c.entry == entry)
                .distinct()
            )
            ids = connection.execute(on).scalars().all()
        rows: list[StatementRow | FigureRow] = []
        for page in ids:
            every: Iterable[StatementRow | FigureRow]
            every = self.ledger.figures(FigureFilter(page=page)) if figure else self.ledger.statements(StatementFilter(page=page))
            rows += [row for row in every if row.entry == entry]
        return rows

    # Origins

    def origins(
        self, rows: Sequence[StatementRow | FigureRow], asked: PageFilter, *, as_json: bool, why: bool, searched: bool
    ) -> None:
        """The origins of entries with their pages, outlets, credit words and passages; then the scope."""
        with self.kept.store.reading() as connection:
            found = origins_of(connection, (row.entry for row in rows))
            on = {row.page: row for row in rows}
            told = {e: self._evidence(connection, e) for root in found.traced for e in root.evidence}
            self.headings.update((row.page, heading_of(connection, row.page, self.veils)) for row in rows if not row.headline)
        scope = self.ledger.scope(asked)
        withheld = withheld_on(self.veils, found.pages)
        if as_json:
            told_json = found.as_json()
            for root, shown in zip(found.traced, told_json["traced"], strict=True):
                shown["evidence"] = [told[e] for e in root.evidence]
            print_json({"origins": told_json, "entries": len(rows), "scope": scope.as_json(), "withheld": withheld})
            return
        out = console()
        for place, root in enumerate(found.traced[: self.limit], 1):
            self._show_root(out, place, root, on, told, why=why)
        for place, group in enumerate(found.untraced[: self.limit], len(found.traced[: self.limit]) + 1):
            self._show_untraced(out, place, group, on, why=why)
        self._show_count(out, rows, found)
        show_withheld(out, withheld)
        if not rows and searched:
            show_not_searched(out, self.ledger)
        show_scope_of(out, self.ledger, asked, scope)

    def _show_root(
        self, out: Console, place: int, root: Root, on: dict[str, Any], told: dict[Evidence, dict[str, Any]], *, why: bool
    ) -> None:
        line = Text(f"{place}  ").append(safe(root.name), style="speaker")
        line.append(safe(f"  traced · {self._size(root.pages, root.outlets)}"), style="quiet")
        print_hanging(out, line, hang=3)
        shown = root.pages[: self._at_most(why)]
        for page in shown:
            self._show_row(out, on[page])
            for evidence in (e for e in root.evidence if e.page == page):
                words = f"      {evidence.because}: “{on_a_line(told[evidence]['words'])}”"
                print_hanging(out, Text(safe(words), style="cue"), hang=8)
        elsewhere = [evidence for evidence in root.evidence if evidence.page not in root.pages]
        for evidence in elsewhere if why else elsewhere[:1]:
            by = told[evidence]
            words = f"   {evidence.because}, {by['name']}: “{on_a_line(by['words'])}”"
            print_hanging(out, Text(safe(words), style="cue"), hang=5)
            if by["passage_words"]:
                passage = on_a_line(by["passage_words"])
                print_hanging(out, Text(safe(f"      “{passage if why else cut(passage, SAYING)}”"), style="quiet"), hang=7)
        self._show_more(out, len(root.pages) - len(shown))
        out.print()

    def _show_untraced(self, out: Console, place: int, group: Untraced, on: dict[str, Any], *, why: bool) -> None:
        line = Text(f"{place}  ").append("untraced", style="unresolved")
        sharing = " that share the passage" if len(group.pages) > 1 else ""
        line.append(safe(f"  {self._size(group.pages, group.outlets)}{sharing}"), style="quiet")
        print_hanging(out, line, hang=3)
        shown = group.pages[: self._at_most(why)]
        for page in shown:
            self._show_row(out, on[page])
        self._show_more(out, len(group.pages) - len(shown))
        out.print()

    def _at_most(self, why: bool) -> int | None:
        return self.limit if why or self.limit is None else min(PAGES_SHOWN, self.limit)

    def _show_more(self, out: Console, left: int) -> None:
        if left > 0:
            print_hanging(out, Text(f"   and {counted(left, 'more page')}; --limit 0 shows all", style="quiet"))

    def _show_row(self, out: Console, row: StatementRow | FigureRow) -> None:
        facts = [row.outlet, time_of(row.published) if row.published else "no date", row.name]
        line = Text(f"   {safe(row.headline or self.headings[row.page])}")
        print_hanging(out, line.append(safe("  " + " · ".join(f for f in facts if f)), style="quiet"), hang=5)

    def _size(self, on: Sequence[str], outlets: Sequence[str]) -> str:
        size = counted(len(on), "page")
        return f"{size} of {counted(len(outlets), 'outlet')}" if outlets else size

    def _show_count(self, out: Console, rows: Sequence[object], found: Origins) -> None:
        if not rows:
            print_hanging(out, Text("Nothing in the ledger answers that, so there is nothing to trace.", style="headline"))
            return
        whole = len(found.traced) + len(found.untraced)
        shown = min(len(found.traced), self.limit or whole) + min(len(found.untraced), self.limit or whole)
        more = f"; {shown:,} of them shown here, --limit 0 shows all" if shown < whole else ""
        entries = counted(len(rows), "entry", "entries")
        print_hanging(
            out, Text(safe(f"{entries} on {counted(len(found.pages), 'page')}: {found.words()}{more}."), style="headline")
        )
        if found.untraced:
            said = "Untraced: neither a credit nor a shared passage leads further; what was written anew leaves no trace."
            print_hanging(out, Text(said, style="quiet"))

    def _evidence(self, connection: Connection, evidence: Evidence) -> dict[str, Any]:
        """Evidence in words that may be shown."""
        row = connection.execute(select(pages.c.name, pages.c.text).where(pages.c.digest == evidence.page)).one()
        veil = self.veils.over_page(connection, evidence.page)
        passage = evidence.passage.of(row.text) if evidence.passage else None

        def shown(words: str | None) -> str | None:
            return words if veil is None or words is None else veil.of(words)

        return {
            "page": evidence.page,
            "name": shown(row.name),
            "because": evidence.because,
            "words": shown(evidence.words),
            "passage": [evidence.passage.start, evidence.passage.end] if evidence.passage else None,
            "passage_words": shown(passage),
        }

    # A page

    def page(self, row: PageRow, *, as_json: bool, why: bool = False) -> None:
        """Whom a page credits, and the pages that share its text, with the sentences that show it."""
        with self.kept.store.reading() as connection:
            number = connection.execute(select(pages.c.id).where(pages.c.digest == row.id)).scalar_one()
            credits, found = credits_kept(connection, number), copies_of(connection, number)
            shown = [self._copy(connection, row.id, copy) for copy in found]
            veil = self.veils.over_page(connection, row.id)
        credited = [(c, c.words if veil is None else veil.of(c.words)) for c in credits]
        withheld = withheld_on(self.veils, [row.id, *(copy["page"] for copy in shown)])
        scope = self.ledger.scope()
        if as_json:
            told = [{"name": c.name, "how": c.how.value, "words": words} for c, words in credited]
            found_json = {"page": row.id, "name": row.name, "credits": told, "copies": shown}
            print_json(found_json | {"scope": scope.as_json(), "withheld": withheld})
            return
        out = console()
        print_hanging(out, Text(safe(row.headline or row.name), style="headline"))
        facts = [row.outlet, time_of(row.published) if row.published else "no date", row.name]
        print_hanging(out, Text(safe(" · ".join(f for f in facts if f)), style="quiet"))
        out.print()
        _show_credits(out, credited)
        for copy in shown[: self.limit]:
            self._show_copy(out, copy, why=why)
        more = f"; {self.limit:,} shown here, --limit 0 shows all" if self.limit and len(shown) > self.limit else ""
        sharing = f"{counted(len(shown), 'page shares', 'pages share')} text with it{more}."
        print_hanging(out, Text(sharing if shown else "No page of the ledger shares text with it.", style="headline"))
        said = "Shared text does not tell who had it first. Nothing shared does not tell that nothing was taken over."
        print_hanging(out, Text(said, style="quiet"))
        show_withheld(out, withheld)
        show_scope_of(out, self.ledger, PageFilter(), scope)

    def _copy(self, connection: Connection, page: str, copy: Copy) -> dict[str, Any]:
        """A copy in words that may be shown."""
        c = pages.c
        there = connection.execute(select(c.digest, c.name, c.headline, c.outlet, c.published).where(c.id == copy.other)).one()
        own = connection.execute(select(c.text).where(c.digest == page)).scalar_one()
        veil, own_veil = self.veils.over_page(connection, there.digest), self.veils.over_page(connection, page)
        told: dict[str, Any] = {"page": there.digest, "published": there.published, "outlet": there.outlet}
        for what, words in (("name", there.name), ("headline", there.headline)):
            told[what] = words if veil is None or words is None else veil.of(words)
        told["heading"] = heading_of(connection, there.digest, self.veils)
        told |= {"kind": copy.kind.value, "words": copy.words, "share": copy.share, "other_share": copy.other_share}
        told["because"] = copy.because
        told["passages"] = [
            {
                "span": [p.here.start, p.here.end],
                "other_span": [p.there.start, p.there.end],
                "share": p.share,
                "other_share": p.other_share,
                "words": p.here.of(own) if own_veil is None else own_veil.of(p.here.of(own)),
            }
            for p in copy.passages
        ]
        return told

    def _show_copy(self, out: Console, copy: dict[str, Any], *, why: bool) -> None:
        print_hanging(out, Text(safe(copy["headline"] or copy["heading"]), style="speaker"))
        when = time_of(copy["published"]) if copy["published"] else "no date"
        facts = [copy["outlet"], when, copy["name"]]
        print_hanging(out, Text(safe("    " + " · ".join(f for f in facts if f)), style="quiet"), hang=4)
        print_hanging(out, Text(safe(f"    {_KINDS[CopyKind(copy['kind'])]}: {_shares(copy)}{copy['because']}")), hang=6)
        sentences = [] if not why and self.limit else list(dict.fromkeys(on_a_line(p["words"]) for p in copy["passages"]))
        cut = SENTENCES_SHOWN if self.limit else len(sentences)
        for words in sentences[:cut]:
            print_hanging(out, Text(safe(f"    “{words}”"), style="quiet"), hang=5)
        if sentences[cut:]:
            print_hanging(out, Text(f"    and {counted(len(sentences) - cut, 'more sentence')}", style="quiet"), hang=4)
        out.print()


def _shares(copy: dict[str, Any]) -> str:
    if copy["kind"] == CopyKind.DECIDED.value:
        return ""
    return f"{copy['share']:.0%} of this page, {copy['other_share']:.0%} of that one; "


_KINDS = {
    CopyKind.WHOLE: "nearly all of both",
    CopyKind.TRIMMED: "all of one, trimmed",
    CopyKind.PARTIAL: "a part",
    CopyKind.VERSION: "another version of the same page",
    CopyKind.DECIDED: "decided by a person",
}


def _show_credits(out: Console, credited: Sequence[tuple[Credit, str]]) -> None:
    for credit, words in credited:
        line = Text("Credits ").append(safe(credit.name), style="speaker")
        print_hanging(out, line.append(safe(f" · {credit.how.value}: “{on_a_line(words)}”"), style="quiet"), hang=4)
    if not credited:
        print_hanging(out, Text("Credits nobody else with its text.", style="quiet"))
    out.print()
