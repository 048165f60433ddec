"""What is a statement at all: the table's own examples, and what only looks like one."""

from importlib import resources

import pytest

from sayso.claims.statements.said import _silent
from tests.claims.marked import told

TABLE = [
    line.split("\t")
    for line in resources.files("sayso.claims.statements").joinpath("silent.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
]

NO_STATEMENT = {
    "seen": "<s1>We</s1> <c1>'ve already seen</c1> <t1>the port fall</t1>.",
    "heard": "<s1>They</s1> <c1>'ve heard</c1> <t1>that the ward is still standing</t1>.",
    "known of others": "<s1>The firm</s1> <c1>knew</c1> <t1>that its valves leaked</t1>.",
    "a topic": "<s1>They</s1> <c1>were talking about</c1> <t1>the storm</t1>.",
    "seen, with an apostrophe": "<s1>We</s1> <c1>saw</c1> <t1>Orlec's old harbour</t1>.",
    "a body that is split": "<s1>The council</s1> <c1>is split over</c1> <t1>whether to close the road</t1>.",
    "what something is said to be": "<s1>A video</s1> <c1>said</c1> <t1>to be from Orlec</t1> showed the dam.",
    "an envoy who is recalled": "<s1>Velmar</s1> <c1>recalls</c1> <t1>its envoy in Orlec</t1>.",
    "what is sung": "<s1>ANA RUIZ, SINGER (singing)</s1>: <t1>The river runs so deep and wide tonight</t1>.",
    "what is asked about": "<s1>Tom Berg</s1> <c1>asked</c1> <t1>about the price of bread in the valley</t1>.",
    "what somebody did not say": "<s1>The mayor</s1> <c1>did not say</c1> <t1>how many had fled</t1>.",
    "a question in a turn, its mark within": "<s1>RUIZ</s1>: <t1>So, you think the dam is going to hold?</t1>",
    "a notice in the place of words": "<s1>RUIZ</s1>: <t1>This comment was removed because it broke the rules</t1>.",
    "what he may tell himself": "<s1>The king</s1> <c1>may tell</c1> himself <t1>“I am in blood stepped in so far”</t1>.",
    "a question in a turn": "<s1>RUIZ</s1>: <t1>How worried are you about the dam</t1>?",
    "whom somebody has it from": "<s1>The paper</s1>, <c1>citing</c1> <t1>the Velmar news agency</t1>, had nine names.",
    "a verb of speech that is none": "<s1>The bank</s1> <c1>wrote off</c1> <t1>the debts of the farmers</t1>.",
    "a source that is quoted": "<s1>The report</s1> <c1>quotes</c1> <t1>“one well-informed source”</t1>.",
    "an act": "<s1>The party</s1> <c1>voted against</c1> <t1>allowing the search</t1>.",
    "an act without an agent": "<t1>The virus</t1> <c1>was detected</c1> in two farms.",
    "what should be said": "<s1>The court</s1> should <c1>declare</c1> <t1>the vote void</t1>.",
    "what is to be said": "<s1>The agency</s1> is expected <c1>to announce</c1> <t1>a full alert</t1>.",
    "what would be, if": "If <s1>Velmar</s1> <c1>demanded</c1> <t1>a second vote</t1>, nobody would come.",
    "what nobody says": "<s1>Nobody</s1> <c1>can deny</c1> <t1>that the dam is old</t1>.",
    "a reporter's question": "<s1>A reporter</s1> <c1>asked</c1> <t1>if the dam would hold</t1>.",
    "what was denied to somebody": "<s1>The envoy</s1> <c1>was denied</c1> <t1>access to the camp</t1>.",
    "what it is thought": "<s1>It</s1> <c1>'s thought</c1> <t1>the losses were light</t1>.",
    "what is not verified": "<t1>The claims</t1> <c1>could not be independently verified</c1>.",
    "a cue that no table knows": "<s1>The painting</s1> <c1>nods to</c1> <t1>the old harbour</t1>.",
}

STATEMENTS = {
    "quoted words, whatever the verb": (
        "<s1>The guards</s1> <c1>saw</c1> <t1>“a wall of water”</t1>.",
        [("direct", "neutral", "guards", ["“a wall of water”"])],
    ),
    "what I know": (
        "<s1>I</s1> <c1>know</c1> <t1>that the valves leaked</t1>, Ana Ruiz said.",
        [("indirect", "estimating", None, ["that the valves leaked"])],
    ),
    "a ruling that": (
        "<s1>The council</s1> <c1>decided</c1> <t1>that the road was safe</t1>.",
        [("indirect", "demanding", "council", ["that the road was safe"])],
    ),
    "said with an infinitive": (
        "<s1>Ana Ruiz</s1> <c1>went on to accuse</c1> <t1>the firm of neglect</t1>.",
        [("indirect", "neutral", "Ana Ruiz", ["the firm of neglect"])],
    ),
    "what footage appears to show": (
        "<s1>A video</s1> appears to <c1>show</c1> <t1>the dam giving way</t1>.",
        [("indirect", "showing", "a video", ["the dam giving way"])],
    ),
    "what somebody is told is not his": (
        "<s1>Residents</s1> <c1>were told</c1> <t1>that the dam would hold</t1>.",
        [("indirect", "neutral", None, ["that the dam would hold"])],
    ),
    "told by": (
        "<s1>Ana Ruiz</s1> said <t1>the dam would hold</t1>. Miners <c2>were told by</c2> <s2>Tom Berg</s2> <t2>to leave</t2>.",
        [("indirect", "neutral", "Ana Ruiz", ["the dam would hold"]), ("indirect", "neutral", "Tom Berg", ["to leave"])],
    ),
}


@pytest.mark.parametrize("marked", NO_STATEMENT.values(), ids=NO_STATEMENT.keys())
def test_what_nobody_says_is_no_statement(marked: str) -> None:
    assert told(marked) == []


@pytest.mark.parametrize(("marked", "statements"), STATEMENTS.values(), ids=STATEMENTS.keys())
def test_what_somebody_says_is_one(marked: str, statements: list[object]) -> None:
    assert told(marked) == statements


@pytest.mark.parametrize(("verb", "tells", "example"), [(v, t, e) for v, t, _, e in TABLE])
def test_every_verb_of_the_table_is_found_in_its_example(verb: str, tells: str, example: str) -> None:
    assert tells in _silent(example), verb
