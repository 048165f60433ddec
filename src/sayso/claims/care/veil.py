"""Veil: private names of a page replaced by tokens in what is shown, and never in what is stored.

A token is keyed and salted: an HMAC of the name with a secret key and the page's id. So one person has one token wherever a page
names him, nobody without the key can tell whether a name that he guesses is meant, and the tokens of two pages cannot be joined.
"""

from __future__ import annotations

import bisect
import enum
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from sayso.claims.care.care import Care, Private
from sayso.claims.report import Report
from sayso.page.page import Page
from sayso.reading.lexicon import lexicon
from sayso.text import Span

_Told = TypeVar("_Told")

SHORTEST = 4
"""Digits of a token; more where two names of a page would have the same."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of a page's text as it is shown; ``span`` is where it stands in the stored text."""

    span: Span
    words: str
    withheld: bool = False
    """Whether the words are a token that stands for a name."""


class Veil:
    """What hides the private people of one page. The same key gives the same tokens."""

    def __init__(self, page: Page, care: Care, key: bytes) -> None:
        """``care`` is the page's own; ``key`` a secret of at least 16 bytes. Raises ``ValueError`` for a shorter one."""
        if len(key) < 16:
            raise ValueError(f"the key of a veil needs at least 16 bytes, got {len(key)}")
        self._page = page
        self._private = care.people
        self._meant = _meanings(care)
        self._surnames = {_folded(name.split()[-1]) for person in care.people for name in (person.name, *person.spellings)}
        self._key = key
        self._names = _pattern(self._meant)
        self._digits = SHORTEST
        names = {name for name in self._meant.values() if name is not None}
        while len({self._token(name) for name in names}) < len({_folded(name) for name in names}):
            self._digits += 1
        self.segments = tuple(self._segments(page.text))
        self._starts = [segment.span.start for segment in self.segments]
        self._shown_at: list[int] = []
        at = 0
        for segment in self.segments:
            self._shown_at.append(at)
            at += len(segment.words)

    @property
    def text(self) -> str:
        """The page's text as it is shown. Its offsets are not those of the stored text; ``moved`` tells them."""
        return "".join(segment.words for segment in self.segments)

    def of(self, words: str) -> str:
        """Any words of or about the page (a speaker, a headline, an address, a content) as they are shown.

        In an address or a file's name a single word of a name counts in small letters too: *veresh-speaks.html*.
        """
        return "".join(segment.words for segment in self._segments(words, slug=self._may_be_in_slug(words)))

    def of_stems(self, words: str) -> str:
        """Words about the page that may be cut to stems and in small letters (*both speak of veresh*), as they are shown.

        What begins as a word of a name does, or the other way about, is withheld; a word too many rather than a name.
        """
        parts = {part for name in self._meant for part in _folded(name).split() if len(part) > 2}

        def is_of_a_name(word: str) -> bool:
            folded = _folded(word)
            return len(folded) > 2 and any(part.startswith(folded) or folded.startswith(part) for part in parts)

        return _WORDS.sub(lambda found: "[withheld]" if is_of_a_name(found[0]) else found[0], self.of(words))

    def moved(self, span: Span) -> Span:
        """Where words of the stored text stand in the shown one; a name that is cut through counts whole."""
        return Span(
            self._moved(span.start, ends=False), max(self._moved(span.start, ends=False), self._moved(span.end, ends=True))
        )

    def report(self, report: Report) -> Report:
        """The page and what was read off it as they are shown: the shown text, with all spans moved into it.

        It is for faces alone and never to be stored: its words are not the page's.
        """
        page = report.page
        shown = replace(
            page,
            name=self.of(page.name),
            text=self.text,
            blocks=tuple(replace(b, span=self.moved(b.span), author=self._of(b.author)) for b in page.blocks),
            url=self._of(page.url),
            headline=self._of(page.headline),
            authors=tuple(self.of(author) for author in page.authors),
            note=self._of(page.note),
            dates=tuple(replace(dated, words=self.of(dated.words)) for dated in page.dates),
        )
        read = {f.name: self._shown(getattr(report, f.name)) for f in fields(report) if f.name != "page"}
        return replace(report, page=shown, **read | {"withheld": len(self._private)})

    def worded(self, value: _Told) -> _Told:
        """Anything that is told of the page with its words as they are shown; its spans stay those of the stored text."""
        told: _Told = self._shown(value, moving=False)
        return told

    def _shown(self, value: Any, *, moving: bool = True) -> Any:
        """A span moved, words veiled, and all that is made of such."""
        match value:
            case Span():
                return self.moved(value) if moving else value
            case enum.Enum():
                return value
            case str():
                return self.of(value)
            case tuple():
                return tuple(self._shown(each, moving=moving) for each in value)
            case _ if is_dataclass(value) and not isinstance(value, type):
                told = {f.name: self._shown(getattr(value, f.name), moving=moving) for f in fields(value) if f.init}
                return replace(value, **told)
        return value

    def _of(self, words: str | None) -> str | None:
        return None if words is None else self.of(words)

    def _moved(self, at: int, *, ends: bool) -> int:
        place = max(0, bisect.bisect_right(self._starts, at) - 1)
        if not self.segments:
            return at
        segment, shown = self.segments[place], self._shown_at[place]
        if ends and at == segment.span.start:
            return shown
        if segment.withheld:
            return shown + (len(segment.words) if ends or at >= segment.span.end else 0)
        return shown + at - segment.span.start

    def _may_be_in_slug(self, words: str) -> bool:
        if not _SLUG.search(words):
            return False
        low = _folded(words)
        return any(form in low for form in self._meant)

    @cached_property
    def _in_slugs(self) -> re.Pattern[str] | None:
        return _pattern(self._meant, any_case=True)

    def _token(self, name: str) -> str:
        """What stands for a name, the same however it is written."""
        return hmac.new(self._key, f"{self._page.id}\x1f{_folded(name)}".encode(), hashlib.sha256).hexdigest()[: self._digits]

    def _is_anothers_first(self, m: re.Match[str], words: str) -> bool:
        """Whether a first name stands before a surname that nobody here has: *Alexander* of *Alexander Dorn*.

        A word that the page has in small letters too is no surname: *Danil Captured* begins a headline.
        """
        first = _folded(m[0])
        if " " in first or first in self._surnames or m[0] not in lexicon().first_names:
            return False
        following = _SURNAME.match(words, m.end())
        if following is None or _folded(following[1]) in self._meant:
            return False
        return re.search(rf"\b{re.escape(following[1].casefold())}\b", self._page.text) is None

    def _segments(self, words: str, *, slug: bool = False) -> Iterator[Segment]:
        at, names = 0, self._in_slugs if slug else self._names
        for m in names.finditer(words) if names else ():
            name, start = self._meant.get(_folded(m[0])), m.start()
            if name is None:  # a public person, who shares a word with a private one
                continue
            if not slug and self._is_anothers_first(m, words):
                continue
            if (
                _folded(m[0]) in self._surnames
                and (first := _FIRST.search(words, at, start))
                and first[1] in lexicon().first_names
            ):
                start, name = first.start(), f"{first[1]} {m[0]}"  # of the same family: half a name would tell it
            if start > at:
                yield Segment(Span(at, start), words[at:start])
            yield Segment(Span(start, m.end()), f"[name withheld {self._token(name)}]", withheld=True)
            at = m.end()
        if at < len(words):
            yield Segment(Span(at, len(words)), words[at:])


def _meanings(care: Care) -> dict[str, str | None]:
    """Folded forms of names, and whom each means: the full name, the form itself where several bear it, ``None`` if public."""
    meant: dict[str, str | None] = {}
    for person in care.people:
        for form in _forms(person):
            meant[form] = person.name if form not in meant else (meant[form] if meant[form] == person.name else form)
    for name in care.public:
        words = name.split()
        meant[_folded(name)] = None
        if len(words) > 1 and _folded(words[-1]) in meant and not any(_folded(p.name) == _folded(words[-1]) for p in care.people):
            meant[_folded(words[-1])] = None
    return meant


def _forms(person: Private) -> Iterator[str]:
    """The whole name, each run of its words, and each word that is a name by itself."""
    for name in (person.name, *person.spellings):
        yield from _forms_of(name.split())


def _forms_of(words: list[str]) -> Iterator[str]:
    lex = lexicon()
    for start in range(len(words)):
        for end in range(start + 1, len(words) + 1):
            run = words[start:end]
            alone = len(run) == 1 < len(words)
            if alone and (
                len(run[0]) < 3
                or run[0].islower()
                or run[0] in lex.places
                or run[0] in lex.demonyms
                or run[0].casefold() in lex.openers
            ):
                continue
            if not (run[0].islower() and len(run) == 1):
                yield _folded(" ".join(run))


_FIRST = re.compile(r"\b([A-Z][^\W\d_]+) $")
_SURNAME = re.compile(r" ([A-Z][^\W\d_]{2,})")
_SLUG = re.compile(r"^\S+$|://|^[~.]?/|\.\w{1,5}$")
"""Words without a space, an address, a path, or what ends as a file does."""
_BREAK = re.compile(r"[\W_]+")


_WORDS = re.compile(r"[^\W\d_]+")


def _folded(name: str) -> str:
    """A name without accents, case and what stands between its words: the same for *José García* and *jose-garcia*."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return _BREAK.sub(" ", bare).strip().casefold()


def _pattern(meant: dict[str, str | None], *, any_case: bool = False) -> re.Pattern[str] | None:
    """Finds every form, the longest first: whole names in any case and with any sign between, single words with a capital."""
    if not any(meant.values()):
        return None
    forms = sorted(meant, key=lambda form: (-len(form), form))
    either = "|".join(_whole(form) if " " in form else _alone(form, any_case=any_case) for form in forms)
    return re.compile(rf"(?<![^\W\d_])(?:{either})(?![^\W\d_])")


def _whole(form: str) -> str:
    return r"[\W_]{1,3}".join(_letters(word) for word in form.split())


def _alone(word: str, *, any_case: bool) -> str:
    capital = "" if any_case else r"(?=[^\W\d_a-z])"
    return capital + _letters(word)


def _letters(word: str) -> str:
    """A pattern for a word whatever the case of its letters and their accents.

    Both cases are written out: a pattern that minds no case takes ten times as long to compile.
    """
    return "".join(_letter(c) if c.isalpha() else re.escape(c) for c in word)


def _letter(letter: str) -> str:
    upper = letter.upper() if len(letter.upper()) == 1 else ""
    if not letter.isascii():
        return f"[{letter}{upper}]"
    return f"[{letter}{upper}{_VARIANTS.get(letter, '')}][\u0300-\u036f]?"


_VARIANTS: dict[str, str] = {}
for _code in range(0xC0, 0x250):
    _base = unicodedata.normalize("NFKD", chr(_code))[0]
    if _base.isascii() and _base.isalpha():
        _VARIANTS[_base.casefold()] = _VARIANTS.get(_base.casefold(), "") + chr(_code)
