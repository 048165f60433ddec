"""Passages: the words of a page as copying leaves them, sentence by sentence, and what two pages have of them in common.

A page's words are kept as hashes of each four words in a row (shingles), in order, two to three kilobytes a page. With them a
passage is found word by word, whether its sentences were cut, joined, put in another order or half rewritten. Words in quotation
marks are known as such: who quotes the same speech has not copied for that.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import blake2b
from importlib.resources import files

import numpy as np
import numpy.typing as npt

from sayso.claims.figures.clause import sentences_in
from sayso.ledger.search import tokens
from sayso.page.page import READ_FOR_CLAIMS, Page, Role
from sayso.text import Span

SHINGLE = 4
"""Words in a row that are compared as one: three are too often the same by chance, five are lost in light rewriting."""
SHORTEST = 8
"""A sentence of fewer words carries nothing: *The talks ended without agreement.* is written by many."""
BANDS = 3
"""So many of a sentence's shingles, the least under as many orders (MinHash), stand for it where pages are looked up."""
AGREEING = 0.5
"""Share of a sentence's words, in runs that the other page has too, from which the sentence counts as shared."""
LEAST_RUN = 7
"""Words in a row that a shared sentence has at least with the other page: shorter runs are idioms (*as far as you know*)."""
LEAST_WORDS = 25
"""Fewer shared words of the narrative are no sign of copying, however short a page is."""
MUCH = 0.25
"""Share of a page's words from which it counts as taken over, wherever they stand."""
PASSAGE_SENTENCES, PASSAGE_WORDS = 3, 45
"""What a passage has at least that was taken over into a page of other words."""
CLOSE = 3
"""Shared sentences of one passage are at most so many sentences apart."""
QUOTED = 0.6
"""Share of a sentence's words in quotation marks from which it counts as quotation and stands for nothing."""

_Numbers = npt.NDArray[np.int64]
_Hashes = npt.NDArray[np.uint64]
_Flags = npt.NDArray[np.bool_]

_QUOTATION = re.compile(
    r"[“„«][^“”„«»]{0,1500}[”»]"  # over paragraphs too: pages are cut into sentences, one a paragraph
    r"|[“„«][^“”„«»\n]{1,400}$"
    r"|\"[^\"\n]*\"|(?<!\w)\"[^\"\n]{1,400}$"
    r"|(?<!\w)‘(?:[^‘’\n]|’(?=\w))*’",
    re.M,
)
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_ORDERS = np.array([0x243F6A8885A308D3, 0x13198A2E03707344, 0xA4093822299F31D0], dtype=np.uint64)
_NONE = np.uint32(0)
_HEADLESS = READ_FOR_CLAIMS - {Role.HEADLINE}


@dataclass(frozen=True, slots=True)
class Passages:
    """The sentences of a page; a row of ``places`` is where one stands, start and end, and the number of its first word."""

    places: _Numbers
    bands: _Numbers
    """Of each sentence, ``BANDS`` 64-bit integers; 0 where it stands for nothing."""
    shingles: npt.NDArray[np.uint32]
    """Of each word, the hash of it and the three after it in its sentence; 0 where there are not so many."""
    quoted: _Flags
    """Of each word, whether it stands in quotation marks."""

    def __len__(self) -> int:
        return len(self.places)

    def span(self, sentence: int) -> Span:
        """Where a sentence stands in the page's text."""
        return Span(int(self.places[sentence, 0]), int(self.places[sentence, 1]))

    @property
    def starts(self) -> _Numbers:
        """The number of each sentence's first word."""
        return self.places[:, 2]

    @property
    def lengths(self) -> _Numbers:
        """How many words each sentence has."""
        return np.diff(np.append(self.starts, len(self.shingles)))

    def packed(self) -> bytes:
        """All of it in one run of bytes."""
        head = np.array([len(self.places), len(self.shingles)], dtype="<i4")
        parts = (head, self.places.astype("<i4"), self.bands.astype("<i8"), self.shingles.astype("<u4"))
        return b"".join(part.tobytes() for part in parts) + np.packbits(self.quoted).tobytes()


def unpacked(data: bytes) -> Passages:
    """What ``Passages.packed`` gave."""
    count, words = (int(n) for n in np.frombuffer(data, "<i4", 2))
    at = 8
    places = np.frombuffer(data, "<i4", 3 * count, at).reshape(count, 3).astype(np.int64)
    at += 12 * count
    bands = np.frombuffer(data, "<i8", BANDS * count, at).reshape(count, BANDS)
    at += 8 * BANDS * count
    shingles = np.frombuffer(data, "<u4", words, at)
    at += 4 * words
    quoted = np.unpackbits(np.frombuffer(data, np.uint8, offset=at), count=words).astype(bool)
    return Passages(places, bands, shingles, quoted)


def passages_of(page: Page) -> Passages:
    """The sentences of all blocks that are read for claims, the headline left out: outlets write their own."""
    places: list[tuple[int, int, int]] = []
    hashes: list[int] = []
    quoted: list[bool] = []
    marks = [Span(*m.span()) for m in _QUOTATION.finditer(page.text)]
    ends = [mark.end for mark in marks]
    for block in page.blocks:
        if block.role not in _HEADLESS:
            continue
        for sentence in sentences_in(page.text, block.span):
            span, first = sentence.trimmed(page.text), len(hashes)
            if is_furniture(span.of(page.text)):
                continue
            for piece, within in _pieces(span, marks[bisect_right(ends, span.start) :]):
                found = tokens(piece.of(page.text))
                hashes += map(_hash_of, found)
                quoted += [within] * len(found)
            if len(hashes) > first:
                places.append((span.start, span.end, first))
    where = np.array(places, dtype=np.int64).reshape(-1, 3)
    shingled = _shingled(np.array(hashes, dtype=np.uint64), where[:, 2])
    flags = np.array(quoted, dtype=bool)
    return Passages(where, _bands(shingled, where[:, 2], flags), (shingled >> np.uint64(32)).astype(np.uint32), flags)


@lru_cache(maxsize=1)
def _furniture() -> re.Pattern[str]:
    lines = files("sayso.stories").joinpath("furniture.tsv").read_text(encoding="utf-8").splitlines()
    return re.compile("|".join(f"(?:{line.split(chr(9))[0]})" for line in lines if line and not line.startswith("#")))


def is_furniture(sentence: str) -> bool:
    """Whether a sentence is of those that outlets put under many pages."""
    return _furniture().search(sentence.lower().replace("’", "'")) is not None


def _pieces(span: Span, marks: Sequence[Span]) -> Iterator[tuple[Span, bool]]:
    """The sentence cut where quotation marks open and close."""
    at = span.start
    for mark in marks:
        if mark.start >= span.end:
            break
        if mark.start > at:
            yield Span(at, mark.start), False
        end = min(mark.end, span.end)
        yield Span(max(at, mark.start), end), True
        at = end
    if at < span.end:
        yield Span(at, span.end), False


@lru_cache(maxsize=50_000)
def _hash_of(word: str) -> int:
    """A number for a word, the same on every machine and in every run."""
    return int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def _shingled(words: _Hashes, starts: _Numbers) -> _Hashes:
    """Of each word, one hash for it and those after it; 0 where its sentence ends before."""
    if not len(words):
        return words
    mixed = np.zeros_like(words)
    for place in range(SHINGLE):
        mixed = mixed * _FACTOR + np.roll(words, -place)
    mixed = _stirred(mixed) | np.uint64(1 << 32)  # never 0, also where only the upper half is kept
    ends = np.append(starts[1:], len(words))
    for back in range(1, SHINGLE):
        mixed[ends - back] = 0  # the last words of a sentence begin no run
    return mixed


def _stirred(values: _Hashes) -> _Hashes:
    values = values ^ (values >> np.uint64(31))
    values = values * np.uint64(0xBF58476D1CE4E5B9)
    values = values ^ (values >> np.uint64(27))
    values = values * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _bands(shingles: _Hashes, starts: _Numbers, quoted: _Flags) -> _Numbers:
    bands = np.zeros((len(starts), BANDS), dtype=np.int64)
    if not len(starts):
        return bands
    lengths = np.diff(np.append(starts, len(shingles)))
    carries = (lengths >= SHORTEST) & (np.add.reduceat(quoted, starts, dtype=np.int64) < QUOTED * lengths)
    for order, seed in enumerate(_ORDERS):
        under = _stirred(shingles ^ seed)
        under[shingles == 0] = np.iinfo(np.uint64).max
        least = np.minimum.reduceat(under, starts)
        bands[:, order] = np.where(carries, _stirred(least + seed).view(np.int64) | 1, 0)
    return bands


# Two pages


@dataclass(frozen=True, slots=True)
class Agreement:
    """A sentence of one page beside one of another, by their numbers; with the share of its words that the other page has."""

    one: int
    other: int
    of_one: float
    of_other: float


@dataclass(frozen=True, slots=True)
class Common:
    """What two pages have in common, in sentences that are shared."""

    agreements: tuple[Agreement, ...]
    words: int
    """Words of the narrative that are shared, in runs of four at least: the smaller number of the two pages."""
    sentences: int
    """Shared sentences that carry something: the smaller number of the two pages."""
    of_one: float
    """Share of one page's words."""
    of_other: float
    passage: tuple[int, int]
    """Sentences and words of the narrative in the longest passage: shared sentences close to one another on both pages."""

    @property
    def is_copied(self) -> bool:
        """Whether text was taken over: a good part of one of the pages, or a passage of some length.

        Scattered sentences on long pages are no sign of that: whoever reports the same event writes some alike.
        """
        share = max(self.of_one, self.of_other)
        if share >= MUCH:
            return self.sentences >= 2 and self.words >= LEAST_WORDS
        return self.passage[0] >= PASSAGE_SENTENCES and self.passage[1] >= PASSAGE_WORDS

    def turned(self) -> Common:
        """The same, seen from the other page."""
        agreements = sorted((Agreement(a.other, a.one, a.of_other, a.of_one) for a in self.agreements), key=_place)
        return replace(self, agreements=tuple(agreements), of_one=self.of_other, of_other=self.of_one)


NOTHING = Common((), 0, 0, 0.0, 0.0, (0, 0))


def in_common(one: Passages, other: Passages, *, worn: frozenset[int] = frozenset()) -> Common:
    """What two pages share; sentences that are worn (two of their bands are) count for nothing. The same from both sides."""
    begins, begins_other = _begins(one, other.shingles), _begins(other, one.shingles)
    if not begins.any():
        return NOTHING
    covered, found = _covered(begins), _covered(begins_other)
    if min(int((covered & ~one.quoted).sum()), int((found & ~other.quoted).sum())) < LEAST_WORDS:
        return NOTHING
    shares, shares_other = _shares(one, covered), _shares(other, found)
    shared = _shared(one, begins, shares, worn)
    shared_other = _shared(other, begins_other, shares_other, worn)
    agreements: dict[tuple[int, int], Agreement] = {}
    for a, b in (*_beside(one, other, shared), *((a, b) for b, a in _beside(other, one, shared_other))):
        if not _is_worn(one, a, worn) and not _is_worn(other, b, worn):
            agreements[a, b] = Agreement(a, b, round(float(shares[a]), 2), round(float(shares_other[b]), 2))
    kept, kept_other = {a for a, _ in agreements}, {b for _, b in agreements}
    weights, weights_other = _weights(one, covered), _weights(other, found)
    words = min(sum(int(weights[a]) for a in kept), sum(int(weights_other[b]) for b in kept_other))
    sentences = min(sum(bool(one.bands[a, 0]) for a in kept), sum(bool(other.bands[b, 0]) for b in kept_other))
    found_in = tuple(sorted(agreements.values(), key=_place))
    passage = max((_weighed(run, one, other, weights, weights_other) for run in _runs(found_in)), default=(0, 0))
    return Common(found_in, words, sentences, _share(one, covered, kept), _share(other, found, kept_other), passage)


def _place(agreement: Agreement) -> tuple[int, int]:
    return agreement.one, agreement.other


def _begins(page: Passages, others: npt.NDArray[np.uint32]) -> _Flags:
    """Of each word, whether it begins a run of four that the other page has."""
    begins: _Flags = np.isin(page.shingles, others) & (page.shingles != _NONE)
    return begins


def _covered(begins: _Flags) -> _Flags:
    """Of each word, whether it stands in such a run."""
    covered = begins.copy()
    for place in range(1, SHINGLE):
        covered[place:] |= begins[:-place]
    return covered


def _shares(page: Passages, covered: _Flags) -> npt.NDArray[np.float64]:
    return np.add.reduceat(covered, page.starts, dtype=np.int64) / page.lengths


def _weights(page: Passages, covered: _Flags) -> _Numbers:
    """Of each sentence, how many words of the narrative the other page has too."""
    return np.add.reduceat(covered & ~page.quoted, page.starts, dtype=np.int64)


def _shared(page: Passages, begins: _Flags, shares: npt.NDArray[np.float64], worn: frozenset[int]) -> list[int]:
    """The sentences that the other page has too: half of their words, and one run of some length."""
    at = np.arange(len(begins))
    runs = at - np.maximum.accumulate(np.where(begins, -1, at))
    longest = np.maximum.reduceat(runs, page.starts) + SHINGLE - 1
    agreeing = (shares >= AGREEING) & (longest >= LEAST_RUN) & (page.lengths >= SHORTEST)
    return [int(n) for n in np.flatnonzero(agreeing) if not _is_worn(page, int(n), worn)]


def _is_worn(page: Passages, sentence: int, worn: frozenset[int]) -> bool:
    return bool(worn) and sum(int(band) in worn for band in page.bands[sentence]) > 1


def _beside(page: Passages, other: Passages, shared: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Each shared sentence with the one of the other page that has most of its shingles."""
    if not shared:
        return
    order = np.argsort(other.shingles, kind="stable")
    sorted_others = other.shingles[order]
    for sentence in shared:
        first = page.starts[sentence]
        own = page.shingles[first : first + page.lengths[sentence]]
        own = own[own != _NONE]
        at = np.minimum(np.searchsorted(sorted_others, own), len(order) - 1)
        hits = order[at[sorted_others[at] == own]]
        if len(hits):
            numbers = np.searchsorted(other.starts, hits, side="right") - 1
            yield sentence, int(np.bincount(numbers).argmax())


def _share(page: Passages, covered: _Flags, shared: set[int]) -> float:
    """The share of a page's words that stand in shared sentences and in the other page."""
    counts = np.add.reduceat(covered, page.starts, dtype=np.int64)
    return round(sum(int(counts[n]) for n in shared) / max(1, len(covered)), 3)


def _runs(agreements: Sequence[Agreement]) -> Iterator[list[Agreement]]:
    """Agreements close to one another on both pages, those of each passage together; ``agreements`` are in order."""
    run_of: list[int] = []
    for n, agreement in enumerate(agreements):
        run_of.append(n)
        for before in range(n - 1, -1, -1):
            if agreement.one - agreements[before].one > CLOSE:
                break
            if abs(agreement.other - agreements[before].other) <= CLOSE and run_of[before] != run_of[n]:
                joined, into = run_of[n], run_of[before]
                run_of = [into if run == joined else run for run in run_of]
    for run in sorted(set(run_of)):
        yield [agreement for agreement, of in zip(agreements, run_of, strict=True) if of == run]


def _weighed(
    run: Sequence[Agreement], one: Passages, other: Passages, weights: _Numbers, weights_other: _Numbers
) -> tuple[int, int]:
    kept, kept_other = {a.one for a in run}, {a.other for a in run}
    sentences = min(sum(bool(one.bands[a, 0]) for a in kept), sum(bool(other.bands[b, 0]) for b in kept_other))
    return sentences, min(sum(int(weights[a]) for a in kept), sum(int(weights_other[b]) for b in kept_other))
