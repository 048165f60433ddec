"""Reach: which times and places of a sentence can be those of a figure in it.

A sentence tells of more than one thing. A time in another clause (*…, which fell in March*), in one that only says when
something else began (*after the strike on Tuesday, …*), or that belongs to a noun (*Tuesday’s earthquake*) is not as of when the
figure holds; a place in another clause, or of a person (*the mayor of Orlec*), is not where it does.
"""

from __future__ import annotations

import datetime
import re

from sayso.claims.figure import Place, Precision, When
from sayso.text import Span

_STOP = r";|[.!?…][”\"’)]*\s|\s[-–]\s|—"
_ASIDE = r", (?!(?:includ|count|kill|injur|wound|leav)ing\b)\w{2,}ing\b"
"""*…, forcing thousands to flee*"""
_NEXT = r", (?:and|but) (?:the|he|she|it|they|his|her|their|its)\b|\b(?:and|but) (?:he|she|it|they)\b|, but\b"
_THAN = r"(?<!\bmore )(?<!\bless )(?<!\bfewer )\bthan\b"
_TIME_AFTER = re.compile(
    rf"{_STOP}|:|{_ASIDE}|{_NEXT}|, (?:who|as|double|twice|triple|half|up|down|compared)\b"
    r"|\b(?:after|following|before(?! (?:dawn|noon|midnight|sunrise|sunset)\b)|since|when|while|until|where|whose|whom|which"
    r"|because|although|though|whereas|unless|if|compared)\b"
    rf"|{_THAN}"
)
"""What ends the reach of a figure towards a time behind it."""
_TIME_AHEAD = re.compile(rf"{_STOP}|{_NEXT}|, (?:while|whereas|although|though)\b")
_SINCE = re.compile(r"\bsince\b(?=[^,;:—]*$)")
_SUBORDINATE = re.compile(r"\b(?:after|since|when|while|before|until|who|whose|whom|which|where)\b[^,;:—]*$", re.I)
_TOLL = re.compile(r"\btoll\b[^,;:]*\b(?:from|in|of|after)\b[^,;:]*$", re.I)
_TOLL_IS = re.compile(r" (?:to|at|had|has|rose|reached|stands|stood|climbed|was|now|is)\b")
_ATTRIBUTE = re.compile(r"\b(?:[Tt]he|[Aa]|[Ii]ts|[Tt]heir|[A-Z]\w+[’']s)\s$")
_OF_WHICH = re.compile(
    r" (?!(?:and|or|to|in|on|at|of|by|for|from|with|as|when|that|which|who|after|before|was|were|had)\b)[a-z]{3,}"
)
"""Words around a day that only says which: *the 12 January earthquake*."""
_POSSESSIVE = re.compile(r"[’']s?\s")
_PLACE_AFTER = re.compile(
    rf"{_STOP}|{_ASIDE}|{_NEXT}|, (?:who|which|while|as(?! well))\b"
    r"|\b(?:whose|whereas|although|though|because|how|why|whether|unlike|compared|along with|versus|while)\b"
    rf"|{_THAN}"
)
_PLACE_AHEAD = re.compile(rf"{_STOP}|{_NEXT}|, (?:while|whereas|although|though)\b")
_OFFICE = (
    r"(?:mayor|governor|ambassador|envoy|president|vice-president|minister|premier|chancellor|king|queen|prince|bishop|archbishop"
    r"|chief|head|leader|spokesman|spokeswoman|spokesperson|consul|commander|native|embassy)"
)
_OFFICE_OF = re.compile(rf"\b{_OFFICE} (?:of|for|to|in) (?:the )?(?:[a-z-]+ (?:of )?){{0,2}}$", re.I)
_WHOSE_OFFICE = re.compile(rf"(?:[’']s?)? (?:[a-z-]+ ){{0,3}}{_OFFICE}\b", re.I)
_SPEAKER_THERE = re.compile(r"(?:,[^,]{1,60},)? (?:said|says|reported|told|announced|added)\b")
_THERE = re.compile(r"\bthere\b(?! (?:is|are|was|were|has|have|had|will|would|could|may|might|seems?|remains?)\b)")
_FAR = 80
"""Characters behind a figure in which *there* can be its place."""


def is_of_figure(when: When, figure: Span, text: str, sentence: Span) -> bool:
    """Whether nothing in the sentence parts a time, or the start of a period, from the figure."""
    if figure.end <= when.span.start:
        gap = text[figure.end : when.span.start]
        if when.opens:
            gap = _SINCE.split(gap)[0]  # *since fighting erupted on*: the day is in the clause that opens the period
        return _TIME_AFTER.search(gap) is None
    gap = text[when.span.end : figure.start]
    before = text[sentence.start : when.span.start]
    if _TIME_AHEAD.search(gap) or (_TOLL.search(before) and _TOLL_IS.match(gap)):
        return False
    return when.opens or "," not in gap or _SUBORDINATE.search(before) is None


def is_as_of(when: When, text: str, published: str | None) -> bool:
    """Whether a time can be one as of which something holds: it opens no period, owns no noun and is not still to come."""
    if when.opens or _POSSESSIVE.match(text, when.span.end) or when.span.of(text)[:6].casefold() == "after ":
        return False
    if when.span.of(text)[:1].isupper() or when.span.of(text)[:1].isdigit():
        before = text[max(0, when.span.start - 24) : when.span.start]
        if _ATTRIBUTE.search(before) and _OF_WHICH.match(text, when.span.end):
            return False
    return not (when.value and published and when.value > _in(when.precision, published))


def is_where(place: Place, figure: Span, text: str) -> bool:
    """Whether nothing in the sentence parts a place from the figure."""
    if figure.end <= place.span.start:
        gap = text[figure.end : place.span.start]
        another = " and " in gap and _SPEAKER_THERE.match(text, place.span.end)
        return not another and _PLACE_AFTER.search(gap) is None
    return _PLACE_AHEAD.search(text[place.span.end : figure.start]) is None


def is_of_office(place: Place, text: str) -> bool:
    """Whether a place only says over what somebody is set: *the mayor of Orlec*, *Orlec’s governor*."""
    before = text[max(0, place.span.start - 50) : place.span.start]
    return _OFFICE_OF.search(before) is not None or _WHOSE_OFFICE.match(text, place.span.end) is not None


def says_there(figure: Span, until: int, text: str) -> bool:
    """Whether *there* behind a figure points back to a place named before: *had been killed there*."""
    m = _THERE.search(text, figure.end, min(until, figure.end + _FAR))
    return m is not None and re.search(rf"{_STOP}|\n", text[figure.end : m.start()]) is None


def _in(precision: Precision | None, published: str) -> str:
    """The page's own day as precisely as a value is given."""
    match precision:
        case Precision.YEAR:
            return published[:4]
        case Precision.MONTH:
            return published[:7]
        case Precision.WEEK:
            try:
                year, week, _ = datetime.date.fromisoformat(published[:10]).isocalendar()
            except ValueError:
                return "9999"
            return f"{year:04}-W{week:02}"
        case _:
            return published[:10]
