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
        ("13/03/31 | By Ada Ruiz", ("Ada Ruiz",)),
        ("*By Ada Ruiz*, 3 March 2031", ("Ada Ruiz",)),
    ],
)
def test_authors(byline: str, authors: tuple[str, ...]) -> None:
    assert authors_of(byline) == authors


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("By Ada Ruiz and Tom Hale in Port Sorrel", True),
        ("Von Ada Ruiz und Tom Hale", True),
        ("Par Ada Ruiz et AFP", True),
        ("author: Ada Ruiz", True),
        ("By Monday the water had gone.", False),
        ("Por Sorrel passa o rio", False),
        ("Von der Flut überrascht", False),
    ],
)
def test_what_is_a_byline(line: str, is_one: bool) -> None:
    assert is_byline(line) is is_one
