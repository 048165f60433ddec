"""A server for assistants (Model Context Protocol), so that they quote a ledger rather than invent: ``sayso mcp``.

It only ever reads. Every answer carries exact words with the entry that they are cited by, and what was looked through. Names of
private people are withheld on pages that show prisoners of war, and no request can take that veil off.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sayso.claims.figure import Sort
from sayso.claims.marks.status import ReportedState
from sayso.claims.statement import Stance
from sayso.errors import SaysoError, UsageError
from sayso.export.citation import citations
from sayso.export.linked import dispute_rows
from sayso.export.selection import Asked, Selection
from sayso.extras import needs
from sayso.ledger.answers import PageFilter, StatementFilter, StatementRow
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.ledger.reported import FigureFilter, FigureRow
from sayso.ledger.veils import Veils, Wish

MOST = 100
"""So many entries are given at once; whoever wants more asks more narrowly."""

INSTRUCTIONS = """\
A ledger of claims in news coverage: who says what, in which words, and where. It never says what is true.
- Quote only what stands in "content" or "printed", character for character, and name who said it and the outlet it stands in.
- Where "speaker" is null the page leaves open who said it: say so, and do not guess.
- "doubtful" entries may be misread: check them against the page before use.
- Give the entry's id with what you quote, or the citation that the tool cite gives.
- Give the scope with any count: what was looked through, and what could not be read."""


class Desk:
    """What the tools answer, as plain values; one ledger, opened anew for each question, since others write to it."""

    def __init__(self, path: str) -> None:
        self._path = path
        with open_ledger(path):
            pass

    def search_statements(
        self,
        words: str | None = None,
        speaker: str | None = None,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        stance: str | None = None,
        limit: int = 20,
    ) -> dict[str, Any]:
        """Find statements: who says what, in exact words, with the page and outlet they stand in.

        words: all must stand in it; "in a row" in double quotes, bomb* begins so, dam OR bridge either, -dam without.
        speaker, outlet: whole words of the name. since, until: dates of publication, 2025, 2025-03 or 2025-03-12.
        stance: neutral, distancing, confirming, showing, denying, estimating or demanding.
        """
        asked = StatementFilter(
            words=words,
            speaker=speaker,
            outlet=outlet,
            since=since,
            until=until,
            stance=_chosen(stance, Stance),
            limit=_limit(limit),
        )
        with open_ledger(self._path) as ledger:
            return self._statements(ledger, asked)

    def who_said(self, speaker: str, words: str | None = None, limit: int = 50) -> dict[str, Any]:
        """Everything that a speaker said, by date, under all names that are known to be theirs.

        Names that are alike but were not taken for the same are in "close": whether they are who is meant is for a person to say.
        """
        from sayso.stories import people
        from sayso.stories.linking import link

        with open_ledger(self._path) as ledger:
            link(ledger)
            shown = ledger.shown(self._veils())
            asked = StatementFilter(speaker=speaker, words=words, oldest_first=True, limit=_limit(limit))
            asked, groups = people.with_all_names(shown, asked)
            names = [
                {"name": named.name, "because": named.because}
                for each in people.who_says(shown, replace(asked, limit=None), groups)
                for named in each.names
            ]
            return self._statements(ledger, asked) | {"names": names, "close": shown.close_speakers(asked)}

    def figures(
        self,
        sort: str | None = None,
        counts: str | None = None,
        place: str | None = None,
        speaker: str | None = None,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        status: str | None = None,
        limit: int = 20,
    ) -> dict[str, Any]:
        """Find numbers that are claimed: as printed, what they count, as of when, on whose word, and how far it is verified.

        sort: killed, injured, missing, displaced, … counts: words in what is counted. place: a name, or a country's code.
        status: nothing said, unverified, confirmed or conflicting, as the page reports it.
        """
        asked = FigureFilter(
            sort=_chosen(sort, Sort),
            counts=counts,
            place=place,
            speaker=speaker,
            outlet=outlet,
            since=since,
            until=until,
            status=_chosen(status, ReportedState),
        )
        with open_ledger(self._path) as ledger:
            shown = ledger.shown(self._veils())
            found = list(shown.figures(asked))
            rows = found[: _limit(limit)]
            return {"count": len(found), "figures": [_figure(row) for row in rows], "scope": _scope(shown, asked)}

    def disputes(
        self, words: str | None = None, since: str | None = None, until: str | None = None, limit: int = 20
    ) -> dict[str, Any]:
        """Find entries about the same question that cannot both hold, with who says each, in exact words, and why they are set
        side by side. Which of them holds is not said: sayso does not know. words: that stand in a statement of it.
        """
        from sayso.stories.linking import link

        with open_ledger(self._path) as ledger:
            link(ledger)
            asked = Asked(statements=StatementFilter(words=words, since=since, until=until))
            selection = Selection(ledger, self._veils(), asked)
            found = [row for row in dispute_rows(selection) if row["dispute"]]
            rows = [{k: _plain(v) for k, v in row.items() if v is not None} for row in found[: _limit(limit)]]
            return {"count": len(found), "disputes": rows, "scope": selection.scope.as_json()}

    def cite(self, entry: str) -> dict[str, Any]:
        """How an entry is cited: its exact words, who said it, where it was published and when seen, in plain text and BibTeX.

        entry: the id that every statement and figure here has, or its first six digits and more.
        """
        with open_ledger(self._path) as ledger:
            return {"citations": [each.as_json() for each in citations(Selection(ledger, self._veils(), Asked()), entry)]}

    def _statements(self, ledger: Ledger, asked: StatementFilter) -> dict[str, Any]:
        shown = ledger.shown(self._veils())
        count = shown.count(replace(asked, limit=None))
        return {"count": count.as_json(), "statements": [_statement(row) for row in shown.statements(asked)]}

    def _veils(self) -> Veils:
        return Veils.beside(self._place(), Wish.PRISONERS, by="", face="mcp")

    def _place(self) -> Any:
        from pathlib import Path

        return Path(self._path)


TOOLS: tuple[Callable[..., Any], ...] = (
    Desk.search_statements,
    Desk.who_said,
    Desk.figures,
    Desk.disputes,
    Desk.cite,
)


def serve(path: str) -> None:
    """Answer an assistant over standard input and output, until it hangs up.

    Raises:
        ExtraMissing: the library of the protocol is not installed.
        NoLedger: there is none at the path.
    """
    server_of(Desk(path)).run("stdio")


def server_of(desk: Desk) -> Any:
    """The server of the Model Context Protocol, with the tools of the desk."""
    made = needs("mcp.server.mcpserver", extra="mcp", to="serve assistants")
    types = needs("mcp.types", extra="mcp", to="serve assistants")
    from sayso import __version__

    server = made.MCPServer("sayso", instructions=INSTRUCTIONS, version=__version__)
    for tool in TOOLS:
        server.add_tool(
            _told(getattr(desk, tool.__name__)),
            annotations=types.ToolAnnotations(read_only_hint=True, open_world_hint=False),
        )
    return server


def _told(tool: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """The tool, whose errors are answers in words: an assistant reads them and asks better."""
    from functools import wraps

    @wraps(tool)
    def asked(*args: Any, **kwargs: Any) -> dict[str, Any]:
        try:
            return tool(*args, **kwargs)
        except SaysoError as error:
            return {"error": str(error)}

    return asked


def _statement(row: StatementRow) -> dict[str, Any]:
    said = row.statement
    return {
        "entry": row.entry,
        "speaker": said.speaker.name,
        "role": said.speaker.role,
        "because": said.speaker.because.value,
        "source": row.source,
        "cue": row.cue,
        "content": row.content,
        "kind": said.kind.value,
        "stance": said.stance.value,
        "doubtful": said.doubtful,
        **_page(row),
    }


def _figure(row: FigureRow) -> dict[str, Any]:
    found = row.as_json()
    kept = ("printed", "low", "high", "bound", "sort", "counts", "who", "as_of", "period", "place", "source", "via", "status")
    return {"entry": row.entry, **{name: found.get(name) for name in kept}, **_page(row)}


def _page(row: StatementRow | FigureRow) -> dict[str, Any]:
    return {"outlet": row.outlet, "headline": row.headline, "published": row.published, "url": row.url, "page": row.page}


def _scope(ledger: Ledger, asked: PageFilter) -> dict[str, Any]:
    return ledger.scope(asked).as_json()


def _chosen(value: str | None, of: Any) -> Any:
    if value is None:
        return None
    if value not in set(of):
        raise UsageError(f"There is no {of.__name__.lower()} {value!r}; there are {', '.join(of)}")
    return of(value)


def _limit(limit: int) -> int:
    if limit < 1:
        raise UsageError(f"limit is {limit}; give 1 or more, {MOST} at most")
    return min(limit, MOST)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
