"""Speakers across pages: which are one and why, what people decide on them, in whatever order pages come."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.people import Case, Told, add, are_one, cases, outcome, partition
from sayso.errors import NotInLedger
from sayso.ledger.answers import StatementFilter
from sayso.ledger.decisions import About, Verdict, decide, undo
from sayso.ledger.ledger import Ledger, open_ledger
from sayso.stories import people
from sayso.stories.linking import link
from sayso.stories.people.facts import Facts, against, born_in, facts_of, fields_of
from sayso.stories.people.names import body_key, is_acronym, office_key, person_name, related, spelt_out
from sayso.stories.people.settling import settled
from tests.ledger.conftest import ledger, new_ledger  # noqa: F401

LATER = datetime(2025, 5, 7, 9, tzinfo=UTC)

LISTED = list(cases())


@pytest.mark.parametrize("case", LISTED, ids=lambda case: f"{case.shows}: {case.one.name} | {case.other.name}")
def test_cases(case: Case, tmp_path: Path, new_ledger: bytes) -> None:  # noqa: F811
    path = tmp_path / "case.db"
    path.write_bytes(new_ledger)
    assert outcome(case, path) is case.are_one


def test_there_are_many_cases_of_both_kinds() -> None:
    both = [case.are_one for case in LISTED]
    assert (len(both) >= 60, both.count(True) >= 25, both.count(False) >= 35) == (True, True, True)


# Names

PEOPLE = [
    ("Dmytro Kuleba", "dmitro kuleba"),
    ("Mr Dmytro  Kuleba", "dmitro kuleba"),
    ("Recep Tayyip Erdoğan", "recep erdogan"),
    ("Kuleba", None),
    ("Prince Orle", "orle orle"),
    ("Abu Omar", None),
    ("", None),
    ("van der Orle", None),
]


@pytest.mark.parametrize(("name", "key"), PEOPLE)
def test_names_of_people(name: str, key: str | None) -> None:
    found = person_name(name)
    assert (found and found.key) == key


BODIES = [
    ("Ministry of Defence of Ukraine", "defence ministry@Ukraine"),
    ("Ukraine’s ministry of defense", "defence ministry@Ukraine"),
    ("Foreign Ministry", None),
    ("Russian ministry of foreign affairs", "foreign ministry@Russia"),
    ("US-based Orle Institute", "orle institute"),
    ("Syrian TV channels", None),
    ("Ostra and Vostra", None),
    ("Russian embassy", None),
    ("Russian embassy in Orle", "embassy orle@Russia"),
    ("state department", None),
    ("State Department", "department state@United States"),
    ("a Kremlin", None),
    ("European Commission", "european commission"),
    ("aid agencies", None),
    ("", None),
]


@pytest.mark.parametrize(("name", "key"), BODIES)
def test_names_of_bodies(name: str, key: str | None) -> None:
    assert body_key(name) == key


@given(st.text(max_size=60))
def test_no_name_breaks_anything(name: str) -> None:
    for key in (person_name(name), body_key(name), office_key(name), list(spelt_out(name)), fields_of(name)):
        assert key is None or key is not None


def test_forms_of_a_name() -> None:
    def between(one: str, other: str) -> str | None:
        a, b = person_name(one), person_name(other)
        assert a is not None
        assert b is not None
        return related(a, b)

    assert [
        between("V. Orle", "Viktor Orle"),
        between("V. Orle", "Anna Orle"),
        between("Bill Orle", "William Orle"),
        between("Tayyip Orle", "Recep Tayyip Orle"),
        between("Jean Max Orle", "Jean-Max Orle"),
        between("Ada Orle", "Eva Orle"),
    ] == ["initial", None, "another form of the first name", "a shorter form of the name", "hyphens", None]


def test_acronyms() -> None:
    assert [
        is_acronym(a, n) for a, n in (("WFP", "World Food Programme"), ("DfID", "Department for International Development"))
    ] == [
        True,
        True,
    ]
    assert [is_acronym(a, n) for a, n in (("UK", "University of Orle"), ("W", "World"))] == [False, False]
    assert list(spelt_out("Ada Ruiz (UK) of the Orle Relief Fund (ORF)")) == [("ORF", "Orle Relief Fund", 21)]


# Facts


def test_facts_of_roles_and_ages() -> None:
    name = person_name("Ann B. Orle")
    assert name is not None
    roles = ["former Russian ambassador to France", "BBC correspondent in Egypt"]
    assert facts_of(name, roles, born=1978, page=3) == Facts(
        ("b",), None, 1978, frozenset({"Russia"}), frozenset({"media", "state"})
    )
    assert facts_of(name, ["shopkeeper"], born=None, page=3).page == 3
    assert born_in("Ann Orle, 46, of Orle", "Ann Orle", 2024) == 1978
    assert born_in("Ann Orle, 46 days later", "Ann Orle", 2024) is None


def test_what_speaks_against_is_said() -> None:
    striker, minister = Facts(fields=frozenset({"sport"})), Facts(fields=frozenset({"state"}), countries=frozenset({"France"}))
    both = Facts(fields=frozenset({"sport", "state"}))
    assert [against(striker, minister), against(both, minister), against(Facts(), minister)] == ["sport and state", None, None]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("xyz ")), max_size=7, unique=True), st.randoms())
def test_settling_holds_no_rivals_and_is_the_same_in_any_order(things: list[tuple[str, str]], rng: random.Random) -> None:
    def rivals(one: tuple[str, str], other: tuple[str, str]) -> bool:
        return any(a != b and " " not in (a, b) for a, b in zip(one, other, strict=True))

    def groups(given_in: list[tuple[str, str]]) -> set[tuple[frozenset[tuple[str, str]], bool]]:
        found = settled(given_in, fits=lambda a, b: not rivals(a, b), rivals=rivals, weight=lambda _: 1)
        return {(frozenset(group.things), group.open) for group in found}

    before = groups(things)
    assert not any(rivals(a, b) for group, _ in before for a in group for b in group)
    mixed = list(things)
    rng.shuffle(mixed)
    assert groups(mixed) == before


def test_a_name_that_fits_two_goes_with_the_one_that_is_on_far_more_pages(ledger: Ledger) -> None:  # noqa: F811
    for number in range(10):
        add(ledger, [Told("Ann Orle", "person", "French Foreign Minister")], name=f"minister-{number}")
    add(ledger, [Told("Ann Orle", "person", "singer")], name="singer")
    bare = add(ledger, [Told("Ann Orle", "person")], name="bare")
    link(ledger, finders=(people,))
    known = ledger.page("minister-0").page.id
    assert are_one(ledger, (bare, "Ann Orle"), (known, "Ann Orle"))
    assert not are_one(ledger, (bare, "Ann Orle"), (ledger.page("singer").page.id, "Ann Orle"))


# Order

CAST = [
    Told("Volodymyr Zelensky", "person", "Ukrainian President"),
    Told("Volodymyr Zelenskyy", "person"),
    Told("V. Zelensky", "person", "Ukrainian President"),
    Told("Zelensky", "person"),
    Told("John Orle", "person", "United striker"),
    Told("John Orle", "person", "British minister"),
    Told("John Orle", "person"),
    Told("ORF", "organisation", None, "The Orle Relief Fund (ORF) met."),
    Told("Orle Relief Fund", "organisation"),
    Told("Defence Ministry", "organisation"),
    Told("Ukraine's Defence Ministry", "organisation"),
]


@settings(max_examples=8, deadline=None)
@given(rng=st.randoms())
def test_the_order_of_adding_does_not_matter(
    rng: random.Random,
    tmp_path_factory: pytest.TempPathFactory,
    new_ledger: bytes,  # noqa: F811
) -> None:
    found = set()
    for turn in range(2):
        path = tmp_path_factory.mktemp("order") / f"{turn}.db"
        path.write_bytes(new_ledger)
        numbers = list(range(len(CAST)))
        rng.shuffle(numbers)
        with open_ledger(path) as made:
            for count, number in enumerate(numbers):
                add(made, [CAST[number]], name=f"page-{number}")
                if count in (3, 7):
                    link(made, finders=(people,))
            link(made, finders=(people,))
            found.add(partition(made))
    assert len(found) == 1


def test_a_page_that_is_sealed_is_no_evidence_any_more(ledger: Ledger) -> None:  # noqa: F811
    add(ledger, [Told("ORF", "organisation")], name="short")
    add(ledger, [Told("Orle Relief Fund", "organisation")], name="long")
    add(ledger, [Told("Ada Ruiz", "person", None, "The Orle Relief Fund (ORF) met.")], name="spelt-out")
    link(ledger, finders=(people,))
    assert names(ledger, "ORF") == [["ORF", "Orle Relief Fund"]]
    ledger.seal("spelt-out", by="R", reason="r", at=LATER)
    link(ledger, finders=(people,))
    assert names(ledger, "ORF") == [["ORF"]]


# Decisions


def names(of: Ledger, asked: str) -> list[list[str]]:
    """The names in each of the groups of a name."""
    with of.store.reading() as connection:
        return sorted(sorted(group.names) for group in people.groups_of(connection, [asked]))


@pytest.fixture
def decided(ledger: Ledger) -> Callable[..., str]:  # noqa: F811
    """A ledger with spellings, and how to decide in it."""
    for number, told in enumerate(CAST):
        add(ledger, [told], name=f"page-{number}")
    link(ledger, finders=(people,))

    def deciding(verdict: Verdict, one: str, other: str) -> str:
        return decide(ledger.store, About.PEOPLE, verdict, one, other, by="Rhea Venn", reason="a reason", at=LATER).digest

    return deciding


ALL_SPELLINGS = ["V. Zelensky", "Volodymyr Zelensky", "Volodymyr Zelenskyy"]


def test_a_join_is_one_link_more_and_undo_takes_it_away(ledger: Ledger, decided: Callable[..., str]) -> None:  # noqa: F811
    before = partition(ledger)
    assert names(ledger, "Volodymyr Zelensky") == [ALL_SPELLINGS]
    made = decided(Verdict.JOIN, "Zelensky", "Volodymyr Zelensky")
    assert names(ledger, "Volodymyr Zelensky") == names(ledger, "Zelensky") == [sorted([*ALL_SPELLINGS, "Zelensky"])]
    with ledger.store.reading() as connection:
        [group] = people.groups_of(connection, ["Zelensky"])
    assert people.Spelling("Zelensky", "joined by Rhea Venn on 2025-05-07: a reason") in group.spellings
    undo(ledger.store, made[:8], by="Rhea Venn", reason="it was not", at=LATER)
    assert partition(ledger) == before
    with pytest.raises(NotInLedger):
        undo(ledger.store, made[:8], by="Rhea Venn", reason="again", at=LATER)


def test_a_split_cuts_between_the_two_and_undo_mends_it(ledger: Ledger, decided: Callable[..., str]) -> None:  # noqa: F811
    before = partition(ledger)
    made = decided(Verdict.SPLIT, "Volodymyr Zelensky", "V. Zelensky")
    assert names(ledger, "V. Zelensky") == [["V. Zelensky"]]
    assert names(ledger, "Volodymyr Zelensky") == [["Volodymyr Zelensky", "Volodymyr Zelenskyy"]]
    undo(ledger.store, made[:8], by="Rhea Venn", reason="it was right", at=LATER)
    assert partition(ledger) == before


def test_who_is_as_near_to_both_of_two_that_are_split_stays_with_neither(ledger: Ledger) -> None:  # noqa: F811
    for name in ("Ada Zelensky", "Ada Zelenskyy", "Ada Zelenskiy"):
        add(ledger, [Told(name, "person")], name=name)
    link(ledger, finders=(people,))
    decide(ledger.store, About.PEOPLE, Verdict.SPLIT, "Ada Zelensky", "Ada Zelenskyy", by="R", reason="two", at=LATER)
    assert [names(ledger, name) for name in ("Ada Zelensky", "Ada Zelenskyy", "Ada Zelenskiy")] == [
        [["Ada Zelensky"]],
        [["Ada Zelenskyy"]],
        [["Ada Zelenskiy"]],
    ]


def test_each_member_goes_with_the_nearer_of_two_that_are_split(ledger: Ledger, decided: Callable[..., str]) -> None:  # noqa: F811
    decided(Verdict.JOIN, "Zelensky", "Volodymyr Zelensky")
    decided(Verdict.JOIN, "Defence Ministry", "Zelensky")
    decided(Verdict.SPLIT, "Defence Ministry", "Volodymyr Zelenskyy")
    assert names(ledger, "Zelensky") == [["Defence Ministry", "Zelensky"]]  # one link from the ministry, two from the other
    assert names(ledger, "Volodymyr Zelenskyy") == [ALL_SPELLINGS]


def test_a_decision_can_name_the_speaker_of_one_page(ledger: Ledger, decided: Callable[..., str]) -> None:  # noqa: F811
    striker, bare = (f"John Orle @ {ledger.page(name).page.id}" for name in ("page-4", "page-6"))
    decided(Verdict.JOIN, striker, bare)
    ids = [ledger.page(f"page-{number}").page.id for number in (4, 5, 6)]
    ends = [(id_, "John Orle") for id_ in ids]
    assert (are_one(ledger, ends[0], ends[2]), are_one(ledger, ends[0], ends[1])) == (True, False)
    with ledger.store.reading() as connection:
        assert sum(form.pages for group in people.groups_of(connection, ["John Orle"]) for form in group.forms) == 3


def test_a_speaker_of_one_page_can_be_split_off(ledger: Ledger) -> None:  # noqa: F811
    ids = [add(ledger, [Told("Ada Ruiz", "person")], name=f"page-{number}") for number in range(4)]
    link(ledger, finders=(people,))
    decide(ledger.store, About.PEOPLE, Verdict.SPLIT, f"Ada Ruiz @ {ids[0]}", "Ada Ruiz", by="R", reason="a painter", at=LATER)
    with ledger.store.reading() as connection:
        found = sorted(sum(form.pages for form in group.forms) for group in people.groups_of(connection, ["Ada Ruiz"]))
    assert found == [1, 3]


def test_decisions_outlive_the_traces(ledger: Ledger, decided: Callable[..., str]) -> None:  # noqa: F811
    decided(Verdict.JOIN, "Zelensky", "Volodymyr Zelensky")
    before = partition(ledger)
    with ledger.store.writing() as connection:
        from sayso.stories import traces

        traces.make_again(connection, -1)
    link(ledger, finders=(people,))
    assert partition(ledger) == before


# Questions


def test_what_is_said_under_all_names_is_found(ledger: Ledger, decided: Callable[..., str]) -> None:  # noqa: F811
    asked, groups = people.with_all_names(ledger, StatementFilter(speaker="Zelenskyy"))
    assert sorted(row.statement.speaker.name or "" for row in ledger.statements(asked)) == ALL_SPELLINGS
    [who] = people.who_says(ledger, asked, groups)
    assert [(named.name, named.statements, named.because) for named in who.names] == [
        ("Volodymyr Zelenskyy", 1, "as named"),
        ("V. Zelensky", 1, "initial, and both in office for Ukraine"),
        ("Volodymyr Zelensky", 1, "spelling"),
    ]
    assert (who.row.statements, who.row.pages) == (3, 3)
    assert ledger.count(asked).statements == 3


def test_everybody_is_listed_with_all_names(ledger: Ledger, decided: Callable[..., str]) -> None:  # noqa: F811
    found = people.everybody(ledger, StatementFilter(), list(ledger.speakers()))
    listed = [([named.name for named in who.names], who.row.statements, who.open) for who in found]
    assert listed[:2] == [
        (["Volodymyr Zelenskyy", "V. Zelensky", "Volodymyr Zelensky"], 3, False),
        (["Orle Relief Fund", "ORF"], 2, False),
    ]
    assert sum(count for _, count, _ in listed) == len(CAST)
    assert [names for names, _, is_open in listed if is_open] == [["Defence Ministry"], ["John Orle"], ["Zelensky"]]
