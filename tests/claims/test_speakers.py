"""Who a source means, with the reason. Invented people and places; each case tells the last statement's speaker."""

import pytest

from sayso.reading.speaker import Reason
from tests.claims.marked import read

SAYS = "<c1>said</c1> <t1>the bridge was closed</t1>."

CASES = {
    # named
    "title and affiliation are the role": (
        f"<s1>Harbour Ministry spokesman Major General Igor Valen</s1> {SAYS}",
        ("Igor Valen", "person", Reason.AS_NAMED, "Harbour Ministry spokesman"),
    ),
    "apposition after": (
        f"<s1>Ana Ruiz, the mayor of Port Sella,</s1> {SAYS}",
        ("Ana Ruiz", "person", Reason.AS_NAMED, "mayor of Port Sella"),
    ),
    "apposition before": (
        f"<s1>The harbour master, Ana Ruiz,</s1> {SAYS}",
        ("Ana Ruiz", "person", Reason.AS_NAMED, None),
    ),
    "a later surname": (
        f"Governor Ana Ruiz came on Monday. <s1>Ruiz</s1> {SAYS}",
        ("Ana Ruiz", "person", Reason.SURNAME, "Governor"),
    ),
    "a surname before the full name": (
        f"<s1>Mr Valen</s1> {SAYS} The governor is Igor Valen.",
        ("Igor Valen", "person", Reason.SURNAME, None),
    ),
    "a surname of two people": (
        f"Ana Ruiz and Maria Ruiz came. <s1>Ruiz</s1> {SAYS}",
        (None, "person", Reason.SEVERAL_FIT, None),
    ),
    "a surname of a couple": (
        f"Igor and Maria Ruiz came. <s1>Ruiz</s1> {SAYS}",
        (None, "person", Reason.SEVERAL_FIT, None),
    ),
    "a surname of the second of two who are no couple": (
        f"Igor Valen and Maria Ruiz came. <s1>Ruiz</s1> {SAYS}",
        ("Maria Ruiz", "person", Reason.SURNAME, None),
    ),
    "a name behind what its bearer is": (
        f"<s1>One of the island's best known shipowners, shipping magnate Ana Ruiz,</s1> {SAYS}",
        ("Ana Ruiz", "person", Reason.AS_NAMED, "magnate"),
    ),
    "a department for several things": (
        f"<s1>The Department for Harbours, Energy and Rural Affairs</s1> {SAYS}",
        ("Department for Harbours, Energy and Rural Affairs", "organisation", Reason.AS_NAMED, None),
    ),
    "a body of nobody's own": (
        f"On Monday he praised his government. <s1>The government</s1> {SAYS}",
        ("government", "organisation", Reason.DESCRIBED, None),
    ),
    "a name that is not the head": (
        f"<s1>A spokesman for Ana Ruiz</s1> {SAYS}",
        ("a spokesman for Ana Ruiz", "anonymous", Reason.DESCRIBED, None),
    ),
    "followers are a group": (
        f"<s1>Supporters of Ana Ruiz</s1> {SAYS}",
        ("Supporters of Ana Ruiz", "group", Reason.DESCRIBED, None),
    ),
    "two people at once": (
        f"Ana Ruiz met Igor Valen. <s1>Ruiz and Valen</s1> {SAYS}",
        ("Ana Ruiz and Igor Valen", "group", Reason.AS_NAMED, None),
    ),
    "a particle in the name": (
        f"President Karim al-Dassi spoke. <s1>Mr Dassi</s1> {SAYS}",
        ("Karim al-Dassi", "person", Reason.SURNAME, "President"),
    ),
    "the family name first": (
        f"The minister, Wang Yilin, flew in. <s1>Wang</s1> {SAYS}",
        ("Wang Yilin", "person", Reason.SURNAME, "minister"),
    ),
    # pronouns
    "he follows the last speaker": (
        "<s2>Igor Valen</s2> <c2>said</c2> <t2>nine boats had sunk</t2>. "
        "<s1>He</s1> <c1>added</c1> <t1>that two were missing</t1>.",
        ("Igor Valen", "person", Reason.PRONOUN, None),
    ),
    "he after a speech of several paragraphs": (
        '<s2>Igor Valen</s2> <c2>said</c2>: <t2>"We waited.</t2>\n"Nobody came.\n"Then it rained."\n'
        "<s1>He</s1> <c1>added</c1> <t1>that two were missing</t1>.",
        ("Igor Valen", "person", Reason.PRONOUN, None),
    ),
    "she is the one that the page calls Mrs": (
        f"Mrs Ana Ruiz met Mr Igor Valen at noon. <s1>She</s1> {SAYS}",
        ("Ana Ruiz", "person", Reason.PRONOUN, None),
    ),
    "he may be either": (
        f"Igor Valen told Tomas Berg that <s1>he</s1> {SAYS}",
        (None, "person", Reason.SEVERAL_FIT, None),
    ),
    "he and nobody": (f"The river rose. <s1>He</s1> {SAYS}", (None, "person", Reason.NONE_FITS, None)),
    "he may be the soldier, whom nobody names": (
        f"Igor Valen came at nine. The soldier was crying. <s1>He</s1> {SAYS}",
        (None, "person", Reason.SEVERAL_FIT, None),
    ),
    "it is the body that spoke": (
        "<s2>The Harbour Ministry</s2> <c2>said</c2> <t2>nine boats had sunk</t2>. "
        "<s1>It</s1> <c1>added</c1> <t1>that two were missing</t1>.",
        ("Harbour Ministry", "organisation", Reason.PRONOUN, None),
    ),
    "they are those who spoke": (
        "<s2>Residents</s2> <c2>said</c2> <t2>nine boats had sunk</t2>. "
        "<s1>They</s1> <c1>added</c1> <t1>that two were missing</t1>.",
        ("Residents", "group", Reason.PRONOUN, None),
    ),
    "who is what stands before it": (
        "The mayor met Igor Valen, <s1>who</s1> <c1>said</c1> <t1>the bridge was closed</t1>.",
        ("Igor Valen", "person", Reason.AS_NAMED, None),
    ),
    "the WHO is no pronoun": (
        f"The World Health Organisation (WHO) met. <s1>WHO</s1> {SAYS}",
        ("World Health Organisation", "organisation", Reason.ACRONYM, None),
    ),
    "I in a quotation is its speaker": (
        '<s2>Ana Ruiz</s2> <c2>said</c2>: <t2>"<s1>I</s1> <c1>warned</c1> <t1>them of the flood</t1>."</t2>',
        ("Ana Ruiz", "person", Reason.PRONOUN, None),
    ),
    "we in a body's words is the body": (
        '<s2>The Harbour Ministry</s2> <c2>said</c2>: <t2>"<s1>We</s1> <c1>warned</c1> <t1>them of the flood</t1>."</t2>',
        ("Harbour Ministry", "organisation", Reason.PRONOUN, None),
    ),
    "X said he believed": (
        "Tomas Berg left at noon. <s2>Igor Valen</s2> <c2>said</c2> "
        "<t2><s1>he</s1> <c1>believed</c1> <t1>the bridge was closed</t1></t2>.",
        ("Igor Valen", "person", Reason.PRONOUN, None),
    ),
    "he in a quotation is not whoever speaks it": (
        'Tomas Berg ran. "<t2><s1>He</s1> <c1>said</c1> <t1>the bridge was closed</t1></t2>," <s2>Igor Valen</s2> <c2>said</c2>.',
        ("Tomas Berg", "person", Reason.PRONOUN, None),
    ),
    "we in a quotation is left": (
        '<s2>Ana Ruiz</s2> <c2>said</c2>: <t2>"<s1>We</s1> <c1>warned</c1> <t1>them of the flood</t1>."</t2>',
        (None, "group", Reason.NONE_FITS, None),
    ),
    # roles
    "the only one with the role": (
        f"Sella's mayor, Ana Ruiz, came. Igor Valen left. <s1>The mayor</s1> {SAYS}",
        ("Ana Ruiz", "person", Reason.ROLE, "Sella's mayor"),
    ),
    "two have the role": (
        f"Mayor Ana Ruiz met Mayor Igor Valen at noon. It rained. <s1>The mayor</s1> {SAYS}",
        (None, "person", Reason.SEVERAL_FIT, None),
    ),
    "another country's president is another": (
        f"The president, Igor Valen, came. <s1>Ruritania's president</s1> {SAYS}",
        ("Ruritania's president", "anonymous", Reason.DESCRIBED, None),
    ),
    "the former is not the present": (
        f"President Ana Ruiz came. <s1>The former president</s1> {SAYS}",
        ("former president", "anonymous", Reason.DESCRIBED, None),
    ),
    "the name follows without an introduction": (
        f"<s1>Ruritania's deputy harbour minister</s1> {SAYS}\nIgor Valen did not give a reason.",
        ("Igor Valen", "person", Reason.ROLE, "Ruritania's deputy harbour minister"),
    ),
    "an unnamed voice stays one": (
        f"<s1>A male voice off camera</s1> {SAYS}",
        ("a male voice off camera", "anonymous", Reason.DESCRIBED, None),
    ),
    "the body that its noun points back to": (
        f"The Ruritanian Harbour Ministry met. <s1>The ministry</s1> {SAYS}",
        ("Ruritanian Harbour Ministry", "organisation", Reason.ROLE, None),
    ),
    # what it is
    "a metonym stays as it is": (f"<s1>Washington</s1> {SAYS}", ("Washington", "organisation", Reason.AS_NAMED, None)),
    "a ministry with its country": (
        f"<s1>The UK's Ministry of Defence</s1> {SAYS}",
        ("UK's Ministry of Defence", "organisation", Reason.AS_NAMED, None),
    ),
    "an agency of news": (f"<s1>the Halden news agency</s1> {SAYS}", ("Halden news agency", "outlet", Reason.DESCRIBED, None)),
    "a paper by its name": (f"<s1>The Valley Herald</s1> {SAYS}", ("Valley Herald", "outlet", Reason.AS_NAMED, None)),
    "a report": (f"<s1>An intelligence report</s1> {SAYS}", ("an intelligence report", "document", Reason.DESCRIBED, None)),
    "a post": (f"<s1>The post</s1> {SAYS}", ("post", "post", Reason.DESCRIBED, None)),
    "a film": (
        f"<s1>Amateur video from the port</s1> {SAYS}",
        ("Amateur video from the port", "footage", Reason.DESCRIBED, None),
    ),
    "a name of somebody's own making": (
        "<s1>jsample3</s1> <c1>tweeted</c1> <t1>the bridge was closed</t1>.",
        ("jsample3", "anonymous", Reason.DESCRIBED, None),
    ),
    "many of them": (
        f"<s1>Many of the speakers at the rally</s1> {SAYS}",
        ("many of the speakers at the rally", "group", Reason.DESCRIBED, None),
    ),
    "a poll by its name": (f"<s1>A new Halden Poll</s1> {SAYS}", ("Halden Poll", "document", Reason.AS_NAMED, None)),
    "a name and people who only follow it": (
        f"<s1>Professor Ana Ruiz and other Middle Eastern experts</s1> {SAYS}",
        ("Professor Ana Ruiz and other Middle Eastern experts", "group", Reason.DESCRIBED, None),
    ),
    "an article alone is nobody": (f"<s1>the</s1> {SAYS}", (None, None, Reason.NOBODY, None)),
    "nobody": (f"It {SAYS.replace('said', 'was reported')}", (None, None, Reason.NOBODY, None)),
}


@pytest.mark.parametrize("name", CASES)
def test_speaker(name: str) -> None:
    marked, (who, kind, because, role) = CASES[name]
    page, statements = read(marked)
    (statement,) = [s for s in statements if s.content[0].of(page.text).rstrip(".") in marked.split("<t1>")[1]]
    speaker = statement.speaker
    assert (speaker.name, speaker.kind and speaker.kind.value, speaker.because) == (who, kind, because)
    if role is not None:
        assert speaker.role == role
