"""Copies: pages that took over text from one another, wholly or in part, with the sentences that show it.

Pages are looked up by the bands of their sentences (see ``passages``) in the database, and then compared word by word. A link
says that two pages share text, and never who had it first or who wrote it: that is for ``origins``.

What keeps the cost of a page bounded, however large the ledger:

- a band holds ``CROWD`` sentences; later ones find those and are not entered themselves, so a text that hundreds of outlets have
  is one group all the same, through the first of them;
- of the pages that share bands with a new one, the ``COMPARED`` that share most are compared;
- a band is **worn** once it stands on pages of ``DAYS`` days, or of ``DAYS_OF_ONE`` days by one outlet: sentences under every
  page, and paragraphs of background that return for weeks. Links that rested on it are taken back then, so that they do not
  depend on which pages came first.
"""

from __future__ import annotations

import enum
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Protocol

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Float,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    delete,
    insert,
    or_,
    select,
)

from sayso.ledger.decisions import About, Verdict, in_force
from sayso.ledger.schema import pages
from sayso.stories.addresses import canonical
from sayso.stories.passages import Agreement, Common, Passages, in_common, passages_of, unpacked
from sayso.stories.traces import Traced, derived
from sayso.text import Span

VERSION = 1

CROWD = 32
COMPARED = 24
DAYS = 6
DAYS_OF_ONE = 4
WHOLE = 0.8
"""Share of a page's words from which all of it counts as taken over: a copy has a line of its own, a name spelt otherwise."""

traced_bands = Table(
    "traced_bands",
    derived,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("page_id", Integer, primary_key=True, autoincrement=False, index=True),
    Column("sentence", Integer, primary_key=True, autoincrement=False),
    Column("day", Integer),  # of its page, so that the days of a band are known without a look at the pages
    Column("outlet", BigInteger),  # a number for its page's outlet; NULL where the page names none
    sqlite_with_rowid=False,  # the table is its own index: a band's sentences lie together
)

traced_worn = Table("traced_worn", derived, Column("band", BigInteger, primary_key=True, autoincrement=False))

traced_passages = Table(
    "traced_passages",
    derived,
    Column("page_id", Integer, primary_key=True, autoincrement=False),
    Column("packed", LargeBinary, nullable=False),
)

traced_copies = Table(
    "traced_copies",
    derived,
    Column("page_id", Integer, primary_key=True, autoincrement=False),
    Column("other_page_id", Integer, primary_key=True, autoincrement=False, index=True),
    Column("kind", String(8), nullable=False),
    Column("words", Integer, nullable=False),
    Column("share", Float, nullable=False),  # of the page's words, and of the other's
    Column("other_share", Float, nullable=False),
    Column("agreements", Text, nullable=False),  # JSON: [[start, end, share, other start, other end, other share]]
)


class CopyKind(enum.StrEnum):
    """How much two pages share."""

    WHOLE = "whole"
    """Nearly all words of both."""
    TRIMMED = "trimmed"
    """Nearly all words of one, which are a part of the other."""
    PARTIAL = "partial"
    """A passage in two pages that are otherwise different, or a text half rewritten."""
    VERSION = "version"
    """Two pages of one address: the same page at two times, not a copy."""
    DECIDED = "decided"
    """A person decided that one was taken over from the other; sayso did not find it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a page beside one of another, with the share of each one's words that the other has in runs."""

    here: Span
    there: Span
    share: float
    other_share: float


@dataclass(frozen=True, slots=True)
class Copy:
    """That a page shares text with another; both by their rows in ``pages``."""

    page: int
    other: int
    kind: CopyKind
    words: int
    """Words outside quotation marks that they share."""
    share: float
    """Of the page's words, and of the other's."""
    other_share: float
    passages: tuple[Passage, ...]
    because: str
    """Why they are linked, in words."""

    def turned(self) -> Copy:
        """The same, seen from the other page."""
        passages = sorted(
            (Passage(p.there, p.here, p.other_share, p.share) for p in self.passages), key=lambda p: (p.here, p.there)
        )
        return Copy(self.other, self.page, self.kind, self.words, self.other_share, self.share, tuple(passages), self.because)


# Linking


def link(connection: Connection, page: Traced) -> None:
    """Keep the sentences of a page, and its links to the pages that share text with it."""
    found = passages_of(page.report.page)
    bands = [(int(band), n) for n, row in enumerate(found.bands) for band in row if band]
    connection.execute(insert(traced_passages).values(page_id=page.row, packed=found.packed()))
    if not bands:
        return
    own = {band for band, _ in bands}
    own -= set(connection.execute(select(traced_worn.c.band).where(traced_worn.c.band.in_(own))).scalars())
    bands = [each for each in bands if each[0] in own]  # what is worn is neither looked up nor entered any more
    beside = _beside(connection, own)
    outlet = _number_of(page.report.page.outlet)
    fresh = {band for band in own if _is_worn([*beside.get(band, ()), _Entered(band, page.row, 0, page.day, outlet)])}
    _enter(connection, page, bands, beside, outlet)
    if fresh:
        connection.execute(insert(traced_worn), [{"band": band} for band in fresh])
        _compare_again(connection, (entered for band in fresh for entered in beside.get(band, ())))
    others = _to_compare(bands, beside, fresh)
    p = traced_passages.c
    for other, packed in connection.execute(select(p.page_id, p.packed).where(p.page_id.in_(others))).all():
        _compare(connection, page.row, found, other, unpacked(packed))


class _Band(Protocol):
    """A sentence that is entered in a band."""

    @property
    def page(self) -> int: ...
    @property
    def day(self) -> int | None: ...
    @property
    def outlet(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class _Entered:
    band: int
    page: int
    sentence: int
    day: int | None
    outlet: int | None


def _beside(connection: Connection, bands: set[int]) -> dict[int, list[_Entered]]:
    """What is entered in the bands already."""
    found: dict[int, list[_Entered]] = {}
    b = traced_bands.c
    rows = connection.execute(select(b.band, b.page_id, b.sentence, b.day, b.outlet).where(b.band.in_(bands)))
    for row in rows:
        found.setdefault(row[0], []).append(_Entered(*row))
    return found


def _enter(
    connection: Connection,
    page: Traced,
    bands: Iterable[tuple[int, int]],
    beside: dict[int, list[_Entered]],
    outlet: int | None,
) -> None:
    """Enter the sentences in their bands, but for those that are crowded and have this day already."""
    rows = []
    for band, sentence in dict.fromkeys(bands):
        there = beside.get(band, ())
        if len(there) < CROWD or (len(there) < 2 * CROWD and page.day not in {entered.day for entered in there}):
            rows.append({"band": band, "page_id": page.row, "sentence": sentence, "day": page.day, "outlet": outlet})
    if rows:
        connection.execute(insert(traced_bands), rows)


def _is_worn(entered: Iterable[_Band]) -> bool:
    """Whether a sentence returns too often to show that two pages have to do with each other."""
    days: set[int | None] = set()
    of_one: dict[int, set[int | None]] = {}
    for each in entered:
        days.add(each.day)
        if each.outlet is not None:
            of_one.setdefault(each.outlet, set()).add(each.day)
    return len(days) >= DAYS or any(len(own) >= DAYS_OF_ONE for own in of_one.values())


def _to_compare(bands: Iterable[tuple[int, int]], beside: dict[int, list[_Entered]], worn: set[int]) -> list[int]:
    """The pages that share bands of two sentences at least, those that share most first."""
    own: dict[int, set[int]] = {}
    others: dict[int, set[int]] = {}
    for band, sentence in bands:
        if band in worn:
            continue
        for entered in beside.get(band, ()):
            own.setdefault(entered.page, set()).add(sentence)
            others.setdefault(entered.page, set()).add(entered.sentence)
    shared = {page: min(len(own[page]), len(others[page])) for page in own}
    likely = sorted((page for page, sentences in shared.items() if sentences > 1), key=lambda page: (-shared[page], page))
    return likely[:COMPARED]


def _compare(connection: Connection, page: int, found: Passages, other: int, there: Passages) -> None:
    """Keep the link between a page and another if they share text."""
    common = _common(connection, found, there)
    if common is None:
        return
    urls = connection.execute(select(pages.c.url).where(pages.c.id.in_((page, other)))).scalars()
    addresses = [canonical(url) for url in urls]
    same = addresses[0] is not None and len(set(addresses)) == 1
    rows = [[*_ends(found, a.one), a.of_one, *_ends(there, a.other), a.of_other] for a in common.agreements]
    connection.execute(
        insert(traced_copies).values(
            page_id=page,
            other_page_id=other,
            kind=(CopyKind.VERSION if same else _kind_of(common)).value,
            words=common.words,
            share=common.of_one,
            other_share=common.of_other,
            agreements=json.dumps(rows, separators=(",", ":")),
        )
    )


def _common(connection: Connection, found: Passages, there: Passages) -> Common | None:
    """What two pages share, or ``None`` if that is no copy; sentences that are worn left out."""
    common = in_common(found, there)
    if not common.is_copied:
        return None
    asked = {int(band) for a in common.agreements for band in (*found.bands[a.one], *there.bands[a.other]) if band}
    worn = frozenset(connection.execute(select(traced_worn.c.band).where(traced_worn.c.band.in_(asked))).scalars())
    if worn:
        common = in_common(found, there, worn=worn)
    return common if common.is_copied and _meet(found, there, common.agreements, worn) else None


def _meet(found: Passages, there: Passages, agreements: Iterable[Agreement], worn: frozenset[int]) -> bool:
    """Whether two sentences of each have a band in common that is not worn: so pages are found, whichever came first."""
    met, met_there = set(), set()
    for n in {a.one for a in agreements}:
        live = {int(band) for band in found.bands[n] if band} - worn
        for m in {a.other for a in agreements}:
            if live & {int(band) for band in there.bands[m]}:
                met.add(n)
                met_there.add(m)
    return min(len(met), len(met_there)) > 1


def _compare_again(connection: Connection, entered: Iterable[_Entered]) -> None:
    """Look again at the links that rest on sentences of bands that turned out worn; those that rested on them alone go."""
    worn: dict[int, set[int]] = {}
    for each in entered:
        worn.setdefault(each.page, set()).add(each.sentence)
    c = traced_copies.c
    among = set(worn)
    linked = connection.execute(
        select(c.page_id, c.other_page_id, c.agreements).where(or_(c.page_id.in_(among), c.other_page_id.in_(among)))
    ).all()
    if not linked:
        return
    ends = {end for link in linked for end in link[:2]}
    p = traced_passages.c
    held = {row[0]: unpacked(row[1]) for row in connection.execute(select(p.page_id, p.packed).where(p.page_id.in_(ends)))}
    starts = {page: {held[page].span(n).start for n in worn.get(page, ())} for page in ends}
    for page, other, agreements in linked:
        if any(a[0] in starts[page] or a[3] in starts[other] for a in json.loads(agreements)):
            connection.execute(delete(traced_copies).where(c.page_id == page, c.other_page_id == other))
            _compare(connection, page, held[page], other, held[other])


def _ends(found: Passages, sentence: int) -> tuple[int, int]:
    span = found.span(sentence)
    return span.start, span.end


def _kind_of(common: Common) -> CopyKind:
    if min(common.of_one, common.of_other) >= WHOLE:
        return CopyKind.WHOLE
    return CopyKind.TRIMMED if max(common.of_one, common.of_other) >= WHOLE else CopyKind.PARTIAL


def _number_of(outlet: str | None) -> int | None:
    if outlet is None:
        return None
    return int.from_bytes(blake2b(outlet.casefold().encode("utf-8", "replace"), digest_size=7).digest(), "little")


# Asking


def copies_of(connection: Connection, page: int) -> list[Copy]:
    """The pages that share text with a page (its row), those that share most first; as people joined and split them."""
    c = traced_copies.c
    rows = connection.execute(select(traced_copies).where(or_(c.page_id == page, c.other_page_id == page))).mappings().all()
    found = [_copy_from(row) if row["page_id"] == page else _copy_from(row).turned() for row in rows]
    joined, split = _decided(connection, page)
    found = [copy for copy in found if copy.other not in split]
    known = {copy.other for copy in found}
    found += [
        Copy(page, other, CopyKind.DECIDED, 0, 0.0, 0.0, (), why) for other, why in sorted(joined.items()) if other not in known
    ]
    return sorted(found, key=lambda copy: (-copy.words, copy.other))


def _copy_from(row: Any) -> Copy:
    kind = CopyKind(row["kind"])
    passages = tuple(
        Passage(Span(start, end), Span(there, to), share, other)
        for start, end, share, there, to, other in json.loads(row["agreements"])
    )
    sentences = len({passage.here for passage in passages})
    said = f"{sentences} sentences with {row['words']} words of narrative in common"
    because = f"{said}, at one address" if kind is CopyKind.VERSION else said
    return Copy(row["page_id"], row["other_page_id"], kind, row["words"], row["share"], row["other_share"], passages, because)


def _decided(connection: Connection, page: int) -> tuple[dict[int, str], set[int]]:
    """The pages that people joined with a page, with why, and those that they split from it."""
    joined: dict[int, str] = {}
    split: set[int] = set()
    name = connection.execute(select(pages.c.digest).where(pages.c.id == page)).scalar_one()
    for decision in in_force(connection, About.COPIES):
        if name not in decision.ends:
            continue
        [end] = decision.ends - {name}
        other = connection.execute(select(pages.c.id).where(pages.c.digest == end)).scalar()
        if other is None:
            continue
        if decision.verdict is Verdict.JOIN:
            joined[other] = f"joined by {decision.by}: {decision.reason}"
        else:
            split.add(other)
    return joined, split


def all_copies(connection: Connection) -> Iterator[Copy]:
    """Every link that was found, whatever people decided."""
    for row in connection.execute(select(traced_copies).order_by(traced_copies.c.page_id)).mappings():
        yield _copy_from(row)
