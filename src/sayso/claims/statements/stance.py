"""Stance: how the words that report something report it, by the table of cues."""

from __future__ import annotations

import re

from sayso.claims.statement import Stance
from sayso.reading.cues import LONGEST, WORD, Cue, cues
from sayso.reading.speaker import SpeakerKind

_NEGATION = frozenset("not never neither nor no cannot n't without hardly unable yet short".split())
_WITHHOLDING = re.compile(r"(?:declin|refus|fail)(?:e|es|s|ed|ing)?")
"""Verbs that leave undone what follows them: who *refused to confirm* confirms nothing."""
_UNNEGATED = frozenset({Stance.CONFIRMING, Stance.DENYING, Stance.DEMANDING, Stance.DISTANCING})
"""Stances that a negation undoes: who *could not confirm* confirms nothing, who *did not deny* denies nothing."""
_SHOULD = re.compile(r"\b(?:should|ought to|must|be (?:given|sent|made|allowed|brought|put|held))\b")
_DEED = re.compile(
    r"^(?:a|an|the)\s(?:[\w-]+\s)?[\w-]+(?:tion|sion|ment|ing|ure|al|ance|ence)\b(?!\s(?:is|was|had|has|may|might|could|would|will))",
    re.I,
)
_LIGHT = re.compile(
    r"(?:issu|voic|mak|giv|lodg|reiterat)(?:e|es|ed|ing|en)|made|gave|(?:express|repeat|renew|launch)(?:es|s|ed|ing)?|sen(?:d|ds|t|ding)"
)
"""Verbs that leave it to their noun how something is reported (*issued a denial*, *repeated their plea*)."""
_NOUN_PHRASE = re.compile(
    r"(?:(?:an?|the|his|her|its|their|our|my|no|another|fresh|new|renewed|strong)\s)?(?:[\w-]+\s){0,2}?(?P<noun>[\w-]+)"
    r"(?=\s(?:of|that|to|for|from|about|on|over|against|and|by)\b|[\s.,;]*$)"
)
_PREFIX = re.compile(r"(?:re|mis|over|under|pre|fore|co|counter)-?(?=\w{3})")
_SUFFIX = re.compile(r"(?<=\w{3})(?:ations?|itions?|ions?|ements?|ments?|ances?|ences?|ers?|ors?|als?|ly|ing)$")
_DETERMINERS = frozenset("a an the his her its their our my this that these those both all some".split())
_PROPOSES = frozenset({"suggest", "suggestion", "advise"})
"""Cues that estimate, or demand where what follows should be done (*suggested that they should leave*, *suggested a truce*)."""


def stance_of(cue: str, content: str = "", speaker: SpeakerKind | None = None) -> Stance:
    """The stance of a cue, as printed, before this content.

    A verb that only carries a noun leaves it to that (*issued* | *a denial that …*). A cue that the table does not know takes the
    stance of the word that it is made of (*insistence*, *overestimated*), or else of its shape: *X for* and *X to do* demand,
    footage and tests show, everything else reports.
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
    carried = _carried(content) if words and _LIGHT.fullmatch(words[-1]) else None
    if carried is not None and all(c.stance == Stance.NEUTRAL for _, c in found):
        found = [(len(words) - 1, carried)]
    if not found:
        found = [(k, entry) for k, word in enumerate(words) if (entry := _made_of(word)) is not None]
    if not found:
        return _by_shape(words, following, speaker)
    at, best = next(((k, c) for k, c in reversed(found) if c.stance != Stance.NEUTRAL), found[-1])
    if best.words in _PROPOSES and (_SHOULD.search(content[:200]) or _DEED.match(content)):
        return Stance.DEMANDING
    negated = any(w in _NEGATION or w.endswith(("n't", "n’t")) or _WITHHOLDING.fullmatch(w) for w in words[:at])
    stance = Stance(best.stance)
    return Stance.NEUTRAL if negated and stance in _UNNEGATED else stance


def _carried(content: str) -> Cue | None:
    """The noun that a content begins with, where it is a cue itself."""
    phrase = _NOUN_PHRASE.match(content.casefold()[:80])
    if phrase is None:
        return None
    more = " ".join([phrase["noun"], *content.casefold()[phrase.end() :].split()[:1]])
    return cues().get(more) or cues().get(phrase["noun"])


def _made_of(word: str) -> Cue | None:
    """The cue that a word is made of: without *re-* or *over-* before it, without *-ation* or *-ence* behind it."""
    table = cues()
    bare = _PREFIX.sub("", word, count=1)
    stems = {word, bare, _SUFFIX.sub("", word), _SUFFIX.sub("", bare)}
    made = (table.get(stem + end) for stem in sorted(stems, key=len, reverse=True) for end in ("", "e", "y") if len(stem) >= 4)
    return next((cue for cue in made if cue is not None), None)


def _by_shape(words: list[str], following: list[str], speaker: SpeakerKind | None) -> Stance:
    if speaker is SpeakerKind.FOOTAGE:
        return Stance.SHOWING
    last = (words + following)[-1:] if following[:1] in (["for"], ["to"]) else words[-1:]
    thing = (
        last == ["to"] and words[-1:] == ["to"] and bool(_DETERMINERS.intersection(following))
    )  # *paid tribute to* | *the crews*
    return Stance.DEMANDING if last in (["for"], ["to"]) and not thing else Stance.NEUTRAL
