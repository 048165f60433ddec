"""sayso beside other tools: what they show is what the ledger, or the page, has."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import sayso
from sayso.claims.figure import Sort
from sayso.errors import UsageError
from sayso.ledger.ledger import Ledger

pytestmark = pytest.mark.model

TEXT = (
    "Dam holds\r\n\r\nAt least 12 people were killed in Halvery, mayor Ana Corvath said on Monday. "
    "“We could not verify it,” she added. Petr Dorrin denied that the gates had been opened."
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    folder = tmp_path_factory.mktemp("neighbours")
    (folder / "dam.txt").write_text(TEXT, encoding="utf-8")
    with sayso.open_ledger(folder / "desk.db", create=True) as found:
        sayso.add(found, folder / "dam.txt")
        yield found


# spaCy


def test_spacy_has_the_spans_and_the_report() -> None:
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    nlp.add_pipe("sayso")
    doc = nlp(TEXT)
    assert next((span.text, span.label_, span.id_) for span in doc.spans["sayso_content"]) == (
        "At least 12 people were killed in Halvery",
        "Ana Corvath",
        "s1",
    )
    assert [(span.text, span.label_) for span in doc.spans["sayso_figure"]] == [("At least 12", "killed")]
    page = doc._.sayso.page
    assert page.text == TEXT.replace("\r\n", "\n")
    assert sayso.words_of(doc._.sayso.statements[0].content, page.text) == "At least 12 people were killed in Halvery"


def test_spacy_reads_many_as_one_by_one() -> None:
    spacy = pytest.importorskip("spacy")
    nlp = spacy.blank("en")
    nlp.add_pipe("sayso", config={"min_confidence": 0.5})
    texts = [TEXT, "", "Nothing.", "\ufeffRain fell, police said."]
    one_by_one = [nlp(text) for text in texts]
    for doc, own in zip(nlp.pipe(texts), one_by_one, strict=True):
        assert [s.text for s in doc.spans["sayso_content"]] == [s.text for s in own.spans["sayso_content"]]
    assert nlp("") is not None


# Frames


def test_frames_are_typed_and_carry_their_scope(ledger: Ledger) -> None:
    pytest.importorskip("pandas")
    from sayso.neighbours.frames import pandas_of

    said = pandas_of(ledger, "statements", speaker="Corvath")
    assert list(said["speaker"]) == ["Ana Corvath", "Ana Corvath"]
    assert said.attrs["sayso"]["scope"]["pages"] == 1
    assert len(pandas_of(ledger, "figures", sort=Sort.MISSING)) == 0
    assert len(pandas_of(ledger, "figures", sort="killed")) == len(pandas_of(ledger, "figures", sort=(Sort.KILLED,))) == 1
    assert len(pandas_of(ledger, "dossiers")) == 0
    with pytest.raises(UsageError, match="There is no sort 'slain'; there are killed"):
        pandas_of(ledger, "figures", sort="slain")
    with pytest.raises(UsageError, match="There is no table 'claims'; there are statements"):
        pandas_of(ledger, "claims")
    with pytest.raises(UsageError, match="Nothing can be asked by colour"):
        pandas_of(ledger, "statements", colour="red")


def test_polars_has_the_same(ledger: Ledger) -> None:
    pytest.importorskip("polars")
    from sayso.neighbours.frames import pandas_of, polars_of

    assert polars_of(ledger, "figures").columns == list(pandas_of(ledger, "figures").columns)
    assert polars_of(ledger, "figures")["low"].to_list() == [12.0]


# Assistants


def _asked(path: Path, *calls: tuple[str, dict[str, Any]]) -> tuple[list[str], list[Any]]:
    """The names of the tools of ``sayso mcp``, and the answers to some calls, over its standard input and output."""
    pytest.importorskip("mcp")
    from mcp.client.session import ClientSession
    from mcp.client.stdio import StdioServerParameters, stdio_client

    async def run() -> tuple[list[str], list[Any]]:
        server = StdioServerParameters(command=sys.executable, args=["-m", "sayso", "mcp", "--ledger", str(path)])
        async with stdio_client(server) as (read, write), ClientSession(read, write) as session:
            await session.initialize()
            tools = [tool.name for tool in (await session.list_tools()).tools]
            return tools, [(await session.call_tool(name, asked)).structured_content for name, asked in calls]

    return asyncio.run(run())


def test_an_assistant_gets_exact_words_and_their_citation(ledger: Ledger) -> None:
    entry = next(ledger.who("Dorrin")).entry
    tools, answers = _asked(
        ledger.path,
        ("search_statements", {"words": "gates"}),
        ("who_said", {"speaker": "Corvath"}),
        ("figures", {"sort": "killed"}),
        ("disputes", {}),
        ("cite", {"entry": entry}),
        ("figures", {"sort": "slain"}),
        ("cite", {"entry": "ffffffffff"}),
    )
    assert tools == ["search_statements", "who_said", "figures", "disputes", "cite"]
    found, who, counted, disputed, cited, wrong, missing = answers
    assert [(s["speaker"], s["content"], s["stance"], s["entry"]) for s in found["statements"]] == [
        ("Petr Dorrin", "that the gates had been opened", "denying", entry)
    ]
    assert found["count"]["scope"]["pages"] == 1
    assert [s["speaker"] for s in who["statements"]] == ["Ana Corvath", "Ana Corvath"]
    assert [(f["printed"], f["source"]) for f in counted["figures"]] == [("At least 12", "Ana Corvath")]
    assert disputed["disputes"] == []
    assert "the gates had been opened" in cited["citations"][0]["text"]
    assert "There is no sort 'slain'" in wrong["error"]
    assert "No entry" in missing["error"]
