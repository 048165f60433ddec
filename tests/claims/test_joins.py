"""One speech is one statement; what is no statement is left."""

import pytest

from tests.claims.marked import told

CASES = {
    "a dateline is nobody's words": (
        "<t1>ORLEC/VELM, March 7 (Northern Wire) — The dam was hit at night,</t1> <s1>a report on</s1> <c1>says</c1>.",
        [("indirect", "neutral", "a report", ["The dam was hit at night"])],
    ),
    "a place that is cut out of its dateline is nobody's words either": (
        "<t1>ORLEC, Velmar</t1> (Northern Wire) — <t1>The dam was hit at night</t1>, <s1>a report</s1> <c1>says</c1>.",
        [("indirect", "neutral", "a report", ["The dam was hit at night"])],
    ),
    "a line that was run onto the words": (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>the dam would hold until WednesdayDam burst: what we know so far</t1>.",
        [("indirect", "neutral", "Ana Ruiz", ["the dam would hold until Wednesday"])],
    ),
    "a line that was run onto the words, before their cue": (
        "<t1>Picture: Tom BergThe dam would hold until Wednesday</t1>, <s1>Ana Ruiz</s1> <c1>said</c1>.",
        [("indirect", "neutral", "Ana Ruiz", ["The dam would hold until Wednesday"])],
    ),
    "a line that was run onto the end of the words": (
        "<s1>Ana Ruiz</s1> <c1>warns</c1> <t1>the dam could break before WednesdayRead</t1> more",
        [("indirect", "demanding", "Ana Ruiz", ["the dam could break before Wednesday"])],
    ),
    "a heading that was run onto the words": (
        "<t1>Valley flood: report condemns the operator The dam had not been looked after for years</t1>, <c1>says</c1> "
        "<s1>a report</s1>.",
        [("indirect", "neutral", "a report", ["The dam had not been looked after for years"])],
    ),
    "the page's own word for what is said, and a day behind a name": (
        "<s1>Ana Ruiz Saturday</s1> <c1>hailed</c1> <t1>what she called a turning point</t1>.",
        [("indirect", "neutral", "Ana Ruiz", ["a turning point"])],
    ),
    "a name with a capital within": (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>the WhatsApp group had grown</t1>.",
        [("indirect", "neutral", "Ana Ruiz", ["the WhatsApp group had grown"])],
    ),
    "a claim whose own verb was passed over": (
        "Shells fell hours after Velmar claimed <t1>control of Orlec - the first town</t1> <s1>they</s1> <c1>claim</c1> "
        "<t1>to have taken</t1>.",
        [
            ("indirect", "distancing", "Velmar", ["control of Orlec"]),
            ("indirect", "distancing", None, ["the first town", "to have taken"]),
        ],
    ),
    "a word left out between two pieces is taken in": (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>he was allowed to video</t1>-call <t1>his mother</t1>.",
        [("indirect", "neutral", "Ana Ruiz", ["he was allowed to video-call his mother"])],
    ),
    "a quotation with a clause of its own is cut off": (
        "<s1>Ana Ruiz</s1> <c1>says</c1> <t1>the valley is tense “In Orlec we have already left our houses,”</t1> Tom Berg said.",
        [("indirect", "neutral", "Ana Ruiz", ["the valley is tense"])],
    ),
    "words before another clause are another's": (
        "It is too early for <t1>how many houses</t1> after <s1>Ana Ruiz</s1> <c1>said</c1> <t1>that forty were</t1>.",
        [("indirect", "neutral", "Ana Ruiz", ["that forty were"])],
    ),
    "a quotation that ends without a comma is not of whoever speaks next": (
        "<t1>This is a real flood”</t1> <s1>Ana Ruiz</s1> <c1>says</c1> <t1>the dam will hold</t1>.",
        [("indirect", "neutral", "Ana Ruiz", ["the dam will hold"])],
    ),
    "words around a clause of one's own": (
        "<t1>The dam,</t1> as <s1>Ana Ruiz</s1> <c1>said</c1>, <t1>will hold</t1>.",
        [("indirect", "neutral", "Ana Ruiz", ["The dam", "will hold"])],
    ),
    "a content that breaks off at the day on which it was said": (
        "<s1>The ministry</s1> <c1>reported</c1> <t1>the rise in the death toll on</t1> Tuesday.",
        [("indirect", "neutral", "ministry", ["the rise in the death toll"])],
    ),
    "a content that breaks off at until": (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>schools have been closed until</t1> 6 May, and many shops are empty.",
        [("indirect", "neutral", "Ana Ruiz", ["schools have been closed until 6 May"])],
    ),
    "words in brackets are led on to their end": (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>it would cost 92 million crowns ($4 million</t1>) this year.",
        [("indirect", "neutral", "Ana Ruiz", ["it would cost 92 million crowns ($4 million)"])],
    ),
    "with somebody saying": (
        "<s1><s2>Officials</s2></s1> <c1>expect</c1> <t1>no long debate, with the mayor, Ana Ruiz</t1>, "
        "<c2>saying</c2> <t2>that it is late</t2>.",
        [
            ("indirect", "estimating", "Officials", ["no long debate"]),
            ("indirect", "neutral", "Ana Ruiz", ["that it is late"]),
        ],
    ),
    "a time of day stuck to the first word": (
        "5h ago09.<t1>44Ships searched the bay</t1>, <s1>Ana Ruiz</s1> <c1>said</c1>.",
        [("indirect", "neutral", "Ana Ruiz", ["Ships searched the bay"])],
    ),
    "the clause of the page goes on after somebody's": (
        "The march, after <s1>the ministry</s1> <c1>announced</c1> <t1>the loss of nine boats, has raised fears</t1>.",
        [("indirect", "neutral", "ministry", ["the loss of nine boats"])],
    ),
    "an abbreviation ends the sentence": (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>the road would be shut at 3 p.m. Soldiers searched cars on the bridge</t1>.",
        [("indirect", "neutral", "Ana Ruiz", ["the road would be shut at 3 p.m."])],
    ),
    "an abbreviation does not end the sentence": (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>the road would be shut at 3 p.m. Velmar time and the Calder Inc. Group told</t1>.",
        [
            (
                "indirect",
                "neutral",
                "Ana Ruiz",
                ["the road would be shut at 3 p.m. Velmar time and the Calder Inc. Group told"],
            )
        ],
    ),
    "a question of a reporter is no statement": (
        "<c1>Asked</c1> <t1>whether the dam would hold</t1>, Ana Ruiz left the room.",
        [],
    ),
    "paragraphs of one speech run together, without a closing mark before the second": (
        "<s1>Ana Ruiz</s1> <c1>said</c1>: <t1>“The water came at night.</t1> “We ran to the hill.” In Orlec, Tom Berg slept.",
        [("direct", "neutral", "Ana Ruiz", ["“The water came at night. “We ran to the hill.”"])],
    ),
    "a content that breaks off at a preposition is led on to the end of its clause": (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>it was the worst flood since the mill was built on the bank of</t1> the old river.",
        [("indirect", "neutral", "Ana Ruiz", ["it was the worst flood since the mill was built on the bank of the old river"])],
    ),
    "a content that breaks off at a relative is cut back": (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>the dam would hold, which</t1> nobody in the valley believed.",
        [("indirect", "neutral", "Ana Ruiz", ["the dam would hold"])],
    ),
    "a content of nothing but an article is none": ("<s1>The council</s1> <c1>is watching</c1> <t1>the</t1> river.", []),
    "a mark opened again at each paragraph": (
        '<s1>Ana Ruiz</s1> <c1>said</c1>: <t1>"The water came at night.</t1>\n"We ran to the hill.\n"Nobody slept."',
        [("direct", "neutral", "Ana Ruiz", ['"The water came at night.', '"We ran to the hill.', '"Nobody slept."'])],
    ),
    "paragraphs cut out of one quotation": (
        "“The water came at night.\n<t1>We ran to the hill,”</t1> <s1>Ana Ruiz</s1> <c1>said</c1>.",
        [("direct", "neutral", "Ana Ruiz", ["“The water came at night.", "We ran to the hill,”"])],
    ),
    "interrupted by the reporting clause": (
        "<t1>“The dam will hold,”</t1> <s1>Ana Ruiz</s1> <c1>said</c1>. “Nobody has to leave the valley.”",
        [("direct", "neutral", "Ana Ruiz", ["“The dam will hold,”", "“Nobody has to leave the valley.”"])],
    ),
    "the next paragraph goes on": (
        "<t1>“The dam will hold,”</t1> <s1>Ana Ruiz</s1> <c1>said</c1>.\n“Nobody has to leave the valley tonight.”",
        [("direct", "neutral", "Ana Ruiz", ["“The dam will hold,”", "“Nobody has to leave the valley tonight.”"])],
    ),
    "an indirect statement and a quotation after it are mixed": (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>the dam would hold.</t1> “Nobody has to leave the valley.”",
        [("mixed", "neutral", "Ana Ruiz", ["the dam would hold", "“Nobody has to leave the valley.”"])],
    ),
    "a colon at the end of a paragraph makes a statement": (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>the dam would hold</t1>.\nShe then added:\n“Nobody has to leave the valley.”",
        [
            ("indirect", "neutral", "Ana Ruiz", ["the dam would hold"]),
            ("direct", "neutral", "Ana Ruiz", ["“Nobody has to leave the valley.”"]),
        ],
    ),
    "another speaker's quotation stays another's": (
        "<t1>“The dam will hold,”</t1> <s1>Ana Ruiz</s1> <c1>said</c1>.\n"
        "<t2>“It has cracks already,”</t2> <s2>Tom Berg</s2> <c2>said</c2>.",
        [
            ("direct", "neutral", "Ana Ruiz", ["“The dam will hold,”"]),
            ("direct", "neutral", "Tom Berg", ["“It has cracks already,”"]),
        ],
    ),
    "a quotation with a clause of its own is not taken": (
        "<t1>“The dam will hold,”</t1> <s1>Ana Ruiz</s1> <c1>said</c1>.\n“It has cracks already,” a guard answered.",
        [("direct", "neutral", "Ana Ruiz", ["“The dam will hold,”"])],
    ),
    "a scare quote is no statement": (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>the dam would hold</t1>. The “safe” road was closed.",
        [("indirect", "neutral", "Ana Ruiz", ["the dam would hold"])],
    ),
    "a title of a work is no statement": (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>the dam would hold</t1>. She wrote the novel “Low Water”.",
        [("indirect", "neutral", "Ana Ruiz", ["the dam would hold"])],
    ),
    "a nickname is no statement": (
        "Tom “The Bear” Berg left. <s1>Ana Ruiz</s1> <c1>said</c1> <t1>the dam would hold</t1>.",
        [("indirect", "neutral", "Ana Ruiz", ["the dam would hold"])],
    ),
    "a quotation two paragraphs later is left": (
        "<t1>“The dam will hold,”</t1> <s1>Ana Ruiz</s1> <c1>said</c1>.\nThe river fell at noon.\n"
        "“Water finds its way to the sea.”",
        [("direct", "neutral", "Ana Ruiz", ["“The dam will hold,”"])],
    ),
    "an odd number of marks harms nothing": (
        "<s1>Ana Ruiz</s1> <c1>said</c1> <t1>“the dam would hold</t1>.",
        [("direct", "neutral", "Ana Ruiz", ["“the dam would hold."])],
    ),
    "without source and cue, and following nothing": ("<t1>“Water finds its way to the sea.”</t1>", []),
    "nobody is named and nobody speaks": ("It <c1>seems</c1> <t1>that the dam will hold</t1>.", []),
    "a verb of speech without anybody": (
        "It <c1>was reported</c1> <t1>that the dam had burst</t1>.",
        [("indirect", "neutral", None, ["that the dam had burst"])],
    ),
    "the subject beside the verb is taken where the reader left it": (
        "<t1>The dam will hold</t1>, <c1>says</c1> Ana Ruiz.",
        [("indirect", "neutral", "Ana Ruiz", ["The dam will hold"])],
    ),
    "who was told does not tell": (
        "<t1>“The dam will hold,”</t1> a guard <c1>told</c1> <s1>the Valley Herald</s1>.",
        [("direct", "neutral", "a guard", ["“The dam will hold,”"])],
    ),
    "the page's own doubt is not what was said": (
        "<s1>The army</s1> <c1>said</c1> <t1>9 boats sank, but this figure has not been verified</t1>.",
        [("indirect", "neutral", "army", ["9 boats sank"])],
    ),
    "one source with two cues is two statements": (
        "<s1><s2>Ana Ruiz</s2></s1> <c1>said</c1> <t1>the dam would hold</t1> and <c2>urged</c2> <t2>people to stay</t2>.",
        [
            ("indirect", "neutral", "Ana Ruiz", ["the dam would hold"]),
            ("indirect", "demanding", "Ana Ruiz", ["people to stay"]),
        ],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_joins(name: str) -> None:
    marked, expected = CASES[name]
    assert told(marked) == expected


def test_speech_within_speech() -> None:
    from tests.claims.marked import read

    page, statements = read(
        "<s1>The Valley Herald</s1> <c1>reported</c1> <t1>that <s2>the mayor</s2> <c2>said</c2> <t2>the dam would hold</t2></t1>."
    )
    assert [(s.id, s.within, s.content[0].of(page.text)) for s in statements] == [
        ("s1", None, "that the mayor said the dam would hold"),
        ("s2", "s1", "the dam would hold"),
    ]


def test_every_span_lies_in_a_block_that_is_read() -> None:
    from sayso.page.page import Role
    from tests.claims.marked import read

    marked = '<s1>Ana Ruiz</s1> <c1>said</c1>: <t1>"It came at night.\nRead more: a flood in pictures\n"We ran to the hill."</t1>'
    page, statements = read(marked, roles={1: Role.RELATED})
    assert [[p.of(page.text) for p in s.content] for s in statements] == [['"It came at night.', '"We ran to the hill."']]
