"""Reported: everything that a page claims, from its reading to its report. The door of this part of sayso."""

from __future__ import annotations

from sayso.claims.figures.figures import figures_of
from sayso.claims.marks.marks import marks_of
from sayso.claims.report import RULES, Report
from sayso.claims.settings.places import Places
from sayso.claims.settings.setting import placed, set_in
from sayso.claims.statements.posted import not_of_themselves
from sayso.claims.statements.statements import statements_of
from sayso.claims.statements.whose import with_whose
from sayso.page.page import Page
from sayso.reading.reading import Reading


def report_of(page: Page, reading: Reading, *, rules: str = RULES) -> Report:
    """The report of a page: its statements, figures and marks.

    A reading without the words' heads (of a reader by hand) gives no figures.
    """
    places = Places(page)
    statements = placed(with_whose(statements_of(page, reading), page.text), places)
    figures = figures_of(page, statements, reading.syntax) if reading.syntax is not None else ()
    figures = set_in(page, statements, figures, places)
    marks = not_of_themselves(marks_of(page, statements, figures), statements)
    return Report(page, statements, reading.model, rules, figures, marks)
