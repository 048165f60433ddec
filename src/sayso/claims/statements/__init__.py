"""Statements: from what the reader found to who says what.

The door is :func:`statements_of`. ``pieces`` cuts words clean; ``joins``, ``subjects``, ``overlooked`` and ``labels`` complete
what the reader found; ``said`` tells what is a statement at all; ``stance`` and ``circumstances`` read the reporting clause;
``later`` and ``whose`` tell more of a speaker; ``confidence`` weighs how surely all that is read.
"""

from sayso.claims.statements.statements import statements_of

__all__ = ["statements_of"]
