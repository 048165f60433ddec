"""Sides: whose soldiers or tanks a figure counts: by a name, by who says *our* or *the enemy*, by the figure before it."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from sayso.claims.figure import OUTLET, Figure
from sayso.claims.statement import Statement
from sayso.reading.speaker import SpeakerKind
from sayso.stories.dossiers.figures.near import CLAUSE_ENDS, Near
from sayso.stories.dossiers.figures.quantity import Quantity
from sayso.stories.dossiers.figures.scene import CAPITAL, Scene, stem
from sayso.text import Span, words_of

MILITARY = frozenset(["soldiers", "tank", "aircraft", "helicopter", "vehicle", "artillery", "drone", "vessel"])
"""What belongs to a side in a war."""
WARLIKE = ("violence", "attack", None)
"""Kinds of pages on which there may be sides."""

_ENEMY = re.compile(r"\b(?:the )?(?:enemy|enemies|enemy's|occupiers?|invaders?|aggressors?|attackers)\b", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:our|(?:the|his|her) country[’']s|its own|their own|we have lost|we lost|own (?:dead|losses|troops"
    r"|soldiers|men))\b|\bof (?:its|their) (?:\w+ )?(?:soldiers|troops|servicemen|men|fighters|tanks|aircraft)\b",
    re.IGNORECASE,
)
_OWN_LOSSES = re.compile(r"\b([A-Z][a-z]{3,})[’']s? own (?:\w+ )?(?:losses|dead|casualties|toll|fallen)\b")
"""*named Merovia's own losses*: whose are those that are told of next."""
_OWN_OF_BODY = re.compile(
    r"\b([A-Z][a-z]{3,}) (?:\w+ )?(?:ministry|army|military|government|command|forces|side|general staff)\b[^.;\n]{0,60}"
    r"\b(?:its|their) own\b"
)
_MILITARY_NOUN = re.compile(
    r"\b(?:soldiers?|troops?|servicemen|forces|army|fighters|losses|lost|tanks?|garrison|casualties)\b", re.IGNORECASE
)
_LOSER = re.compile(r"\b([A-Z][a-z]{3,})(?:[’']s (?:army|forces|troops))? (?:has |have |had )?(?:already )?(?:lost|suffered)\b")
_WIPED_OUT = re.compile(r"\b(?:eliminat|neutrali[sz]|liquidat|wiped out|destroy|annihilat|shot down|downed)", re.IGNORECASE)
_LOSES = re.compile(r"\b(?:los(?:e|es|ing)|dying|may die|giv(?:e|en|ing) their lives|sacrificed)\b", re.IGNORECASE)
_DESTROYER = re.compile(
    r"\b(?:shot down|brought down|destroyed|knocked out|downed|burned|captured|killed|eliminated|taken out)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)
_KILLS = re.compile(
    r"\b(?:it|they|we|its (?:\w+ )?(?:forces|troops|artillery|aircraft|missiles|strikes))\s+"
    r"(?:had\s+|have\s+|has\s+)?(?:also\s+)?"
    r"(?:killed|destroyed|eliminated|captured|shot down)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
"""*its artillery had killed 600 fighters*: they are the enemy of who says so."""
_BESIDES = re.compile(r"\b(?:a further|another|in addition|as well as|besides|and also)\b", re.IGNORECASE)
_SHORT_WAY = 320
"""Characters within which the side of one figure may be that of the next."""


@dataclass(frozen=True, slots=True)
class Side:
    """Whose they are."""

    own: str = ""
    """The side, as a stem or a country's code; empty where it is not told."""
    against: str = ""
    """Whose enemies they are, where no more is told than that."""


NO_SIDE = Side()


class Sides:
    """Whose the figures of one page are."""

    def __init__(self, scene: Scene, said: Mapping[str, Statement], figures: list[Figure], text: str) -> None:
        self._scene, self._said, self._figures, self._text = scene, said, figures, text

    def of(self, near: Near, quantity: Quantity, earlier: tuple[Near, Side] | None) -> Side:
        """Whose a figure is; ``earlier`` is the last one before it whose side is known."""
        scene, what, family = self._scene, quantity.what, quantity.family
        if what not in MILITARY or (what != "soldiers" and (scene.kind not in WARLIKE or not scene.sides)):
            return NO_SIDE
        counts = f"{near.counted} {words_of(near.figure.who, self._text)}"
        after = near.clause_after
        before = near.clause_before if near.clause_before.strip() else near.before  # *Of the enemy's armour, 94 tanks*
        for words in (counts, after[:60]):
            for name in CAPITAL.findall(words):
                if (side := stem(name)) in scene.sides:
                    return Side(side)
        holder = self._holder(near.figure)
        if _ENEMY.search(counts) or _ENEMY.search(before) or _ENEMY.search(after[:60]):
            return self._enemy_of(holder, near, earlier)
        if m := _OWN_OF_BODY.search(self._text[near.sentence.start : near.figure.span.start]):
            return Side(stem(m[1]))
        if _OWN.search(before) or _OWN.search(counts) or _OWN.search(after[:50]):
            return Side(self._told_owner(near) or holder or self._state(near.figure))
        if holder and family == "killed" and _LOSES.search(f"{near.event} {after}"):
            return Side(holder)
        if holder and _KILLS.search(near.before):
            return self._enemy_of(holder, near, earlier)
        if m := _LOSER.search(before):
            return Side(stem(m[1]))
        for name in reversed(CAPITAL.findall(before)):
            is_people = name.endswith("s") and what == "soldiers"  # *the number of dead Merovians at 2,500*
            side = stem(name)
            if (is_people and len(side) == 2) or (side in scene.sides and (is_people or _MILITARY_NOUN.search(before))):
                return Side(side)
        if told := self._in_sentence(near):
            if _DESTROYER.search(near.before):
                return self._enemy_of(told, near, earlier)
            return Side(told)
        if earlier is not None and _BESIDES.search(near.before[-40:]) and _goes_on(near, earlier[0]):
            return earlier[1]
        if m := _OWN_LOSSES.search(self._text, near.sentence_before.start, near.figure.span.start):
            return Side(stem(m[1]))
        if family in ("destroyed", "prisoners") or _WIPED_OUT.search(f"{near.event} {after}"):
            return self._enemy_of(holder, near, earlier)
        return NO_SIDE

    def _enemy_of(self, holder: str, near: Near, earlier: tuple[Near, Side] | None) -> Side:
        """The side that a speaker calls the enemy, or shoots at: the one other side; that of the figure before, which the
        same speaker tells; or nothing but that it is the speaker's enemy.
        """
        if holder and (other := self._scene.other_side(holder)):
            return Side(other)
        if earlier is not None and earlier[1].own != holder and _goes_on(near, earlier[0]) and self._is_of_one(near, earlier[0]):
            return earlier[1]
        return Side(against=holder)

    def _is_of_one(self, near: Near, earlier: Near) -> bool:
        """Whether two figures are told by one speaker, or in one paragraph."""
        one, other = (self._speaker(each.figure) for each in (near, earlier))
        return (one is not None and one == other) or "\n" not in self._text[earlier.figure.span.end : near.figure.span.start]

    def _speaker(self, figure: Figure) -> str | None:
        held = self._said.get(figure.holder)
        return held.speaker.name if held is not None else None

    def _state(self, figure: Figure) -> str:
        """A state that speaks for itself: *Merovia said that 530 of its soldiers had been killed*."""
        held = self._said.get(figure.holder)
        name = held.speaker.name if held is not None and held.speaker.kind is not SpeakerKind.PERSON else None
        return stem(name) if name is not None and CAPITAL.fullmatch(name) else ""

    def _told_owner(self, near: Near) -> str:
        """Whose losses the sentence before announces: *named Merovia's own losses. 214 of our men fell*."""
        found = _OWN_LOSSES.search(self._text, near.sentence_before.start, near.figure.span.start)
        return stem(found[1]) if found else ""

    def _in_sentence(self, near: Near) -> str:
        """The one side that its sentence names before it, but for who says so."""
        said = [piece for s in self._said.values() for piece in s.source]
        found = {
            stem(m[0])
            for m in CAPITAL.finditer(self._text, near.sentence.start, near.figure.span.start)
            if not any(piece.overlaps(Span(m.start(), m.end())) for piece in said)
        } & set(self._scene.sides)
        return found.pop() if len(found) == 1 else ""

    def _holder(self, figure: Figure) -> str:
        """The side that the holder of a figure speaks for; where that is not told, the one that is not the enemy on the page;
        else the one side that speaks on the page.
        """
        held, name = figure.holder, None
        while held != OUTLET and held in self._said:
            s = self._said[held]
            if side := self._scene.side_of(s):
                return side
            name = name or s.speaker.name
            held = s.within or OUTLET
        if (own := self.not_hostile.get(name or "")) is not None:
            return own
        spoken = self._scene.holders.most_common(2)
        return spoken[0][0] if len(spoken) == 1 or (spoken and spoken[0][1] >= 3 * spoken[1][1]) else ""

    @functools.cached_property
    def not_hostile(self) -> dict[str, str]:
        """Speakers who say that one side's soldiers were *eliminated*: they speak for the other."""
        found: dict[str, str] = {}
        for figure in self._figures:
            named = self._speaker(figure)
            if named is None:
                continue
            sides = {stem(n) for n in CAPITAL.findall(words_of(figure.counts, self._text))} & set(self._scene.sides)
            tail = CLAUSE_ENDS.split(self._text[figure.span.end : figure.span.end + 90], maxsplit=1)[0]
            if len(sides) != 1 or not _WIPED_OUT.search(f"{words_of(figure.event, self._text)} {tail}"):
                continue
            if other := self._scene.other_side(sides.pop()):
                found.setdefault(named, other)
        return found


def _goes_on(near: Near, earlier: Near) -> bool:
    return 0 <= near.figure.span.start - earlier.figure.span.end <= _SHORT_WAY
