"""A report without what is read with less confidence."""

from dataclasses import replace

from sayso.claims.report import Report
from tests.claims.marked import read


def test_what_stood_within_a_statement_that_is_left_out_stands_alone() -> None:
    page, (outer, inner) = read(
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>that <s2>a guard</s2> <c2>had reported</c2> <t2>nine cracks in the dam</t2></t1>."
    )
    assert inner.within == outer.id
    report = Report(page, (replace(outer, confidence=0.4), replace(inner, confidence=0.8)), "by hand")
    assert [s.doubtful for s in report.statements] == [True, False]
    assert report.confident(0.5).statements == (replace(inner, confidence=0.8, within=None),)
    assert report.confident(0.3).statements == report.statements
