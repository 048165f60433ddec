"""Plain text, read as a page: whole cases, and what holds for any text."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.page.decoding import canonical
from sayso.page.forms import LONG, SHORT, Form, form_of
from sayso.page.page import Document, Kind, Page, Role, State
from sayso.page.pages import pages_of
from sayso.page.plain import pages_from_plain

CASES = Path(__file__).parent / "cases" / "plain"
GOLD = Path(__file__).parents[2].parent / "shared" / "gold"


def page_from(data: bytes, name: str = "page") -> Page:
    (page,) = pages_of(Document(data, Kind.PLAIN, name, f"{name}.txt"))
    return page


def shown(page: Page) -> str:
    """The page as the expected files have it: what it says of itself, then each block with its role."""
    about = {
        "state": page.state,
        "headline": page.headline,
        "authors": ", ".join(page.authors) or None,
        "published": page.published,
        "modified": page.modified,
        "language": page.language,
        "note": page.note,
    }
    lines = [f"{key}: {value}" for key, value in about.items() if value]
    lines += ["", *(f"{block.role:<10} | {block.span.of(page.text)}" for block in page.blocks)]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", sorted(CASES.glob("*.txt")), ids=lambda path: path.stem)
def test_a_case_is_read_as_a_person_reads_it(path: Path) -> None:
    assert shown(page_from(path.read_bytes(), path.stem)) == path.with_suffix(".expected").read_text("utf-8")


@pytest.mark.parametrize("form", SHORT + LONG, ids=lambda form: form.example[:40])
def test_every_form_fits_its_example(form: Form) -> None:
    found = form_of(form.example, len(form.example.split()))
    assert found is not None
    assert found.role is form.role


@pytest.mark.parametrize(
    "line",
    [
        "He told Reuters.",
        "“I would eat anything,” he told AP.",
        "Police said they had no comment.",
        "Follow the money, the prosecutor said.",
        "Officials put the number of dead at 14.",
        "Do you have faith that they will come?",
        "Share prices fell by 9 percent on Monday.",
        "Reporting from the valley is forbidden, the army said.",
        "The subscription costs 40 crowns a year, its director said.",
        "He was born on March 3, 1952.",
    ],
)
def test_sentences_of_an_article_have_no_form(line: str) -> None:
    assert form_of(line, len(line.split())) is None


@pytest.mark.skipif(not GOLD.exists(), reason="the articles marked by hand are not beside the repository")
def test_a_page_copied_from_a_browser() -> None:
    page = page_from((GOLD / "seed-lbc-2022-03-03.txt").read_bytes())
    assert (page.published, page.modified, page.authors) == ("2022-03-03T09:59", "2022-03-03T11:02", ("Daisy Stephens",))
    assert page.headline is not None
    assert page.headline.startswith("'They are not warriors'")
    assert len(page.words(Role.CAPTION)) == 2
    assert page.words(Role.PLAYER) == ("Listen to this article", "Loading audio...")
    assert len(page.words(Role.RELATED)) == 9
    assert len(page.words(Role.BODY)) == 29


TEXTS = st.text(st.sampled_from("abc ABC. \n\r\t\0”“'\"?!:;|–•()/0123456789é\ud800‮\u2028中"), max_size=400) | st.text(
    max_size=400
)


@settings(deadline=None)  # the first example compiles the forms
@given(TEXTS)
def test_the_text_is_never_altered_and_every_block_stands_in_it(text: str) -> None:
    data = text.encode("utf-8", "surrogatepass")
    (page,) = pages_from_plain(Document(data, Kind.PLAIN, "any", "any"))
    with contextlib.suppress(UnicodeDecodeError):  # a lone surrogate has no UTF-8 of its own
        assert page.text == canonical(data.decode("utf-8").removeprefix("\ufeff"))
    at = 0
    for block in page.blocks:
        assert at <= block.span.start < block.span.end <= len(page.text)
        assert block.span == block.span.trimmed(page.text)
        at = block.span.end
    covered = set().union(*(range(b.span.start, b.span.end) for b in page.blocks))
    assert all(i in covered or c.isspace() for i, c in enumerate(page.text))
    assert page.state in State


@settings(deadline=None)  # the first example compiles the forms
@given(
    st.lists(
        st.sampled_from(
            [
                "The bridge was closed on Monday, police said.",
                "Read more: a bridge",
                "Menu",
                "Share",
                "A quiet night in the town",
                "3 March 2031",
                "“No,” she said.",
            ]
        ),
        max_size=40,
    )
)
def test_sentences_between_sentences_are_body(lines: list[str]) -> None:
    page = page_from("\n\n".join(lines).encode())
    for before, line, after in zip(page.blocks, page.blocks[1:], page.blocks[2:], strict=False):
        if before.role is Role.BODY is after.role and line.span.of(page.text).endswith("police said."):
            assert line.role is Role.BODY
