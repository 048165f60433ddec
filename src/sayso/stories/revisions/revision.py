"""Revision: two versions of one document that follow each other, and what changed between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from sqlalchemy import select

from sayso.claims.report import Report
from sayso.ledger import queries
from sayso.ledger.ledger import Ledger
from sayso.ledger.schema import pages
from sayso.stories.addresses import canonical
from sayso.stories.events import story_of
from sayso.stories.revisions.announced import Notice, new_notices
from sayso.stories.revisions.change import Change
from sayso.stories.revisions.changes import changes_between
from sayso.stories.versions import Version, in_order, in_versions, of_address, versions_of


@dataclass(frozen=True)
class Revision:
    """An older and a newer version with their reports, all names in them; what is shown of them goes through a veil."""

    older: Version
    newer: Version
    old: Report = field(repr=False)
    new: Report = field(repr=False)

    @cached_property
    def changes(self) -> list[Change]:
        """What the newer version claims otherwise."""
        return changes_between(self.old, self.new)

    @cached_property
    def notices(self) -> list[Notice]:
        """The words by which the newer version says that it was changed, if the older one had them not."""
        return new_notices(self.old.page, self.new.page)


def documents_named(ledger: Ledger, name: str) -> list[list[Version]]:
    """The versions of the documents that ``name`` means: an address, whatever its variant, or any name of one of their pages.

    One list a document, or a part of one, also where there is but one version. Raises ``NotInLedger`` as ``Ledger.reports`` does.
    """
    if (address := canonical(name)) is not None:
        with ledger.store.reading() as connection:
            if found := of_address(connection, address):
                return found
    ids = [report.page.id for report in ledger.reports(name)]
    with ledger.store.reading() as connection:
        rows = connection.execute(select(pages.c.id).where(pages.c.digest.in_(ids)).order_by(pages.c.id)).scalars().all()
        documents = (versions_of(connection, row) for row in rows)
        return list({versions[0].row: versions for versions in documents if versions}.values())


def documents_of_story(ledger: Ledger, documents: Iterable[Sequence[Version]]) -> list[list[Version]]:
    """The versions of all documents of the stories that these belong to, those that are there in several."""
    with ledger.store.reading() as connection:
        rows = {version.row for versions in documents for version in versions}
        members = {member.row for row in rows for member in story_of(connection, row).pages}
        found = (versions_of(connection, row) for row in sorted(members | rows))
        return list({versions[0].row: versions for versions in found if len(versions) > 1}.values())


def documents_in_versions(ledger: Ledger, *, since: str | None = None, until: str | None = None) -> list[list[Version]]:
    """The versions of every document that is there in several; ``since`` and ``until`` are dates or parts of one."""
    with ledger.store.reading() as connection:
        return list(in_versions(connection, since=since, until=until and f"{until}\uffff"))


Step = tuple[Version, Version]
"""A version and the one that follows it."""


def steps_in(documents: Iterable[Sequence[Version]], *, since: str | None = None, until: str | None = None) -> list[Step]:
    """Each version that was read with the last one before it that was, by the time of the newer one.

    ``since`` and ``until`` bound that time.
    """
    steps = [step for versions in documents for step in pairwise(version for version in versions if version.is_read)]
    within = [step for step in steps if _is_between(in_order(step[1].at), since, until)]
    return sorted(within, key=lambda step: (in_order(step[1].at), step[1].address, step[1].part, step[1].page))


def unread_in(documents: Iterable[Sequence[Version]], *, since: str | None = None, until: str | None = None) -> list[Version]:
    """The versions that could not be read, in the order of time, bounded as in ``steps_in``."""
    unread = [version for versions in documents for version in versions if not version.is_read]
    within = [version for version in unread if _is_between(in_order(version.at), since, until)]
    return sorted(within, key=lambda version: (in_order(version.at), version.address, version.part, version.page))


def page_of(ledger: Ledger, version: Version) -> Report:
    """A version's page, all names in it, with what was read of it. Raises as ``revision_of`` does."""
    with ledger.store.reading() as connection:
        return queries.report(connection, version.row)


def revision_of(ledger: Ledger, step: Step) -> Revision:
    """Two versions with their reports, all names in them.

    Raises ``LedgerDamaged`` if a page does not say what was stored.
    """
    with ledger.store.reading() as connection:
        old, new = (queries.report(connection, version.row) for version in step)
    return Revision(*step, old, new)


def _is_between(at: str, since: str | None, until: str | None) -> bool:
    return (since is None or at >= since) and (until is None or at[: len(until)] <= until)
