"""Asking a ledger: statements, a speaker, one page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from shlex import quote
from typing import TYPE_CHECKING, Any

from rich.console import Console

from sayso.cli.answers import show_apart, show_close, show_count, show_names, show_pages, show_rows, show_scope, show_speakers
from sayso.cli.linking import bring_up_to_date
from sayso.cli.marked import show_marked
from sayso.cli.terminal import console, print_json
from sayso.cli.withheld import show_not_searched, show_withheld, veils_of, withheld_on
from sayso.errors import NotInLedger
from sayso.ledger.answers import PageFilter, Scope, StatementFilter, StatementRow
from sayso.ledger.conditions import any_of
from sayso.ledger.figures import entries_of
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.named import SHORT_ID
from sayso.ledger.names import close_names
from sayso.ledger.search import tokens
from sayso.ledger.veils import Wish

if TYPE_CHECKING:
    from sayso.stories.people.answers import Who


def ask(path: str, asked: StatementFilter, *, wish: Wish, as_json: bool, ids: bool = False) -> None:
    """The statements asked for, with ``ids`` each with its own, then their count with its scope."""
    veils = veils_of(path, wish, face="json" if as_json else "statements")
    with open_ledger(path) as kept:
        ledger = kept.shown(veils)
        count = ledger.count(replace(asked, limit=None))
        close = ledger.close_speakers(asked) if asked.speaker else {}
        if as_json:
            rows = list(ledger.statements(asked))
            found = [row.as_json() for row in rows]
            withheld = withheld_on(veils, (row.page for row in rows))
            print_json({"count": count.as_json(), "close": close, "statements": found, "withheld": withheld})
            return
        out, seen = console(), list[str]()
        shown = show_rows(out, _noting(ledger.statements(asked), seen), ids=ids)
        known = not asked.speaker or bool(count.statements or ledger.count(StatementFilter(speaker=asked.speaker)).statements)
        show_count(out, count, shown=shown, known=known)
        show_close(out, close, found=bool(count.statements))
        show_withheld(out, withheld_on(veils, seen))
        if not count.statements and (asked.speaker or asked.words) and wish is not Wish.NEVER:
            show_not_searched(out, ledger)
        show_scope_of(out, ledger, asked, count.scope)


def ask_who(path: str, asked: StatementFilter, *, wish: Wish, as_json: bool) -> None:
    """Everything that a speaker said under any name, then under which, and who has a name like it but was not taken for one."""
    from sayso.stories import people

    veils = veils_of(path, wish, face="json" if as_json else "statements")
    with open_ledger(path) as kept:
        bring_up_to_date(kept)
        ledger = kept.shown(veils)
        asked, groups = people.with_all_names(ledger, asked)
        count = ledger.count(replace(asked, limit=None))
        who = people.who_says(ledger, replace(asked, limit=None), groups)
        names = {named.name for each in who for named in each.names}
        close = {name: number for name, number in ledger.close_speakers(asked).items() if name not in names}
        if as_json:
            rows = list(ledger.statements(asked))
            found = [row.as_json() for row in rows]
            withheld = withheld_on(veils, (row.page for row in rows))
            speakers = [_who_json(each) for each in who]
            print_json(
                {"count": count.as_json(), "close": close, "speakers": speakers, "statements": found, "withheld": withheld}
            )
            return
        out, seen = console(), list[str]()
        shown = show_rows(out, _noting(ledger.statements(asked), seen))
        known = bool(count.statements or ledger.count(StatementFilter(speaker=asked.speaker)).statements)
        show_count(out, count, shown=shown, known=known)
        show_names(out, who)
        show_close(out, close, found=bool(count.statements))
        show_apart(out, _join_of(who, close))
        show_withheld(out, withheld_on(veils, seen))
        if not count.statements and wish is not Wish.NEVER:
            show_not_searched(out, ledger)
        show_scope_of(out, ledger, asked, count.scope)


def _join_of(who: list[Who], close: dict[str, int]) -> str | None:
    """The command that would join the two likeliest of those that were not taken for one."""
    if not who:
        return None
    main = who[0].row
    alike = [each.row.name for each in who[1:] if each.row.kind == main.kind and {*tokens(each.row.name)} < {*tokens(main.name)}]
    others = [*alike, *close]
    if not others:
        return None
    return f"sayso join {quote(who[0].row.name)} {quote(others[0])} --by NAME --reason WORDS"


def _who_json(who: Who) -> dict[str, Any]:
    return {**asdict(who.row), "names": [asdict(named) for named in who.names], "open": who.open}


def _noting(rows: Iterable[StatementRow], pages: list[str]) -> Iterator[StatementRow]:
    """The rows as they come, the pages that they stand on noted."""
    for row in rows:
        pages.append(row.page)
        yield row


def list_speakers(path: str, asked: StatementFilter, *, wish: Wish, as_json: bool) -> None:
    """All speakers that are named, each with all spellings, who said most first."""
    from sayso.stories import people

    veils = veils_of(path, wish, face="json" if as_json else "speakers")
    with open_ledger(path) as kept:
        bring_up_to_date(kept)
        ledger = kept.shown(veils)
        whole = replace(asked, limit=None)
        named = people.everybody(ledger, whole, list(ledger.speakers(whole)))
        count = replace(ledger.count(whole), speakers=len(named))
        speakers = named[: asked.limit]
        if as_json:
            print_json(
                {
                    "count": count.as_json(),
                    "speakers": [_who_json(speaker) for speaker in speakers],
                    "withheld": list(veils.withheld),
                }
            )
            return
        out = console()
        show_speakers(out, speakers, count)
        show_withheld(out, list(veils.withheld))
        show_scope_of(out, ledger, asked, count.scope)


def list_pages(path: str, asked: StatementFilter, *, wish: Wish, as_json: bool) -> None:
    """All pages, newest first."""
    veils = veils_of(path, wish, face="json" if as_json else "pages")
    with open_ledger(path) as kept:
        ledger = kept.shown(veils)
        pages, scope = list(ledger.pages(asked)), ledger.scope(replace(asked, limit=None))
        if as_json:
            withheld = withheld_on(veils, (page.id for page in pages))
            print_json({"scope": scope.as_json(), "pages": [asdict(page) for page in pages], "withheld": withheld})
            return
        out = console()
        show_pages(out, pages, scope)
        show_withheld(out, withheld_on(veils, (page.id for page in pages)))
        show_scope_of(out, ledger, asked, scope)


def show_scope_of(out: Console, ledger: Ledger, asked: PageFilter, scope: Scope) -> None:
    """What was looked through; where that was nothing, what would have been there."""
    if scope.pages:
        show_scope(out, scope)
        return
    whole = ledger.scope()
    named = [name for outlet in any_of(asked.outlet) for group in close_names(outlet, whole.outlets) for name in group]
    show_scope(out, scope, whole=whole if whole.pages else None, outlets=tuple(dict.fromkeys(named)))


def show_page(path: str, name: str, *, unfold: bool, wish: Wish, as_json: bool, ids: bool = False) -> None:
    """One page, or all parts of a live page, with its statements marked."""
    veils = veils_of(path, wish, face="json" if as_json else "show")
    with open_ledger(path) as kept:
        ledger = kept.shown(veils)
        try:
            report = ledger.page(name)
        except NotInLedger as error:
            if wish is Wish.NEVER or not ledger.may_withhold():
                raise
            raise NotInLedger(
                f"{error}\nNames that are withheld are not searched; --unveil does, and notes who looked"
            ) from error
        entries = entries_of(kept.page(report.page.id)) if ids else {}
        entries = {name: entry[:SHORT_ID] for name, entry in entries.items()}
    if as_json:
        print_json(report.as_json())
    else:
        show_marked(console(), report, unfold=unfold, entries=entries)
