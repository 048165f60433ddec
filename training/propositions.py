"""Learns the judge of whether two statements are about the same proposition, from statements of invented events.

python -m training.propositions    writes src/sayso/stories/dossiers/statements/judge.json and prints how well events left out are judged
"""  # noqa: E501

from __future__ import annotations

import json
from collections import Counter, defaultdict
from itertools import combinations
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score

from sayso.claims.statement import Stance
from sayso.stories.dossiers.statements import judge
from sayso.stories.dossiers.statements.propositions import Proposition, proposition_of, topic_of
from sayso.stories.meaning import vectors_of
from sayso.stories.revisions.words import words_in

TABLE = Path(__file__).parent / "propositions.tsv"
TO = Path(judge.__file__).parent / "judge.json"


def rows() -> list[tuple[str, str, str, Proposition]]:
    """Event, question, side and proposition of each line."""
    found = []
    main = _main_names()
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            event, question, side, content = line.split("\t")
            stance = Stance.DENYING if content.startswith("DENY ") else Stance.NEUTRAL
            found.append((event, question, side, proposition_of(content.removeprefix("DENY "), stance=stance, main=main[event])))
    return found


def _main_names() -> dict[str, set[str]]:
    """Of each event the names that stand on several of its lines: what pages about it would be about."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            event, _, _, content = line.split("\t")
            counts[event].update({w.stem for w in words_in(content) if w.span.of(content)[0].isupper() and w.span.start > 0})
    return {event: {s for s, n in told.items() if n >= 3} for event, told in counts.items()}


def pairs() -> tuple[np.ndarray, np.ndarray, np.ndarray, list[str], list[tuple[int, int]]]:
    """The signs of all pairs of an event, whether they are of one question, and the event; and pairs over events."""
    told = rows()
    main = _main_names()
    vectors = vectors_of([topic_of(p, main[event]) for event, _, _, p in told])
    signs, same, events, places = [], [], [], []
    names: list[str] = []
    by_event: dict[str, list[int]] = defaultdict(list)
    for i, row in enumerate(told):
        by_event[row[0]].append(i)
    rng = np.random.default_rng(0)
    chosen = [pair for own in by_event.values() for pair in combinations(own, 2)]
    over = rng.integers(0, len(told), size=(2000, 2))
    chosen += [(int(i), int(j)) for i, j in over if told[i][0] != told[j][0]]
    for i, j in chosen:
        found = judge.signs_of(told[i][3], told[j][3], float(vectors[i] @ vectors[j]))
        names = list(found)
        signs.append([found[name] for name in names])
        same.append(told[i][:2] == told[j][:2] and told[i][1] != ".")
        events.append(told[i][0])
        places.append((i, j))
    return np.array(signs), np.array(same), np.array(events), names, places


def main() -> None:
    """Learn, and print the average precision on events left out."""
    signs, same, events, names, _ = pairs()
    held = np.zeros(len(same))
    model = LogisticRegression(C=1.0, max_iter=3000, fit_intercept=False)
    for fold in range(6):
        mine = np.array([hash_of(event) % 6 == fold for event in events])
        model.fit(signs[~mine], same[~mine])
        held[mine] = model.decision_function(signs[mine])
    p = 1 / (1 + np.exp(-held))
    print(f"{same.sum():,} of {len(same):,} pairs are of one question; average precision {average_precision_score(same, p):.3f}")
    for bar in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        print(f"  from {bar}: precision {same[p >= bar].mean():.3f}, recall {p[same.astype(bool)].__ge__(bar).mean():.3f}")
    for name in names:
        print(f"  {name:28} alone {average_precision_score(same, signs[:, names.index(name)]):.3f}")
    model.fit(signs, same)
    TO.write_text(
        json.dumps({"weights": {n: round(float(w), 4) for n, w in zip(names, model.coef_[0], strict=True)}}, indent=1) + "\n"
    )


def hash_of(name: str) -> int:
    """A number that is the same in every run."""
    return sum(ord(c) * (i + 1) for i, c in enumerate(name))


if __name__ == "__main__":
    main()
