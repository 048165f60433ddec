"""Series: the figures of a dossier by source and time, for reading and as tables."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text
from sqlalchemy import Connection, select

from sayso.claims.marks.status import ReportedState
from sayso.cli.asking import show_scope_of
from sayso.cli.dossiers import digests_of, named, rows_of
from sayso.cli.figures import show_series, write_csv
from sayso.cli.layers import facts_of
from sayso.cli.linking import bring_up_to_date
from sayso.cli.phrases import counted, days_of, on_a_line, time_of
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.cli.withheld import show_withheld, veils_of, withheld_on
from sayso.errors import NotInLedger, UsageError
from sayso.ledger.answers import PageFilter
from sayso.ledger.ledger import open_ledger
from sayso.ledger.named import SHORT_ID
from sayso.ledger.reported import FigureRow
from sayso.ledger.veils import Wish
from sayso.stories.dossiers.dossier import Dossier, Type
from sayso.stories.dossiers.figures.links import traced_figures
from sayso.stories.origins import Origins
from sayso.stories.series import (
    Extreme,
    OfSource,
    casualty_claims,
    extremes_in,
    series_in,
    series_json,
    series_lines,
    within,
)

NUMBERS_AT_MOST = 6
"""So many numbers of one source are shown, unless all are asked for."""
_NAMED_AT_MOST = 3


def show_series_of(
    path: str,
    name: str,
    *,
    since: str | None = None,
    until: str | None = None,
    sources: Sequence[str] = (),
    limit: int | None,
    why: bool = False,
    wish: Wish,
    as_json: bool,
    as_csv: bool,
    claims: bool,
    chart: bool,
) -> None:
    """The series of a dossier named by its id, an entry, or words of its title; of a time and of some sources if asked."""
    veils = veils_of(path, wish, face="csv" if as_csv else "json" if as_json else "series")
    with open_ledger(path) as kept:
        bring_up_to_date(kept)
        ledger = kept.shown(veils)
        with kept.store.reading() as connection:
            dossier = named(connection, name, veils, type=Type.FIGURES)
            if dossier.type is not Type.FIGURES:
                see = f"sayso dossiers {dossier.id[:SHORT_ID]}"
                raise UsageError(f"A series is of figures, and this dossier is of statements; see it with: {see}")
            digests = digests_of(connection, dossier)
            rows = [row for row in rows_of(ledger, dossier, digests) if isinstance(row, FigureRow)]
            every = series_in(connection, dossier, rows)
            found = within(every, since=since, until=until, sources=sources)
            extremes = extremes_in(connection, found)
            sides = _sides(connection) if claims else set()
        if every and not found:
            raise NotInLedger(_none_of(every, dossier, since=since, until=until, sources=sources))
        withheld = withheld_on(veils, digests.values())
        if as_json:
            lowest, highest = extremes or (None, None)
            told = {
                "dossier": dossier.id,
                "title": dossier.title,
                "lowest": lowest.as_json() if lowest else None,
                "highest": highest.as_json() if highest else None,
                "series": series_json(found),
                "withheld": withheld,
            }
            print_json(told)
            return
        if as_csv:
            write_csv(casualty_claims(found, sides=sides) if claims else series_lines(found))
            return
        out = console()
        print_hanging(out, Text(safe(dossier.title), style="headline"))
        out.print()
        if extremes:
            _show_extreme(out, "lowest", extremes[0])
            _show_extreme(out, "highest", extremes[1])
            out.print()
        shown = sorted(found, key=_is_own_voice)[:limit]
        if chart:
            show_series(out, [each.series for each in shown])
        else:
            _show(out, shown, at_most=NUMBERS_AT_MOST if limit else None, why=why)
        head = _head(found)
        if len(shown) < len(found):
            head += f"; {counted(len(shown), 'source')} shown here, --limit 0 shows all, --source NAME those of one name"
        print_hanging(out, Text(f"{head}.", style="headline"))
        if not chart:
            print_hanging(out, Text(_UNSAID, style="quiet"))
        show_withheld(out, withheld)
        show_scope_of(out, ledger, PageFilter(), ledger.scope())


_UNSAID = "Of a number with no status, nothing is said about verification; of one with no origin, none is traced."


def _head(found: Sequence[OfSource]) -> str:
    """How many numbers there are, of how many sources: those that are named, and pages that say it themselves."""
    numbers, own = sum(len(each.steps) for each in found), sum(map(_is_own_voice, found))
    pages = {row.page for each in found for step in each.steps for row in step.point.rows}
    told = [counted(len(found) - own, "source")] if len(found) > own else []
    told += [f"{counted(own, 'outlet or page', 'outlets or pages')} in {'its' if own == 1 else 'their'} own voice"] if own else []
    return f"{counted(numbers, 'number')} on {counted(len(pages), 'page')}, of {' and '.join(told) or 'nobody'}"


def _none_of(every: Sequence[OfSource], dossier: Dossier, *, since: str | None, until: str | None, sources: Sequence[str]) -> str:
    """That nothing is left by what was asked for, and what would be there."""
    asked = [f"of {' or '.join(sources)}"] if sources else []
    asked += [f"since {since}"] if since else []
    asked += [f"until {until}"] if until else []
    days = sorted(step.point.day for each in every for step in each.steps if step.point.day)
    there = f"its numbers are of {time_of(days[0])} to {time_of(days[-1])}" if days else "none of its numbers has a date"
    most = [each.series.source for each in sorted(every, key=_is_own_voice)[:_NAMED_AT_MOST]]
    others = " and others" if len(every) > len(most) else ""
    return f"No number of {dossier.title} {' '.join(asked)}: {there}, by {', '.join(most)}{others}"


def _called(source: str, row: FigureRow) -> str:
    """The source without the outlet that it is told apart by in the table: *officials*."""
    return row.source if row.via and source.endswith(f" ({row.via[-1]})") else source


def _is_own_voice(each: OfSource) -> bool:
    return not each.steps[0].point.first.chain


def _show_extreme(out: Console, which: str, extreme: Extreme) -> None:
    """The number, who stands behind it, as of when, and how many origins are traced."""
    spoken = sorted(extreme.steps, key=lambda each: not each[1].point.first.chain)  # who is named, before outlets themselves
    sources = list(dict.fromkeys(_called(source, step.point.first) for source, step in spoken))
    row, days = extreme.steps[0][1].point.first, sorted(step.point.day for _, step in extreme.steps if step.point.day)
    line = Text(f"{which:9}", style="quiet").append(safe(facts_of(row.figure, row.words)[0]), style="figure")
    others = len(sources) - _NAMED_AT_MOST
    told = ", ".join(sources[:_NAMED_AT_MOST]) + (f" and {counted(others, 'other')}" if others > 0 else "")
    whole = [day for day in days if re.fullmatch(r"[\d-]{10}", day)]
    when = days_of(whole[0], whole[-1]) if whole else time_of(days[0]) if days else "no date"
    roots = ", ".join(root.name for root in extreme.origins.traced[:_NAMED_AT_MOST])
    facts = [told, when, counted(len(extreme.origins.pages), "page"), extreme.origins.counted()]
    facts[-1] += f" ({roots})" if roots else ""
    status = {step.point.first.status.state.value for _, step in extreme.steps} - {ReportedState.NOTHING_SAID.value}
    print_hanging(out, line.append(safe("".join(f" · {fact}" for fact in (*facts, *sorted(status))))), hang=9)


def _sides(connection: Connection) -> set[str]:
    """The sides whose soldiers are counted in this ledger."""
    told = (json.loads(facets) for facets in connection.execute(select(traced_figures.c.facets)).scalars())
    return {facets["side"] for facets in told if facets.get("what") == "soldiers" and facets.get("side")}


def _show(out: Console, found: Sequence[OfSource], *, at_most: int | None, why: bool) -> None:
    for each in found:
        print_hanging(out, Text(safe(each.series.source), style="speaker"))
        left = len(each.steps) - (at_most or len(each.steps))
        if left > 0:
            print_hanging(out, Text(f"  {left:,} earlier; --limit 0 shows all", style="quiet"))
        for step in each.steps[max(left, 0) :]:
            row = step.point.first
            line = Text(f"  {time_of(step.point.day) if step.point.day else 'no date':18} ", style="quiet")
            line.append(safe(on_a_line(row.printed)), style="figure")
            status = row.status.state
            facts = [step.scope, "" if status is ReportedState.NOTHING_SAID else status.value, _origins(step.origins)]
            line.append(safe("".join(f" · {fact}" for fact in (*facts, "stale" if step.stale else "") if fact)))
            print_hanging(out, line, hang=6)
            if why:
                for words in row.because:
                    print_hanging(out, Text(safe(f"      {on_a_line(words)}"), style="quiet"), hang=8)
                for evidence in (e for root in step.origins.traced for e in root.evidence):
                    print_hanging(out, Text(f"      {evidence.because}", style="quiet"), hang=8)
        out.print()


def _origins(origins: Origins) -> str:
    """The origins that are traced, by name, and on how many pages the number stands if on several."""
    traced = [root.name for root in origins.traced[:_NAMED_AT_MOST]]
    told = [counted(len(origins.pages), "page")] if len(origins.pages) > 1 else []
    told += [f"traced to {', '.join(traced)}"] if traced else []
    return ", ".join(told)
