"""Credits: the words by which a page says whose text it is, or that a statement has gone through an outlet.

What credits a picture is no credit for the words beside it. A credit says how far it reaches: a dateline, all that follows; a
byline, the page; *contributed to this report*, some part that nobody can tell.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from sayso.ledger.search import tokens
from sayso.page.page import READ_FOR_CLAIMS, Block, Page, Role
from sayso.stories.people.names import owned
from sayso.text import Span


class How(enum.StrEnum):
    """In what kind of words somebody is credited."""

    DATELINE = "dateline"
    BYLINE = "byline"
    SOURCE = "source line"
    SHARED = "credited with a part"
    """*Additional reporting by*: of no single passage is it said that it is theirs."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Words of a page that credit somebody with its text, or with the stretch that they reach over."""

    name: str
    how: How
    words: str
    reach: Span
    span: Span | None = None
    """Where the words stand; ``None`` where they are known from the page's metadata alone."""


_NAME = r"(?:[A-Z][\w’'&.-]*\s){1,3}(?:Press|News(?:wire|room)?|Agency|Wire|Media|Service)"
_DATELINE_NAME = r"[A-Z][\w’'&.-]*(?:\s[A-Z][\w’'&.-]*){0,2}"
_OUTLET = (
    r"(?:the |an? )?(?:[A-Z][\w-]*'?s? |[a-z]+-run |official |local |national )*"
    r"(?:state|pro-government|government|local|Russian|Syrian|Iranian)(?:-run|-owned)? "
    r"(?:news agency|news agencies|media|television|TV|radio|newspaper)"
)
_FAR = 120
"""A dateline stands at the start of a block, or after so many characters at most of what was copied with it."""
_TOP = 400
"""Characters that are read before a dateline, at most, where it is that of the page: a standfirst, a caption."""
_IN_DATELINES = frozenset("am pm a.m. p.m. of de and".split())
_ROLES = READ_FOR_CLAIMS - {Role.HEADLINE, Role.CAPTION, Role.EMBED}
_KINDS = frozenset(
    "the a an news agency agencies state state-run state-owned official national local newspaper newspapers daily magazine "
    "weekly television tv radio channel station media press service correspondent of am and citing quoting run owned "
    "semi-official pro-government independent russian syrian iranian turkish ukrainian chinese british french german lebanese "
    "egyptian".split()
)
_ARTICLES = ("al-", "an-", "ar-", "as-", "el-")
_GENERIC = frozenset("the newspaper magazine daily press news agency media wire newswire newsroom service com www".split())


@dataclass(frozen=True)
class _Table:
    names: dict[str, str]
    """Names by their spellings as tokens."""
    agency: re.Pattern[str]
    credits: tuple[tuple[str, re.Pattern[str]], ...]
    barred: tuple[re.Pattern[str], ...]
    through: tuple[re.Pattern[str], ...]
    some: frozenset[str]
    """Nouns of several outlets, of which a state has many too."""
    unnamed: frozenset[str]
    """Nouns that name nobody: but for a state's own."""
    of_state: frozenset[str]
    nameless: frozenset[str]
    """All words that may stand in a capital and are no name."""


@lru_cache(maxsize=1)
def _table() -> _Table:
    text = files("sayso.stories").joinpath("agencies.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    agencies = [(name, pattern) for what, name, pattern, _ in rows if what == "agency"]
    spelt = "|".join(f"(?:{pattern})" for _, pattern in agencies)
    either = rf"(?:(?<!\w)(?:{spelt})(?!\w))"

    def pattern_of(pattern: str, *, name: str = _NAME) -> re.Pattern[str]:
        return re.compile(pattern.replace("AGENCY", either).replace("NAME", name).replace("OUTLET", _OUTLET), re.M)

    words = {
        kind: frozenset(word for what, name, listed, _ in rows if (what, name) == ("vague", kind) for word in listed.split("|"))
        for kind in ("some", "unnamed", "state", "which")
    }
    return _Table(
        names=dict(agencies),
        agency=re.compile(either),
        credits=tuple(
            (what, pattern_of(pattern, name=_DATELINE_NAME if what == "dateline" else _NAME))
            for what, _, pattern, _ in rows
            if what in ("dateline", "byline", "source", "shared")
        ),
        barred=tuple(re.compile(pattern) for what, _, pattern, _ in rows if what == "not"),
        through=tuple(pattern_of(pattern) for what, _, pattern, _ in rows if what == "through"),
        some=words["some"],
        unnamed=words["unnamed"],
        of_state=words["state"],
        nameless=frozenset().union(*words.values(), _KINDS),
    )


def examples() -> list[tuple[str, str, str]]:
    """The lines of the table: what it is, the name, and its example."""
    text = files("sayso.stories").joinpath("agencies.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [(what, name, example) for what, name, _, example in rows]


@lru_cache(maxsize=10_000)
def name_of(words: str) -> str:
    """The name under which an agency is known; the words themselves for others, without *the*.

    >>> name_of("AFP"), name_of("Russia's Tass state news agency")
    ('Agence France-Presse', 'TASS')
    """
    words = " ".join(words.split())
    for name, pattern in _table().names.items():
        if re.fullmatch(pattern, words):
            return name
    named = list(_table().agency.finditer(words))
    if named and all(_is_beside_a_name(word) for word in _table().agency.sub(" ", words).split()):
        return name_of(named[-1][0])  # of *AFP citing the RIA news agency* the one that had it first
    return re.sub(r"^the\s+(?=[a-z])", "", words)


def _is_beside_a_name(word: str) -> bool:
    """Whether a word only says what kind of body a name is of, or of which country."""
    return word.casefold().strip(",") in _KINDS or word.endswith(("’s", "'s"))


def is_known(name: str) -> bool:
    """Whether a name is one of the table's."""
    return name_of(name) in _table().names


@lru_cache(maxsize=10_000)
def key_of(name: str) -> str:
    """By what two names are one body: *Meridian* and *Meridian Press*, *BBC* and *BBC News*."""
    words = ["television" if word == "tv" else word for word in tokens(name_of(name))]
    return " ".join([word for word in words if word not in _GENERIC] or words)


def credits_of(page: Page) -> list[Credit]:
    """All credits of a page for its text, in order, those of its metadata first."""
    found = [*_of_authors(page), *_in_text(page)]
    seen: set[tuple[str, How, Span]] = set()
    kept = []
    for credit in found:
        key = (key_of(credit.name), credit.how, credit.reach)
        if key not in seen:
            seen.add(key)
            kept.append(credit)
    return kept


def _of_authors(page: Page) -> Iterator[Credit]:
    """Bodies among the authors, but for the outlet itself."""
    whole = Span(0, len(page.text))
    own = key_of(page.outlet) if page.outlet else None
    for author in page.authors:
        body = _table().agency.fullmatch(author) or re.fullmatch(_NAME, author)
        if body and key_of(author) != own:
            at = next((b.span for b in page.blocks if b.role is Role.BYLINE and author in b.span.of(page.text)), None)
            yield Credit(name_of(author), How.BYLINE, at.of(page.text) if at else author, whole, at)


_PATTERN_OF = {"dateline": How.DATELINE, "byline": How.BYLINE, "source": How.SOURCE, "shared": How.SHARED}


def _in_text(page: Page) -> Iterator[Credit]:
    whole = Span(0, len(page.text))
    read = [block for block in page.blocks if block.role in _ROLES]
    for block in page.blocks:
        if block.role not in _ROLES | {Role.BYLINE, Role.CREDIT}:
            continue
        text = page.text
        for what, pattern in _table().credits:
            if (what == "byline") != (block.role is Role.BYLINE) or (what == "dateline" and block.role is Role.CREDIT):
                continue
            for m in pattern.finditer(text, block.span.start, block.span.end):
                for at in _named_in(text, Span(*m.span(1)), known_only=what not in ("dateline", "byline", "source")):
                    if _is_picture(text, block.span, at) or (what == "dateline" and not _is_at_start(text, block, m.start(), at)):
                        continue
                    how = _PATTERN_OF[what]
                    reach = _reach(page, read, block, at) if how is How.DATELINE else whole
                    words = Span(m.start(), m.end()).trimmed(text)
                    yield Credit(name_of(at.of(text)), how, words.of(text), reach, words)


def _named_in(text: str, words: Span, *, known_only: bool) -> Iterator[Span]:
    """The bodies that are named in the words of a credit."""
    found = [Span(*m.span()) for m in _table().agency.finditer(text, words.start, words.end)]
    if not found:
        found = [Span(*m.span()) for m in re.compile(_NAME).finditer(text, words.start, words.end)]
    yield from found or ([] if known_only else [words])


def _is_picture(text: str, block: Span, at: Span) -> bool:
    before = text[max(block.start, at.start - 80) : at.start]
    return text[at.end : at.end + 1] == "/" or any(pattern.search(before) for pattern in _table().barred)


def _is_at_start(text: str, block: Block, begins: int, name: Span) -> bool:
    """Whether a dateline opens its block, or follows a place in capitals or a date; unknown names must open it."""
    before = text[block.span.start : begins]
    if _table().agency.fullmatch(name.of(text)):
        return True
    if name.of(text).isupper():  # an abbreviation that the page has just spelt out
        return False
    return len(before) <= _FAR and all(not word[:1].islower() or word in _IN_DATELINES for word in before.split())


def _reach(page: Page, read: list[Block], block: Block, at: Span) -> Span:
    """A dateline near the top holds for the rest of the page, one further down for its block: there somebody else is quoted."""
    before = sum(len(b.span) for b in read if b.span.end <= block.span.start) + at.start - block.span.start
    whole = sum(len(b.span) for b in read)
    if before <= _TOP:
        return Span(0, len(page.text))
    if before <= max(1500, whole // 3):
        return Span(block.span.start, len(page.text))
    return block.span


def is_outlet_name(words: str) -> bool:
    """Whether words name an outlet, or a kind of outlets such as *state media*; *the report* and *the paper* do not."""
    if is_known(words):
        return True
    if is_vague(words):
        return False
    if re.fullmatch(_OUTLET, words, re.I):
        return True
    parts = words.split()
    return any(part[0].isupper() or part.startswith(_ARTICLES) for part in parts) and all(
        part[0].isupper() or part[0].isdigit() or _is_beside_a_name(part) or part.startswith(_ARTICLES) for part in parts
    )


def is_vague(words: str) -> bool:
    """Whether words mean some outlets of many, or one of many, without a name: nobody can be asked for the text.

    *State media* are a state's own, and so one body.

    >>> [is_vague(words) for words in ("Turkish media", "several papers", "Turkish state media", "Orle Media")]
    [True, True, False, False]
    """
    if is_known(words):
        return False
    table = _table()
    printed = [re.sub(r"['’]s?$", "", word) for word in _BASED.sub("", words).split()]
    rest = [re.sub(r"['’]s?$", "", word) for word in owned(" ".join(printed)).words]
    kinds = table.some | table.unnamed
    if any(word[0].isupper() and word.casefold() in kinds for word in printed[1:]):  # *Ostra Daily* is called so
        return False
    if any(word.startswith(_ARTICLES) or (word[0].isupper() and word.casefold() not in table.nameless) for word in rest):
        return False
    said = {word.casefold() for word in rest}
    if said & table.some or {"a", "an"} & said:
        return True
    return bool(said & table.unnamed) and not said & table.of_state


_BASED = re.compile(r"\b\w+-based\s+")


def outlets_in(text: str, span: Span) -> list[tuple[str, Span]]:
    """The outlets through which what is said in a span is said to have gone: *told AFP*, *quoted by state media*."""
    found = []
    for pattern in _table().through:
        for m in pattern.finditer(text, span.start, span.end):
            if not is_vague(m[1]):
                found.append((name_of(m[1]), Span(*m.span())))
    return sorted(found, key=lambda each: each[1])
