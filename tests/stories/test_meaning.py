"""Meaning: texts about one thing are alike, whatever their numbers and sides; rare words tell more than common ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.errors import ModelDamaged
from sayso.stories import meaning
from sayso.stories.meaning import vectors_of, weight_of, words_of


def likeness(text: str, other: str) -> float:
    ours, theirs = vectors_of([text, other])
    return float(ours @ theirs)


@pytest.mark.parametrize(
    ("text", "alike", "other"),
    [
        ("the bridge over the river was destroyed", "troops blew up the crossing", "schools will reopen on Monday"),
        ("the virus can pass between people", "the disease is contagious", "the president resigned"),
        ("the grain deal would be honoured", "wheat exports will go on as agreed", "the hospital had no electricity"),
    ],
)
def test_what_is_about_one_thing_is_more_alike(text: str, alike: str, other: str) -> None:
    assert likeness(text, alike) > likeness(text, other) + 0.1


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("at least 14 people were killed", "at least 92 people were killed"),
        ("fourteen people were killed", "two people were killed"),
        ("the port of Odesa was hit", "the port of Odesa was not hit"),
        ("Syria’s army entered the town", "SYRIA's army entered the town"),
    ],
)
def test_numbers_negation_and_print_hardly_count(text: str, other: str) -> None:
    assert likeness(text, other) > 0.95


def test_a_text_without_words_is_a_row_of_zeros() -> None:
    assert not vectors_of(["", "—", "1,200", "日本語"]).any()
    assert vectors_of([]).shape[0] == 0


def test_rare_words_tell_more() -> None:
    said, bridge, name = (weight_of(word) for word in ("said", "bridge", "Qzyrkhov"))
    assert said < 0.1 < bridge < name == 1.0
    assert weight_of("14") == weight_of(",") == 0.0
    assert weight_of("fourteen") < 0.1
    assert weight_of("Bridge") == bridge


def test_words() -> None:
    assert words_of("Haiti’s José met 1,200 H1N1 patients, 3rd day") == ["haiti", "jose", "met", "h1n1", "patients", "day"]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(max_size=80), max_size=5))
def test_rows_are_of_length_one_or_zero_and_stand_alone(texts: list[str]) -> None:
    vectors = vectors_of(texts)
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.all((np.abs(lengths - 1) < 1e-4) | (lengths == 0))
    assert np.array_equal(vectors_of(texts[::-1])[::-1], vectors)


def test_a_damaged_file_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(meaning.FOLDER / "manifest.json", tmp_path)
    (tmp_path / "vectors.npz").write_bytes(b"other")
    monkeypatch.setattr(meaning, "FOLDER", tmp_path)
    with pytest.raises(ModelDamaged, match="checksum"):
        meaning._table.__wrapped__()
