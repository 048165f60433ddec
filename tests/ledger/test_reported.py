"""Figures of a ledger: which are found, on whose word, how sure; the lowest and the highest; and those of a source over time."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from sayso.claims.figure import Bound, Candidate, Figure, Place, Precision, Sort, When
from sayso.claims.mark import Mark, Status
from sayso.claims.marks.status import ReportedState
from sayso.claims.report import Report
from sayso.claims.statement import Stance, Statement, StatementKind
from sayso.errors import NotInLedger, UsageError
from sayso.ledger.integrity import audit
from sayso.ledger.ledger import Ledger
from sayso.ledger.reported import FigureFilter, FigureRow, count_of, extremes_of, series_of
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.text import Span
from tests.ledger.build import MODEL, NOON, document, page, spans

ORLE = Candidate("Orle", "XB", 50.0, 14.5)

MONDAY = """Ferry sinks off Orle

The coast guard said at least 14 people drowned off Orle on Monday, among them three children.
Dozens are missing. “I saw 30 bodies,” a diver told the Orle Post. His count could not be confirmed."""
TUESDAY = """Ferry toll rises

The coast guard said on Tuesday that 21 people had drowned, up from 14. The owner put it at no more than 20.
Between 25 and 40 are missing. Raising the ferry will cost €2 million, not $3 million."""


def figure(name: str, text: str, words: str, low: float | None, high: float | None, sort: Sort, **more: object) -> Figure:
    bounds = {(True, True): Bound.EXACT, (True, False): Bound.AT_LEAST, (False, True): Bound.AT_MOST}
    bound = bounds[low is not None, high is not None] if low is None or high is None or low == high else Bound.RANGE
    given = {"bound": bound, "counts": ()} | more
    return Figure(id=name, span=spans(text, words)[0], low=low, high=high, sort=sort, **given)  # type: ignore[arg-type]


def said(name: str, text: str, source: str, cue: str, content: str, speaker: str | None, **more: object) -> Statement:
    kind = SpeakerKind.ORGANISATION if speaker else None
    who = Speaker(speaker, kind, Reason.AS_NAMED if speaker else Reason.NONE_FITS)
    given = {"kind": StatementKind.INDIRECT, "stance": Stance.NEUTRAL} | more
    source_at, cue_at = spans(text, source), spans(text, cue)
    return Statement(id=name, source=source_at, cue=cue_at, content=spans(text, content), speaker=who, **given)  # type: ignore[arg-type]


def monday() -> Report:
    of = document(MONDAY, name="monday", url="https://post.example/monday", outlet="Orle Post")
    t = MONDAY
    orle = Place(Span(t.index("off Orle on") + 4, t.index("off Orle on") + 8), ORLE, (ORLE,), "the only one")
    on_monday = When(spans(t, "on Monday")[0], "2025-05-05", Precision.DAY)
    statements = (
        said("s1", t, "The coast guard", "said", "at least 14 people drowned off Orle on Monday", "The coast guard"),
        said("s2", t, "a diver", "told", "I saw 30 bodies", None),
    )
    figures = (
        figure(
            "f1", t, "at least 14", 14, None, Sort.KILLED, counts=spans(t, "people"), holder="s1", place=orle, as_of=on_monday
        ),
        figure("f2", t, "three", 3, 3, Sort.KILLED, counts=spans(t, "children"), part_of="f1", holder="s1"),
        figure("f3", t, "Dozens", 24, None, Sort.MISSING, bound=Bound.ORDER),
        figure("f4", t, "30", 30, 30, Sort.KILLED, counts=spans(t, "bodies"), holder="s2"),
    )
    marks = (Mark("m1", spans(t, "His count could not be confirmed"), Status.UNVERIFIED, ("s2", "f4")),)
    return Report(page(of, published="2025-05-05"), statements, MODEL, figures=figures, marks=marks)


def tuesday() -> Report:
    of = document(TUESDAY, name="tuesday", outlet="Harbour Post")
    t = TUESDAY
    statements = (
        said("s1", t, "The coast guard", "said", "21 people had drowned, up from 14", "the Coast Guard"),
        said("s2", t, "The owner", "put", "no more than 20", "The owner"),
    )
    figures = (
        figure("f1", t, "21", 21, 21, Sort.KILLED, counts=spans(t, "people"), replaces="f2", holder="s1"),
        figure("f2", t, "14", 14, 14, Sort.KILLED, counts=spans(t, "people"), holder="s1"),
        figure("f3", t, "no more than 20", None, 20, Sort.KILLED, holder="s2"),
        figure("f4", t, "Between 25 and 40", 25, 40, Sort.MISSING),
        figure("f5", t, "€2 million", 2e6, 2e6, Sort.MONEY),
        figure("f6", t, "$3 million", 3e6, 3e6, Sort.MONEY),
    )
    return Report(page(of, published="2025-05-06T08:00"), statements, MODEL, figures=figures)


@pytest.fixture
def ferry(ledger: Ledger) -> Ledger:
    """A ledger with two reports of a ferry that sank."""
    run = ledger.begin(["/news"], at=NOON)
    for report in (monday(), tuesday()):
        of = document(report.page.text, name=report.page.name, url=report.page.url, outlet=report.page.outlet)
        ledger.record(of, [report], seen_at=NOON, run=run)
    return ledger


ALL = ["21", "14", "no more than 20", "Between 25 and 40", "€2 million", "$3 million", "at least 14", "three", "Dozens", "30"]

FILTERS = [
    (FigureFilter(), ALL),  # newest page first, on a page in its order
    (FigureFilter(oldest_first=True), ALL[6:] + ALL[:6]),
    (FigureFilter(limit=2, offset=1), ALL[1:3]),
    (FigureFilter(sort=Sort.MISSING), ["Between 25 and 40", "Dozens"]),
    (FigureFilter(sort=(Sort.MONEY, Sort.MISSING), since="2025-05-06"), ["Between 25 and 40", "€2 million", "$3 million"]),
    (FigureFilter(counts="people"), ["21", "14", "at least 14"]),
    (FigureFilter(counts=("child*", "bodies")), ["three", "30"]),
    (FigureFilter(counts="peop"), []),
    (FigureFilter(place="orle"), ["at least 14"]),
    (FigureFilter(place="XB"), ["at least 14"]),
    (FigureFilter(place="Maren"), []),
    (FigureFilter(speaker="coast guard"), ["21", "14", "at least 14", "three"]),
    (FigureFilter(speaker=("owner", "nobody's")), ["no more than 20"]),
    (FigureFilter(outlet="orle post"), ALL[6:]),
    (FigureFilter(page="https://post.example/monday", sort=Sort.KILLED), ["at least 14", "three", "30"]),
    (FigureFilter(until="2025-05-05"), ALL[6:]),
    (FigureFilter(status=ReportedState.UNVERIFIED), ["30"]),
    (FigureFilter(status=(ReportedState.NOTHING_SAID, ReportedState.CONFIRMED), sort=Sort.KILLED, outlet="orle"), ALL[6:8]),
    (FigureFilter(as_of="2025-05-05", sort=Sort.KILLED), ALL[6:8] + ALL[9:]),
    (FigureFilter(as_of="2025-05", sort=Sort.MISSING), ["Between 25 and 40", "Dozens"]),
    (FigureFilter(as_of="2024"), []),
    (FigureFilter(unattributed=True), ["Between 25 and 40", "€2 million", "$3 million", "Dozens"]),
]


@pytest.mark.parametrize(("asked", "expected"), FILTERS)
def test_filters(ferry: Ledger, asked: FigureFilter, expected: list[str]) -> None:
    assert [row.printed for row in ferry.figures(asked)] == expected


def test_a_figure_comes_with_whose_word_it_is_and_how_sure(ferry: Ledger) -> None:
    [row] = ferry.figures(FigureFilter(counts="bodies"))
    assert row.as_json() | {"entry": "", "page": "", "chain": []} == {
        "entry": "",
        "page": "",
        "name": "monday",
        "headline": "Ferry sinks off Orle",
        "outlet": "Orle Post",
        "published": "2025-05-05",
        "url": "https://post.example/monday",
        "seen": "/news/monday.txt",
        "id": "f4",
        "span": [144, 146],
        "printed": "30",
        "low": 30,
        "high": 30,
        "bound": "exact",
        "sort": "killed",
        "counts": "bodies",
        "event": None,
        "who": None,
        "blamed": None,
        "as_of": None,
        "period": None,
        "place": None,
        "part_of": None,
        "replaces": None,
        "holder": "s2",
        "cited": {"counts": [[147, 153]], "event": [], "who": [], "blamed": []},
        "source": "“a diver”, unresolved",
        "via": ["Orle Post"],
        "chain": [],
        "unattributed": False,
        "status": "unverified",
        "because": ["unverified: “His count could not be confirmed” (in the page’s own words)"],
        "replaced": False,
        "model": MODEL,
    }
    assert [(holder.source, holder.cue, holder.name) for holder in row.chain] == [("a diver", "told", "“a diver”, unresolved")]
    assert row.entry == next(ferry.figures(FigureFilter(page="monday", status=ReportedState.UNVERIFIED))).entry


def test_a_figure_is_of_the_day_that_its_words_give_or_of_its_page(ferry: Ledger) -> None:
    days = {row.printed: row.day for row in ferry.figures(FigureFilter(sort=Sort.KILLED))}
    assert days["at least 14"] == "2025-05-05"
    assert days["21"] == "2025-05-06"


def test_figures_of_a_document_that_is_kept_twice_are_counted_as_copies(ferry: Ledger) -> None:
    again = document(MONDAY + "\n", name="again", url="https://post.example/monday", outlet="Orle Post")
    made = page(again, published="2025-05-05")
    ferry.record(again, [Report(made, (), MODEL, figures=monday().figures[2:3])], seen_at=NOON, run=ferry.begin(["/b"], at=NOON))
    count = count_of(list(ferry.figures()), ferry.scope())
    assert (count.figures, count.pages, count.outlets, count.copies) == (11, 3, 2, 1)
    assert count.sorts == {Sort.KILLED: 6, Sort.MISSING: 3, Sort.MONEY: 2}
    assert audit(ferry).sound


def told(rows: tuple[FigureRow, ...]) -> list[tuple[str, str]]:
    return [(row.printed, row.source) for row in rows]


def test_words_are_those_that_may_be_shown(ferry: Ledger) -> None:
    def veiled(report: Report) -> Report:
        return replace(report, page=replace(report.page, text=report.page.text.replace("a diver", "*******"), headline=None))

    [plain] = ferry.figures(FigureFilter(counts="bodies"))
    [row] = ferry.figures(FigureFilter(counts="bodies"), shown=veiled)
    assert (row.source, row.headline, row.printed) == ("“*******”, unresolved", None, "30")
    assert (row.entry, row.chain[0].entry, row.page, row.figure) == (plain.entry, plain.chain[0].entry, plain.page, plain.figure)


def test_the_lowest_and_the_highest_are_told_with_their_words_and_whose_they_are(ferry: Ledger) -> None:
    killed, missing, dollar, euro = extremes_of(ferry.figures())
    # three children are part of others, and the page itself replaces the 14; at least 14 is lower than no more than 20
    assert (killed.sort, killed.compared, killed.left_out) == (Sort.KILLED, 4, 2)
    assert told(killed.lowest) == [("at least 14", "The coast guard")]
    assert told(killed.highest) == [("30", "“a diver”, unresolved")]
    assert (told(missing.lowest), told(missing.highest)) == ([("Dozens", "Orle Post")], [("Between 25 and 40", "Harbour Post")])
    assert [(found.unit, told(found.lowest)) for found in (dollar, euro)] == [
        ("$", [("$3 million", "Harbour Post")]),
        ("€", [("€2 million", "Harbour Post")]),
    ]


def test_a_vague_word_is_only_compared(ferry: Ledger) -> None:
    _, missing, *_ = extremes_of(ferry.figures())
    [lowest] = missing.as_json()["lowest"]
    assert lowest["printed"] == "Dozens"
    assert "24" not in str(lowest)


def test_the_series_of_a_source_runs_over_pages(ferry: Ledger) -> None:
    series = series_of(ferry.figures(FigureFilter(sort=Sort.KILLED)))
    assert [(s.source, [(point.day, point.first.printed) for point in s.points]) for s in series] == [
        ("the Coast Guard", [("2025-05-05", "at least 14"), ("2025-05-06", "21")]),
        ("The owner", [("2025-05-06", "no more than 20")]),
        ("“a diver”, unresolved (Orle Post)", [("2025-05-05", "30")]),
    ]


@pytest.mark.parametrize("rows", [*itertools.permutations(range(3))])
def test_the_order_of_figures_makes_no_difference(ferry: Ledger, rows: tuple[int, ...]) -> None:
    found = list(ferry.figures(FigureFilter(sort=Sort.KILLED)))[:3]
    assert extremes_of(found[i] for i in rows) == extremes_of(found)


def test_what_is_no_date_is_refused(ferry: Ledger) -> None:
    with pytest.raises(UsageError, match="'Monday' is no date"):
        list(ferry.figures(FigureFilter(as_of="Monday")))


@pytest.mark.parametrize("asked", [FigureFilter(counts="!"), FigureFilter(place=""), FigureFilter(speaker=("Kord", "–"))])
def test_what_has_no_word_in_it_is_refused(ferry: Ledger, asked: FigureFilter) -> None:
    with pytest.raises(UsageError, match="There is no word in"):
        list(ferry.figures(asked))


def test_a_page_that_is_not_there_is_refused(ferry: Ledger) -> None:
    with pytest.raises(NotInLedger):
        list(ferry.figures(FigureFilter(page="drought")))
