"""Descriptions: what a source without a name is (*a senior official from the ministry*, *the clip*, *residents*)."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from sayso.reading.lexicon import Noun, lexicon
from sayso.reading.speaker import SpeakerKind

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-’'&.](?![sS]\b)[^\W_]+)*|[’']s?\b|[,(;:–—]")
_STOPS = frozenset(
    ", ( ; : – — of from in at for with to on by about near who whom whose that which familiar close involved present asked when "
    "where after before during since against among across over under out between is are was were has have had told said says "
    "speaking as based released published obtained conducted posted shot filmed taken seen drafted appointed including not "
    "only".split()
)
_DETERMINERS = {
    "the": "the", "this": "the", "that": "the", "these": "the", "those": "the", "both": "the",
    "a": "a", "an": "a", "one": "a", "another": "a", "some": "a", "any": "a", "every": "a", "each": "a", "no": "a",
    "his": "he", "her": "she", "its": "it", "their": "they", "our": "we", "my": "I", "your": "you",
}  # fmt: skip
_NUMBERS = frozenset(
    "two three four five six seven eight nine ten eleven twelve several many few both dozens hundreds thousands".split()
)
_PARTITIVE = frozenset(
    "one two three four five six seven eight nine ten some many most several few all none any each half both either neither "
    "number numbers majority dozens hundreds thousands tens scores handful group pair couple lot lots others percent % third "
    "quarter two-thirds three-quarters crowd string series host rest part".split()
)
_ABBREVIATED = {"pm": "prime minister", "mp": "member of parliament"}
_SHARE = re.compile(r"\d[\d.,]*\s?(?:%|per ?cent\b)|(?:\w+|\d[\d.,]*)(?: in |-in-)(?:\w+|\d[\d,]*)\b", re.I)
"""*three in ten of those asked*"""
_PLURAL_END = re.compile(r"(?:ers|ors|ists|ians|ees|ants|men|women|ates|als|ents)$")
_SINGULAR_END = re.compile(r"(?:er|or|ist|ian|ee|man|woman)$")


@dataclass(frozen=True, slots=True)
class Description:
    """A noun phrase, read from the left: determiner, modifiers, head.

    ``determiner`` is ``the``, ``a``, a pronoun's kind (*his* is ``he``) or ``None``; ``head`` is the noun phrase that decides, in
    lower case, ``""`` where none is found; ``kind`` is what that makes it.
    """

    determiner: str | None
    head: str
    kind: SpeakerKind | None
    gender: str | None
    plural: bool
    modifiers: frozenset[str]
    bare: bool
    """Whether nothing but a determiner and the head is there: *the agency* points back, *a UN agency* does not."""


@functools.lru_cache(maxsize=4096)
def describe(words: str) -> Description:
    """Read a description; ``kind`` is ``None`` where the tables do not help."""
    lex = lexicon()
    tokens = [m[0] for m in _WORD.finditer(words)]
    determiner = _DETERMINERS.get(tokens[0].casefold()) if tokens else None
    body = tokens[1:] if determiner and (len(tokens) > 1 and tokens[1] not in _STOPS) else tokens
    counted = bool(tokens) and (tokens[0].casefold() in _NUMBERS or tokens[0][0].isdigit())
    segment, rest = _segment(body)
    many = bool(_SHARE.match(words)) and (tokens[0][0].isdigit() or tokens[0].casefold() in _NUMBERS | {"one"})
    while rest and rest[0] == "of" and segment and segment[-1].casefold() in _PARTITIVE:
        many = segment[-1].casefold() != "one"
        one_of = not many
        inner = rest[1:]
        if inner and inner[0].casefold() in _DETERMINERS:
            inner = inner[1:]
        segment, rest = _segment(inner)
        if one_of:
            determiner = "a"
    head, at, noun = _head(segment)
    if noun is None and not head:
        return Description(determiner, "", None, None, False, frozenset(), False)
    modifiers = frozenset(
        lex.country.get(w.casefold(), w).casefold() for i, w in enumerate(segment) if not at[0] <= i < at[1] and w[0] not in "’'"
    )
    rest = _until_comma(rest)
    follows = frozenset(
        lex.country.get(w.casefold(), w).casefold()
        for w in rest
        if (w.casefold() not in lex.openers or w.isupper()) and w[0] not in "’'" and len(w) > 1
    )
    kind, plural, gender = _kind(head, noun, determiner, words)
    if counted or many:
        plural = True
    if many and kind is None:
        kind = SpeakerKind.GROUP
    if kind is SpeakerKind.ANONYMOUS and (many or (counted and tokens[0].casefold() != "one")):
        kind = SpeakerKind.GROUP
    if kind is SpeakerKind.GROUP and determiner == "a" and tokens[0].casefold() == "one" and not many:
        kind, plural = SpeakerKind.ANONYMOUS, False
    return Description(
        determiner,
        head,
        kind,
        gender,
        plural,
        modifiers | (follows if at[1] == len(segment) else frozenset()),
        len(segment) == 1 and not rest,
    )


def _until_comma(tokens: list[str]) -> list[str]:
    """What belongs to the phrase still: *of the province*, but not *, who …*."""
    for i, token in enumerate(tokens):
        if token in ",(;:–—" or token in ("who", "which", "that", "whose"):
            return tokens[:i]
    return tokens


def _segment(tokens: list[str]) -> tuple[list[str], list[str]]:
    """The words up to the first preposition, relative or comma, and what follows."""
    for i, token in enumerate(tokens):
        if i and token.casefold() in _STOPS:
            return tokens[:i], tokens[i:]
    return tokens, []


def _head(segment: list[str]) -> tuple[str, tuple[int, int], Noun | None]:
    """The last noun that the tables know, its place, and what it says; else the last word."""
    lex = lexicon()
    for end in range(len(segment), 0, -1):
        for start in range(max(0, end - 3), end):
            phrase = " ".join(segment[start:end]).casefold()
            noun = lex.nouns.get(phrase)
            if noun is not None:
                return _ABBREVIATED.get(phrase, phrase), (start, end), noun
        if end == len(segment) and segment[-1] in lex.demonyms:
            break
        last = segment[-1]
        if end == len(segment) and (_PLURAL_END.search(last) or (last.islower() and _SINGULAR_END.search(last))):
            break
    return (segment[-1].casefold(), (len(segment) - 1, len(segment)), None) if segment else ("", (0, 0), None)


def _kind(head: str, noun: Noun | None, determiner: str | None, words: str) -> tuple[SpeakerKind | None, bool, str | None]:
    if noun is not None:
        kind = SpeakerKind.ANONYMOUS if noun.kind is SpeakerKind.PERSON else noun.kind
        return kind, noun.plural or noun.kind is SpeakerKind.GROUP, noun.gender
    lex = lexicon()
    if head.capitalize() in lex.demonyms or (head.endswith("s") and head[:-1].capitalize() in lex.demonyms):
        plural = head.endswith(("s", "sh", "ch", "ese"))
        return (SpeakerKind.GROUP if plural else SpeakerKind.ANONYMOUS), plural, None
    if _PLURAL_END.search(head):
        return SpeakerKind.GROUP, True, None
    if _SINGULAR_END.search(head) and determiner in ("a", "the"):
        return SpeakerKind.ANONYMOUS, False, None
    if head.endswith("s") and not head.endswith(("ss", "us", "is")) and head.islower():
        return SpeakerKind.GROUP, True, None
    return None, False, None
