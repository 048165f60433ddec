"""What changed between two versions of a page: headlines side by side, and an invented article read in many versions."""

from __future__ import annotations

from importlib import resources

import pytest

from sayso.claims.report import Report
from sayso.claims.reported import report_of
from sayso.page.page import Document, Kind
from sayso.page.pages import pages_of
from sayso.reading.reader import Reader
from sayso.stories.revisions.announced import notices_of
from sayso.stories.revisions.change import Announced, Change
from sayso.stories.revisions.changes import changes_between
from sayso.stories.revisions.headlines import headline_changes, status_words
from sayso.stories.revisions.numbers import numbers_in

Told = tuple[str, str, str]


def told_of(changes: list[Change], old: str, new: str) -> list[Told]:
    """Of each change its kind and the words of both sides."""
    return [(c.kind.value, " … ".join(p.of(old) for p in c.old), " … ".join(p.of(new) for p in c.new)) for c in changes]


HEADLINES: list[tuple[str, str, list[Told]]] = [
    ("Ferry sinks with 12 aboard", "Ferry sinks with 15 aboard", [("headline: number", "12", "15")]),
    ("At least 12 dead as ferry sinks", "12 dead as ferry sinks", [("headline: number", "At least 12", "12")]),
    ("Twelve dead as ferry sinks", "12 dead as ferry sinks", []),
    ("Dozens missing after ferry sinks", "Two missing after ferry sinks", [("headline: number", "Dozens", "Two")]),
    ("Ferry owner to pay $4m", "Ferry owner to pay £4m", [("headline: number", "$4m", "£4m")]),
    ("Ferry sank 9km off Orle", "Ferry sank 12km off Orle", [("headline: number", "9km", "12km")]),
    ("Ferry sank on 4 May", "Ferry sank on 5 May", []),  # a date, which is no number here
    (
        "Owner accused of hiding cracks in ferry",
        "Owner denies hiding cracks in ferry",
        [("headline: status", "accused", "denies")],
    ),
    ("Many feared dead as ferry sinks", "Many dead as ferry sinks", [("headline: status", "feared", "")]),
    ("Army claims control of Orle", "Army takes control of Orle", [("headline: status", "claims", "")]),
    ("Port may close for a week", "Port could close for a week", []),
    ("Vote due in May in Orle", "Vote due in Orle", []),
    ("Storm claims two lives in Orle", "Storm kills two in Orle", [("headline: sense", "claims … lives", "kills")]),
    ("Pop star denied entry at Orle", "Pop star denied entry to Orle", []),
    (
        "Ferry hull was cracked, say divers",
        "Ferry hull was cracked",
        [("headline: attribution", "say", "")],
    ),
    ("Mayor sacks harbour master", "Mayor suspends harbour master", [("headline: sense", "sacks", "suspends")]),
    ("Divers find ferry", "Divers did not find ferry", [("headline: sense", "", "not")]),
    ("‘Like a train’: ferry sinks off Orle", '"Like a train" - ferry sinks off Orle', []),
    ("Ferry sinks off Orle", "FERRY SINKS OFF ORLE", []),
    ("Ferry sinks off Orle coast", "Off Orle coast, ferry sinks", []),
    ("Ferry capsized off Orle", "Ferry capsises off Orle", []),
    ("Air strike hits Orle port", "Airstrike hits Orle port", []),
    ("UK vows to help Orle", "Britain promises to help Orle", []),
    ("Orle harbor master resigns", "Orle harbour master quits", []),
]


@pytest.mark.parametrize(("old", "new", "expected"), HEADLINES)
def test_headlines_are_compared_in_sense(old: str, new: str, expected: list[Told]) -> None:
    assert told_of(headline_changes(old, new), old, new) == expected


@pytest.mark.parametrize(("old", "new", "expected"), HEADLINES)
def test_what_changed_one_way_changes_back_the_other(old: str, new: str, expected: list[Told]) -> None:
    assert bool(headline_changes(new, old)) == bool(expected)


@pytest.mark.parametrize("line", [line for line, _, _ in HEADLINES])
def test_a_headline_is_no_change_of_itself(line: str) -> None:
    assert headline_changes(line, line) == []


def _table(name: str) -> list[list[str]]:
    lines = resources.files("sayso.stories.revisions").joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and line[0] not in "#@"]


@pytest.mark.parametrize(("status", "example"), [(row[0], row[2]) for row in _table("statuses.tsv")])
def test_each_example_of_a_status_is_found(status: str, example: str) -> None:
    found = {word.status for word in status_words(example)}
    assert found == (set() if status == "-" else {status})


@pytest.mark.parametrize("example", [row[2] for row in _table("announced.tsv")])
def test_each_example_of_a_notice_is_found(example: str) -> None:
    text = f"Ferry sinks off Orle\n\nThe ferry went down with all its lamps still lit, and divers went out.\n\n{example}"
    (page,) = pages_of(Document(text.encode(), Kind.PLAIN, "ferry", "/ferry.txt"))
    assert [notice.span.of(page.text) for notice in notices_of(page)] == [example]


def test_numbers_are_those_that_say_how_much() -> None:
    text = "On 4 May at least 12 of the 80 on Flight 7 were hurt, 9km off, said one of two men; 20% of $3m was lost in 2019."
    assert [number.span.of(text) for number in numbers_in(text)] == ["at least 12", "80", "9km", "two", "20%", "$3m"]


# An invented article, read by the shipped reader

ARTICLE = """At least 12 dead as ferry sinks off Orle, port authority says

The ferry Maren Star went down two miles off the harbour of Orle on Monday night, shortly after it had left for the islands.

At least 12 people were killed when the boat capsized, the port authority said. More than 80 passengers were on board.

The owner of the line, Ilse Brandt, said the hull had been inspected in March. "We did everything that the law asks of us," \
she said.

Officials said the captain had ignored two storm warnings. The claim could not be independently verified.

A spokesman for the coast guard, Tomas Reed, denied that the rescue boats had come late. He said the first boat had reached the \
wreck within 20 minutes.

Survivors described a loud bang before the lights went out. The sea was calm on Tuesday, and divers went down to the \
wreck at noon.

The government has promised an inquiry. A similar ferry sank off the same coast six years ago."""

TOLL, OWNER = "At least 12 people were killed", "The owner of the line, Ilse Brandt, said the hull had been inspected in March."
QUOTE = '"We did everything that the law asks of us," she said.'
CASES: dict[str, tuple[list[tuple[str, str]], list[Told]]] = {
    "quotation marks and dashes": ([('"We', "“We"), ('us,"', "us,”"), ("Monday night, shortly", "Monday night – shortly")], []),
    "spelling": ([("capsized", "capsised"), ("independently", "independantly")], []),
    "a synonym": ([("has promised an inquiry", "has pledged an inquiry")], []),
    "tense": ([("The government has promised", "The government promised")], []),
    "its own voice": ([("The sea was calm on Tuesday", "The sea was rough on Tuesday")], []),
    "who says so first": (
        [
            (
                f"{TOLL} when the boat capsized, the port authority said.",
                "The port authority said at least 12 people were killed when the boat capsized.",
            )
        ],
        [],
    ),
    "a sentence cut in two": (
        [("night, shortly after it had left for the islands.", "night. It had left for the islands shortly before.")],
        [],
    ),
    "another number": ([(TOLL, "At least 15 people were killed")], [("figure changed", "At least 12", "At least 15")]),
    "no bound": ([(TOLL, "Twelve people were killed")], [("bound lost", "At least 12", "Twelve")]),
    "another number and no bound": (
        [(TOLL, "Fifteen people were killed")],
        [("figure changed", "At least 12", "Fifteen"), ("bound lost", "At least 12", "Fifteen")],
    ),
    "a bound": ([("within 20", "within about 20")], [("bound added", "20", "about 20")]),
    "a number less": ([(" More than 80 passengers were on board.", "")], [("figure dropped", "More than 80", "")]),
    "a number more": ([("years ago.", "years ago. Some 40 people drowned then.")], [("figure added", "", "Some 40")]),
    "nobody's word": (
        [("Officials said the captain had ignored", "The captain had ignored")],
        [
            (
                "attribution dropped",
                "Officials … said … the captain had ignored two storm warnings",
                "The captain had ignored two storm warnings",
            )
        ],
    ),
    "nobody's word after it": (
        [("capsized, the port authority said.", "capsized.")],
        [
            (
                "attribution dropped",
                "the port authority … said … At least 12 people were killed when the boat capsized",
                "At least 12 people were killed when the boat capsized",
            )
        ],
    ),
    "officials": (
        [(OWNER, "Officials said the hull had been inspected in March."), (QUOTE, "")],
        [
            ("source anonymised", "The owner of the line, Ilse Brandt", "Officials"),
            ("statement dropped", 'she … said … "We did everything that the law asks of us,"', ""),
        ],
    ),
    "somebody named": (
        [("Officials said the captain", "The harbour master, Jon Karsk, said the captain")],
        [("source named", "Officials", "The harbour master, Jon Karsk")],
    ),
    "another speaker": (
        [("A spokesman for the coast guard, Tomas Reed,", "A harbour pilot, Dario Lenk,")],
        [
            ("speaker changed", "A spokesman for the coast guard, Tomas Reed", "A harbour pilot, Dario Lenk"),
            ("speaker changed", "He", "He"),
        ],
    ),
    "no mark": (
        [(" The claim could not be independently verified.", "")],
        [("mark removed", "The claim could not be independently verified", "")],
    ),
    "a mark": (
        [("lights went out.", "lights went out. It was not clear what had caused it.")],
        [("mark added", "", "It was not clear what had caused it")],
    ),
    "a statement less": (
        [("Survivors described a loud bang before the lights went out. ", "")],
        [("statement dropped", "Survivors … described … a loud bang before the lights went out", "")],
    ),
    "a statement more": (
        [("The government has", "The mayor of Orle, Petra Venn, said the pier would stay closed for a week. The government has")],
        [("statement added", "", "The mayor of Orle, Petra Venn … said … the pier would stay closed for a week")],
    ),
    "other words": (
        [("inspected in March", "repaired in May")],
        [("reworded", "inspected … March", "repaired … May")],
    ),
    "another word in a quotation": (
        [("We did everything that", "We did almost nothing that")],
        [("reworded", "everything", "almost … nothing")],
    ),
    "a not": ([("had come late. He", "had not come late. He")], [("reworded", "", "not")]),
    "another cue": ([("Officials said the", "Officials claimed the")], [("cue changed", "said", "claimed")]),
    "the headline": (
        [("At least 12 dead as ferry sinks off Orle, port authority says", "12 dead as ferry sinks off Orle")],
        [("headline: number", "At least 12", "12"), ("headline: attribution", "says", "")],
    ),
}
MOVED = "paragraphs in another order"
BARE, NAMED = "announced without a word of what", "announced by its number"
NOTICE_BARE = "This article was amended on 4 May."
NOTICE_NAMED = (
    "This article was corrected on 4 May. An earlier version said the captain had ignored two storm warnings; it was three."
)


def _versions() -> dict[str, str]:
    made = {"": ARTICLE}
    for name, (replaced, _) in CASES.items():
        text = ARTICLE
        for old, new in replaced:
            assert old in text, old
            text = text.replace(old, new)
        made[name] = text
    headline, *paragraphs = ARTICLE.split("\n\n")
    made[MOVED] = "\n\n".join([headline, *paragraphs[:1], *reversed(paragraphs[1:])])
    corrected = made["another number and no bound"]
    made[BARE] = f"{corrected}\n\n{NOTICE_BARE}"
    made[NAMED] = f"{corrected}\n\n{NOTICE_NAMED}".replace(
        "had ignored two storm warnings. The", "had ignored three storm warnings. The"
    )
    return made


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    """The article in every version, read."""
    versions = _versions()
    documents = [Document(text.encode(), Kind.PLAIN, name or "first", f"/{name}.txt") for name, text in versions.items()]
    pages = [page for document in documents for page in pages_of(document)]
    readings = Reader.load().read_many(pages)
    return {name: report_of(page, reading) for name, page, reading in zip(versions, pages, readings, strict=True)}


def _told(reports: dict[str, Report], old: str, new: str) -> list[Told]:
    return told_of(changes_between(reports[old], reports[new]), reports[old].page.text, reports[new].page.text)


@pytest.mark.model
@pytest.mark.parametrize("name", CASES)
def test_a_changed_article_tells_what_it_claims_otherwise(reports: dict[str, Report], name: str) -> None:
    assert _told(reports, "", name) == CASES[name][1]


@pytest.mark.model
def test_paragraphs_that_were_moved_are_no_change(reports: dict[str, Report]) -> None:
    assert _told(reports, "", MOVED) == []


@pytest.mark.model
@pytest.mark.parametrize("name", [*CASES, MOVED, ""])
def test_a_version_is_no_change_of_itself(reports: dict[str, Report], name: str) -> None:
    assert _told(reports, name, name) == []


@pytest.mark.model
def test_a_notice_that_names_nothing_announces_something(reports: dict[str, Report]) -> None:
    changes = changes_between(reports[""], reports[BARE])
    assert {change.announced for change in changes} == {Announced.SOMETHING}
    assert {p.of(reports[BARE].page.text) for change in changes for p in change.notice} == {NOTICE_BARE}


@pytest.mark.model
def test_a_notice_announces_what_it_names_and_nothing_else(reports: dict[str, Report]) -> None:
    changes = changes_between(reports[""], reports[NAMED])
    text = reports[NAMED].page.text
    assert [(change.kind.value, change.announced.name, [p.of(text) for p in change.new]) for change in changes] == [
        ("figure changed", "SILENT", ["Fifteen"]),
        ("bound lost", "SILENT", ["Fifteen"]),
        ("figure changed", "NAMED", ["three"]),
    ]
