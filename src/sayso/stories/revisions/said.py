"""Said: what became of the statements of the older version in the newer one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sayso.claims.statement import Statement, StatementKind
from sayso.reading.speaker import SpeakerKind
from sayso.stories.revisions.alignment import at
from sayso.stories.revisions.change import Change, ChangeKind
from sayso.stories.revisions.compared import told_otherwise
from sayso.stories.revisions.numbers import numbers_in
from sayso.stories.revisions.sides import Side, Versions
from sayso.stories.revisions.words import FUNCTION, Word, key_of, words_in
from sayso.text import Pieces, Span

_ALIKE = 0.6
_ALIKE_JOINED = 0.4
"""In sentences that belong together less will do."""
_ALIKE_SAME = 0.25
"""And less still where the same speaker says both."""
_STANDS = 0.7
"""The share of a statement's words that has to stand in the other version for it to be still there."""
_FEWEST = 3
_COVERED = 0.5
_FEW = 2
"""So many words that only came, or only went, reword nothing."""
_UNNAMED = frozenset({SpeakerKind.ANONYMOUS, SpeakerKind.GROUP})


@dataclass(frozen=True)
class Said:
    """Statements of two versions: which belong together, which only one of them has, and what changed."""

    matched: dict[str, str]
    """From the old to the new statement, those in sentences that are the same left out."""
    gone: frozenset[str]
    come: frozenset[str]
    changes: list[Change]


def said_in(versions: Versions) -> Said:
    """What became of the statements. What stands in sentences that did not change is no change, whatever was read off them."""
    old = [s for s in versions.old.statements if not versions.is_kept(_all(s), old=True)]
    new = [s for s in versions.new.statements if not versions.is_kept(_all(s), old=False)]
    matched = _matched(versions, old, new)
    by_id = {s.id: s for s in new}
    changes = [change for s in old if s.id in matched for change in _between(versions, s, by_id[matched[s.id]])]
    changes += _following(versions, changes)
    gone, come = set[str](), set[str]()
    for statements, other, is_old in ((old, new, True), (new, old, False)):
        known = set(matched) if is_old else set(matched.values())
        lost = gone if is_old else come
        for s in statements:
            if s.id in known or (s.within in lost):
                continue
            change = _alone(versions, s, other, old=is_old)
            if change is not None:
                changes.append(change)
                lost.add(s.id)
    return Said(matched, frozenset(gone), frozenset(come), changes)


def _all(s: Statement) -> Pieces:
    return (*s.source, *s.cue, *s.content)


def _matched(versions: Versions, old: Sequence[Statement], new: Sequence[Statement]) -> dict[str, str]:
    scored: list[tuple[float, int, int]] = []
    theirs = [versions.new.told(s.content, without=_aside(versions.new, s)) for s in new]
    for i, one in enumerate(old):
        ours = versions.old.told(one.content, without=_aside(versions.old, one))
        for j, other in enumerate(new):
            shared = len(ours & theirs[j])
            if not shared:
                continue
            joined = versions.are_joined(one.content, other.content)
            least = min(len(ours), len(theirs[j]))
            score = max(2 * shared / (len(ours) + len(theirs[j])), 0.9 * shared / least if least >= _FEWEST and joined else 0)
            same_speaker = _is_same(one, other)
            least_alike = _ALIKE_SAME if joined and same_speaker else _ALIKE_JOINED if joined else _ALIKE
            if score >= least_alike and (joined or shared >= _FEWEST):
                nested = (one.within is None) == (other.within is None)
                scored.append((score + 0.1 * joined + 0.1 * same_speaker + 0.1 * nested, i, j))
    found: dict[str, str] = {}
    taken: set[int] = set()
    for _, i, j in sorted(scored, key=lambda each: (-each[0], abs(each[1] - each[2]), each[1], each[2])):
        if old[i].id not in found and j not in taken:
            found[old[i].id] = new[j].id
            taken.add(j)
    return found


def _aside(side: Side, s: Statement) -> list[Span]:
    """What stands in the content and is none of it: marks, and the words for who says it."""
    return [*side.mark_spans, *s.source, *s.cue]


def _is_same(one: Statement, other: Statement) -> bool:
    return one.speaker.name is not None and one.speaker.name == other.speaker.name


# Both versions have it


def _between(versions: Versions, old: Statement, new: Statement) -> Iterator[Change]:
    def change(kind: ChangeKind, ours: Pieces, theirs: Pieces) -> Change:
        named = (old.speaker.name, new.speaker.name) if kind in _OF_SPEAKERS else (None, None)
        return Change(kind, ours, theirs, old.id, new.id, *named)

    if (kind := _speaker_change(versions, old, new)) is not None:
        yield change(kind, old.source or old.content, new.source or new.content)
    cues = versions.old.told(old.cue), versions.new.told(new.cue)
    if old.stance is not new.stance and old.cue and new.cue and cues[0] != cues[1]:
        yield change(ChangeKind.CUE_CHANGED, old.cue, new.cue)
    few = 0 if StatementKind.DIRECT in (old.kind, new.kind) else _FEW
    sides = [(versions.old, old, new, True), (versions.new, new, old, False)]
    words = []
    for side, own, other, is_old in sides:
        numbers = [n.span for piece in own.content for n in numbers_in(side.text, piece)]
        found = side.words(own.content, without=[*_aside(side, own), *numbers])
        across = versions.across(own.content, old=is_old)
        elsewhere = {word.stem for sentence in across for word in sentence.words}
        far = versions.new if is_old else versions.old
        elsewhere -= far.told(other.content)  # stands there outside of the content: read otherwise, but not another word
        words.append([word for word in found if word.stem not in elsewhere])
    if (told := told_otherwise(words[0], words[1], few=few)) is not None:
        yield change(ChangeKind.REWORDED, *told)


_OF_SPEAKERS = frozenset({ChangeKind.SPEAKER_CHANGED, ChangeKind.ANONYMISED, ChangeKind.NAMED})


def _speaker_change(versions: Versions, old: Statement, new: Statement) -> ChangeKind | None:
    """Who says it: the same, another, or somebody no longer named. What is unresolved is no other speaker."""
    if not old.source or not new.source:
        return None
    named = [s.speaker.name is not None and s.speaker.kind not in _UNNAMED for s in (old, new)]
    unresolved = [s.speaker.name is None for s in (old, new)]
    if any(unresolved):
        return None
    words = [versions.old.told(old.source), versions.new.told(new.source)]
    known = [own | _stems(s.speaker.name) | _stems(s.speaker.role) for own, s in zip(words, (old, new), strict=True)]
    if named[0] and named[1]:
        names = _stems(old.speaker.name), _stems(new.speaker.name)
        return None if names[0] & known[1] or names[1] & known[0] else ChangeKind.SPEAKER_CHANGED
    if named[0] != named[1]:
        name, others = (old, known[1]) if named[0] else (new, known[0])
        if _stems(name.speaker.name) & others and name.speaker.kind is not SpeakerKind.PERSON:
            return None  # *the defence ministry* and *defence ministry officials*: too near
        return ChangeKind.ANONYMISED if named[0] else ChangeKind.NAMED
    return None if words[0] & words[1] or not (words[0] and words[1]) else ChangeKind.SPEAKER_CHANGED


def _stems(name: str | None) -> frozenset[str]:
    return frozenset(word.stem for word in words_in(name or "") if word.stem not in FUNCTION)


def _following(versions: Versions, changes: Sequence[Change]) -> Iterator[Change]:
    """Statements in sentences that did not change, whose *he* now means the speaker who took another's place before them."""
    became = {(c.old_value, c.new_value): c.kind for c in changes if c.kind in _OF_SPEAKERS}
    if not became:
        return
    theirs = {(place, _key(versions.new, s)): s for s in versions.new.statements for place in at(versions.new.sentences, s.cue)}
    for s in versions.old.statements:
        for place in at(versions.old.sentences, s.cue):
            other = theirs.get((versions.alignment.same.get(place, -1), _key(versions.old, s)))
            if other is not None and (kind := became.get((s.speaker.name, other.speaker.name))) is not None:
                yield Change(kind, s.source, other.source, s.id, other.id, s.speaker.name, other.speaker.name)


def _key(side: Side, s: Statement) -> tuple[str, ...]:
    return key_of(side.words(s.content))


# Only one of them has it


def _alone(versions: Versions, s: Statement, others: Sequence[Statement], *, old: bool) -> Change | None:
    """A statement of one version that none of the other matches: its words may stand there in the page's own voice."""
    side, far = (versions.old, versions.new) if old else (versions.new, versions.old)
    told = side.told(s.content, without=_aside(side, s))
    who = side.told((*s.source, *s.cue))
    across = versions.across(_all(s), old=old)
    here = (_all(s), ())
    for sentence in across:
        words = {word.stem for word in sentence.words}
        if not told or len(told & words) < max(_STANDS * len(told), 1):
            continue
        stands = tuple(_run(sentence.words, told))
        if who and len(who & words) >= 0.5 * len(who):
            return None  # it is all there: read in one version and not in the other
        cover = [t for t in far.statements if any(piece.overlaps(span) for piece in t.content for span in stands)]
        if any(_is_held(t.content, stands) for t in cover):
            return None  # on the word of somebody who is compared elsewhere
        if len(told) < _FEWEST or not s.source:
            return None
        kind = ChangeKind.ATTRIBUTION_DROPPED if old else ChangeKind.ATTRIBUTION_ADDED
        return Change(kind, here[0], stands, s.id) if old else Change(kind, stands, here[0], None, s.id)
    if s.within is not None and any(len(told & far.told(t.content)) >= _STANDS * len(told) for t in others):
        return None
    if not told or _stands_whole(versions, s, old=old):
        return None
    kind = ChangeKind.STATEMENT_DROPPED if old else ChangeKind.STATEMENT_ADDED
    return Change(kind, here[0], (), s.id) if old else Change(kind, (), here[0], None, s.id)


def _run(words: Sequence[Word], told: frozenset[str]) -> Iterator[Span]:
    """From the first to the last word that belongs to what was said, with the small words before."""
    places = [i for i, word in enumerate(words) if word.stem in told]
    if not places:
        return
    first = places[0]
    while first and words[first - 1].stem in FUNCTION and words[first].span.start - words[first - 1].span.end == 1:
        first -= 1
    yield Span(words[first].span.start, words[places[-1]].span.end)


def _is_held(content: Pieces, stands: Pieces) -> bool:
    held = sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in content for b in stands)
    return held >= _COVERED * sum(len(span) for span in stands)


def _stands_whole(versions: Versions, s: Statement, *, old: bool) -> bool:
    """Whether the content stands word for word in the other version, in a sentence that was moved, say."""
    side, far = (versions.old, versions.new) if old else (versions.new, versions.old)
    key = " ".join(word.low for word in side.words(s.content))
    return f" {key} " in far.running
