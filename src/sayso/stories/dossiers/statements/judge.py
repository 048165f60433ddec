"""The judge of whether two propositions are about the same, and how sure that is.

It is a weighted sum of few signs, learned from statements of invented events (``training/propositions.py``).
"""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Mapping
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from sayso.stories.dossiers.statements.fields import fields
from sayso.stories.dossiers.statements.propositions import Proposition

Vector = NDArray[np.float32]

_EPSILON = 1e-6


def signs_of(one: Proposition, other: Proposition, likeness: float) -> dict[str, float]:
    """What speaks for and against that two propositions are about the same.

    ``likeness`` is that of their words.
    """
    a, b = one.tells, other.tells
    shared = a.keys() & b.keys()
    wa, wb = sum(a.values()) + _EPSILON, sum(b.values()) + _EPSILON
    common = sum(min(a[s], b[s]) for s in shared)
    telling = {f for f in one.poles.keys() & other.poles.keys() if not fields()[f].is_wide}
    clear = {f for f in telling if one.poles[f] and other.poles[f]}
    named = telling
    of_fields = _field_words(one) | _field_words(other)
    things = [max(a[s], b[s]) for s in shared - of_fields]
    names_shared = one.names & other.names
    apart = bool(one.names) and bool(other.names) and not names_shared
    return {
        "bias": 1.0,
        "likeness": likeness,
        "contained": common / min(wa, wb),
        "overlap": common / (wa + wb - common),
        "strongest": max((max(a[s], b[s]) for s in shared), default=0.0),
        "thing": max(things, default=0.0),
        "things": min(sum(things), 2.0) / 2,
        "clear field": float(bool(clear)),
        "clear fields": min(len(clear), 3) / 3,
        "named field": float(bool(named)),
        "field and likeness": float(bool(clear)) * max(likeness, 0.0),
        "name": float(bool(names_shared)),
        "names apart": float(apart),
        "short": 1 / (1 + min(len(a), len(b))),
        "likeness squared": max(likeness, 0.0) ** 2,
    }


def _field_words(p: Proposition) -> set[str]:
    return {stem for hit in p.hits if hit.pole for stem in hit.stems}


@functools.cache
def weights() -> Mapping[str, float]:
    """The weight of each sign."""
    told = json.loads(resources.files(__package__).joinpath("judge.json").read_text(encoding="utf-8"))
    return dict(told["weights"])


def judged(signs: Mapping[str, float]) -> float:
    """How sure it is (0 to 1) that two propositions with these signs are about the same."""
    known = weights()
    total = sum(known.get(name, 0.0) * value for name, value in signs.items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
