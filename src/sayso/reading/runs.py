"""Runs: the words of a text, and those with capitals that stand together as a name may, with the titles before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.reading.lexicon import Lexicon, lexicon
from sayso.reading.speaker import SpeakerKind
from sayso.text import Span

TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\b[A-Z][a-z]+ & [A-Z][a-z]+|[^\W\d_]\.(?=\s[^\W\d_])|[^\W_]+(?:[-’'&](?![sS]\b)[^\W_]+)*")
"""A word; initials and *U.S.* with their stops, *Example & Sons* as one; a possessive *'s* stays outside."""
SENTENCE_END = re.compile(r"[.!?…:;]['\"”’»)\]]*\s+|[“”\"«(\[\n—–]\s*$")
DATES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september october "
    "november december mon tue wed thu fri sat sun gmt bst est edt utc am pm".split()
)
_NAMES_OF_DATES = frozenset("Sun Wed May April June August".split())
"""Those that are somebody's name as well."""
BLOCS = frozenset("US UK EU UN".split())
_NO_NAME_BEGINS = frozenset(
    "in on at by under for with from after before as but if while when since because although though despite".split()
)
"""Words with a capital that no name begins with: *For Mubarak*."""
_SENTENCE_BEGINS = frozenset("He She They It We The Several Many Meanwhile However THIS".split())
"""Words that begin a sentence and end no name, even where the full stop before them is lost."""
_PULLED = (("End", "Quote"), ("Quote",))
_AT = frozenset("in at near from around outside inside over to of".split())
_LOST_SPACE = re.compile(
    r"(?<!Mac)(?<!Fitz)(?<!Van)(?<=[a-z]{2})(?=[A-Z][a-z])|(?<=\d)(?=[A-Z])|(?<=[a-z]{3})(?=(?:US|UK|UN|EU)\b)"
)
_OF_A_SENTENCE = frozenset(
    "Did Does Do Is Are Was Were Has Have Had Will Would Could Should About His Her Their That Isn't Don't Can't".split()
)
"""Words with a capital that stand in a heading, and in no name."""


@dataclass(frozen=True, slots=True)
class Token:
    """One word, where it stands."""

    word: str
    start: int
    end: int

    @property
    def key(self) -> str:
        """The word in lower case, without a full stop."""
        return self.word.casefold().rstrip(".")


def tokens_in(text: str, blocks: Iterable[Span]) -> list[list[Token]]:
    """The words of each block."""
    found = [[Token(m[0], m.start(), m.end()) for m in TOKEN.finditer(text, b.start, b.end)] for b in blocks]
    whole = {t.word for tokens in found for t in tokens}
    return [[part for t in tokens for part in _parts(t, whole)] for tokens in found]


def _parts(token: Token, whole: set[str]) -> list[Token]:
    """Two words that lost the space between them, where a heading ended: the page has them elsewhere too."""
    if token.word in lexicon().outlets:
        return [token]
    for m in _LOST_SPACE.finditer(token.word):
        left, right = token.word[: m.start()], token.word[m.start() :]
        if (right in whole or right in BLOCS) and (
            left.isdigit() or left in whole or left in lexicon().first_names or right in lexicon().first_names
        ):
            at = token.start + m.start()
            return [Token(left, token.start, at), Token(right, at, token.end)]
    return [token]


def in_title_case(tokens: list[Token], text: str) -> bool:
    """Whether a block is a heading in Title Case, where every word has its capital."""
    if not tokens or text[tokens[-1].end : tokens[-1].end + 1] in (".", "!"):
        return False
    long_words = [t for t in tokens if len(t.word) > 3 and t.word.isalpha()]
    capitals = sum(t.word[0].isupper() for t in long_words)
    return len(tokens) > 4 and len(long_words) > 3 and capitals > 0.7 * len(long_words) and len(tokens) < 30


def runs_of(tokens: list[Token], text: str, lower: set[str], lex: Lexicon) -> Iterator[list[Token]]:
    """Runs of capitalised words, particles and *of* inside them, sentence openers taken off."""
    i = 0
    while i < len(tokens):
        if not _capital(tokens[i].word):
            i += 1
            continue
        run = [tokens[i]]
        j = i + 1
        while j < len(tokens):
            step = _joined(run, tokens, j, text, lex)
            if not step:
                break
            run.extend(tokens[j : j + step])
            j += step
        first = run[0]
        initials = first.word.isupper() and len(first.word) > 1  # the WHO is no *who*
        if (
            not initials
            and _opens(first, text, tokens[0].start)
            and (first.key in lex.openers or (first.word.lower() in lower and first.word not in lex.first_names))
        ):
            noun = lex.noun(first.word)
            keep = noun is not None and len(run) > 1 and not noun.plural and first.key not in lex.openers
            keep = keep or (len(run) > 2 and first.key not in lex.openers and _is_body(run[1:], lex))  # *Human Rights Watch*
            run = run if keep else run[1:]
        elif (
            not initials
            and first.key in lex.openers
            and ((len(run) == 1 and len(first.word) > 2) or first.word in ("The", "A", "An") or first.key in DATES)
            and not _is_day_of_paper(first, run[1:], lex)
        ):
            run = run[1:]
        run = run[_pulled(run) :]
        while len(run) > 1 and run[0].word.istitle() and run[0].key in _NO_NAME_BEGINS and not _is_outlet(run, lex):
            run = run[1:]
        if run and not (len(run) == 1 and ((run[0].key in lex.pronouns and not initials) or run[0].word in ("A", "I"))):
            yield run
        i = j


def _is_body(run: list[Token], lex: Lexicon) -> bool:
    return run[-1].word in lex.organisation_words and all(t.word.istitle() for t in run)


def _is_outlet(run: list[Token], lex: Lexicon) -> bool:
    return " ".join(t.word for t in run) in lex.outlets


def _joined(run: list[Token], tokens: list[Token], j: int, text: str, lex: Lexicon) -> int:
    """How many tokens from ``j`` on carry the run further; 0 where it ends."""
    previous, token = run[-1], tokens[j]
    surname = token.key in DATES and _is_surname_of_a_date(previous, token, text, lex)
    paper = _is_day_of_paper(token, tokens[j + 1 :], lex) or _is_day_of_paper(previous, tokens[j:], lex)
    if (token.key in DATES and not surname and not paper) or (
        previous.key in DATES and previous.word != "PM" and not _bears(run, lex) and not paper
    ):
        return 0
    gap = text[previous.end : token.start]
    if token.word.isupper() and token.word in lex.outlets and len(run) > 1 and any(t.word in lex.first_names for t in run):
        return 0  # *Ann Example BBC News*
    if token.key in ("mr", "mrs", "ms") and len(run) > 1 and run[0].word in lex.first_names:
        return 0
    if len(run) == 1 and previous.word in lex.places and previous.word not in lex.first_names and token.word in lex.first_names:
        return 0  # *(Coordinator for) Velmar Ann Example*
    if token.word in _OF_A_SENTENCE:
        return 0  # *Smith Did Speak About Rain*
    if token.word in _SENTENCE_BEGINS and (previous.word in lex.places or len(run) > 1):
        return 0
    if _begins_another(run, token, text, lex):
        return 0
    if gap not in (" ", "\u00a0", ". ") or (gap == ". " and previous.key not in lex.titles):
        return 0
    if _capital(token.word):
        return 1
    if token.word in lex.particles and j + 1 < len(tokens):
        k = j + 1
        while k + 1 < len(tokens) and k < j + 3 and tokens[k].word in lex.particles:
            k += 1  # *von der Leyen*
        return k - j + 1 if _capital(tokens[k].word) and text[token.start : tokens[k].start].count(" ") == k - j else 0
    of_paper = token.word == "of" and previous.word in lex.outlet_words and j + 1 < len(tokens)
    if of_paper and tokens[j + 1].word in lex.places:  # *the Times of Malta*
        return 2 if text[token.start : tokens[j + 1].start] == "of " else 0
    if token.word in ("of", "for", "on", "without") and any(t.word in lex.joiners for t in run):
        k = j + 1
        while k < len(tokens) and tokens[k].word in ("the", "and"):
            k += 1
        if k < len(tokens) and k < j + 3 and tokens[k].key in DATES:
            return 0
        if k < len(tokens) and k < j + 3 and _capital(tokens[k].word) and "\n" not in text[token.start : tokens[k].start]:
            return k - j + 1
    return 0


def _is_surname_of_a_date(previous: Token, token: Token, text: str, lex: Lexicon) -> bool:
    """*Farm Minister Sun Example*, *Prime Minister May said*: a word for a day or a month behind an office is a surname."""
    office = lex.noun(previous.word)
    held = office is not None and office.kind is SpeakerKind.PERSON and not office.plural and previous.word.istitle()
    named = token.word in _NAMES_OF_DATES and text[previous.end : token.start] == " "
    return held and named and not re.match(r"[.,]?\s\d", text[token.end : token.end + 3])


def _is_day_of_paper(token: Token, following: list[Token], lex: Lexicon) -> bool:
    """*The Sunday Herald*: a day that begins the name of a paper."""
    return token.key.endswith("day") and token.key in DATES and bool(following) and following[0].word in lex.outlet_words


def _bears(run: list[Token], lex: Lexicon) -> bool:
    """Whether the last word of a run, a day's or a month's, is the surname of whoever holds the office before it."""
    office = lex.noun(run[-2].word) if len(run) > 1 else None
    return run[-1].word in _NAMES_OF_DATES and office is not None and office.kind is SpeakerKind.PERSON


def _begins_another(run: list[Token], token: Token, text: str, lex: Lexicon) -> bool:
    """Whether a heading or a sentence ends before a word, though no full stop says so."""
    before = text[max(0, run[0].start - 9) : run[0].start].split()[-1:]
    last = run[-1].word
    credited = [t.word for t in run[-2:-1]] == ["for"] or (len(run) == 1 and before == ["for"])  # *picture by X for CNN*
    if credited and last in lex.outlets and last.isupper() and token.word not in lex.organisation_words | lex.outlet_words:
        return True
    pulled = _pulled(run)
    known = pulled or run[0].word in lex.first_names
    if len(run) - pulled > 1 and known and (token.word in lex.demonyms or token.word in BLOCS):
        return True  # *Ann Example Danish foreign minister*
    if run[-1].word == "Staff" and any(t.word in lex.outlets for t in run):
        return True
    place = " ".join(t.word for t in run)
    someone = token.word in lex.first_names and run[0].word not in lex.first_names  # *ambassador to Ruritania Ann Example*
    other = token.word in lex.demonyms or token.word in lex.places or someone
    return other and place in lex.places and f"{place} {token.word}" not in lex.places and before[:1] != [] and before[0] in _AT


def _pulled(run: list[Token]) -> int:
    """How many words before a name in a box say only that it is quoted: *End Quote Ann Example*."""
    return next((len(w) for w in _PULLED if len(run) > len(w) and tuple(t.word for t in run[: len(w)]) == w), 0)


def _capital(word: str) -> bool:
    if word[0].isupper():
        return True
    head, mark, rest = word.partition("-")
    return bool(mark) and head in ("al", "el", "ad", "as", "an", "ar", "at", "ul", "bin") and rest[:1].isupper()


def _opens(token: Token, text: str, block_start: int) -> bool:
    before = text[max(block_start, token.start - 8) : token.start]
    return (
        token.start <= block_start
        or not before.strip()
        or bool(SENTENCE_END.search(before + " " if before[-1:].isspace() else before))
    )
