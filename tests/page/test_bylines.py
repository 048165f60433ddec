"""Bylines: the people that they name."""

from __future__ import annotations

import pytest

from sayso.page.bylines import authors_of, is_byline


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("By Daisy Stephens", ("Daisy Stephens",)),
        ("By Ada Ruiz in Port Sorrel and Tom Hale, Northern Wire", ("Ada Ruiz", "Tom Hale")),
        ("Von Lena Ost", ("Lena Ost",)),
        ("BY ADA RUIZ", ("Ada Ruiz",)),
        ("By Jan van der Brede and María José Catalá", ("Jan van der Brede", "María José Catalá")),
        ("By Northern Wire Staff", ()),
        ("Reuters", ()),
    ],
)
def test_authors(byline: str, authors: tuple[str, ...]) -> None:
    assert authors_of(byline) == authors


def test_a_sentence_is_no_byline() -> None:
    assert is_byline("By Ada Ruiz and Tom Hale in Port Sorrel")
    assert not is_byline("By Monday the water had gone.")
