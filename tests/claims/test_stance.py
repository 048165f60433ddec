"""The stance of cues: the table's own examples, and the shapes that it does not list."""

from importlib import resources

import pytest

from sayso.claims.statements.stance import stance_of
from sayso.reading.cues import known
from sayso.reading.speaker import SpeakerKind

LINES = [
    line.split("\t")
    for line in resources.files("sayso.reading").joinpath("words/cues.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]

CASES = [
    ("could not confirm", "that nine had died", "neutral"),
    ("did not deny", "that he was there", "neutral"),
    ("has denied", "that he was there", "denying"),
    ("did not rule out", "a second vote", "neutral"),
    ("calling", "for a truce", "demanding"),
    ("called", "the plan a gamble", "neutral"),
    ("has called on", "him to step down", "demanding"),
    ("vowed", "to return", "demanding"),
    ("vowed", "that nobody would be left", "neutral"),
    ("suggested", "that they should leave", "demanding"),
    ("suggested", "the creation of a safe road", "demanding"),
    ("suggested", "that the fire was set", "estimating"),
    ("is then heard saying", "nothing", "neutral"),
    ("can be seen", "running", "showing"),
    ("had expressed cautious optimism", "that it would hold", "estimating"),
    ("has launched an appeal for", "$9m", "demanding"),
    ("carry a sign saying", "enough", "neutral"),
    ("has claimed responsibility for", "the blast", "distancing"),
    ("no longer believes", "it", "estimating"),
    ("rallied for", "a truce", "demanding"),
    ("grunted", "that it was late", "neutral"),
    ("", "no cue at all", "neutral"),
    ("declined to confirm", "that nine had died", "neutral"),
    ("refused to confirm or deny", "that he was there", "neutral"),
    ("was unable to verify", "the count", "neutral"),
    ("has yet to confirm", "the deaths", "neutral"),
    ("refused", "to name the ship", "denying"),
    ("refused to rule out", "a second vote", "neutral"),
    ("warned against", "a second crossing", "demanding"),
    ("issued", "a denial that its tankers had leaked", "denying"),
    ("issued", "a collective appeal to the council", "demanding"),
    ("issued", "a statement that says so", "neutral"),
    ("repeated", "their plea for clean water", "demanding"),
    ("gave", "an estimate of nine dead", "estimating"),
    ("made", "a call for a truce", "demanding"),
    ("voiced", "doubt that it would hold", "estimating"),
    ("rejected", "an appeal for a truce", "denying"),
    ("repeated", "that the claim was false", "neutral"),
    ("gave", "a speech in the port", "neutral"),
    ("insistence", "that all was well", "distancing"),
    ("has given no indication", "that it would leave", "neutral"),
    ("overestimated", "the flood", "estimating"),
    ("re-confirmed", "nine deaths", "confirming"),
    ("recommendation", "to leave the town", "demanding"),
    ("paid tribute to", "the crews", "neutral"),
    ("was adamant", "that the gate had been locked", "distancing"),
    ("is hopeful", "that talks will resume", "estimating"),
]


@pytest.mark.parametrize(("cue", "content", "stance"), CASES)
def test_stance(cue: str, content: str, stance: str) -> None:
    assert stance_of(cue, content).value == stance


def test_footage_shows_even_by_an_unknown_verb() -> None:
    assert stance_of("grunted", "a bus", SpeakerKind.FOOTAGE).value == "showing"


def test_each_line_of_the_table_has_its_stance_and_an_example() -> None:
    wrong = [
        words for words, stance, _, example, *_ in LINES if not example or not known(words) or stance_of(words).value != stance
    ]
    assert wrong == []
