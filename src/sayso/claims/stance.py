"""Stance: how the words that report something report it, by the table of cues."""

from __future__ import annotations

import re

from sayso.claims.statement import Stance
from sayso.reading.cues import LONGEST, WORD, Cue, cues
from sayso.reading.speaker import SpeakerKind

_NEGATION = frozenset("not never neither nor no cannot n't without hardly".split())
_UNNEGATED = frozenset({Stance.CONFIRMING, Stance.DENYING, Stance.DEMANDING, Stance.DISTANCING})
"""Stances that a negation undoes: who *could not confirm* confirms nothing, who *did not deny* denies nothing."""
_SHOULD = re.compile(r"\b(?:should|ought to|must|be (?:given|sent|made|allowed|brought|put|held))\b")
_DEED = re.compile(
    r"^(?:a|an|the)\s(?:[\w-]+\s)?[\w-]+(?:tion|sion|ment|ing|ure|al|ance|ence)\b(?!\s(?:is|was|had|has|may|might|could|would|will))",
    re.I,
)
_PROPOSES = frozenset({"suggest", "suggestion", "advise"})
"""Cues that estimate, or demand where what follows should be done (*suggested that they should leave*, *suggested a truce*)."""


def stance_of(cue: str, content: str = "", speaker: SpeakerKind | None = None) -> Stance:
    """The stance of a cue, as printed, before this content.

    A cue that the table does not know takes the stance of its shape: *X for* and *X to do* demand, footage and tests show,
    everything else reports.
    """
    words = [w.casefold() for w in WORD.findall(cue)]
    table = cues()
    following = [w.casefold() for w in WORD.findall(content[:30])[:1]]
    found: list[tuple[int, Cue]] = []
    said = words + following
    i = 0
    while i < len(words):
        for length in range(min(LONGEST, len(said) - i), 0, -1):
            entry = table.get(" ".join(said[i : i + length]))
            if entry is not None:
                found.append((i, entry))
                i += length - 1
                break
        i += 1
    if not found:
        return _by_shape(words, following, speaker)
    at, best = next(((k, c) for k, c in reversed(found) if c.stance != Stance.NEUTRAL), found[-1])
    if best.words in _PROPOSES and (_SHOULD.search(content[:200]) or _DEED.match(content)):
        return Stance.DEMANDING
    negated = any(w in _NEGATION or w.endswith(("n't", "n’t")) for w in words[:at])
    stance = Stance(best.stance)
    return Stance.NEUTRAL if negated and stance in _UNNEGATED else stance


def _by_shape(words: list[str], following: list[str], speaker: SpeakerKind | None) -> Stance:
    if speaker is SpeakerKind.FOOTAGE:
        return Stance.SHOWING
    last = (words + following)[-1:] if following[:1] in (["for"], ["to"]) else words[-1:]
    return Stance.DEMANDING if last in (["for"], ["to"]) else Stance.NEUTRAL
