"""Media: the pictures, videos and recordings that pages of a ledger tell of, through whose hands they came."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

from sayso.claims.care.veil import Veil
from sayso.cli.exits import Command
from sayso.cli.options import DEFAULT_LEDGER, AsJson, LedgerPath, Limit, Outlet, Since, Until, Unveil, examples
from sayso.cli.options import Veil as VeilOption
from sayso.errors import NotInLedger, UsageError

app = typer.Typer()


@app.command(
    cls=Command,
    epilog=examples(
        "sayso media", "sayso media bridge", "sayso media meridian-dam-burst", "sayso media --since 2025-03-11 --json"
    ),
)
def media(
    page: Annotated[
        str | None,
        typer.Argument(
            metavar="PAGE|WORDS",
            help="A page by its id, name, URL or file; or words by which pages tell of it.",
            show_default=False,
        ),
    ] = None,
    outlet: Outlet = None,
    since: Since = None,
    until: Until = None,
    limit: Limit = 10,
    veil: VeilOption = False,
    unveil: Unveil = False,
    ledger: LedgerPath = DEFAULT_LEDGER,
    as_json: AsJson = False,
) -> None:
    """Show through whose hands a picture, video or recording came.

    Listed is what more than one page tells of: they name the same post by its address, or credit the same maker with what they
    describe alike. Each page has its chain, the outlet first, with the words that give it, and what the page does not say. Of a
    page: all that it tells of. What it shows, and whether that is so, is not judged.
    """
    from sayso.cli.withheld import wish_of
    from sayso.ledger.answers import PageFilter

    asked = PageFilter(outlet=tuple(outlet or ()) or None, since=since, until=until, limit=limit or None)
    _show(ledger, page, asked, wish_of(veil=veil, unveil=unveil), as_json=as_json)


@dataclass(frozen=True)
class _Told:
    """One page's telling of an item, as it may be shown."""

    telling: Any
    veil: Veil | None
    onward: tuple[Veil | None, ...]

    def say(self, words: str, veil: Veil | None = None) -> str:
        over = veil or self.veil
        return words if over is None else over.of(words)

    @property
    def holders(self) -> list[dict[str, Any]]:
        telling, text = self.telling, self.telling.page.text
        told = [
            {
                "name": self.say(h.name) if h.name else None,
                "did": h.did.value,
                "platform": h.platform,
                "words": self.say(h.span.of(text)),
                "span": None if self.veil else [h.span.start, h.span.end],
                "page": telling.page.id,
            }
            for h in telling.shown.holders
        ]
        names = {h.name for h in telling.shown.holders}
        for (page, h), veil in zip(telling.onward, self.onward, strict=True):
            if h.name is None or h.name not in names:
                told.append(
                    {
                        "name": self.say(h.name, veil) if h.name else None,
                        "did": h.did.value,
                        "platform": h.platform,
                        "words": self.say(h.span.of(page.text), veil),
                        "span": None if veil else [h.span.start, h.span.end],
                        "page": page.id,
                    }
                )
        return told

    def as_json(self) -> dict[str, Any]:
        telling = self.telling
        page, shown = telling.page, telling.shown
        return {
            "page": page.id,
            "name": self.say(page.name),
            "outlet": page.outlet,
            "published": page.published,
            "url": self.say(page.url) if page.url else None,
            "words": self.say(shown.words.of(page.text)),
            "span": None if self.veil else [shown.words.start, shown.words.end],
            "holders": self.holders,
            "verified_by": [
                {"name": self.say(h.name) if h.name else None, "words": self.say(h.span.of(page.text))} for h in shown.verified
            ],
            "posts": [{"post": key, "words": self.say(span.of(page.text)) if span else None} for key, span in shown.posts],
            "missing": telling.missing,
        }


def _show(path: str, name: str | None, asked: Any, wish: Any, *, as_json: bool) -> None:
    from sayso.cli.linking import bring_up_to_date
    from sayso.cli.terminal import console, print_json
    from sayso.cli.withheld import show_withheld, veils_of, withheld_on
    from sayso.ledger.ledger import open_ledger
    from sayso.stories.media.items import alone, media, media_on

    veils = veils_of(path, wish, face="json" if as_json else "media")
    with open_ledger(path) as kept:
        bring_up_to_date(kept)
        ledger = kept.shown(veils)
        row = _row_of(kept, ledger, name)
        if row is not None and (asked.outlet or asked.since or asked.until):
            raise UsageError("A page is told whole: give PAGE, or --outlet, --since and --until, but not both")
        whole = replace(asked, limit=None)
        is_all = asked.outlet is None and asked.since is None and asked.until is None
        with kept.store.reading() as connection:
            found = media_on(connection, row) if row is not None else media(connection, None if is_all else whole)
            lonely = 0 if row is not None else alone(connection)
            shown = []
            for item in found:
                told = [
                    _Told(
                        t,
                        veils.over_page(connection, t.page.id),
                        tuple(veils.over_page(connection, page.id) for page, _ in t.onward),
                    )
                    for t in item.tellings
                ]
                because = [_veiled_by_all(why, told) for why in item.because]
                if row is None and name and not _has_words(told, name):
                    continue  # looked for in what is shown, so that a name that is withheld finds nothing
                shown.append((item, told, because))
        if row is None and name and not shown:
            raise NotInLedger(f"No page and no picture, video or recording goes by “{name}”; see sayso media, and sayso pages")
        number = len(shown)
        listed = shown if row is not None else shown[: asked.limit]
        withheld = withheld_on(veils, (t.telling.page.id for _, told, _ in listed for t in told))
        scope = ledger.scope(whole)
        if as_json:
            items = [
                {
                    "item": item.id,
                    "sort": item.sort,
                    "outlets": list(item.outlets),
                    "because": because,
                    "tellings": [t.as_json() for t in told],
                }
                for item, told, because in listed
            ]
            count = {"items": number, "alone": lonely, "scope": scope.as_json()}
            print_json({"count": count, "media": items, "withheld": withheld})
            return
        out = console()
        for item, told, because in listed:
            _show_item(out, item, told, because)
            out.print()
        _show_count(out, number, len(listed), lonely, on_page=row is not None)
        show_withheld(out, withheld)
        from sayso.cli.asking import show_scope_of

        show_scope_of(out, ledger, asked, scope)


def _row_of(kept: Any, ledger: Any, name: str | None) -> int | None:
    """The row of the page that goes by a name; ``None`` where none does, for these may be words."""
    from sqlalchemy import select

    from sayso.ledger.schema import pages

    if name is None:
        return None
    try:
        page = ledger.reports(name)[0].page.id
    except NotInLedger:
        return None
    with kept.store.reading() as connection:
        return int(connection.execute(select(pages.c.id).where(pages.c.digest == page)).scalar_one())


def _has_words(told: list[_Told], words: str) -> bool:
    looked_for = words.casefold().split()
    for each in told:
        said = each.as_json()
        names = " ".join(h["name"] or "" for h in said["holders"])
        if all(word in f"{said['words']} {names} {said['outlet'] or ''}".casefold() for word in looked_for):
            return True
    return False


def _veiled_by_all(words: str, told: list[_Told]) -> str:
    """Why they are one, as it may be shown; single words of a caption could be those of a name."""
    if any(each.veil is not None for each in told):
        words = words.split(":")[0]
    for each in told:
        words = each.say(words)
    return words


def _show_item(out: Console, item: Any, told: list[_Told], because: list[str]) -> None:
    from sayso.cli.phrases import counted, days_of
    from sayso.cli.reports import print_hanging
    from sayso.cli.terminal import safe
    from sayso.ledger.named import SHORT_ID

    times = [t.telling.page.published for t in told if t.telling.page.published]
    title = told[0].say(told[0].telling.shown.words.of(told[0].telling.page.text)).split("\n")[0]
    title = title if len(title) <= 100 else title[:99].rstrip() + "…"
    print_hanging(out, Text(safe(f"{item.sort.capitalize()}: “{title}”"), style="headline"))
    size = counted(len({t.telling.page.id for t in told}), "page")
    size += f" of {counted(len(item.outlets), 'outlet')}" if item.outlets else ""
    when = days_of(min(times), max(times)) if times else "no date"
    print_hanging(out, Text(safe(f"    {item.id[:SHORT_ID]} · {when} · {size}"), style="quiet"))
    for why in because:
        print_hanging(out, Text(safe(f"    Together by {why}"), style="quiet"), hang=8)
    for each in told:
        _show_telling(out, each)


def _show_telling(out: Console, told: _Told) -> None:
    from sayso.cli.phrases import time_of
    from sayso.cli.reports import print_hanging
    from sayso.cli.terminal import safe
    from sayso.ledger.named import SHORT_ID

    page = told.telling.page
    holders = told.holders
    names = [_called(h) for h in holders]
    if not names or names[0] != page.outlet:
        names.insert(0, page.outlet or told.say(page.name))
    out.print()
    print_hanging(out, Text(safe("    " + " ← ".join(names)), style="headline"), hang=8)
    when = time_of(page.published) if page.published else "no date"
    facts = " · ".join(fact for fact in (page.id[:SHORT_ID], told.say(page.name), when) if fact)
    print_hanging(out, Text(safe(f"        {facts}"), style="quiet"), hang=8)
    for h in holders:
        where = "" if h["page"] == page.id else f" · on page {h['page'][:SHORT_ID]}"
        print_hanging(out, Text(safe(f"        {_called(h)} {h['did']}: “{h['words']}”{where}")), hang=12)
    for key in told.as_json()["posts"]:
        if key["words"]:
            print_hanging(out, Text(safe(f"        leads to a post: “{key['words']}”")), hang=12)
    for verified in told.as_json()["verified_by"]:
        print_hanging(out, Text(safe(f"        verified, as the page has it: “{verified['words']}”")), hang=12)
    if missing := told.telling.missing:
        print_hanging(out, Text(safe(f"        missing: {missing}"), style="quiet"), hang=12)


def _called(holder: dict[str, Any]) -> str:
    if holder["name"]:
        return f"{holder['name']} on {holder['platform']}" if holder["platform"] else str(holder["name"])
    return f"somebody on {holder['platform']}" if holder["platform"] else "a deleted account"


def _show_count(out: Console, number: int, shown: int, lonely: int, *, on_page: bool) -> None:
    from sayso.cli.phrases import counted
    from sayso.cli.reports import print_hanging

    if on_page:
        said = f"{counted(number, 'picture, video or recording', 'pictures, videos or recordings')} on this page."
    else:
        more = f"; {shown:,} shown here, --limit 0 shows all" if shown < number else ""
        said = f"{counted(number, 'item')} that several pages tell of{more}. {lonely:,} more on one page each."
    print_hanging(out, Text(said, style="headline"))
