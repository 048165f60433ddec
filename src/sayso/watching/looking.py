"""Looking at lists: which are due, what an answer comes to, and which of its items are taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sayso.sources.feeds import Form, Inner, Item, Listing, listing_of
from sayso.sources.fetch import Failure, Fetched, Fetcher, Known, Outcome
from sayso.text import digest
from sayso.watching.plan import Watched
from sayso.watching.state import ListState, at_of, stamp

DEEPEST = 3
"""A list may lead to lists, and these to others, so far and no further."""

MOST_INNER = {Form.SITEMAP_INDEX: 50, Form.OPML: 1000}
"""So many of the lists that one leads to are looked at: of an index the newest ones, where it dates them."""

_FOREVER = frozenset({301, 308})


@dataclass(frozen=True, slots=True)
class Asked:
    """A list that is looked at in this round: for what it is watched, and how far below that it stands."""

    watched: Watched
    state: ListState
    depth: int = 0
    told: datetime | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """What became of a look at one list."""

    watched: Watched
    url: str
    outcome: Outcome
    form: Form | None
    """What it is, or was the last time, where nothing changed."""
    title: str | None = None
    items: int = 0
    """Addresses in it."""
    wanted: tuple[Item, ...] = ()
    """Those that are taken: newest first, no more than the plan allows."""
    left: int = 0
    """Those that the plan wants, but for their number."""
    inner: tuple[Inner, ...] = ()
    trouble: str | None = None
    gone: bool = False
    moved_to: str | None = None
    """Where it was found, if it moved there for good."""
    notes: tuple[str, ...] = ()
    rest: timedelta | None = None
    retry_at: datetime | None = None
    page: Fetched | None = None
    """The answer, where it is no list but a page that is watched itself."""
    new: int = 0
    """Of those taken, the ones that were not known before."""


def look(fetcher: Fetcher, asked: Sequence[Asked], *, now: Callable[[], datetime]) -> Iterator[tuple[Asked, Fetched, Looked]]:
    """What lists say, each as it comes. What did not change since the last time is not sent again."""
    by_url = {each.state.url: each for each in asked}

    def known(url: str) -> Known | None:
        state, watched = by_url[url].state, by_url[url].watched
        if state.asks_for != watched.asks_for or state.failures or not (state.etag or state.last_modified):
            return None
        return Known(state.found_at or url, state.etag, state.last_modified, bytes)

    for fetched in fetcher.fetch(by_url, known=known):
        each = by_url[fetched.asked]
        yield each, fetched, looked(each, fetched, now())


def looked(asked: Asked, fetched: Fetched, at: datetime) -> Looked:
    """What an answer comes to."""
    state, watched = asked.state, asked.watched
    before = Form(state.form) if state.form else None
    moved = fetched.url if fetched.redirects and all(status in _FOREVER for status, _ in fetched.redirects) else None
    said = Looked(watched, state.url, fetched.outcome, before, moved_to=moved, retry_at=fetched.retry_at)
    if fetched.outcome is Outcome.FAILED:
        gone = fetched.failure is Failure.STATUS and fetched.status == 410
        return replace(said, trouble=fetched.trouble or "it could not be fetched", gone=gone)
    if fetched.outcome is Outcome.UNCHANGED or fetched.data is None:
        return said
    listing = listing_of(fetched.data, url=fetched.url, charset=fetched.charset, now=at)
    if not listing.is_list:
        return _no_list(said, listing, before, fetched, depth=asked.depth)
    wanted = _newest_first([item for item in listing.items if watched.wants(item)], at)
    inner = _newest_inner(listing)
    notes = list(listing.notes)
    if not listing.items and not listing.inner:
        notes.append("nothing stands in it")
    if len(inner) < len(listing.inner):
        notes.append(f"it leads to {len(listing.inner):,} lists, of which {len(inner):,} are looked at")
    if listing.ended:
        notes.append("it says that nothing will be added any more")
    if before is not None and before is not listing.form and {before, listing.form} - {Form.SITEMAP, Form.NEWS_SITEMAP}:
        notes.append(f"it was this before: {before.value}")
    return replace(
        said,
        form=listing.form,
        title=listing.title,
        items=len(listing.items),
        wanted=tuple(wanted[: watched.most]),
        left=max(0, len(wanted) - watched.most),
        inner=inner,
        notes=tuple(notes),
        rest=timedelta(days=1) if listing.ended else listing.rest,
    )


def _no_list(said: Looked, listing: Listing, before: Form | None, fetched: Fetched, *, depth: int) -> Looked:
    """What was no list: a page that is watched itself, or trouble."""
    named = (f"it names a feed: {listing.feeds[0]}",) if listing.feeds else ()
    if listing.form is Form.PAGE and before in (None, Form.PAGE) and depth == 0:
        return replace(said, form=Form.PAGE, page=fetched, notes=(*listing.notes, *named))
    if listing.form is Form.PAGE:
        what = (
            f"a web page came where {before.value} came before"
            if before not in (None, Form.PAGE)
            else "it is a web page, no list"
        )
        words = f"{what}; look at it in a browser"
    else:
        words = "; ".join(listing.notes) or "it lists nothing"
    return replace(said, outcome=Outcome.FAILED, trouble=words, notes=named)


def _newest_first(items: Iterable[Item], at: datetime) -> list[Item]:
    """Those with the latest times first; the others stay as they stand, after them. What is dated ahead is of now."""
    earliest = datetime.min.replace(tzinfo=UTC)
    return sorted(items, key=lambda item: min(item.newest or earliest, at), reverse=True)


def _newest_inner(listing: Listing) -> tuple[Inner, ...]:
    most = MOST_INNER.get(listing.form, 0)
    if len(listing.inner) <= most:
        return listing.inner
    earliest = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted(listing.inner, key=lambda inner: inner.updated or earliest, reverse=True)[:most])


def below(asked: Asked, inner: Iterable[Inner], remembered: Callable[[str], ListState | None]) -> Iterator[Asked]:
    """The lists that one leads to, as they are to be looked at; of those that did not change nothing."""
    if asked.depth + 1 >= DEEPEST:
        return
    for each in inner:
        state = remembered(digest(each.url)) or ListState(digest(each.url), each.url)
        if each.updated is not None and state.told == stamp(each.updated) and not state.failures:
            continue
        yield Asked(asked.watched, replace(state, parent=asked.state.key), asked.depth + 1, each.updated)


def below_as_before(asked: Asked, states: Iterable[ListState]) -> Iterator[Asked]:
    """The lists that one led to the last time, where it did not change itself."""
    for state in states:
        if asked.depth + 1 < DEEPEST and (state.told is None or state.failures):
            yield Asked(asked.watched, state, asked.depth + 1, at_of(state.told) if state.told else None)
