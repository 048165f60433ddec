"""Targets: what each head should say of each word piece of a window, and windows as batches."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from sayso.reading.tags import BIO, DEPENDENCIES, ENTITIES, PARTS_OF_SPEECH
from sayso.reading.windows import Window, windows_of
from training.corpus import Article

IGNORE = -100

STYLES = ("“”‘’", "\"\"''", "''\"\"", "‘’“”", "«»“”", "„“‚‘")
"""Quotation marks (outer open, outer close, inner open, inner close) that an article's own marks are changed to, one for one."""


@dataclass(frozen=True, slots=True)
class Example:
    """A window with its targets.

    Spans are (first piece, last piece + 1). ``source_of_cue`` is an index into ``sources`` for each cue, -1 where nobody is
    named; ``cue_of_content`` an index into ``cues`` for each content, -1 where its cue is outside the window.
    """

    window: Window
    bio: NDArray[np.int64]
    pos: NDArray[np.int64]
    entity: NDArray[np.int64]
    dependency: NDArray[np.int64]
    head: NDArray[np.int64]
    cues: list[tuple[int, int]]
    sources: list[tuple[int, int]]
    contents: list[tuple[int, int]]
    source_of_cue: list[int]
    cue_of_content: list[int]
    soft: NDArray[np.float32]
    """A teacher's log-probabilities of the tags, one row a piece; NaN where there are none."""


def restyled(text: str, rng: random.Random) -> str:
    """The text with its double quotation marks changed to one of ``STYLES``, character for character; offsets stay."""
    if rng.random() < 0.35:
        return text
    outer_open, outer_close, inner_open, inner_close = rng.choice(STYLES)
    out, opened = [], False
    for i, c in enumerate(text):
        if c == "\n":
            opened = False
        if c == "“" or (c == '"' and not opened):
            opened = True
            c = outer_open
        elif c in '”"':
            opened = False
            c = outer_close
        elif c == "‘":
            c = inner_open
        elif c == "’" and not (0 < i < len(text) - 1 and text[i - 1].isalpha() and text[i + 1].isalpha()):
            c = inner_close if opened else c
        elif c == "’" and outer_open in "\"'":
            c = "'"
        out.append(c)
    return "".join(out)


def examples(
    article: Article,
    tokenizer: Tokenizer,
    *,
    limit: int,
    context: int,
    text: str | None = None,
    soft: NDArray[np.float16] | None = None,
    marked: bool = True,
) -> Iterator[Example]:
    """The windows of an article with their targets; pieces that are only context are not learnt from.

    ``soft`` are a teacher's log-probabilities by character. An article that is not ``marked`` teaches nothing else.
    """
    text = text if text is not None else article.text
    labels = np.zeros(len(text), dtype=np.int64)
    owner = np.full((3, len(text)), -1, dtype=np.int64)
    begins = np.zeros(len(text), dtype=bool)
    for number, attribution in enumerate(article.attributions):
        for role, pieces in enumerate((attribution.source, attribution.cue, attribution.content)):
            for piece in pieces:
                labels[piece.start : piece.end] = role + 1
                owner[role, piece.start : piece.end] = number
                begins[piece.start] = True
    # a source that several cues share belongs to each of them
    sources_of = {n: {p.start for p in a.source} for n, a in enumerate(article.attributions)}
    word_at = np.full(len(text), -1, dtype=np.int64)
    for number, word in enumerate(article.words):
        word_at[word.span.start : word.span.end] = number
    for window in windows_of(text, article.paragraphs, tokenizer, limit=limit, context=context):
        example = _example(article, window, labels, begins, owner, sources_of, word_at)
        if soft is not None:
            own = np.flatnonzero((np.arange(len(window)) >= window.fresh) & (window.starts >= 0))
            example.soft[own] = soft[window.starts[own]]
        if not marked:
            example.bio.fill(IGNORE)
        yield example


def _example(article, window, labels, begins, owner, sources_of, word_at) -> Example:  # type: ignore[no-untyped-def]
    size = len(window)
    bio = np.full(size, IGNORE, dtype=np.int64)
    pos, entity, dependency, head = (np.full(size, IGNORE, dtype=np.int64) for _ in range(4))
    spans: dict[int, list[tuple[int, int]]] = {1: [], 2: [], 3: []}
    first_piece: dict[int, int] = {}
    before, open_at = 0, 0
    for i in range(size):
        start, end = window.starts[i], window.ends[i]
        if start < 0:
            label, begin = 0, False
        else:
            label = labels[start] or labels[end - 1]
            begin = bool(begins[start:end].any())
        if before and (label != before or begin):
            spans[before].append((open_at, i))
        if label and (label != before or begin):
            open_at = i
        if i >= window.fresh and start >= 0:
            bio[i] = 0 if not label else 2 * label - 1 + (label == before and not begin)
        before = label
        if start >= 0 and word_at[start] >= 0:
            number = int(word_at[start])
            if number not in first_piece:
                first_piece[number] = i
                if i >= window.fresh:
                    word = article.words[number]
                    pos[i] = _index(PARTS_OF_SPEECH, word.pos)
                    entity[i] = _index(ENTITIES, word.entity)
                    dependency[i] = _index(DEPENDENCIES, word.dependency)
    for number, i in first_piece.items():
        if i >= window.fresh:
            target = article.words[number].head
            if target < 0:
                head[i] = 0  # [CLS] stands for the root
            elif target in first_piece:
                head[i] = first_piece[target]
    if before:
        spans[before].append((open_at, size))
    starts = window.starts
    cues, sources, contents = spans[2], spans[1], spans[3]
    number_of = lambda role, s: int(owner[role, starts[s[0]]])  # noqa: E731
    cue_numbers = [number_of(1, s) for s in cues]
    source_starts = [int(starts[s[0]]) for s in sources]
    source_of_cue = []
    for n in cue_numbers:
        at = [j for j, start in enumerate(source_starts) if start in sources_of.get(n, ())]
        # a source outside the window cannot be learnt from: neither found nor missing
        source_of_cue.append(at[0] if at else (IGNORE if sources_of.get(n) else -1))
    cue_of_content = [cue_numbers.index(n) if (n := number_of(2, s)) in cue_numbers else -1 for s in contents]
    soft = np.full((size, len(BIO)), np.nan, dtype=np.float32)
    return Example(window, bio, pos, entity, dependency, head, cues, sources, contents, source_of_cue, cue_of_content, soft)


def _index(names: Sequence[str], name: str) -> int:
    return names.index(name) if name in names else 0


@dataclass(slots=True)
class Batch:
    ids: torch.Tensor
    shapes: torch.Tensor
    mask: torch.Tensor
    bio: torch.Tensor
    pos: torch.Tensor
    entity: torch.Tensor
    dependency: torch.Tensor
    head: torch.Tensor
    soft: torch.Tensor
    examples: list[Example]


def batches(found: list[Example], tokens: int, rng: random.Random | None) -> Iterator[Batch]:
    """Batches of windows of like length, about ``tokens`` word pieces each, in random order if ``rng`` is given."""
    order = sorted(range(len(found)), key=lambda i: len(found[i].window) + (rng.random() * 24 if rng else 0))
    groups: list[list[int]] = [[]]
    for i in order:
        if groups[-1] and (len(groups[-1]) + 1) * len(found[i].window) > tokens:
            groups.append([])
        groups[-1].append(i)
    if rng:
        rng.shuffle(groups)
    for group in groups:
        yield collated([found[i] for i in group])


def collated(group: list[Example]) -> Batch:
    longest = max(len(e.window) for e in group)

    def padded(rows: list[NDArray[np.int64]], fill: int) -> torch.Tensor:
        return torch.from_numpy(np.stack([np.pad(r, (0, longest - len(r)), constant_values=fill) for r in rows]))

    return Batch(
        ids=padded([e.window.ids for e in group], 0),
        shapes=padded([e.window.shapes for e in group], 0),
        mask=padded([np.ones(len(e.window), dtype=np.int64) for e in group], 0),
        **{name: padded([getattr(e, name) for e in group], IGNORE) for name in ("bio", "pos", "entity", "dependency", "head")},
        soft=torch.from_numpy(
            np.stack([np.pad(e.soft, ((0, longest - len(e.soft)), (0, 0)), constant_values=np.nan) for e in group])
        ),
        examples=group,
    )
