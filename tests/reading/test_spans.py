"""From tags to spans: the best sequence keeps to the rules of begin, inside and outside."""

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from sayso.reading.spans import Found, best_tags, found_spans, log_softmax
from sayso.reading.tags import BIO


def scores_for(*tags: str) -> np.ndarray:
    """Scores that plainly say each tag."""
    scores = np.zeros((len(tags), len(BIO)), dtype=np.float32)
    for i, tag in enumerate(tags):
        scores[i, BIO.index(tag)] = 9
    return log_softmax(scores)


def spans_of(*tags: str) -> list[tuple[str, int, int]]:
    log_odds = scores_for(*tags)
    return [(BIO[2 * f.role + 1][2:], f.first, f.end) for f in found_spans(best_tags([log_odds])[0], log_odds)]


def test_spans_of_each_role_are_found_in_order() -> None:
    tags = ("B-source", "I-source", "B-cue", "O", "B-content", "I-content", "I-content")
    assert spans_of(*tags) == [("source", 0, 2), ("cue", 2, 3), ("content", 4, 7)]


def test_a_second_beginning_starts_a_second_span() -> None:
    assert spans_of("B-content", "I-content", "B-content") == [("content", 0, 2), ("content", 2, 3)]


def test_inside_without_a_beginning_is_mended_not_kept() -> None:
    log_odds = scores_for("O", "I-cue", "O")
    tags = best_tags([log_odds])[0]
    assert BIO[tags[1]] != "I-cue" or BIO[tags[0]] == "B-cue"


def test_nothing_is_found_where_nothing_is_said() -> None:
    assert spans_of("O", "O", "O") == []


def test_probability_is_the_mean_of_the_tags() -> None:
    log_odds = scores_for("B-cue", "I-cue")
    (found,) = found_spans(best_tags([log_odds])[0], log_odds)
    assert found == Found(1, 0, 2, found.probability)
    assert 0.99 < found.probability <= 1


random_scores = arrays.arrays(
    np.float32,
    st.tuples(st.integers(1, 12), st.just(len(BIO))),
    elements=st.floats(-5, 5, width=32),
)


@given(st.lists(random_scores, min_size=1, max_size=4))
def test_no_sequence_breaks_the_rules_whatever_the_scores(windows: list[np.ndarray]) -> None:
    log_odds = [log_softmax(w) for w in windows]
    tagged = best_tags(log_odds)
    assert [len(t) for t in tagged] == [len(w) for w in windows]
    for tags, each in zip(tagged, log_odds, strict=True):
        names = [BIO[t] for t in tags]
        for before, after in zip(["O", *names], names, strict=False):
            assert not after.startswith("I-") or before[2:] == after[2:]
        spans = found_spans(tags, each)
        assert all(a.end <= b.first for a, b in itertools.pairwise(spans))
        assert sum(f.end - f.first for f in spans) == sum(name != "O" for name in names)


@given(st.lists(random_scores, min_size=2, max_size=4))
def test_a_window_is_tagged_alike_alone_and_in_company(windows: list[np.ndarray]) -> None:
    log_odds = [log_softmax(w) for w in windows]
    together = best_tags(log_odds)
    for alone, company in zip([best_tags([w])[0] for w in log_odds], together, strict=True):
        assert alone.tolist() == company.tolist()
