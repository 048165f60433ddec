"""Names that are withheld: in whatever a command prints, in what a search finds, and what is noted of those who look."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

import sayso
from sayso.claims.care.passages import may_show_prisoners
from sayso.claims.figure import Bound, Figure, Sort
from sayso.claims.report import Report
from sayso.claims.statement import Stance, Statement, StatementKind
from sayso.cli.exits import Exit
from sayso.errors import NotInLedger
from sayso.ledger.answers import StatementFilter
from sayso.ledger.ledger import open_ledger
from sayso.ledger.veiling import key_beside, log_beside, settings, unveilings
from sayso.ledger.veils import Veils, Wish
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from tests.ledger.build import MODEL, NOON, document, page, spans
from tests.test_cli import FERRY, Ended, run  # noqa: F401

Run = Callable[..., Ended]

KEY = "0f" * 32 + "\n"
CAPTIVES = """\
Army shows captured conscript Danil Veresh

6 May 2025, 08:30

Captured conscript Danil Veresh, 21, was shown in a video of two captured Ostran soldiers.

“We were told that the ridge was empty,” Danil Veresh said. “Veresh is treated well,” Oleg Dorn said.

Defence Minister Oleg Dorn had come to the camp on Monday with doctors of the army and with a delegation of the Red Cross.
"""
TOLL = """Captured conscript Danil Veresh tells of the ridge

Captured conscript Danil Veresh, 21, spoke to reporters beside two captured Ostran soldiers. Veresh said 40 men had died.

Mayor Ada Ruiz said nobody had died in the town of Orle."""
MOURNED = """Orle mourns

7 May 2025, 10:00

Mila Harn, 8, was killed when the bridge fell. “She was a child who liked to sing,” Pavel Kord said. The school is closed today.
"""
NAME = re.compile("veresh|danil", re.IGNORECASE)
WITHHELD = "[name withheld ####]"
TOKEN = re.compile(r"\[name withheld [0-9a-f]{4}\]")


def toll() -> tuple[sayso.Document, Report]:
    """A page with a figure on the word of a prisoner, in a file that is called after him."""
    of = document(
        TOLL, name="veresh-speaks", seen="/news/Veresh-speaks.txt", url="https://post.example/danil-veresh", outlet="Post"
    )
    made = page(of, published="2025-05-07")
    t = made.text
    at = spans(t, "Veresh said")[0]
    veresh = Speaker("Danil Veresh", SpeakerKind.PERSON, Reason.SURNAME, "conscript")
    ruiz = Speaker("Ada Ruiz", SpeakerKind.PERSON, Reason.AS_NAMED, "Mayor")
    of_veresh = (sayso.Span(at.start, at.start + 6),)
    said = (
        _said("s1", of_veresh, (sayso.Span(at.start + 7, at.end),), spans(t, "40 men had died"), veresh),
        _said(
            "s2", spans(t, "Mayor Ada Ruiz"), spans(t, "said nobody")[:1], spans(t, "nobody had died in the town of Orle"), ruiz
        ),
    )
    figure = Figure(
        "f1", spans(t, "40")[0], 40, 40, Bound.EXACT, spans(t, "men"), Sort.KILLED, event=spans(t, "died"), holder="s1"
    )
    return of, Report(made, said, MODEL, figures=(figure,))


def _said(name: str, source: sayso.Pieces, cue: sayso.Pieces, content: sayso.Pieces, speaker: Speaker) -> Statement:
    return Statement(name, StatementKind.INDIRECT, Stance.NEUTRAL, source, cue, content, speaker, confidence=0.9)


def told(ended: Ended) -> Ended:
    """What was printed, whatever the tokens are."""
    return Ended(ended.code, TOKEN.sub(WITHHELD, ended.out), ended.err)


@pytest.fixture
def kept(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:  # noqa: F811
    """A command line with a ledger of pages of which two show prisoners of war."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    for key in (key_beside(Path("sayso.db")), settings() / "veil-key"):
        key.parent.mkdir(parents=True, exist_ok=True)
        key.write_text(KEY)
    for name, text in (("captives", CAPTIVES), ("ferry", FERRY), ("mourned", MOURNED)):
        Path(f"{name}.txt").write_text(text)
    assert run("add", "captives.txt", "ferry.txt", "mourned.txt").code == Exit.FINE
    with open_ledger("sayso.db") as ledger:
        of, report = toll()
        ledger.record(of, [report], seen_at=NOON, run=ledger.begin(["/news"], at=NOON))
    return run


def test_a_page_is_read_without_the_names_of_prisoners(kept: Run) -> None:
    assert told(kept("read", "captives.txt")) == Ended(
        Exit.FINE,
        """\
Army shows captured conscript [name withheld ####]
published 6 May 2025, 08:30
Withheld: 1 private person’s name; --unveil shows them, and notes who looked.
2 statements · 2 speakers

 1  [name withheld ####], Captured conscript · said
    │ “We were told that the ridge was empty,”
    paragraph 2, 171–211 · direct

 2  Oleg Dorn, Defence Minister · said
    │ “[name withheld ####] is treated well,”
    paragraph 2, 239–278 · direct

""",
        "",
    )


def test_the_json_of_a_page_cites_its_veiled_text(kept: Run) -> None:
    [read] = map(json.loads, kept("read", "captives.txt", "--json").out.splitlines())
    token = TOKEN.search(read["text"])
    assert token
    assert read["withheld"] == 1
    assert read["headline"] == f"Army shows captured conscript {token[0]}"
    assert [[read["text"][start:end] for start, end in s["content"]] for s in read["statements"]] == [
        ["“We were told that the ridge was empty,”"],
        [f"“{token[0]} is treated well,”"],
    ]
    assert [s["speaker"] for s in read["statements"]] == [token[0], "Oleg Dorn"]
    assert [json.loads(kept("read", f"{name}.txt", "--json").out)["withheld"] for name in ("ferry", "mourned")] == [None, None]


def test_figures_are_on_the_word_of_a_token(kept: Run) -> None:
    assert told(kept("figures")) == Ended(
        Exit.FINE,
        """\
Captured conscript [name withheld ####] tells of the ridge
Post · 7 May 2025 · [name withheld ####]-speaks
    40 men · killed (“died”)
    [name withheld ####], conscript · said
    [name withheld ####]-speaks, 157–159 · nothing said about verification

1 figure on 1 page of 1 outlet.
Withheld: the names of private people on 1 page here; --unveil shows them, and
notes who looked.
Looked through: 4 pages of 1 outlet, 6 to 8 May 2025.
""",
        "",
    )


COMMANDS = [
    ["read", "captives.txt"],
    ["read", "captives.txt", "--marked"],
    ["read", "captives.txt", "ferry.txt", "--json"],
    ["read", "captives.txt", "--min-confidence", "0.1"],
    ["add", "captives.txt"],
    ["add", "captives.txt", "--json", "--verbose"],
    ["statements"],
    ["statements", "--json"],
    ["statements", "--words", "ridge OR treated"],
    ["statements", "--words", "treated -empty", "--json"],
    ["statements", "--words", "died"],
    ["who"],
    ["who", "--json"],
    ["who", "--limit", "2"],
    ["who", "Dorn"],
    ["who", "Denil Voresh"],
    ["who", "Denil Voresh", "--json"],
    ["figures"],
    ["figures", "--json"],
    ["figures", "--csv"],
    ["figures", "--series"],
    ["figures", "--series", "--json"],
    ["figures", "--series", "--csv"],
    ["figures", "--speaker", "Denil Voresh"],
    ["figures", "--page", "captured"],
    ["pages"],
    ["pages", "--json"],
    ["show", "captives"],
    ["show", "captives", "--all"],
    ["show", "captives", "--json"],
    ["show", "ridge", "--json"],
    ["show", "captured"],
    ["audit"],
    ["audit", "--json"],
    ["seal", "captives", "--reason", "r", "--by", "R"],
    ["seal", "captives", "--reason", "r", "--by", "R", "--yes"],
    ["seal", "ridge", "--reason", "r", "--by", "R", "--yes", "--json"],
    ["pages"],
]


@pytest.mark.parametrize("more", [[], ["--veil"]], ids=["", "veil"])
def test_no_command_prints_the_name(kept: Run, more: list[str]) -> None:
    can_veil = ("read", "statements", "who", "figures", "pages", "show")
    ended = {" ".join(c): kept(*c, *(more if c[0] in can_veil else [])) for c in COMMANDS}
    assert [command for command, each in ended.items() if NAME.search(each.out + each.err)] == []
    assert [command for command, each in ended.items() if each.code == Exit.BUG or not each.out + each.err] == []
    assert not log_beside(Path("sayso.db")).exists()


SEARCHES = [
    ["who", "Danil Veresh"],
    ["who", "Veresh, Danil"],
    ["statements", "--speaker", "veresh"],
    ["statements", "--words", "Veresh"],
    ["statements", "--words", "veres*"],
    ["figures", "--speaker", "Veresh"],
]


def test_a_search_finds_no_name_that_is_withheld(kept: Run) -> None:
    for asked in SEARCHES:
        ended = kept(*asked)
        other = [word.replace("eres", "axus") for word in asked]
        assert ended.code == Exit.FINE
        assert " ".join(ended.out.split()).startswith(("No speaker of this name.", "No statement answers", "No figure answers"))
        assert "Names that are withheld, as those of prisoners of war are, are not searched" in ended.out
        assert ended == kept(*other), "a name that is withheld must look as one that nobody has"
        assert kept(*asked, "--json") == kept(*other, "--json")
        found = kept(*asked, "--unveil")
        assert NAME.search(found.out)
        assert "not searched" not in found.out


def test_what_must_not_be_there_tells_no_name_either(kept: Run) -> None:
    assert kept("statements", "--words", "treated -Veresh") == kept("statements", "--words", "treated -Vaxush")


def test_a_page_is_not_found_by_a_name_that_is_withheld(kept: Run) -> None:
    ended = kept("show", "Danil")
    assert (ended.code, ended.out) == (Exit.LEDGER, "")
    assert "No page called 'Danil' in the ledger" in ended.err
    assert "Names that are withheld are not searched" in ended.err
    assert kept("show", "Danil", "--unveil").code == Exit.LEDGER  # two pages have it in their headlines
    assert kept("figures", "--page", "Danil").code == Exit.LEDGER
    chosen = kept("show", "Captured").err
    assert TOKEN.search(chosen)


def test_speakers_are_counted_as_they_are_shown(kept: Run) -> None:
    listed = json.loads(kept("who", "--json").out)
    names = {row["name"]: row["statements"] for row in listed["speakers"]}
    tokens = [name for name in names if TOKEN.fullmatch(name)]
    assert len(tokens) == 2  # one person, but the tokens of two pages cannot be joined
    assert {name: n for name, n in names.items() if name not in tokens} == {"Ada Ruiz": 2, "Oleg Dorn": 1, "Pavel Kord": 1}
    assert listed["count"]["speakers"] == len(names)
    assert len(listed["withheld"]) == 2
    [found] = json.loads(kept("who", tokens[0], "--json").out)["statements"]
    assert found["speaker"] == tokens[0]


def test_names_of_others_are_withheld_when_asked_for(kept: Run) -> None:
    assert "Mila Harn" in kept("show", "mourned").out
    shown = kept("show", "mourned", "--veil").out
    assert "Mila" not in shown
    assert "The school is closed today." in shown
    both = kept("show", "mourned", "--veil", "--unveil")
    assert (both.code, "give one of the two" in both.err) == (Exit.USAGE, True)


def test_who_looks_is_noted_before_the_names_are_shown(kept: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.cli.withheld.getuser", lambda: "rhea")
    for command in (["show", "captives"], ["figures", "--csv"], ["pages"], ["who"], ["show", "ferry"]):
        kept(*command, "--unveil")
    assert "Danil Veresh" in kept("read", "captives.txt", "--unveil").out
    noted = [(each.by, each.face, each.page) for each in unveilings(log_beside(Path("sayso.db")))]
    with open_ledger("sayso.db") as ledger:
        captives, prisoner = ledger.page("captives").page.id, ledger.page("veresh-speaks").page.id
    assert noted[:2] == [("rhea", "show", captives), ("rhea", "csv", prisoner)]
    assert sorted(noted[2:]) == sorted(("rhea", face, p) for face in ("pages", "speakers") for p in (captives, prisoner))
    [read] = unveilings(settings() / "unveiled")
    assert (read.by, read.face, read.page) == ("rhea", "read", captives)


def test_nothing_is_shown_that_cannot_be_noted(kept: Run) -> None:
    log_beside(Path("sayso.db")).mkdir()
    ended = kept("show", "captives", "--unveil")
    assert (ended.code, ended.out) == (Exit.LEDGER, "")
    assert "so no name is shown" in ended.err


def test_a_program_gets_the_names_and_can_veil_them(kept: Run) -> None:
    whole = sayso.read("captives.txt")
    assert "Danil Veresh" in str(whole.as_json())
    shown = sayso.veiled(whole)
    assert not NAME.search(str(shown.as_json()))
    assert (shown.withheld, TOKEN.sub(WITHHELD, shown.page.headline or "")) == (1, f"Army shows captured conscript {WITHHELD}")
    ferry = sayso.read("ferry.txt")
    assert sayso.veiled(ferry) is ferry
    mourned = sayso.read("mourned.txt")
    assert sayso.veiled(mourned) is mourned
    assert "Mila" not in sayso.veiled(mourned, everywhere=True).page.text


def test_a_ledger_answers_a_program_as_it_may_be_shown(kept: Run) -> None:
    with open_ledger("sayso.db") as ledger:
        shown = ledger.shown(Veils.beside(ledger.path, Wish.PRISONERS, by="", face="python"))
        assert len(list(ledger.who("Veresh"))) == 2
        assert list(shown.who("Veresh")) == []
        assert not NAME.search(str([*shown.statements(), *shown.pages(), *shown.speakers(), *shown.figures()]))
        assert shown.count(StatementFilter(speaker="Veresh")).statements == 0
        assert len(list(ledger.who("Veresh"))) == 2, "the veil is drawn for one question only"
        with pytest.raises(NotInLedger):
            shown.page("Danil")


def test_no_veiled_report_is_kept(kept: Run) -> None:
    of, report = toll()
    with open_ledger("sayso.db") as ledger:
        run_ = ledger.begin(["/other"], at=NOON)
        with pytest.raises(ValueError, match="names are withheld"):
            ledger.record(of, [sayso.veiled(report)], seen_at=NOON, run=run_)


def test_a_quick_look_misses_no_prisoner_of_war() -> None:
    table = (Path(sayso.__file__).parent / "claims" / "care" / "care.tsv").read_text(encoding="utf-8")
    examples = [line.split("\t")[2] for line in table.splitlines() if line.startswith("prisoner\t")]
    assert examples
    assert [example for example in examples if not may_show_prisoners(example)] == []
    assert not may_show_prisoners(FERRY)


def test_what_a_dossier_is_called_withholds_names_too(kept: Run) -> None:
    with open_ledger("sayso.db") as ledger:
        entries = {row.content: row.entry for row in ledger.statements()}
    one, other = entries["“Veresh is treated well,”"], entries["nobody had died in the town of Orle"]
    because = ("--about", "dossiers", "--by", "Ada Kern", "--reason", "both answer the Red Cross")
    assert kept("join", one, other, *because).code == Exit.FINE
    shown = kept("dossiers", one, "--why")
    assert "is treated well" in shown.out
    asked = (
        ["dossiers"],
        ["dossiers", one],
        ["dossiers", one, "--json"],
        ["dossiers", "--json"],
        ["disputes", "--all", "--json"],
    )
    for command in (*asked, ["disputes", "--all", "--why"], ["dossiers", "treated"], ["dossiers", one, "--why"]):
        ended = kept(*command)
        assert ended.code == Exit.FINE, command
        assert not NAME.search(ended.out), command
    assert kept("dossiers", "Veresh").code == Exit.LEDGER, "it is not found by a name that is withheld"
    assert kept("dossiers", "Veresh", "--unveil").code == Exit.FINE


TOGETHER = (
    ["stories"],
    ["stories", "--json"],
    ["stories", "captives"],
    ["stories", "captives", "--json"],
    ["origins", "captives"],
    ["origins", "captives", "--json", "--why"],
    ["changes"],
    ["changes", "--json"],
    ["media"],
    ["media", "--json"],
    ["decisions"],
)


@pytest.mark.parametrize("command", TOGETHER, ids=" ".join)
def test_what_many_pages_tell_together_withholds_names(kept: Run, command: list[str]) -> None:
    again = CAPTIVES.replace("Army shows", "The army shows").replace("a video of", "a new video of")
    Path("again.txt").write_text(again)
    assert kept("add", "again.txt").code == Exit.FINE
    ended = kept(*command)
    assert ended.code == Exit.FINE, ended.err
    assert not NAME.search(ended.out)
