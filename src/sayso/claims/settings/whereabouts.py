"""Whereabouts: the names of places where a page says where, told from names of people and bodies by the words around them.

A country or a capital also stands for its government (*Washington said*, *talks with Moscow*): it is a place only where the words
locate (*in Washington*). A town's name is one wherever it is no part of a longer name. The words are in ``whereabouts.tsv``.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import resources

from sayso.claims.settings.gazetteer import ACTING, GENERIC, Known, known_as, meant_elsewhere
from sayso.page.calendar import ENGLISH_MONTHS, ENGLISH_WEEKDAYS
from sayso.reading.lexicon import lexicon
from sayso.text import Span

_WORD = (
    r"(?:(?:[A-Z]\.){2,4}|(?:Calif|Fla|Mass|Mich|Minn|Miss|Mo|Tenn|Tex|Va|Wash|Wis|Pa|Ore|Okla|Ill|Ind|Ga|Conn|Colo|Ariz|Ala|Md|La|Ky"
    r"|Nev)\.|(?:[aAeE][a-z]{1,2}[-‑])?[A-ZÀ-ÖØ-ÞŁŚŠŽĐ][\w‘’'ʼ]*?(?=[’'ʼ]s\b|[’'ʼ]?(?![\w’'ʼ]))(?:-(?:[a-z]{1,5}-)?\w+)*)"
)
_JOIN = (
    r"(?: (?:of the|of|de la|de|del|do|da|le|la|el|al|ez|au|aux|upon) (?=[A-ZÀ-ÞŁŚŠŽ])| (?=[A-ZÀ-ÞŁŚŠŽ]|[ae][a-z]{1,2}-[A-Z])"
    r"|\. (?=(?:Petersburg|Louis|Paul|George)\b))"
)
_RUN = re.compile(rf"(?<![\w-])(?:{_WORD}(?:{_JOIN}{_WORD})*)")
"""Words with a capital, and the small words between them."""
_DATES = frozenset(name.title() for name in (*ENGLISH_MONTHS, *ENGLISH_WEEKDAYS))
_GLUED = frozenset("The It He She They We In But A An This That There".split())
_HONOURED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gen|Col|Sen|Rep|Lt|Sgt|Prof|Maj|Capt|Gov|Adm|Cmdr|Brig|Rev|Pte|Cpl|Pfc|Spc|Supt|Insp|Jr)\.?"
    r"|\b[A-Z]\.) $"
)
_POSSESSIVE = re.compile(r"[’'ʼ]s?(?=\s)")
_DATELINE = re.compile(r"(?:, [A-Z][\w. ]{1,24})?(?:, [\w. ]{3,12})? (?:\((?:[A-Z][\w./ ]{1,24})\)|[–—-]{1,2} |\| )")
_SENTENCE = re.compile(r"[.!?;:][\"”’)]*\s|\n")
_HELD = re.compile(r"[a-z]+-[a-z]+(?:ed|n|ern|hit|run)")
_OWNER = re.compile(r"([A-Z]\w+)[’']s $")
_STANDS_ALONE = re.compile(
    r"$|[^\w ]|\s(?:$|[^a-z]|(?:and|or|in|on|to|by|for|since|after|before|from|at|with|where|who|that|which|is|was|has|have|had"
    r"|were|are|will|this|last|fell|came|saw|lay|lies|remains|stood|stands|faces|needs|[a-z]+ed|as|during|but|while|when|because"
    r"|would|could|can|may|than|if|so|yet|over|under|about|into|until|also|again|alone|today|yesterday)\b)"
)
"""What may follow a name that is no adjective of what follows: *Homs fell*, not *Homs residents*."""
_STRUCK = re.compile(r"(?:fell|rained|landed|attack|assault|advance|march|raid|strike|offensive|bombardment)s?")
_LIST_BETWEEN = re.compile(r"(?:,|,? (?:and|or|to)(?: in| at| near| the)?|, (?:in|at|near)|,? as well as(?: in)?) $")
_NATION_BEFORE = re.compile(r"([A-Z]\w+)(?:[’']s)?((?: [a-z-]+){0,4}) $")


@dataclass(frozen=True, slots=True)
class Naming:
    """A name of the gazetteer where the words locate something."""

    span: Span
    name: str
    known: tuple[Known, ...]
    firm: bool
    """Whether a place, and nothing else, fits the words before it: *in*, *the town of*."""
    beside: str | None = None
    """The country that is named right beside it: *Homs, Syria*, *the Syrian city of Homs*."""
    region: str | None = None
    """The code of the region that is named right behind it: *Odessa, Texas*."""
    unlocated: bool = False
    """Whether nothing beside it says that it is a place."""
    doubtful: bool = False
    """Whether it is a first name or a word of the language too, so that it is a place only if that is clear elsewhere."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of words with a capital, what it names, and the words that were taken off it."""

    span: Span
    name: str
    known: tuple[Known, ...]
    before: str
    """The text before the name."""
    generic: bool
    """Whether *Oblast* or the like ends it."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Words of the page that a name may be instead of a place's."""

    lower: frozenset[str]
    """Those without a capital: *split*, *reading*."""
    people: set[str]
    """Surnames of the people that it names."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a page's text gives: the places, and how often each country is spoken of."""

    namings: tuple[Naming, ...]
    countries: dict[str, int]


def namings_in(text: str, blocks: tuple[Span, ...]) -> Found:
    """The names of places in these blocks, in order, never overlapping."""
    namings: list[Naming] = []
    countries: dict[str, int] = {}
    page = _Words(frozenset(w for w in text.split() if w.islower()), set())
    runs = [[(m, words) for m in _RUN.finditer(text, b.start, b.end) if (words := m[0].split(" "))] for b in blocks]
    first_names = lexicon().first_names
    for block in runs:
        for m, words in block:
            for word in words:
                if code := _nations().get(word):
                    countries[code] = countries.get(code, 0) + 1
            if len(words) == 1:
                if _HONOURED.search(text, max(0, m.start() - 6), m.start()):
                    page.people.add(words[0])
            elif len(words) < 4 and (words[0] in first_names or words[0].casefold() in lexicon().titles) and not known_as(m[0]):
                page.people.update(words[1:])
    for b, block in zip(blocks, runs, strict=True):
        previous: Naming | None = None
        title_case = _in_title_case(text, b)
        for number, (m, words) in enumerate(block):
            if (run := _named(text, b, m, words)) is None:
                continue
            elsewhere = meant_elsewhere(run.name, run.known)
            plain = tuple(k for k in run.known if k not in elsewhere)
            if (country := _clear_country(plain)) and run.name not in _nations():
                countries[country] = countries.get(country, 0) + 1
            following = block[number + 1] if number + 1 < len(block) else None
            listed = previous is not None and bool(_LIST_BETWEEN.fullmatch(text, previous.span.end, run.span.start))
            if naming := _naming(text, b, run, following, page, listed=listed, heading=title_case):
                namings.append(naming)
                previous = naming
    return Found(tuple(namings), countries)


def _named(text: str, block: Span, m: re.Match[str], words: list[str]) -> _Run | None:
    """The name that the run is, once what only opens a sentence and what says which part are taken off."""
    openers, directions = lexicon().openers, _words()["direction"]
    start, end, first = m.start(), m.end(), 0
    while len(words) > 1 and (words[-1] in _DATES or (words[-1] in _GLUED and not known_as(" ".join(words)))):
        end -= len(words[-1]) + 1  # *in Cairo Friday*; *in Cairo The rest*, where a full stop was lost
        words = words[:-1]
    while first < len(words) and first < 4:
        name = text[start:end]
        if " " in name and name in _words()["no place"]:
            return None
        if (known := known_as(name)) and not (len(name) < 4 and not name.isupper() and "." not in name):
            if name.isupper() and len(name) < 4 and known[0].kind != "country":
                return None
            return _Run(Span(start, end), name, known, text[max(block.start, start - 80) : start], False)
        last = words[-1]
        if len(words) - first > 1 and last in GENERIC:
            bare = name[: -len(last) - 1]
            if regions := tuple(k for k in known_as(bare) if k.kind == "region" or last in ("City", "Municipality")):
                return _Run(Span(start, end), name, regions, text[max(block.start, start - 80) : start], True)
        word = words[first]
        opens = word.casefold() in openers or word.casefold() in _words()["in"] or word.casefold() in _words()["motion"]
        if not (opens or word in directions or word.casefold() in _words()["town only"]):
            return None
        start += len(word) + 1
        first += 1
    return None


def _naming(
    text: str,
    block: Span,
    run: _Run,
    following: tuple[re.Match[str], list[str]] | None,
    page: _Words,
    *,
    listed: bool,
    heading: bool,
) -> Naming | None:
    """The name as a place, where the words around it let it be one."""
    words, span = _words(), run.span
    after = text[span.end : min(block.end, span.end + 60)]
    before = run.before[-70:]
    if (owner := _OWNER.search(before)) and owner[1] not in _nations() and not known_as(owner[1]):
        return None  # *Martha's Vineyard*
    if after[:1] in ("-", "‑", "@", "/") or before[-1:] in ("@", "#", "/") or _HONOURED.search(before):
        return None
    beside, region = _beside(text, after, following, span)
    beside = beside or _nation_before(before)
    beside = beside if run.known[0].kind != "country" and any(k.country == beside for k in run.known) else None
    region = region if any(f"{k.country}.{k.code}" == region for k in run.known) else None
    lead = _before_the_name(before)
    article = lead[-1:] == ["the"]
    lead = [w for w in lead if w != "the"]
    last, prior = (["", "", *lead])[-1], (["", "", *lead])[-2]
    town = run.known[0].kind in ("town", "region") and not any(k.kind in ACTING for k in run.known)
    single = " " not in run.name and "-" not in run.name
    large = run.known[0].kind != "town" and run.known[0].people > 1_000_000
    no_place = run.name in words["no place"] or run.name in page.people
    name_like = single and (no_place or (not large and (run.name in lexicon().first_names or run.name.casefold() in page.lower)))
    named_with_article = run.name.removeprefix("The ") in words["article"] or run.name.startswith("The ")
    if article and not named_with_article and _next_word(after) not in words["kind after"]:
        return None
    kind = last in words["kind"] or last in ("capital,", "city,", "town,")
    of = last == "of" and prior in words["part of"]
    firm = last in words["in"] or kind or of or beside is not None or region is not None
    moved = last in words["motion"] and not (last == "to" and prior in words["not to"])
    unlocated = False
    generic = run.generic or (_next_word(after) in words["kind after"] and not heading)
    dateline = not before.strip() and bool(_DATELINE.match(after)) and (run.name.isupper() or "(" in after[:40])
    possessive = bool(_POSSESSIVE.match(after))
    if possessive and not town:
        following_place = (
            following is not None
            and text[span.end + 2 : following[0].start()].strip() == ""
            and any(k.country == run.known[0].country for k in known_as(following[0][0]))
        )
        if not (following_place or _side_follows(after)):
            return None
        return None if last in ("by", "with", "against", "between", "for") else _made(run, firm, beside, region, after)
    doubtful = name_like and not (beside or region) and not (firm and last in ("in", "near"))
    if name_like and no_place and not (beside or region):
        return None
    if _speaks(after) and not firm and not (town and moved):
        return None
    if run.name.isupper() and len(run.name) > 4 and re.match(r":| \([a-z]", after):
        return None  # who speaks, in a transcript
    if town:
        if last in ("by", "with", "against", "than", "told") and not generic:
            return None
        if heading and not (firm or moved or generic or beside or region):
            return None
        if last == "of" and not of and re.search(r"[A-Z][\w’']* of (?:the )?$", before):
            return None  # *the Bank of*
        if not (firm or moved or generic or listed or dateline):
            if not _STANDS_ALONE.match(after):
                return None
            unlocated = True
        return _made(run, firm or generic, beside, region, after, unlocated=unlocated, doubtful=doubtful)
    if _is_adjective(run.name, after):
        return None
    struck = last == "on" and _STRUCK.fullmatch(prior) is not None
    if firm or moved or generic or dateline or struck or listed:
        return _made(run, firm or generic, beside, region, after)
    return None


def _made(
    run: _Run, firm: bool, beside: str | None, region: str | None, after: str, *, unlocated: bool = False, doubtful: bool = False
) -> Naming:
    known = run.known
    if _next_word(after) in ("region", "province", "governorate", "oblast", "state") and any(k.kind == "region" for k in known):
        known = tuple(k for k in known if k.kind == "region")
    return Naming(run.span, run.name, known, firm and not doubtful, beside, region, unlocated, doubtful)


def _before_the_name(before: str) -> list[str]:
    """The last words of the sentence before a name, without *northern*, *rebel-held* and the like: *in*, *the*; *city*, *of*."""
    words = [w.strip('“”"‘(').casefold() for w in _SENTENCE.split(before)[-1].split()][-6:]
    while words and (words[-1] in _words()["before a town"] or _HELD.fullmatch(words[-1])):
        words.pop()
    return words


def _next_word(after: str) -> str:
    m = re.match(r" ([a-z]+)\b", after)
    return m[1] if m else ""


def _side_follows(after: str) -> bool:
    """*'s capital*, *'s second-largest city*, *'s border with*"""
    m = re.match(r"[’'ʼ]s?((?: [a-z-]+){1,3})", after)
    return m is not None and any(word in _words()["side"] for word in m[1].split())


def _speaks(after: str) -> bool:
    m = re.match(r" ([a-z]+)(?: ([a-z]+))?", after)
    return m is not None and (m[1] in _words()["speaks"] or f"{m[1]} {m[2]}" in _words()["speaks"])


def _is_adjective(name: str, after: str) -> bool:
    """*US troops*: an abbreviation before a noun."""
    return len(name.replace(".", "")) < 4 and not _STANDS_ALONE.match(after)


def _beside(
    text: str, after: str, following: tuple[re.Match[str], list[str]] | None, span: Span
) -> tuple[str | None, str | None]:
    """The country or the region's code that stands right behind: *, Syria*, *, Texas*."""
    if following is None or after[:2] != ", " or following[0].start() != span.end + 2:
        return None, None
    known = known_as(following[0][0])
    rest = text[following[0].end() : following[0].end() + 24]
    if not known or known[0].kind not in ("country", "region") or _POSSESSIVE.match(rest) or _speaks(rest):
        return None, None
    return (known[0].country, None) if known[0].kind == "country" else (None, f"{known[0].country}.{known[0].code}")


def _nation_before(before: str) -> str | None:
    """The country of *Syria's*, *the Syrian city of*."""
    m = _NATION_BEFORE.search(before)
    if m is None:
        return None
    words = _words()
    between = all(w in words["kind"] or w in words["before a town"] or w in words["side"] or w == "of" for w in m[2].split())
    return _nations().get(m[1]) if between else None


def _in_title_case(text: str, block: Span) -> bool:
    """Whether a heading gives every word a capital, so that a capital tells nothing."""
    words = [w for w in text[block.start : min(block.end, block.start + 200)].split() if len(w) > 3 and w.isalpha()]
    ends = text[max(0, block.end - 1) : block.end] in tuple('.!?”"')
    return len(block) < 160 and not ends and len(words) > 3 and sum(w[0].isupper() for w in words) > 0.7 * len(words)


def _clear_country(known: tuple[Known, ...]) -> str | None:
    """The country in which the place of this name is, where no other comes near it."""
    large = [k for k in known if k.people > 300_000 or k.kind in ACTING]
    if not large or any(k.country != large[0].country and 20 * k.people > large[0].people for k in known):
        return None
    return large[0].country


@functools.cache
def _nations() -> dict[str, str]:
    """Names and adjectives of countries to their codes: *Syria*, *Syrian*, *Syrians*."""
    lex, codes = lexicon(), {}
    for word, country in lex.country.items():
        known = [k for k in known_as(country) if k.kind == "country"]
        if known and (_clear_country(known_as(word)) in (known[0].country,) or not known_as(word)):
            for form in (word.title(), word.title() + "s", word.upper()):
                codes[form] = known[0].country
    return codes


@functools.cache
def _words() -> dict[str, frozenset[str]]:
    lines = resources.files("sayso.claims.settings").joinpath("whereabouts.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {what: frozenset(listed.split(", ")) for what, listed, _example in rows}
