"""Citations of an entry, and HXL-tagged figures."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from sayso.errors import NotInLedger, UsageError
from sayso.export.citation import citations
from sayso.export.files import Form, export
from sayso.export.hxl import HXL
from sayso.ledger.ledger import Ledger
from tests.export.conftest import Select
from tests.ledger.build import FLOOD, NOON
from tests.test_cli_veils import NAME, told


def entry_of(select: Select, words: str) -> str:
    [entry] = {row.entry for row in select().shown.statements() if row.content.startswith(words)}
    return entry


def test_a_statement_is_cited_with_all_that_finds_it_again(select: Select) -> None:
    [cited] = citations(select(), entry_of(select, "“We are still")[:12])
    first, second = FLOOD.index("“We are still"), FLOOD.index("searching,”")
    assert cited.text() == (
        "Ilse Brandt, “We are still searching,” (said). In: Tomas Reed, Ana Luz, “Nine dead as river floods Port Maren”, "
        "The Maren Courier, 6 May 2024, 09:30.\n"
        "https://courier.example/flood. Seen 6 May 2024, 12:00 UTC, last 6 May 2024, 13:00 UTC.\n"
        f"Characters {first}–{first + 13}, {second}–{second + 11} of page {cited.page}; entry {cited.entry}.\n"
        f"SHA-256 of the page's text {cited.text_digest}, of its archived bytes {cited.blob}.\n"
        "Status as reported: nothing said."
    )
    assert cited.bibtex() == (
        f"@misc{{sayso-{cited.entry[:12]},\n"
        "  author = {Tomas Reed and Ana Luz},\n"
        "  title = {{Nine dead as river floods Port Maren}},\n"
        "  organization = {The Maren Courier},\n"
        "  year = {2024},\n"
        "  month = {5},\n"
        "  date = {2024-05-06},\n"
        "  url = {https://courier.example/flood},\n"
        "  urldate = {2024-05-06},\n"
        f"  note = {{Ilse Brandt: ``“We are still searching,”''; characters {first}--{first + 13}, {second}--{second + 11} of "
        f"page {cited.page}; SHA-256 of the text {cited.text_digest}, of the archived bytes {cited.blob}; "
        f"entry {cited.entry}}},\n"
        "}"
    )


def test_figures_and_marks_are_cited_too(select: Select) -> None:
    [figure] = [row.entry for row in select().shown.figures() if row.printed == "least 14"]
    [cited] = citations(select(), figure)
    assert (cited.type, cited.words, cited.said_by, cited.status) == ("figure", "least 14 people are", "Ada Ruiz", "unverified")
    marks = [e.entries["m1"] for e in select().pages() if e.stored.page.name == "bridge"]
    [mark] = citations(select(), marks[0])
    assert (mark.type, mark.words, mark.said_by) == ("mark", "could not be verified", "the Orle Post.")


def test_nothing_of_a_page_is_a_command_of_tex(select: Select) -> None:
    from sayso.export.citation import _tex

    assert _tex("100% of $5 & #1_a {b} \\input{x} ~^") == (
        r"100\% of \$5 \& \#1\_a \{b\} \textbackslash{}input\{x\} \textasciitilde{}\textasciicircum{}"
    )


def test_a_citation_withholds_names_and_what_they_could_be_tested_against(select: Select) -> None:
    [entry] = {row.entry for row in select().shown.statements() if row.content == "40 men had died"}
    [cited] = citations(select(), entry)
    assert not NAME.search(str(cited.as_json()))
    assert (cited.text_digest, cited.blob, cited.withheld) == (None, None, 1)
    assert cited.text().endswith("Names of private people are withheld on this page.")
    assert told is not None


def test_what_is_not_there_cannot_be_cited(select: Select, ledger: Ledger) -> None:
    entry = entry_of(select, "“We are still")
    with pytest.raises(UsageError, match="is no entry's id"):
        citations(select(), "flood")
    with pytest.raises(NotInLedger, match="No entry on a current page"):
        citations(select(), "abcdef012345")
    ledger.seal("flood", by="Rhea Venn", reason="asked for", at=NOON)
    with pytest.raises(NotInLedger):
        citations(select(), entry)


def test_hxl_has_a_line_of_tags_and_numbers_in_the_columns_of_their_sort(select: Select) -> None:
    stream = io.BytesIO()
    done = export(select(), Form.HXL, {None: stream})
    head, tags, *rows = csv.reader(io.StringIO(stream.getvalue().decode(), newline=""), strict=True)
    assert head == [column.name for column, _ in HXL]
    assert tags == [tag for _, tag in HXL]
    assert all(tag.startswith("#") and " " not in tag for tag in tags)
    assert len(set(tags)) == len(tags)
    assert (dict(done.rows), done.left_out, len(rows)) == ({"figures": 4}, 0, 4)
    [missing] = [dict(zip(tags, row, strict=True)) for row in rows if row[0] == "least 14"]
    filled = {tag: value for tag, value in missing.items() if tag.startswith(("#affected", "#meta+source", "#status")) and value}
    assert filled == {
        "#affected+missing+min": "14",
        "#meta+source": "Ada Ruiz",
        "#meta+source+via": '["Orle Post"]',
        "#status+reported": "unverified",
    }


AUTHORS = {
    ("Sofia Brandt", "Meridian Press"): "Sofia Brandt",
    ("Ursula K. Le Guin", None): "Ursula K. Le Guin",
    ("Courier Staff", "Maren Courier"): "{Courier Staff}",
    ("Meridian Press", None): "{Meridian Press}",
    ("Ministry of the Interior", None): "{Ministry of the Interior}",
    ("Orle Gazette", "The Orle Gazette"): "{Orle Gazette}",
    ("AFP", None): "{AFP}",
    ("Brandt & Luz", None): r"{Brandt \& Luz}",
}


@pytest.mark.parametrize(("known", "written"), AUTHORS.items())
def test_an_author_is_a_person_or_a_body(select: Select, known: tuple[str, str | None], written: str) -> None:
    [cited] = citations(select(), entry_of(select, "“We are still"))
    name, outlet = known
    assert f"  author = {{{written}}},\n" in replace(cited, authors=(name,), outlet=outlet).bibtex()
