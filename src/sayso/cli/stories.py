"""Stories: the pages of a ledger by the event that they are about, and why they belong together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from rich.console import Console
from rich.text import Text
from sqlalchemy import Connection, select

from sayso.cli.asking import show_scope_of
from sayso.cli.headings import heading_of
from sayso.cli.linking import bring_up_to_date
from sayso.cli.phrases import counted, days_of, time_of
from sayso.cli.reports import print_hanging
from sayso.cli.terminal import console, print_json, safe
from sayso.cli.withheld import show_withheld, veils_of, withheld_on
from sayso.ledger.answers import PageFilter
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.named import SHORT_ID
from sayso.ledger.schema import pages
from sayso.ledger.veils import Veils, Wish
from sayso.stories import events
from sayso.stories.events import Member, Story


@dataclass(frozen=True)
class _Shown:
    """A story as it may be shown, and what joins its pages."""

    story: Story
    joined_by: tuple[str, ...]
    headings: Mapping[str, str]
    """What those of its pages are called that have no headline, by id."""

    @property
    def title(self) -> str:
        """What the story is called: by a headline if one of its pages has one."""
        story = self.story
        return story.title if any(page.headline for page in story.pages) else self.headings[story.central.id]

    @classmethod
    def of(cls, connection: Connection, story: Story, veils: Veils) -> _Shown:
        veil = {page.id: veils.over_page(connection, page.id) for page in story.pages}
        joined = []
        for words, told_on in events.joined_by(connection, story):
            for page in told_on:
                over = veil[page]
                words = words if over is None else over.of(words)
            joined.append(words)
        shown = tuple(page if (over := veil[page.id]) is None else over.worded(page) for page in story.pages)
        headings = {page.id: heading_of(connection, page.id, veils) for page in story.pages if not page.headline}
        return cls(replace(story, pages=shown), tuple(joined), headings)

    def as_json(self) -> dict[str, Any]:
        story = self.story
        return {
            "story": story.id,
            "title": self.title,
            "first": story.first,
            "last": story.last,
            "outlets": list(story.outlets),
            "joined_by": list(self.joined_by),
            "pages": [
                {
                    "page": page.id,
                    "name": page.name,
                    "headline": page.headline,
                    "outlet": page.outlet,
                    "published": page.published,
                    "url": page.url,
                }
                for page in story.pages
            ],
        }


def list_stories(path: str, asked: PageFilter, *, wish: Wish, as_json: bool) -> None:
    """The stories with a page that is asked for, newest first."""
    veils = veils_of(path, wish, face="json" if as_json else "stories")
    with open_ledger(path) as kept:
        bring_up_to_date(kept)
        ledger = kept.shown(veils)
        whole = replace(asked, limit=None)
        is_all = asked.outlet is None and asked.since is None and asked.until is None
        with kept.store.reading() as connection:
            found = events.stories(connection, None if is_all else whole)
            several = [story for story in found if len(story.pages) > 1]
            shown = [_Shown.of(connection, story, veils) for story in several[: asked.limit]]
        withheld = withheld_on(veils, (page.id for each in shown for page in each.story.pages))
        scope = ledger.scope(whole)
        alone = len(found) - len(several)
        if as_json:
            told = [each.as_json() for each in shown]
            count = {"stories": len(several), "alone": alone, "scope": scope.as_json()}
            print_json({"count": count, "stories": told, "withheld": withheld})
            return
        out = console()
        for each in shown:
            _show_head(out, each)
            out.print()
        _show_count(out, several, alone, len(shown))
        show_withheld(out, withheld)
        show_scope_of(out, ledger, asked, scope)


def show_story(path: str, name: str, *, wish: Wish, as_json: bool) -> None:
    """The pages of one story in order of time: that of a page, or the one that goes by the id of one of its pages."""
    veils = veils_of(path, wish, face="json" if as_json else "stories")
    with open_ledger(path) as kept:
        bring_up_to_date(kept)
        ledger = kept.shown(veils)
        page = ledger.reports(name)[0].page.id
        with kept.store.reading() as connection:
            row = connection.execute(select(pages.c.id).where(pages.c.digest == page)).scalar_one()
            shown = _Shown.of(connection, events.story_of(connection, row), veils)
        withheld = withheld_on(veils, (each.id for each in shown.story.pages))
        if as_json:
            print_json(shown.as_json() | {"scope": ledger.scope().as_json(), "withheld": withheld})
            return
        _show_pages(console(), ledger, shown, withheld)


def _show_pages(out: Console, ledger: Ledger, shown: _Shown, withheld: list[str]) -> None:
    story = shown.story
    _show_head(out, shown)
    out.print()
    for page in story.pages:
        print_hanging(out, Text(safe(page.headline or shown.headings[page.id]), style="headline"))
        print_hanging(out, Text(safe("    " + _facts(page)), style="quiet"))
    out.print()
    said = f"{counted(len(story.pages), 'page')} of one story" if len(story.pages) > 1 else "This page stands alone"
    print_hanging(out, Text(f"{said}.", style="headline"))
    show_withheld(out, withheld)
    show_scope_of(out, ledger, PageFilter(), ledger.scope())


def _show_head(out: Console, shown: _Shown) -> None:
    story = shown.story
    print_hanging(out, Text(safe(shown.title), style="headline"))
    when = days_of(story.first, story.last) if story.first and story.last else "no date"
    size = counted(len(story.pages), "page")
    size += f" of {counted(len(story.outlets), 'outlet')}" if story.outlets else ""
    print_hanging(out, Text(safe(f"    {story.id[:SHORT_ID]} · {when} · {size}"), style="quiet"))
    if shown.joined_by:
        why = "Together by" if len(story.pages) > 1 else "Tells"
        print_hanging(out, Text(safe(f"    {why}: {', '.join(shown.joined_by)}"), style="quiet"), hang=8)


def _facts(page: Member) -> str:
    facts = [page.id[:SHORT_ID], page.name, page.outlet, time_of(page.published) if page.published else "no date"]
    return " · ".join(fact for fact in facts if fact)


def _show_count(out: Console, several: list[Story], alone: int, shown: int) -> None:
    number = sum(len(story.pages) for story in several)
    of = f", with {counted(number, 'page')}" if several else ""
    more = f"; {shown:,} shown here, --limit 0 shows all" if shown < len(several) else ""
    rest = f" {counted(alone, 'page stands', 'pages stand')} alone." if alone else ""
    print_hanging(out, Text(f"{counted(len(several), 'story', 'stories')}{of}{more}.{rest}", style="headline"))
