from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sayso.claims.figure import Bound, Figure, Sort
from sayso.claims.mark import Mark, Status
from sayso.claims.report import Report
from sayso.claims.statement import Stance, Statement, StatementKind
from sayso.export.selection import Asked, Selection
from sayso.ledger.decisions import About, Verdict, decide
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.veiling import key_beside, log_beside
from sayso.ledger.veils import Veils, Wish
from sayso.page.page import Document, Kind
from sayso.page.pages import pages_of
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.stories.linking import link
from tests.ledger.build import MODEL, NOON, flood, later, spans, strike, stub
from tests.test_cli_veils import KEY, toll

MADE = datetime(2024, 5, 8, 9, 30, tzinfo=UTC)

BRIDGE = """\
<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bridge gives way at Orle</title>
<meta property="og:site_name" content="Orle Post"><meta property="og:type" content="article">
<link rel="canonical" href="https://post.example/bridge"><script>var s = "<p>not this</p>";</script></head>
<body><article><h1>Bridge gives way at Orle</h1><time datetime="2024-05-07T08:15:00+02:00">7 May 2024, 08:15</time>
<p>A bridge gave way at Orle on Monday evening, and the river took two lorries &amp; a bus with it in front of many people.</p>
<p>Mayor Ada <b>Ru</b>iz said: &ldquo;At&nbsp;least 14&#32;people
are missing,&rdquo; and called for boats. =SUM(A1) she wrote on a board. The number could not be verified by the Orle Post.</p>
<p>Boats of the coast guard went up and down the river all night with lamps, and rescuers looked into the lorries for hours.</p>
</article></body></html>
"""


def bridge() -> tuple[Document, Report]:
    """An HTML page with a statement whose words have tags and entities in them, one that looks like a formula, and a figure."""
    of = Document(BRIDGE.encode(), Kind.HTML, "bridge", "/news/bridge.html")
    [page] = pages_of(of)
    t = page.text
    ruiz = Speaker("Ada Ruiz", SpeakerKind.PERSON, Reason.AS_NAMED, "Mayor", spans(t, "Ada Ruiz")[0])
    said = (
        Statement(
            "s1",
            StatementKind.DIRECT,
            Stance.NEUTRAL,
            spans(t, "Mayor Ada Ruiz"),
            spans(t, "said"),
            spans(t, "“At\u00a0least 14 people are missing,”"),
            ruiz,
        ),
        Statement(
            "s2", StatementKind.INDIRECT, Stance.NEUTRAL, spans(t, "she wrote")[:1], spans(t, "wrote"), spans(t, "=SUM(A1)"), ruiz
        ),
    )
    at_least = Figure(
        "f1", spans(t, "least 14")[0], 14, None, Bound.AT_LEAST, spans(t, "people are")[:1], Sort.MISSING, holder="s1"
    )
    unverified = Mark("m1", spans(t, "could not be verified"), Status.UNVERIFIED, ("f1",), by=spans(t, "the Orle Post."))
    return of, Report(page, said, MODEL, figures=(at_least,), marks=(unverified,))


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The file of a linked ledger with five pages: HTML and plain, one shows a prisoner of war, one could not be read."""
    path = tmp_path_factory.mktemp("exported") / "sayso.db"
    with open_ledger(path, create=True) as ledger:
        run = ledger.begin(["/news"], at=NOON)
        for minute, (document, report) in enumerate((flood(), strike(), stub(), toll(), bridge())):
            ledger.record(document, [report], seen_at=later(minute), run=run)
        ledger.end(run, at=later(9))
        second = ledger.begin(["/news"], at=later(60))
        ledger.sight(flood()[0], seen_at=later(60), run=second)
        decided = {"by": "Rhea Venn", "at": later(70)}
        decide(ledger.store, About.PEOPLE, Verdict.SPLIT, "Ilse Brandt", "I. Brandt", reason="a painter", **decided)  # type: ignore[arg-type]
        decide(ledger.store, About.PEOPLE, Verdict.JOIN, "Danil Veresh", "D. Veresh", reason="the same man", **decided)  # type: ignore[arg-type]
        link(ledger)
    return path.read_bytes()


@pytest.fixture
def path(kept: bytes, tmp_path: Path) -> Path:
    """Where a copy of that ledger lies, with its key."""
    path = tmp_path / "sayso.db"
    path.write_bytes(kept)
    key_beside(path).write_text(KEY)
    return path


@pytest.fixture
def ledger(path: Path) -> Iterator[Ledger]:
    """A copy of that ledger."""
    with open_ledger(path) as opened:
        yield opened


Select = Callable[..., Selection]


@pytest.fixture
def select(ledger: Ledger) -> Select:
    """What is asked for of it, as it may be shown."""

    def selection(asked: Asked | None = None, wish: Wish = Wish.PRISONERS) -> Selection:
        log, key = log_beside(ledger.path), key_beside(ledger.path)
        veils = Veils(wish, key=key, log=log, by="Rhea Venn", face="export", now=lambda: NOON)
        return Selection(ledger, veils, asked or Asked())

    return selection
