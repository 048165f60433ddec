"""Tags: what each head of the model says of one word piece. Training and reading share these; their order is the model's."""

ROLES = ("source", "cue", "content")
"""The three roles of an attribution's spans."""

BIO = ("O", *(f"{mark}-{role}" for role in ROLES for mark in "BI"))
"""Begin, inside, outside of a span of each role."""

PARTS_OF_SPEECH = tuple(
    """
    -other- NN IN NNP DT JJ NNS , . VBD RB PRP VB CC VBZ TO VBG VBN VBP '' CD PRP$ `` MD POS : WP WDT NNPS WRB RP JJR JJS RBR
    -RRB- -LRB- EX $ RBS PDT UH WP$ FW
    """.split()
)
"""Penn Treebank tags; ``-other-`` for the rare ones."""

ENTITIES = (
    "O",
    "PERSON",
    "ORGANIZATION",
    "LOCATION",
    "DATE",
    "MISC",
    "NUMBER",
    "DURATION",
    "PERCENT",
    "MONEY",
    "TIME",
    "ORDINAL",
    "SET",
)
"""Types of named entities and of numbers and times."""

DEPENDENCIES = tuple(
    """
    -other- punct case nmod nsubj det compound amod dobj root advmod mark aux cc conj nmod:poss ccomp xcomp advcl cop dep
    acl:relcl nummod acl neg appos auxpass nsubjpass nmod:tmod compound:prt parataxis mwe expl nmod:npmod csubj iobj det:predet
    cc:preconj discourse
    """.split()
)
"""Relations of a word to its head, Stanford/Universal Dependencies (version 1)."""


DISTANCES = (1, 2, 3, 5, 8, 12, 20, 32, 64, 128)
"""Upper bounds of the buckets, in word pieces, by which a link's length is weighed; one more bucket on each side."""


def distance_bucket(pieces: int) -> int:
    """The bucket of a signed distance in word pieces: negative where the span stands before its cue."""
    size = abs(pieces)
    rank = next((i for i, bound in enumerate(DISTANCES) if size <= bound), len(DISTANCES))
    return rank if pieces >= 0 else len(DISTANCES) + 1 + rank


BUCKETS = 2 * (len(DISTANCES) + 1)
