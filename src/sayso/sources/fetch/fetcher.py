"""Many addresses at once, for somebody who takes them one by one.

The network runs in a thread of its own, with one queue a host: a slow site, or one with many pages, holds up no other. No more is
fetched ahead than there is room for.
"""

from __future__ import annotations

import asyncio
import queue
import threading
from collections import deque
from collections.abc import Callable, Coroutine, Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urlsplit

from sayso.extras import needs
from sayso.sources.fetch.fetched import Fetched, Known
from sayso.sources.fetch.guard import Resolve, resolve
from sayso.sources.fetch.settings import Settings

if TYPE_CHECKING:
    from sayso.sources.fetch.session import Session

FETCHED_AT_ONCE = 16
"""So many are handed over together, if they are there."""

_WINDOW = 2000
"""So many addresses are taken from the list before the first of them is done, so that many hosts are among them."""

_AHEAD = 32
"""So many answers may wait to be taken."""

_T = TypeVar("_T")
_Answer = Fetched | BaseException


class Fetcher:
    """Fetches pages. Hosts, robots.txt and connections are kept as long as it is open; ``with`` closes it."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        resolve: Resolve = resolve,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """``resolve`` says which addresses a host's name has.

        Raises:
            ExtraMissing: the libraries for it are not installed.
        """
        for module in ("httpx", "h2", "brotli", "protego"):
            needs(module, extra="web", to="fetch pages")
        self.settings = settings or Settings()
        self._resolve = resolve
        self._now = now
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._session: Session | None = None

    def fetch(self, urls: Iterable[str], *, known: Callable[[str], Known | None] = lambda _: None) -> Iterator[Fetched]:
        """What the addresses come to, each as soon as it is there; one an address, and never an error for what a server does.

        ``known`` says what is known of an address from the last time. It is asked, and ``urls`` are taken, in the caller's
        thread.
        """
        for batch in self.batches(urls, known=known):
            yield from batch

    def batches(self, urls: Iterable[str], *, known: Callable[[str], Known | None] = lambda _: None) -> Iterator[list[Fetched]]:
        """The same, all together that are there: one at least, ``FETCHED_AT_ONCE`` at most."""
        session, loop = self._running()
        answers: queue.SimpleQueue[_Answer] = queue.SimpleQueue()
        turn = _Round(session, answers)
        remaining = iter(urls)
        under_way = 0
        try:
            while True:
                for url in islice(remaining, _WINDOW - under_way):
                    loop.call_soon_threadsafe(turn.take, url, known(url))
                    under_way += 1
                if not under_way:
                    return
                batch = [_raised_or(answers.get())]
                while len(batch) < FETCHED_AT_ONCE and not answers.empty():
                    batch.append(_raised_or(answers.get()))
                under_way -= len(batch)
                loop.call_soon_threadsafe(turn.make_room, len(batch))
                yield batch
        finally:
            loop.call_soon_threadsafe(turn.stop)

    def close(self) -> None:
        """Close all connections."""
        if self._loop is None or self._thread is None:
            return
        if self._session is not None:
            self._wait_for(self._session.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()
        self._loop = self._thread = self._session = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def _running(self) -> tuple[Session, asyncio.AbstractEventLoop]:
        """The session, in the loop of the thread that is for it."""
        from sayso.sources.fetch.session import Session

        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(target=self._loop.run_forever, name="sayso-fetch", daemon=True)
            self._thread.start()

            async def made() -> Session:
                return Session(self.settings, resolve=self._resolve, now=self._now)

            self._session = self._wait_for(made())
        assert self._session is not None
        return self._session, self._loop

    def _wait_for(self, coroutine: Coroutine[Any, Any, _T]) -> _T:
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()


def _raised_or(answer: _Answer) -> Fetched:
    if isinstance(answer, BaseException):
        raise answer
    return answer


class _Round:
    """The addresses of one call, queued by host. All of it runs in the loop's thread."""

    def __init__(self, session: Session, answers: queue.SimpleQueue[_Answer]) -> None:
        self._session = session
        self._answers = answers
        self._queues: dict[str, deque[tuple[str, Known | None]]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Semaphore(_AHEAD + session.at_once)

    def take(self, url: str, known: Known | None) -> None:
        """Queue an address."""
        host = _host_of(url)
        if host in self._queues:
            self._queues[host].append((url, known))
            return
        self._queues[host] = deque([(url, known)])
        task = asyncio.get_running_loop().create_task(self._ask(host))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def make_room(self, taken: int) -> None:
        """So many answers were taken."""
        for _ in range(taken):
            self._room.release()

    def stop(self) -> None:
        """Leave what is under way."""
        for task in self._tasks:
            task.cancel()

    async def _ask(self, host: str) -> None:
        waiting = self._queues[host]
        while waiting:
            url, known = waiting.popleft()
            await self._room.acquire()
            try:
                self._answers.put(await self._session.fetched(url, known))
            except asyncio.CancelledError:
                raise
            except BaseException as error:
                self._answers.put(error)
        del self._queues[host]


def _host_of(url: str) -> str:
    try:
        return urlsplit(url).netloc
    except ValueError:
        return ""
