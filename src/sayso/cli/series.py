"""Series: the figures of a dossier by source and time, for reading and as tables."""

from __future__ import annotations

import json
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text
from sqlalchemy import Connection, select

from sayso.cli.asking import show_scope_of
from sayso.cli.dossiers import digests_of, named, rows_of
from sayso.cli.figures import show_series, write_csv
from sayso.cli.linking import bring_up_to_date
from sayso.cli.phrases import counted, on_a_line, time_of
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.cli.withheld import show_withheld, veils_of, withheld_on
from sayso.errors import UsageError
from sayso.ledger.answers import PageFilter
from sayso.ledger.ledger import open_ledger
from sayso.ledger.reported import FigureRow
from sayso.ledger.veils import Wish
from sayso.stories.dossiers.dossier import Type
from sayso.stories.dossiers.figures.links import traced_figures
from sayso.stories.series import OfSource, casualty_claims, series_in, series_json, series_lines


def show_series_of(path: str, name: str, *, wish: Wish, as_json: bool, as_csv: bool, claims: bool, chart: bool) -> None:
    """The series of a dossier that is named by its id, an entry, or words of its title."""
    veils = veils_of(path, wish, face="csv" if as_csv else "json" if as_json else "series")
    with open_ledger(path) as kept:
        bring_up_to_date(kept)
        ledger = kept.shown(veils)
        with kept.store.reading() as connection:
            dossier = named(connection, name)
            if dossier.type is not Type.FIGURES:
                raise UsageError("A series is of figures, and this dossier is of statements; see it with: sayso dossiers")
            digests = digests_of(connection, dossier)
            rows = [row for row in rows_of(ledger, dossier, digests) if isinstance(row, FigureRow)]
            found = series_in(connection, dossier, rows)
            sides = _sides(connection) if claims else set()
        withheld = withheld_on(veils, digests.values())
        if as_json:
            print_json({"dossier": dossier.id, "title": dossier.title, "series": series_json(found), "withheld": withheld})
            return
        if as_csv:
            write_csv(casualty_claims(found, sides=sides) if claims else series_lines(found))
            return
        out = console()
        print_hanging(out, Text(safe(dossier.title), style="headline"))
        out.print()
        if chart:
            show_series(out, [each.series for each in found])
        else:
            _show(out, found)
        numbers = sum(len(each.steps) for each in found)
        head = f"{counted(numbers, 'number')} of {counted(len(found), 'source')} on {counted(len(digests), 'page')}"
        print_hanging(out, Text(f"{head}.", style="headline"))
        show_withheld(out, withheld)
        show_scope_of(out, ledger, PageFilter(), ledger.scope())


def _sides(connection: Connection) -> set[str]:
    """The sides whose soldiers are counted in this ledger."""
    told = (json.loads(facets) for facets in connection.execute(select(traced_figures.c.facets)).scalars())
    return {facets["side"] for facets in told if facets.get("what") == "soldiers" and facets.get("side")}


def _show(out: Console, found: Sequence[OfSource]) -> None:
    for each in found:
        print_hanging(out, Text(safe(each.series.source), style="speaker"))
        for step in each.steps:
            row = step.point.first
            line = Text(f"  {time_of(step.point.day) if step.point.day else 'no date':18} ", style="quiet")
            line.append(safe(on_a_line(row.printed)), style="figure")
            facts = [step.scope, row.status.state.value, step.origins.words(), "stale" if step.stale else ""]
            line.append(safe("".join(f" · {fact}" for fact in facts if fact)))
            print_hanging(out, line, hang=6)
        out.print()
