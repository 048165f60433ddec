"""Whose: to which country a bare ministry, army or police belongs, where the page does not say.

*Defence Ministry spokesman Tom Berg* is nobody's in particular. Where one country alone is said, elsewhere on the page, to say
the same as he does, he most likely speaks for it. That is an inference, and is shown as one, with the words that it is drawn
from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from sayso.claims.statement import Inferred, Statement
from sayso.reading.lexicon import lexicon
from sayso.text import Pieces, words_of

_BODY = re.compile(
    r"\b(?:ministry|minister|army|military|navy|air force|armed forces|government|police|parliament|foreign office|"
    r"general staff)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{4,}")
_COMMON = frozenset(
    "that this these those with from have been were will would could about after before under over into more than they their "
    "them there which while when what said also some other such only most city town country people first major".split()
)
_ALIKE = 2
"""How many words of weight two statements share at least that say the same."""


def with_whose(statements: Sequence[Statement], text: str) -> tuple[Statement, ...]:
    """The statements, those of bodies without a country with the one that they are inferred to belong to."""
    countries = set(lexicon().country.values())
    spoken = [(s, _stems(s.content, text)) for s in statements if s.speaker.name in countries]
    if not spoken:
        return tuple(statements)
    by_speaker: dict[str, Inferred | None] = {}
    for name in {s.speaker.name for s in statements if s.speaker.name and _is_nobodys(s)}:
        own = set().union(*(_stems(s.content, text) for s in statements if s.speaker.name == name))
        alike = [s for s, said in spoken if len(own & said) >= _ALIKE]
        if len({s.speaker.name for s in alike}) == 1:
            by_speaker[name] = Inferred(alike[0].speaker.name or "", (*alike[0].source, *alike[0].cue, *alike[0].content))
    return tuple(
        replace(s, whose=by_speaker[s.speaker.name]) if s.speaker.name in by_speaker and _is_nobodys(s) else s for s in statements
    )


def _is_nobodys(s: Statement) -> bool:
    """Whether the speaker is, or speaks for, a body that the page gives no country."""
    who = f"{s.speaker.role or ''} {s.speaker.name or ''}"
    known = lexicon()
    words = [w.casefold() for w in re.findall(r"[^\W\d_]+", who)]
    named = any(w in known.country or w in known.demonyms for w in words) or re.search(r"\b[A-Z]{2}\b|’s\b|'s\b", who)
    return bool(_BODY.search(who)) and not named


def _stems(content: Pieces, text: str) -> set[str]:
    words = (w.casefold() for w in _WORD.findall(words_of(content, text, gap=" ")))
    return {w.removesuffix("s") for w in words if w not in _COMMON}
