"""A report as the reading format has it, and without what is read with less confidence."""

from dataclasses import replace

from sayso.claims.figure import Bound, Candidate, Figure, Place, Precision, Sort, When
from sayso.claims.mark import Mark, Status
from sayso.claims.report import Report
from sayso.text import Span
from tests.claims.marked import read


def test_what_stood_within_a_statement_that_is_left_out_stands_alone() -> None:
    page, (outer, inner) = read(
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>that <s2>a guard</s2> <c2>had reported</c2> <t2>nine cracks in the dam</t2></t1>."
    )
    assert inner.within == outer.id
    report = Report(page, (replace(outer, confidence=0.4), replace(inner, confidence=0.95)), "by hand")
    assert [s.doubtful for s in report.statements] == [True, False]
    assert report.confident(0.5).statements == (replace(inner, confidence=0.95, within=None),)
    assert report.confident(0.3).statements == report.statements


def test_what_a_statement_held_that_is_left_out_is_held_by_the_next_outer_one() -> None:
    page, (outer, inner) = read(
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>that <s2>a guard</s2> <c2>had reported</c2> <t2>nine cracks in the dam</t2></t1>."
    )
    nine = Figure(
        "f1", Span(page.text.index("nine"), page.text.index("nine") + 4), 9, 9, Bound.EXACT, (), Sort.OTHER, holder="s2"
    )
    had = (Span(page.text.index("had"), page.text.index("had") + 3),)
    marks = (Mark("m1", had, Status.HEDGED, ("s2", "f1"), holder="s2"), Mark("m2", had, Status.UNVERIFIED, ("s2",)))
    report = Report(
        page, (replace(outer, confidence=0.6), replace(inner, confidence=0.4)), "by hand", figures=(nine,), marks=marks
    )
    some = report.confident(0.5)
    assert some.figures == (replace(nine, holder="s1"),)
    assert some.marks == (replace(marks[0], about=("f1",), holder="s1"),)  # the other is about nothing that is left
    none = report.confident(0.9)
    assert (none.statements, none.figures) == ((), (replace(nine, holder="outlet"),))
    assert none.marks == (replace(marks[0], about=("f1",), holder="outlet"),)
    assert report.confident(0.4) == report


def test_figures_and_marks_are_given_with_their_words() -> None:
    page, _ = read("At least 14 people drowned at Orle on Monday, which nobody confirmed.")

    def at(words: str) -> Span:
        return Span(page.text.index(words), page.text.index(words) + len(words))

    orle = Candidate("Orle", "XB", 50.0, 14.5)
    figure = Figure(
        "f1",
        at("At least 14"),
        14.0,
        None,
        Bound.AT_LEAST,
        (at("people"),),
        Sort.KILLED,
        event=(at("drowned"),),
        as_of=When(at("on Monday"), "2025-05-05", Precision.DAY),
        place=Place(at("Orle"), orle, (orle,), "the only one"),
    )
    mark = Mark("m1", (at("nobody confirmed"),), Status.UNVERIFIED, ("f1",), by=(at("nobody"),))
    found = Report(page, (), "by hand", figures=(figure,), marks=(mark,)).as_json()
    there = {"name": "Orle", "country": "XB", "latitude": 50.0, "longitude": 14.5}
    assert found["figures"] == [
        {
            "id": "f1",
            "span": [0, 11],
            "printed": "At least 14",
            "low": 14,
            "high": None,
            "bound": "at_least",
            "sort": "killed",
            "counts": "people",
            "event": "drowned",
            "who": None,
            "blamed": None,
            "as_of": {"value": "2025-05-05", "precision": "day", "words": "on Monday", "span": [35, 44]},
            "period": None,
            "place": {"words": "Orle", "span": [30, 34], "means": there, "candidates": [there], "because": "the only one"},
            "part_of": None,
            "replaces": None,
            "holder": "outlet",
            "cited": {"counts": [[12, 18]], "event": [[19, 26]], "who": [], "blamed": []},
        }
    ]
    assert found["marks"] == [
        {
            "id": "m1",
            "spans": [[52, 68]],
            "words": "nobody confirmed",
            "status": "unverified",
            "by": "nobody",
            "about": ["f1"],
            "holder": "outlet",
        }
    ]
