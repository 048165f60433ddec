"""Headlines side by side: whether a changed headline or summary says something else, or is only written otherwise."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

from sayso.stories.revisions.change import Change, ChangeKind
from sayso.stories.revisions.compared import told_otherwise
from sayso.stories.revisions.numbers import Number, number_changes, numbers_in
from sayso.stories.revisions.words import FUNCTION, Word, key_of, words_in
from sayso.text import Pieces, Span

_SUFFIX = re.compile(
    r"\s[-–—]\s(?P<who>[^-–—]{2,40})$|, (?P<who2>(?:[\w.’'-]+ ){0,4}[\w.’'-]+ (?:say|says|said|report|reports))$"
)
_PREFIX = re.compile(r"^(?P<who>(?:[\w.’'&-]+ ){0,3}[\w.’'&-]+): (?=[‘'\"“]|I['’ ])")
_SAYS = re.compile(r"(?<!\w)(?:say|says|said|saying|according to|tells|adds)(?!\w)", re.IGNORECASE)
_TOPICS = re.compile(r"\b(?:live|updates?|video|pictures?|watch|analysis|photos?|recap|explained|quiz)\b", re.IGNORECASE)
_RELATED = 0.2
"""The share of its words that a headline has in common with another about the same at the least."""
_FEW = 2
"""So many words that came or went alone do not tell something else."""


@dataclass(frozen=True, slots=True)
class StatusWord:
    """A word for how far something is established, its place and its class."""

    span: Span
    status: str


def headline_changes(old: str, new: str) -> list[Change]:
    """What a headline or a summary says otherwise than the one before; empty where it is only written otherwise.

    Typography, case, spelling, order, tense, and words that say the same (a table) are no changes. Spans are places in the two.

    >>> [change.kind.value for change in headline_changes("At least 12 dead, army claims", "12 dead")]
    ['headline: number', 'headline: status']
    """
    ours, theirs = words_in(old), words_in(new)
    if key_of(ours) == key_of(theirs):
        return []
    found: list[Change] = []
    for number in number_changes(numbers_in(old), numbers_in(new)):
        change = Change(ChangeKind.HEADLINE_NUMBER, _cited(number.old), _cited(number.new))
        if change not in found:  # its bound went with it
            found.append(change)
    related = _are_related(ours, theirs)
    was, now = status_words(old), status_words(new)
    statuses = list(_status_changes(was, now, related=related))
    attributions = list(_attribution_changes(old, new))
    found += statuses + attributions
    told = [span for change in found for span in change.old] + [each.span for each in was]
    retold = [span for change in found for span in change.new] + [each.span for each in now]
    if sense := told_otherwise(_outside(ours, told), _outside(theirs, retold), few=_FEW):
        found.append(Change(ChangeKind.HEADLINE_SENSE, *sense))
    return found


def _cited(number: Number | None) -> Pieces:
    return (number.span,) if number is not None else ()


def status_words(text: str) -> list[StatusWord]:
    """The words of a headline for how far something is established."""
    found: list[StatusWord] = []
    for status, form in _forms():
        for m in form.finditer(text):
            span = Span(m.start(), m.end())
            if not any(span.overlaps(other.span) for other in found):
                found.append(StatusWord(span, status))
    return sorted((each for each in found if each.status != "-"), key=lambda each: each.span)


@functools.cache
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    lines = resources.files(__package__).joinpath("statuses.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple((status, re.compile(rf"(?<!\w)(?:{form})(?!\w)", _case(form))) for status, form, _ in rows)


def _case(form: str) -> re.RegexFlag:
    """The month of May is told by its capital, so its forms mind case."""
    return re.NOFLAG if form.startswith("May") else re.IGNORECASE


def _are_related(ours: Sequence[Word], theirs: Sequence[Word]) -> bool:
    """Whether two headlines have words enough in common that a status in one can be the same as one in the other."""
    one, other = ({word.stem for word in words if word.stem not in FUNCTION} for words in (ours, theirs))
    return len(one & other) >= _RELATED * min(len(one), len(other))


def _status_changes(old: Sequence[StatusWord], new: Sequence[StatusWord], *, related: bool) -> Iterator[Change]:
    if related:
        ours, theirs = ({each.status for each in side} for side in (old, new))
        gone, come = [each for each in old if each.status not in theirs], [each for each in new if each.status not in ours]
    else:  # of other things, so one is not the other
        gone, come = list(old), list(new)
    for i in range(max(len(gone), len(come))):
        was, now = ((side[i].span,) if i < len(side) else () for side in (gone, come))
        yield Change(ChangeKind.HEADLINE_STATUS, was, now)


def _attribution_changes(old: str, new: str) -> Iterator[Change]:
    one, other = _attribution(old), _attribution(new)
    if bool(one) != bool(other):
        yield Change(ChangeKind.HEADLINE_ATTRIBUTION, one, other)


def _attribution(text: str) -> Pieces:
    """Where a headline says on whose word it is: *police say*, *- police*, *Mayor: ‘…’*."""
    if said := _SAYS.search(text):
        return (Span(*said.span()),)
    for form in (_SUFFIX, _PREFIX):
        if (m := form.search(text)) and not _TOPICS.search(m[0]):
            name = m.lastgroup or "who"
            return (Span(*m.span(name)),)
    return ()


def _outside(words: Sequence[Word], told: Sequence[Span]) -> list[Word]:
    """The words that no other change has told already and that tell something."""
    return [word for word in words if not any(word.span.overlaps(span) for span in told)]
