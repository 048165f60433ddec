"""Gather: addresses -> what stands there, archived as it was sent, and added to a ledger with the evidence of it.

The order holds whatever happens: the records of a fetch are written and synced before the ledger's transaction names them. What
was written and not yet named when a run was broken off is taken from the archive when it is taken up again, not fetched twice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sayso.errors import NotInLedger, PageSealed
from sayso.ledger.ledger import Ledger, Run, Standing
from sayso.pipeline import DOCUMENTS_AT_ONCE, Added, PageReader, Summary, add_group
from sayso.sources.archive_files import Archive, archive_beside
from sayso.sources.archive_records import Earlier
from sayso.sources.fetch import Failure, Fetch, Fetched, FetchedDocument, Fetcher, Outcome, Settings, document_of
from sayso.sources.fetch.fetched import charset_of


@dataclass(slots=True)
class Gathered:
    """What a run of ``gather`` did. Fetches are given without what came over the wire."""

    summary: Summary = field(default_factory=Summary)
    got: int = 0
    """Fetches that brought bytes."""
    unchanged: int = 0
    """Fetches by which the server said that nothing changed."""
    failed: list[Fetched] = field(default_factory=list)
    skipped: int = 0
    """Addresses that this run was done with before it was broken off."""
    adopted: int = 0
    """Fetches that were archived before it was broken off, and added to the ledger now."""
    notes: list[str] = field(default_factory=list)
    """What somebody should know: a record that was cut off, what a proxy keeps from being looked at."""


def gather(
    ledger: Ledger,
    urls: Iterable[str],
    reader: PageReader,
    settings: Settings | None = None,
    *,
    fetcher: Fetcher | None = None,
    targets: Sequence[str] | None = None,
    resumable: bool = True,
    outlet_of: Callable[[str], str | None] = lambda _: None,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
    on_page: Callable[[Added], None] | None = None,
    on_fetch: Callable[[Fetched], None] | None = None,
    on_note: Callable[[str], None] | None = None,
) -> Gathered:
    """Fetch addresses, each once, and add what came to a ledger; say what was done.

    An address that was fetched before is asked for only if it changed. Each fetch is a row of ``fetches``, also one that failed:
    one address never stops the others. ``targets`` (the addresses, if not given) name the run, by which one that was broken off
    is taken up within a day, unless it is not to be ``resumable``. With a ``fetcher`` its settings count, and it is left open.
    Ctrl-C stops between two groups; the same call goes on from there.

    Raises:
        SourceUnreadable: the archive beside the ledger cannot be written.
        ExtraMissing: the libraries for it are not installed.
    """
    gathered = Gathered()

    def note(words: str) -> None:
        gathered.notes.append(words)
        if on_note is not None:
            on_note(words)

    addresses = dict.fromkeys(urls) if targets is None else None
    begun = ledger.begin(list(addresses or ()) if targets is None else targets, at=now(), lasting=resumable)
    gathered.summary.resumed = begun.resumed
    work = _Work(
        ledger, reader, begun, Archive(archive_beside(ledger.path), on_note=note), gathered, now, on_page, on_fetch, outlet_of
    )
    try:
        with ExitStack() as stack:
            if fetcher is None:
                fetcher = stack.enter_context(Fetcher(settings, now=now))
            if fetcher.settings.proxy and not fetcher.settings.allow_private:
                note(
                    "Through a proxy, only addresses that are written out are kept from leading to private networks: "
                    "what the proxy takes a name for cannot be seen from here"
                )
            if begun.resumed:
                work.adopt()
            done = ledger.fetched_in(begun)
            left = work.undone(addresses if addresses is not None else urls, done)
            for batch in fetcher.batches(left, known=ledger.known):
                work.keep(batch)
        ledger.end(begun, at=now())
    except KeyboardInterrupt:
        gathered.summary.interrupted = True
    return gathered


@dataclass(slots=True)
class _Work:
    """One run under way."""

    ledger: Ledger
    reader: PageReader
    run: Run
    archive: Archive
    gathered: Gathered
    now: Callable[[], datetime]
    on_page: Callable[[Added], None] | None
    on_fetch: Callable[[Fetched], None] | None
    outlet_of: Callable[[str], str | None]

    def undone(self, urls: Iterable[str], done: set[str]) -> Iterator[str]:
        """Each address once, but for those that the run is done with."""
        for url in urls:
            if url in done:
                self.gathered.skipped += 1
            else:
                done.add(url)
                yield url

    def keep(self, batch: Sequence[Fetched]) -> None:
        """Archive some fetches, then add them to the ledger."""
        batch = [self._without_sealed(fetched) for fetched in batch]
        kept = self.archive.append(batch, run=self.run.id, earlier=self._earlier, known_end=self.ledger.archived_until)
        documents: list[FetchedDocument] = []
        for fetched, fetch in zip(batch, kept, strict=True):
            if self.on_fetch is not None:
                self.on_fetch(fetched)
            if fetched.outcome is Outcome.FAILED:
                self._failed(fetch, replace(fetched, exchanges=(), data=None))
                continue
            data = fetched.data if fetched.data is not None else self._bytes_from_before(fetched.asked)
            if data is None:  # it was sealed meanwhile
                continue
            self.gathered.got += fetched.outcome is Outcome.GOT
            self.gathered.unchanged += fetched.outcome is Outcome.UNCHANGED
            document = document_of(fetched, fetch, data)
            if document.charset is None and (before := self.ledger.known(fetched.asked)) is not None:
                document = replace(document, charset=charset_of(before.content_type))  # a *not changed* leaves it out
            documents.append(document)
        self._add(documents)

    def adopt(self) -> None:
        """Add the fetches of this run that were archived, but not named in the ledger when it was broken off."""
        documents: list[FetchedDocument] = []
        for found in self.archive.found(self.ledger.archived_until):
            fetch = found.fetch
            if found.run != self.run.id or self.ledger.names_fetch(fetch):
                continue
            fetched = Fetched(fetch.asked, fetch.url, fetch.at, fetch.outcome, failure=fetch.failure, trouble=fetch.trouble)
            if fetch.outcome is Outcome.FAILED:
                self._failed(fetch, fetched)
            else:
                data = found.data if found.data is not None else self._bytes_of(fetch)
                if data is None:
                    continue
                self.gathered.got += fetch.outcome is Outcome.GOT
                self.gathered.unchanged += fetch.outcome is Outcome.UNCHANGED
                documents.append(document_of(fetched, fetch, data))
            self.gathered.adopted += 1
            if len(documents) == DOCUMENTS_AT_ONCE:
                self._add(documents)
                documents = []
        self._add(documents)

    def _add(self, documents: Sequence[FetchedDocument]) -> None:
        documents = [replace(document, outlet=self.outlet_of(document.seen)) for document in documents]
        troubles = self.gathered.summary.troubles
        for added in add_group(self.ledger, documents, self.reader, run=self.run, now=self.now, on_trouble=troubles.append):
            if added.standing is Standing.SEALED and isinstance(added.document, FetchedDocument) and added.document.fetch:
                # other bytes than those that were sealed, but the same text, which shows only when it is read
                self.archive.withdraw(ids={r.id for r in added.document.fetch.records}, blobs=())
            self.gathered.summary.note(added)
            if self.on_page is not None:
                self.on_page(added)

    def _failed(self, fetch: Fetch, fetched: Fetched) -> None:
        if fetch.failure is not Failure.SEALED:  # whose address was withdrawn as well
            self.ledger.note_fetch(fetch, run=self.run)
        self.gathered.failed.append(fetched)

    def _without_sealed(self, fetched: Fetched) -> Fetched:
        """What was sealed comes back by no door: of such bytes nothing is archived."""
        if fetched.data is None or not self.ledger.is_sealed(fetched.data):
            return fetched
        words = "what stands there was sealed in this ledger, and is not kept again"
        return Fetched(fetched.asked, fetched.url, fetched.at, Outcome.FAILED, failure=Failure.SEALED, trouble=words)

    def _earlier(self, fetched: Fetched, payload: str | None) -> Earlier | None:
        return self.ledger.earlier_answer(fetched.asked, payload)

    def _bytes_from_before(self, asked: str) -> bytes | None:
        known = self.ledger.known(asked)
        try:
            return None if known is None else known.data()
        except (NotInLedger, PageSealed):
            return None

    def _bytes_of(self, fetch: Fetch) -> bytes | None:
        """The bytes of an answer that the archive has only as the same as an earlier one."""
        if fetch.outcome is Outcome.UNCHANGED:
            return self._bytes_from_before(fetch.asked)
        return None if fetch.payload is None else self.ledger.bytes_of_payload(fetch.payload)
