"""Windows: every word piece of a text is answered for exactly once, in its own place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from sayso.reading.encoder import MODEL
from sayso.reading.windows import BREAK, SHAPES, shape_of, windows_of
from sayso.text import Span


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(MODEL / "tokenizer.json"))


def paragraphs(text: str) -> list[Span]:
    out, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            out.append(Span(at, at + len(line)).trimmed(text))
        at += len(line) + 1
    return out


WORDS = st.sampled_from(
    ["said", "Mayor", "“We", "left”", "1,200", "Überlingen", "it's", "naïve", "…", "x" * 130, "😀", "İstanbul."]
)


@settings(max_examples=60, deadline=None)
@given(lines=st.lists(st.lists(WORDS, max_size=40).map(" ".join), max_size=12), limit=st.integers(24, 90))
def test_each_piece_is_fresh_in_exactly_one_window(tokenizer: Tokenizer, lines: list[str], limit: int) -> None:
    text = "\n".join(lines)
    spans = paragraphs(text)
    windows = windows_of(text, spans, tokenizer, limit=limit, context=8) if spans else []
    fresh = [(int(s), int(e)) for w in windows for s, e in zip(w.starts[w.fresh :], w.ends[w.fresh :], strict=True) if s >= 0]
    assert fresh == sorted(set(fresh)), "in text order, none twice"
    covered = {i for s, e in fresh for i in range(s, e)}
    missing = {i for p in spans for i in range(p.start, p.end) if not text[i].isspace()} - covered
    assert not missing, "nothing of a paragraph is left out"
    assert all(len(w) <= limit for w in windows)


def test_a_window_shows_where_a_paragraph_ends(tokenizer: Tokenizer) -> None:
    text = "One.\n\nTwo."
    (window,) = windows_of(text, paragraphs(text), tokenizer)
    assert [int(i == BREAK) for i in window.ids] == [0, 0, 0, 1, 0, 0, 1, 0]
    assert window.paragraphs.tolist() == [0, 0, 0, 1, 1, 1, 2, 2]
    assert [text[s:e] for s, e in zip(window.starts, window.ends, strict=True) if s >= 0] == ["One", ".", "Two", "."]


def test_context_is_not_fresh(tokenizer: Tokenizer) -> None:
    text = "\n".join(["The mayor said the bridge was down."] * 6)
    first, second, *_ = windows_of(text, paragraphs(text), tokenizer, limit=24, context=5)
    assert first.fresh == 1
    assert second.fresh == 6
    assert second.ids[1:6].tolist() == first.ids[-6:-1].tolist()


@pytest.mark.parametrize(
    ("word", "shape"),
    [("said", "lower"), ("Mayor", "capitalised"), ("UN", "capitals"), ("A", "capitalised"), ("12th", "digits"), ("“", "other")],
)
def test_shapes(word: str, shape: str) -> None:
    assert SHAPES[shape_of(word)] == shape


def test_a_long_paragraph_is_not_cut_at_a_decimal_point(tokenizer: Tokenizer) -> None:
    text = "The firm sent $1.7bn and $2.3bn and $3.1bn and $4.9bn and $5.2bn. " * 12
    windows = windows_of(text, [Span(0, len(text)).trimmed(text)], tokenizer, limit=64, context=8)
    lasts = [max(int(e) for e in w.ends) for w in windows[:-1]]
    assert len(lasts) > 4
    assert [text[end - 5 : end + 1] for end in lasts if not text[end].isspace()] == []
