"""Names: the people, bodies and places that a page names, found by capitals, titles and what stands beside them."""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sayso.reading.descriptions import describe
from sayso.reading.lexicon import Lexicon, lexicon
from sayso.reading.runs import Token, in_title_case, runs_of, tokens_in
from sayso.reading.speaker import SpeakerKind
from sayso.text import Span

SURNAME_LIKE = frozenset(
    "House Street Church Cross Bank Court Guard Chambers Palace Watch Park Bridge Tower Rivers Lake Hill Day Night Valley Sea "
    "Show Village Brothers".split()
)
"""Words for bodies that are surnames too, after a first name."""
_ADJECTIVES = frozenset("national local individual professional native".split())
"""Nouns for people that are adjectives before a name: *National Grid*."""
_CAPTIONS = frozenset("Graphic Graphics Photograph Photo Video Image Images Analysis Opinion Live".split())
_AGENCY_ENDS = re.compile(r"\)\s*[-–—]")
"""*PARIS (Agency) —*"""
_AGED = re.compile(r"\s*[,(]\s*(?:aged )?\d\d\b(?=\s*[,).])")
_APPOSED = re.compile(
    r"\s*[,(]\s*(?:(?:aged )?\d\d\b|whos?e?\b|((?:an?|the|our|its|his|her|then|former)\s[^,.;:()\n“”\"]{2,60}))"
)


_CARE = (
    r"(?:Agriculture|Business|Climate Change|Commerce|Communities|Culture|Education|Employment|Energy|Environment|Equality|"
    r"Fisheries|Food|Forestry|Health|Housing|Human Services|Industrial Strategy|Industry|Infrastructure|Innovation|Labou?r|"
    r"Local Government|Media|Rural Affairs|Science|Skills|Social (?:Affairs|Care|Security|Services)|Sports?|Technology|Tourism|"
    r"Trade|Transport|Urban Development|Women|Youth)"
)
_FURTHER = re.compile(rf"(?:, {_CARE})*,? (?:and|&) {_CARE}\b(?! [A-Z])")
"""What else a department is for: *, Fisheries and Rural Affairs*."""


class Sort(enum.StrEnum):
    """What a name names, as far as the page shows."""

    PERSON = "person"
    PLACE = "place"
    ORGANISATION = "organisation"
    OUTLET = "outlet"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Name:
    """One name where it stands, without the titles before it."""

    span: Span
    words: tuple[str, ...]
    sort: Sort
    title: str | None = None
    """Title and affiliation as printed before it (*Foreign Minister*)."""
    gender: str | None = None
    """``m`` or ``f`` where the title tells."""
    possessive: bool = False
    """Whether *'s* follows: *Mubarak's government* names a government."""

    @property
    def text(self) -> str:
        """The words of the name, one space between them."""
        return " ".join(self.words)


def names_in(text: str, blocks: Iterable[Span]) -> tuple[Name, ...]:
    """All names in these blocks, in text order. Headings in Title Case give none: there every word has its capital."""
    lex = lexicon()
    tokens_by_block = tokens_in(text, blocks)
    lower = {t.word for tokens in tokens_by_block for t in tokens if t.word.islower()}
    names = [
        name
        for tokens in tokens_by_block
        if not in_title_case(tokens, text)
        for run in runs_of(tokens, text, lower, lex)
        for name in _names_of_run(run, text, lex)
    ]
    names = _in_whole(names, text)
    surnames = {n.words[-1] for n in names if n.sort is Sort.PERSON and len(n.words) > 1 and n.words[0] in lex.first_names}
    return tuple(_without_caption(n, surnames, lower, lex) for n in names)


def _in_whole(names: list[Name], text: str) -> list[Name]:
    """Departments with all that they are for: *Department for Food, Fisheries and Rural Affairs* is one."""
    found: list[Name] = []
    for n in names:
        if found and n.span.start < found[-1].span.end:
            continue
        more = _FURTHER.match(text, n.span.end) if {"Department", "Ministry"} & {*n.words} and len(n.words) > 2 else None
        if more is not None:
            span = Span(n.span.start, more.end())
            n = replace(n, span=span, words=tuple(span.of(text).split()))
        found.append(n)
    return found


def _without_caption(n: Name, surnames: set[str], lower: set[str], lex: Lexicon) -> Name:
    """A surname without the place or the noun before it that ends a caption: *(in) Ruritania Example says*."""
    if len(n.words) != 2 or n.title or n.sort not in (Sort.UNKNOWN, Sort.PERSON) or n.words[1] not in surnames:
        return n
    first = n.words[0]
    caption = first in lex.places or first in _CAPTIONS or first.lower() in lower
    if not caption or first in lex.first_names:
        return n
    return replace(n, span=Span(n.span.end - len(n.words[1]), n.span.end), words=n.words[1:], sort=Sort.UNKNOWN)


def _names_of_run(run: list[Token], text: str, lex: Lexicon) -> Iterator[Name]:
    """A run as a title and a name: *Foreign Minister Sergei Lavrov*, *Human Rights Watch*, *Damascus*."""
    cut = _title_length(run, lex)
    if not cut and (stuck := _stuck_before(run, lex)):  # *PARIS Ann Example*, *Reuters Ann Example*
        run = run[stuck:]
    if cut < len(run) and run[cut].word in ("of", "for"):  # *Secretary of Defence Ann Example*
        cut = next((k for k in range(cut + 2, len(run)) if run[k].word in lex.first_names), len(run))
    title, rest = run[:cut], run[cut:]
    if not rest or (len(rest) == 1 and len(rest[0].word) == 1):
        return
    if title and rest[0].word in ("From", "With", "For", "Of"):
        return  # *Remove Someone From Office*, in a heading
    words = tuple(t.word for t in rest)
    gender = next((g for t in title if (g := _gender(t.key, lex))), None)
    span = Span(rest[0].start, rest[-1].end)
    after = text[span.end : span.end + 90]
    sort = _sort(words, titled=bool(title), apposed=_is_apposed(words, after), lex=lex)
    if sort is None:
        return
    if sort is Sort.UNKNOWN and text[span.start - 1 : span.start] == "(" and _AGENCY_ENDS.match(after):
        sort = Sort.OUTLET
    if sort is Sort.UNKNOWN:
        sort = _by_neighbours(text, span, lex)
    possessive = after[:2] in ("'s", "’s") or (
        after[:1] in "'’" and words[-1].endswith("s") and after[1:2] == " " if after else False
    )
    printed = text[title[0].start : title[-1].end] if title else None
    yield Name(span, words, sort, printed, gender, possessive)


def _stuck_before(run: list[Token], lex: Lexicon) -> int:
    """How many words before a first name are a dateline, an agency or an event rather than part of the name."""
    first = next((i for i, t in enumerate(run[:-1]) if t.word in lex.first_names), 0)
    before = run[:first]
    strange = all(
        t.word in lex.outlets or (t.word.title() in lex.places and t.word.isupper()) or re.fullmatch(r"[A-Z]{2,}s?", t.word)
        for t in before
    )
    return first if strange and not run[first].word.isupper() else 0


def _is_apposed(words: tuple[str, ...], after: str) -> bool:
    """Whether an age or a description that only a person has stands behind the name."""
    if _AGED.match(after):
        return True
    m = _APPOSED.match(after)
    if m is None or len(words) < 2:
        return False
    return m[1] is None or describe(m[1]).kind in (None, SpeakerKind.ANONYMOUS, SpeakerKind.GROUP)


def _by_neighbours(text: str, span: Span, lex: Lexicon) -> Sort:
    """*the firm Example* is a body, *Example newspaper* an outlet."""
    before = text[max(0, span.start - 24) : span.start].split()
    after = re.match(r" ([a-z]+)(?: ([a-z]+))?", text[span.end : span.end + 30])
    for phrase in (before[-1:] if text[span.start - 1 : span.start] == " " else []) + (
        [f"{after[1]} {after[2]}", after[1]] if after else []
    ):
        noun = lex.nouns.get(phrase)
        if (
            noun is not None
            and not noun.plural
            and noun.kind in ("organisation", "outlet")
            and phrase not in ("state", "city", "town")
        ):
            return Sort.OUTLET if noun.kind == "outlet" else Sort.ORGANISATION
    return Sort.UNKNOWN


def _gender(key: str, lex: Lexicon) -> str | None:
    noun = lex.nouns.get(key)
    return lex.titles.get(key) or (noun.gender if noun else None)


def _title_length(run: list[Token], lex: Lexicon) -> int:
    """How many words of the run are title: up to its last role noun or title that still has a name after it."""
    first = run[0]
    plain = first.key not in lex.titles and first.key not in lex.nouns and first.word not in lex.demonyms  # *German* is both
    particle = len(run) > 2 and run[1].key in lex.particles  # *Marine La Sample* is no soldier
    if first.word in lex.first_names and len(run) > 1 and (plain or particle):
        return 0
    if run[-1].word in lex.organisation_words or run[-1].word in lex.outlet_words:
        return 0
    if len(run[-1].word) > 7 and _is_many(run[-1].word, lex):
        return 0  # *Local Co-ordination Committees*
    cut = 0
    if " ".join(t.word for t in run) in lex.places:
        return 0
    for i in range(len(run) - 1):
        if run[i].key in _ADJECTIVES and run[i + 1].word not in lex.first_names:
            continue
        phrases = (" ".join(t.key for t in run[k : i + 1]) for k in range(max(0, i - 2), i + 1))
        if (
            run[i].key in lex.titles
            or _is_rank(run[i].key, lex)
            or any((noun := lex.nouns.get(p)) and noun.kind == "person" for p in phrases)
        ):
            cut = i + 1
    if 0 < cut < len(run) - 1 and run[cut].word in lex.organisation_words and run[cut - 1].key not in lex.titles:
        return 0  # *National Institute of Example*
    if cut and all(t.key in lex.modifiers or t.key in lex.nouns for t in run[cut:]):
        return len(run)
    if not cut and run[0].word in lex.demonyms and len(run) > 2 and run[1].word in lex.first_names:
        return 1
    return cut


def _is_rank(key: str, lex: Lexicon) -> bool:
    """*Major-Gen*, *Lt-Col*, *Ex-PM*"""
    parts = key.removeprefix("ex-").split("-")
    return (
        len(parts) <= 2
        and "-" in key
        and all(p in lex.titles or (p in lex.nouns and lex.nouns[p].kind == "person") for p in parts)
    )


def _sort(words: tuple[str, ...], *, titled: bool, apposed: bool, lex: Lexicon) -> Sort | None:
    """What the words name; ``None`` where they name nothing (*Prime Minister*, *Russian*)."""
    name = " ".join(words)
    if "&" in words[-1]:
        return Sort.ORGANISATION  # *Example & Sons*
    if name in lex.outlets or (
        len(words) > 1 and words[-1] in lex.outlet_words and (words[0] not in lex.first_names or words[0] == "Al")
    ):
        return Sort.OUTLET
    if name in lex.places or (len(name) > 3 and name.isupper() and name.title() in lex.places):
        return Sort.PLACE
    if len(words) == 1 and words[0].casefold() in lex.nouns and not titled:
        return Sort.UNKNOWN  # a surname, or nothing: *Dean*, *Judge*
    if len(words) > 1 and words[-1] in lex.demonyms and words[-1].endswith("s"):
        return None  # *Christian Syrians* are a group
    if len(words) > 1 and (noun := lex.noun(words[-1])) and noun.kind is SpeakerKind.PERSON and not titled:
        before = words[:-1]
        if all(w in lex.places or w in lex.demonyms or w.casefold() in lex.modifiers for w in before):
            return None  # *the US President*
        if any(w in lex.organisation_words for w in before) and words[0] not in lex.first_names:
            return None  # *the Foreign Office Minister*
    if all(w in lex.demonyms or w.casefold() in lex.modifiers or w.casefold() in lex.nouns for w in words):
        return Sort.ORGANISATION if words[-1] in lex.organisation_words and len(words) > 1 else None
    known_first = words[0] in lex.first_names and len(words) > 1 and words[0].casefold() not in lex.openers
    surname_like = known_first and len(words) == 2 and words[1] in SURNAME_LIKE
    many = len(words) > 1 and (not known_first or len(words[-1]) > 7) and _is_many(words[-1], lex)
    if (many or any(w in lex.organisation_words for w in words)) and not surname_like and not titled:
        return Sort.ORGANISATION
    junior = len(words) > 2 and words[-1] in ("Jr", "Sr", "II", "III")
    if titled or known_first or junior or (len(words) > 1 and re.fullmatch(r"[^\W\d_]\.", words[0])):
        return Sort.PERSON
    if len(words) == 1 and words[0].isupper() and 1 < len(words[0].replace(".", "")) < 7:
        return Sort.ORGANISATION
    if apposed and len(words) < 5 and not any(w in lex.places or w in lex.demonyms for w in words):
        return Sort.PERSON
    return Sort.UNKNOWN


def _is_many(word: str, lex: Lexicon) -> bool:
    """Whether a name's last word makes it a body: *Committees*, *Advisers*."""
    one = word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
    noun = lex.noun(word)
    return (
        word.endswith("s") and (one in lex.organisation_words or (noun is not None and noun.plural)) and word not in SURNAME_LIKE
    )
