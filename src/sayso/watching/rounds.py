"""Rounds: what is due is looked at, what is new or changed comes into the ledger, and when to look next is remembered."""

from __future__ import annotations

import random as chance
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

from sqlalchemy import select

from sayso.claims.report import Report
from sayso.gathering import Gathered, gather
from sayso.ledger.address import beside
from sayso.ledger.fetches import FetchRow
from sayso.ledger.ledger import Ledger, Standing
from sayso.ledger.rows import moment
from sayso.ledger.schema import fetches
from sayso.page.page import READ_FOR_CLAIMS, State
from sayso.pipeline import Added, PageReader
from sayso.sources.feeds import Form, Item
from sayso.sources.fetch import Failure, Fetched, FetchedDocument, Fetcher, Known, Outcome, Settings
from sayso.text import digest
from sayso.watching.log import Log, log_beside
from sayso.watching.looking import Asked, Looked, below, below_as_before, look
from sayso.watching.plan import Plan, Watched
from sayso.watching.state import ListState, PageState, WatchState, at_of, stamp, state_beside
from sayso.watching.times import jittered, next_look, next_of_page, next_try, steps_of

SHORTEST_PAUSE = timedelta(seconds=30)
"""Between two rounds, so that what falls due one after the other is looked at together."""

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_PATIENCE = timedelta(minutes=5)
_NEVER_AGAIN = {
    Failure.SEALED: "sealed",
    Failure.ADDRESS: "no address",
    Failure.REFUSED: "refused",
    Failure.ROBOTS: "robots",
}


@dataclass(frozen=True, slots=True)
class PageLook:
    """What became of a look at one page. It is told while a round goes on, and not kept."""

    url: str
    what: str
    """``new``, ``changed``, ``unchanged``, ``unread`` or ``failed``."""
    trouble: str | None = None


@dataclass(slots=True)
class Round:
    """What one round did."""

    at: datetime
    lists: list[Looked] = field(default_factory=list)
    gathered: Gathered | None = None
    new: int = 0
    """Pages that came for the first time."""
    changed: int = 0
    """Pages of which the part that is read is another than at the last look."""
    unchanged: int = 0
    unread: int = 0
    """Known pages in whose place something came that could not be read (a paywall notice, say), which says nothing of them."""
    failed: Counter[str] = field(default_factory=Counter)
    """Pages that did not come, by why."""
    waiting: int = 0
    """Pages that are to be fetched yet."""
    followed: int = 0
    """Pages that are looked at again from time to time."""
    next_at: datetime | None = None
    """When something is due; ``None`` where nothing will be any more."""
    interrupted: bool = False

    @property
    def troubled(self) -> list[Looked]:
        """The lists that could not be looked at."""
        return [looked for looked in self.lists if looked.trouble is not None]


class Watching:
    """A plan that is kept to for one ledger; ``with`` closes what it opened. One at a time: see ``alone``."""

    def __init__(
        self,
        ledger: Ledger,
        plan: Plan,
        reader: PageReader,
        settings: Settings | None = None,
        *,
        fetcher: Fetcher | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        random: Callable[[], float] = chance.random,
        on_list: Callable[[Looked], None] = lambda _: None,
        on_page: Callable[[PageLook], None] = lambda _: None,
        on_added: Callable[[Added], None] = lambda _: None,
        on_note: Callable[[str], None] = lambda _: None,
    ) -> None:
        """``on_…`` are told of each thing as it comes.

        Raises:
            ExtraMissing: the libraries for fetching are not installed.
            SourceUnreadable: nothing can be written beside the ledger.
        """
        self._ledger, self._plan, self._reader = ledger, plan, reader
        self._now, self._random = now, random
        self._on_list, self._on_page, self._on_added, self._on_note = on_list, on_page, on_added, on_note
        self._own = None if fetcher is not None else Fetcher(settings, now=now)
        self._fetcher = fetcher if fetcher is not None else self._own
        place = beside(ledger.path)
        self._log = Log(log_beside(place))
        self._state = WatchState(state_beside(place))
        if self._state.began_anew:
            on_note(f"{self._state.path} could not be read, and was begun anew; what was fetched is in the ledger")
        self._by_key = {watched.key: watched for watched in plan.watched}

    def close(self) -> None:
        """Close the connections, and what is remembered."""
        if self._own is not None:
            self._own.close()
        self._state.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @property
    def next_at(self) -> datetime | None:
        """When something is due; ``None`` where nothing will be any more."""
        times = [self._next_of(watched) for watched in self._plan.watched]
        return min((t for t in (*times, self._state.next_page_at(self._by_key)) if t is not None), default=None)

    def gone(self) -> list[tuple[Watched, str]]:
        """What is not looked at any more, with the reason."""
        states = ((watched, self._state.list_of(watched.key)) for watched in self._plan.watched)
        return [(watched, state.over) for watched, state in states if state is not None and state.over is not None]

    def round(self, *, prompt: bool = False) -> Round:
        """Look at all that is due, once.

        ``prompt`` for one that something else comes back to at fixed times: what is all but due is looked at too, and intervals
        are kept to exactly. It can be broken off at any point, also by a machine that goes down: the next one goes on from there.
        """
        began = time.monotonic()
        done = Round(self._now())
        held = self._look_at_lists(done, prompt=prompt)
        if not done.interrupted:
            self._look_at_pages(done, held, prompt=prompt)
        self._state.forget_old(done.at)
        done.waiting, done.followed = self._state.waiting(self._by_key)
        done.next_at = self.next_at
        self._write_log(done, time.monotonic() - began)
        return done

    # Lists

    def _next_of(self, watched: Watched) -> datetime | None:
        state = self._state.list_of(watched.key)
        if state is None or (state.next_at is None and state.over is None):
            return _LONG_AGO
        return None if state.over is not None or state.next_at is None else at_of(state.next_at)

    def _look_at_lists(self, done: Round, *, prompt: bool) -> dict[str, Fetched | None]:
        """Look at the lists that are due, and take what they say; pages that are watched themselves, and are due, come back."""
        pages: dict[str, Fetched | None] = {}
        waiting: list[Asked] = []
        for watched in self._plan.watched:
            due = self._next_of(watched)
            if due is None or due > done.at + (min(watched.every * 0.2, _PATIENCE) if prompt else timedelta()):
                continue
            state = self._state.list_of(watched.key) or ListState(watched.key, watched.url)
            if state.form == Form.PAGE:
                pages[watched.url] = None
            else:
                waiting.append(Asked(watched, state))
        met = {asked.state.key for asked in waiting} | self._by_key.keys()
        assert self._fetcher is not None
        while waiting:
            further: list[Asked] = []
            for asked, fetched, looked in look(self._fetcher, waiting, now=self._now):
                looked = replace(looked, new=self._take(asked, fetched, looked, prompt=prompt))
                done.lists.append(looked)
                self._on_list(looked)
                if looked.page is not None:
                    pages[asked.state.url] = looked.page
                inner = (
                    below_as_before(asked, self._state.lists(asked.state.key))
                    if looked.outcome is Outcome.UNCHANGED
                    else below(asked, looked.inner, self._state.list_of)
                )
                for each in inner:
                    rests = each.state.next_at is not None and at_of(each.state.next_at) > done.at
                    if each.state.key not in met and not rests and each.state.over is None:
                        met.add(each.state.key)
                        further.append(each)
            waiting = further
        return pages

    def _take(self, asked: Asked, fetched: Fetched, looked: Looked, *, prompt: bool) -> int:
        """Remember what a look at a list came to, and its items, all together; how many of them are new."""
        at, state, watched = self._now(), asked.state, asked.watched
        failed = looked.trouble is not None
        came = looked.outcome is Outcome.GOT and not failed
        rest = int(looked.rest.total_seconds()) if looked.rest else None
        state = replace(
            state,
            form=looked.form.value if looked.form and not failed else state.form,
            looked_at=stamp(at),
            failures=state.failures + 1 if failed else 0,
            trouble=looked.trouble,
            over="gone" if looked.gone else None,
            moved_to=looked.moved_to if not failed else state.moved_to,
            rest=rest if came else state.rest,
            told=state.told if failed else stamp(asked.told) if asked.told else None,
        )
        if came:
            state = replace(
                state,
                found_at=fetched.url,
                etag=fetched.etag,
                last_modified=fetched.last_modified,
                asks_for=watched.asks_for,
            )
        wait = next_look(watched.every, failures=state.failures, rest=timedelta(seconds=state.rest) if state.rest else None)
        if asked.depth and not failed:
            wait = wait if wait > watched.every else timedelta()  # it is looked at when what leads to it is
        next_at = at + (wait if prompt else jittered(wait, self._random))
        if state.rest and not failed:
            next_at = max(next_at, at + wait)  # what it asks for is the least
        state.next_at = None if looked.gone else stamp(max(next_at, looked.retry_at or next_at))
        if looked.page is not None:  # its address stands in the plan alone, and it is due until it is in the ledger
            state = ListState(state.key, "", form=Form.PAGE.value, looked_at=stamp(at), next_at=stamp(at))
        with self._state.writing():
            new = sum(self._listed(item, watched, at) for item in looked.wanted)
            self._state.keep_list(state)
        self._log_look(asked, looked, new)
        return new

    def _listed(self, item: Item, watched: Watched, at: datetime) -> bool:
        """Take an item of a list; whether it is new."""
        key = digest(item.url)
        if key in self._by_key and self._by_key[key].url == item.url:
            return False  # it is watched itself
        told = stamp(item.updated) if item.updated else None
        page = self._state.page(key)
        if page is None:
            page = self._from_ledger(item.url, watched, at)
            page.told = told
            self._state.keep_page(page)
            return page.first_at is None
        page.listed_at = stamp(at)
        if page.list not in self._by_key:  # it came by another plan
            page.list = watched.key
        if told is not None and page.told is not None and told > page.told and page.over != "sealed":
            if page.first_at is not None and next(iter(self._ledger.fetches(item.url)), None) is None:
                page = replace(page, next_at=None, text=None, over="sealed")
            else:  # the list says that it changed: then it is worth a look at once
                page = replace(page, url=item.url, next_at=stamp(at), over=None, steps=0)
        page.told = told or page.told
        self._state.keep_page(page)
        return False

    def _from_ledger(self, url: str, watched: Watched, at: datetime) -> PageState:
        """What there is to remember of a page by the ledger alone: nothing, as a rule."""
        page = PageState(digest(url), watched.key, url, listed_at=stamp(at), next_at=stamp(at))
        rows = list(self._ledger.fetches(url))
        good = [row.at for row in rows if row.outcome is not Outcome.FAILED]
        if not good:
            return page
        steps = steps_of(rows[0].at - good[-1])
        due = next_of_page(good[-1], max(good), steps)
        return replace(
            page,
            url=None,
            first_at=stamp(good[-1]),
            looked_at=stamp(max(good)),
            steps=steps,
            next_at=stamp(due) if due is not None else None,
        )

    # Pages

    def _look_at_pages(self, done: Round, held: dict[str, Fetched | None], *, prompt: bool) -> None:
        """Fetch the pages that are due into the ledger, and remember when to look at them next."""
        due = dict(self._due(self._now() + (_PATIENCE if prompt else timedelta())))
        number = self._state.note("round")
        if number is not None:  # a round was broken off: what of it is in the ledger is done
            self._settle(due, held, at_of(number.partition(" ")[2]), done, prompt=prompt)
        if not due and not held and number is None:
            return
        if number is None:
            number = f"{uuid.uuid4()} {stamp(done.at)}"
            self._state.keep_note("round", number)
        course = _Course(self, done, due, dict.fromkeys(held), prompt)
        assert self._fetcher is not None
        done.gathered = gather(
            self._ledger,
            [*due, *held],
            self._reader,
            fetcher=_Ahead(self._fetcher, {url: fetched for url, fetched in held.items() if fetched is not None}),
            targets=[f"sayso watch {number.partition(' ')[0]}"],
            outlet_of=self._outlet_of,
            now=self._now,
            on_page=course.on_page,
            on_fetch=course.on_fetch,
            on_note=self._on_note,
        )
        course.flush()
        done.interrupted = done.gathered.summary.interrupted
        if not done.interrupted:
            course.close()
            self._state.keep_note("round", None)

    def _due(self, at: datetime) -> Iterator[tuple[str, PageState]]:
        """Pages that are due, by address: of those that were fetched before, the ledger has it, unless they were sealed."""
        pages = list(self._state.due(at, self._by_key))
        kept = self._addresses([page for page in pages if page.url is None])
        for page in pages:
            url = page.url or kept.get(page.key)
            if url is None:
                self._state.keep_page(replace(page, next_at=None, text=None, over="sealed"))
            else:
                yield url, page

    def _addresses(self, pages: Iterable[PageState]) -> dict[str, str]:
        """The addresses of pages, by their keys, so far as the ledger has them."""
        looked_at = {page.key: at_of(page.looked_at) for page in pages if page.looked_at}
        if not looked_at:
            return {}
        asked = select(fetches.c.asked).where(fetches.c.fetched_at >= moment(min(looked_at.values()))).distinct()
        with self._ledger.store.reading() as connection:
            return {key: url for url in connection.execute(asked).scalars() if (key := digest(url)) in looked_at}

    def _settle(
        self, due: dict[str, PageState], held: dict[str, Fetched | None], since: datetime, done: Round, *, prompt: bool
    ) -> None:
        """Take out what the round that was broken off had brought into the ledger already."""
        for url in [*due, *held]:
            row = next(iter(self._ledger.fetches(url)), None)
            if row is None or row.at < since:
                continue
            if url in due:
                self.settle_page(due.pop(url), row, changed=False, text=None)
            elif held[url] is None:
                del held[url]
                self.settle_watched(url, row, prompt=prompt)

    def settle_page(self, page: PageState, fetch: FetchRow | Fetched, *, changed: bool, text: str | None) -> None:
        """Remember a look at a page."""
        at = fetch.at
        if fetch.outcome is not Outcome.FAILED:
            first = at_of(page.first_at) if page.first_at else at
            steps = 0 if changed or page.first_at is None else page.steps + 1
            due = next_of_page(first, at, steps)
            page = replace(page, url=None, first_at=stamp(first), looked_at=stamp(at), steps=steps, failures=0, over=None)
            page = replace(page, text=text or page.text, next_at=stamp(due) if due else None)
        else:
            page = _failed(page, fetch)
        self._state.keep_page(page)

    def settle_watched(self, url: str, fetch: FetchRow | Fetched, *, prompt: bool) -> None:
        """Remember a look at a page that is watched itself."""
        watched = self._by_key[digest(url)]
        state = self._state.list_of(watched.key) or ListState(watched.key, "")
        failed = fetch.outcome is Outcome.FAILED
        failures = state.failures + 1 if failed else 0
        over = "gone" if fetch.status == 410 else "sealed" if fetch.failure is Failure.SEALED else None
        wait = next_look(watched.every, failures=failures, rest=None)
        due = fetch.at + (wait if prompt else jittered(wait, self._random))
        retry_at = fetch.retry_at if isinstance(fetch, Fetched) else None
        state = replace(
            state,
            form=Form.PAGE.value,
            looked_at=stamp(fetch.at),
            failures=failures,
            over=over,
            next_at=None if over else stamp(max(due, retry_at or due)),
        )
        self._state.keep_list(state)

    def _outlet_of(self, url: str) -> str | None:
        key = digest(url)
        page = self._state.page(key)
        watched = self._by_key.get(page.list if page is not None else key)
        return None if watched is None else watched.outlet

    def state_of(self, url: str) -> PageState | None:
        """What is remembered of a page by now."""
        return self._state.page(digest(url))

    def rows_of(self, url: str) -> Iterator[FetchRow]:
        """The fetches of an address that brought something, newest first."""
        return (row for row in self._ledger.fetches(url) if row.outcome is not Outcome.FAILED)

    def clock(self) -> datetime:
        """Now."""
        return self._now()

    def tell(self, look: PageLook) -> None:
        """Tell of a look at a page."""
        self._on_page(look)

    def told_of(self, added: Added) -> None:
        """Tell of a page that was added."""
        self._on_added(added)

    # The log

    def _log_look(self, asked: Asked, looked: Looked, new: int) -> None:
        if looked.outcome is Outcome.UNCHANGED and not looked.trouble:
            return
        entry = {"at": stamp(self._now()), "what": "list", "watched": self._number(asked.watched)}
        if looked.page is None and (looked.form is not None and looked.form is not Form.PAGE):
            entry |= {"url": looked.url, "form": looked.form.value}
        entry |= {"outcome": looked.outcome.value, "items": looked.items, "wanted": len(looked.wanted), "new": new}
        optional = {"trouble": looked.trouble, "moved_to": looked.moved_to, "notes": list(looked.notes)}
        if looked.page is None:
            entry |= {key: value for key, value in optional.items() if value}
        self._log.write(entry)

    def _number(self, watched: Watched) -> int:
        return self._plan.watched.index(watched) + 1

    def _write_log(self, done: Round, seconds: float) -> None:
        if not done.lists and done.gathered is None:
            return
        entry = {
            "at": stamp(done.at),
            "what": "round",
            "seconds": round(seconds, 1),
            "lists": len(done.lists),
            "lists_failed": len(done.troubled),
            "new": done.new,
            "changed": done.changed,
            "unchanged": done.unchanged,
            "unread": done.unread,
            "failed": dict(done.failed),
            "statements": done.gathered.summary.statements if done.gathered else 0,
            "waiting": done.waiting,
            "followed": done.followed,
            "next_at": stamp(done.next_at) if done.next_at else None,
            "interrupted": done.interrupted,
        }
        self._log.write(entry)


class _Course:
    """What becomes of the pages of one round. A look is remembered only after the ledger has it."""

    def __init__(self, watching: Watching, done: Round, due: dict[str, PageState], held: dict[str, None], prompt: bool) -> None:
        self._watching, self._done, self._due, self._held, self._prompt = watching, done, due, held, prompt
        self._fetched: dict[str, Fetched] = {}
        self._failed: Fetched | None = None

    def on_fetch(self, fetched: Fetched) -> None:
        self.flush()
        if fetched.outcome is Outcome.FAILED:
            self._failed = fetched
        else:
            self._fetched[fetched.asked] = replace(fetched, data=None, exchanges=())

    def flush(self) -> None:
        """Remember the last failure: by now the ledger has it."""
        if self._failed is not None:
            fetched, self._failed = self._failed, None
            self._done.failed[(fetched.failure or Failure.CONNECTION).value] += 1
            self._settle(fetched.asked, fetched)
            self._watching.tell(PageLook(fetched.asked, "failed", fetched.trouble))

    def on_page(self, added: Added) -> None:
        document = added.document
        assert isinstance(document, FetchedDocument)
        assert document.fetch is not None
        asked, fetch = document.seen, document.fetch
        self._watching.told_of(added)
        fetched = self._fetched.pop(asked, None) or Fetched(asked, fetch.url, fetch.at, fetch.outcome)
        if added.standing is Standing.SEALED:
            self._settle(asked, replace(fetched, outcome=Outcome.FAILED, failure=Failure.SEALED))
            return
        text = _text_of(added.reports)
        page = self._watching.state_of(asked) if asked in self._due else None
        new = added.outcome.pages > 0 and (page.first_at is None if page is not None else False)
        if page is None:  # one that is watched itself: what the ledger had of it is all that tells
            known = asked in self._held and sum(1 for _ in _first(self._watching.rows_of(asked), 2)) > 1
            new, changed = not known, known and added.outcome.pages > 0
        elif page.text is not None and text is not None:
            new, changed = page.text == _UNREAD, page.text not in (text, _UNREAD)
        else:
            changed = not new and page.first_at is not None and added.outcome.pages > 0
        unread = _why_unread(added.reports)
        if unread is not None:
            changed, text = False, _UNREAD if page is None or page.text is None else None
            new = new and (page is None or page.first_at is None)
        what = "new" if new else "unread" if unread is not None else "changed" if changed else "unchanged"
        setattr(self._done, what, getattr(self._done, what) + 1)
        self._settle(asked, fetched, changed=changed, text=text)
        self._watching.tell(PageLook(asked, what, unread))

    def close(self) -> None:
        """Leave alone what came to nothing that could be told: it was sealed while the round went on."""
        for url in list(self._due):
            page = self._watching.state_of(url)
            if page is not None and page == self._due[url]:
                now = self._watching.clock()
                self._settle(url, Fetched(url, url, now, Outcome.FAILED, failure=Failure.SEALED))

    def _settle(self, asked: str, fetched: Fetched, *, changed: bool = False, text: str | None = None) -> None:
        if asked in self._held:
            self._watching.settle_watched(asked, fetched, prompt=self._prompt)
        elif (page := self._watching.state_of(asked)) is not None:
            self._watching.settle_page(page, fetched, changed=changed, text=text)


class _Ahead(Fetcher):
    """A fetcher with some answers that were fetched already, lest anything is fetched twice."""

    def __init__(self, inner: Fetcher, held: dict[str, Fetched]) -> None:
        self.settings = inner.settings
        self._inner = inner
        self._held = held

    def batches(self, urls: Iterable[str], *, known: Callable[[str], Known | None] = lambda _: None) -> Iterator[list[Fetched]]:
        asked: list[Fetched] = []

        def others() -> Iterator[str]:
            for url in urls:
                if (fetched := self._held.pop(url, None)) is not None:
                    asked.append(fetched)
                else:
                    yield url

        yield from self._inner.batches(others(), known=known)
        if asked:
            yield asked


def _failed(page: PageState, fetch: FetchRow | Fetched) -> PageState:
    """What is remembered of a page that did not come."""
    over = _NEVER_AGAIN.get(fetch.failure) if fetch.failure else None
    page = replace(page, looked_at=stamp(fetch.at), failures=page.failures + 1)
    if over is None and fetch.status == 410:
        over = "gone"
    if over is not None:
        return replace(page, url=None, next_at=None, over=over, text=None if over == "sealed" else page.text)
    due: datetime | None
    if fetch.status is not None and 400 <= fetch.status < 500 and fetch.status not in (408, 425, 429):
        # it is not there, or not for us; that it comes, or comes back, is worth some looks
        due = next_of_page(at_of(page.first_at or page.listed_at), fetch.at, page.steps)
        page = replace(page, steps=page.steps + 1)
    else:
        wait = next_try(page.failures)
        due = fetch.at + wait if wait is not None else None
    retry_at = fetch.retry_at if isinstance(fetch, Fetched) else None
    if due is None:
        return replace(page, url=None, next_at=None, over="failed")
    return replace(page, next_at=stamp(max(due, retry_at or due)))


def _text_of(reports: Sequence[Report]) -> str | None:
    """Digest of what of a page is read; menus and links to others may change without it."""
    if not reports:
        return None
    blocks = ((report.page, block) for report in reports for block in report.page.blocks if block.role in READ_FOR_CLAIMS)
    return digest("\n".join(page.text[block.span.start : block.span.end] for page, block in blocks))


_UNREAD = "unread"
"""Remembered instead of a digest where a page came, but could never be read yet."""


def _why_unread(reports: Sequence[Report]) -> str | None:
    """Why nothing of what came could be read; ``None`` where something could."""
    if not reports or any(report.page.state is State.READ for report in reports):
        return None
    page = reports[0].page
    return page.note or f"it could not be read: {page.state.value}"


def _first(rows: Iterator[FetchRow], number: int) -> Iterator[FetchRow]:
    for _, row in zip(range(number), rows, strict=False):
        yield row


def checked(
    plan: Plan, fetcher: Fetcher, *, now: Callable[[], datetime], on_list: Callable[[Looked], None] = lambda _: None
) -> list[Looked]:
    """What each list of a plan is and says, in its order, by asking for it now; no page is fetched, and nothing is remembered."""
    found: list[Looked] = []
    waiting = [Asked(watched, ListState(watched.key, watched.url)) for watched in plan.watched]
    met = {asked.state.key for asked in waiting}
    while waiting:
        further: list[Asked] = []
        for asked, _, looked in look(fetcher, waiting, now=now):
            found.append(looked)
            on_list(looked)
            for each in below(asked, looked.inner, lambda _: None):
                if each.state.key not in met:
                    met.add(each.state.key)
                    further.append(each)
        waiting = further
    return sorted(found, key=lambda looked: plan.watched.index(looked.watched))
