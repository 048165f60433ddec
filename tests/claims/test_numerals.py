"""Numbers in running text: what is printed, what it may be, and which numbers count nothing.

The cases are in ``numerals.tsv``: a text and the numerals in it (after a tab; none where it counts nothing), each as its printed
words, its interval, its bound and what else is known of it.
"""

import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.claims.figure import Bound
from sayso.claims.figures.numerals import Numeral, numerals_in

CASES = [line.split("\t") for line in (Path(__file__).parent / "numerals.tsv").read_text("utf-8").splitlines() if line[:1] != "#"]
GOLD = Path(__file__).parents[2].parent / "shared" / "gold"


def number(value: float | None) -> str:
    return "" if value is None else str(int(value)) if value == int(value) else f"{value:g}"


def shown(numeral: Numeral, text: str) -> str:
    """*at least 14* as ``At least 14 = 14.. at_least``."""
    low, high = numeral.low, numeral.high
    words = [numeral.span.of(text), "=", number(low) if low is not None and low == high else f"{number(low)}..{number(high)}"]
    words += [numeral.bound.value]
    words += [numeral.unit.value] if numeral.unit else []
    words += ["more"] * numeral.more + ["elliptical"] * numeral.elliptical
    words += [f"not {numeral.change.of(text)}"] if numeral.change else []
    return " ".join(words)


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_numerals(text: str, expected: str) -> None:
    assert "; ".join(shown(numeral, text) for numeral in numerals_in(text)) == expected


def test_there_are_enough_cases_and_a_third_count_nothing() -> None:
    assert len(CASES) >= 120
    assert sum(not expected for _, expected in CASES) >= len(CASES) / 3


def test_the_currency_and_the_number_alone() -> None:
    text = "They paid about $1.4 billion and 7,000 Tavrian crowns; between 80 and 100 euros went missing."
    got = [(n.number.of(text), n.currency.of(text) if n.currency else None) for n in numerals_in(text)]
    assert got == [("1.4 billion", "$"), ("7,000", None), ("80 and 100", "euros")]


def test_a_part_of_a_text_is_read_in_its_own_place() -> None:
    text = "Nine died.\n\nThe toll rose to 21 from 19 after $5m was paid.\n\nTen fled."
    start, end = text.index("The"), text.index("\n\nTen")
    part = numerals_in(text, start, end)
    assert [n.span.of(text) for n in part] == ["21", "19", "$5m"]
    assert part == numerals_in(text)[1:-1]


UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen".split()
UNITS += ["eighteen", "nineteen"]
TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety".split()


def in_words(value: int, joiner: str = " and ") -> str:
    """The number as a newspaper would spell it out."""
    if value < 20:
        return UNITS[value]
    if value < 100:
        return TENS[value // 10] + (f"-{UNITS[value % 10]}" if value % 10 else "")
    if value < 1000:
        return f"{UNITS[value // 100]} hundred" + (joiner + in_words(value % 100) if value % 100 else "")
    for name, scale in (("billion", 10**9), ("million", 10**6), ("thousand", 10**3)):
        if value >= scale:
            rest = value % scale
            head = f"{in_words(value // scale, joiner)} {name}"
            return head + ((joiner if rest < 100 else " ") + in_words(rest, joiner) if rest else "")
    raise AssertionError


def read_back(words: str) -> float | None:
    text = f"In Orlec, {words} boats sank."
    (found,) = numerals_in(text)
    assert found.span.of(text) == words
    assert (found.bound, found.high) == (Bound.EXACT, found.low)
    return found.low


@given(st.integers(2, 10**9), st.sampled_from([" and ", " "]))
def test_every_number_in_words_is_read_back(value: int, joiner: str) -> None:
    assert read_back(in_words(value, joiner)) == value


@given(st.integers(2, 10**9))
def test_every_number_with_separators_is_read_back(value: int) -> None:
    assert read_back(f"{value:,}") == value


@given(st.integers(1, 9999), st.sampled_from([("million", 10**6), ("billion", 10**9), ("thousand", 10**3)]))
def test_every_decimal_with_a_scale_is_read_back(tenths: int, scale: tuple[str, int]) -> None:
    assert read_back(f"{tenths / 10:.1f} {scale[0]}") == pytest.approx(tenths * scale[1] / 10)


def test_words_are_read_as_another_library_reads_them() -> None:
    text_to_num = pytest.importorskip("text_to_num", reason="text2num is not installed")
    draw = random.Random(5)
    for value in [draw.randrange(2, 10 ** draw.randrange(1, 10)) for _ in range(400)]:
        if value > 1:
            assert read_back(in_words(value)) == text_to_num.text2num(in_words(value), "en") == value


SCRAPS = st.sampled_from(
    "one two twenty hundred thousand million dozen dozens tens hundreds several few couple half third quarters and of a an the "
    "in to from between at least up more than or or so 1 12 1,000 1.5 2011 3-1 80–100 $ € £5m % percent , . ; : ( ) “ ” ’ ' - – "
    "\n \n\n aged May Orlec people were killed years km H1N1 09:59 +44 #346m ½ — \u00a0 ٣ 😀".split(" ")
)


@given(st.lists(SCRAPS, max_size=40), st.sampled_from(["", " "]))
def test_spans_are_in_order_and_never_empty(scraps: list[str], joiner: str) -> None:
    text = joiner.join(scraps)
    end = 0
    for numeral in numerals_in(text):
        assert end <= numeral.span.start < numeral.span.end <= len(text)
        assert numeral.span.covers(numeral.number)
        assert numeral.number.of(text).strip()
        end = numeral.span.end


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    for numeral in numerals_in(text):
        assert numeral.span.of(text)


NASTY = ["1", "111 ", "1,", "1-", "one hundred thousand and ", "hundreds of thousands of ", "from 1 to ", "half a ", "(1) ", "$"]


@pytest.mark.parametrize("scrap", NASTY)
def test_time_grows_with_the_text_and_no_faster(scrap: str) -> None:
    def seconds(length: int) -> float:
        text = (scrap * length)[:length]
        begin = time.process_time()
        numerals_in(text)
        return time.process_time() - begin

    seconds(1000)
    assert seconds(120_000) < 8 * seconds(30_000) + 0.1


@pytest.mark.skipif(not GOLD.is_dir(), reason="the marked articles lie outside the repository")
def test_every_figure_marked_by_hand_is_found() -> None:
    wrong = []
    for path in sorted(GOLD.glob("*.json")):
        text = path.with_suffix(".txt").read_text("utf-8")
        found = {n.span.start: (n.span.of(text), n.low, n.high, n.bound) for n in numerals_in(text)}
        for figure in json.loads(path.read_text("utf-8"))["figures"]:
            words, _, nth = figure["printed"].partition("#") if figure["printed"][0] != "#" else (figure["printed"], "", "")
            at = -1
            for _ in range(int(nth or 1)):
                at = text.index(words, at + 1)
            if found.get(at) != (words, figure["low"], figure["high"], figure["bound"]):
                wrong.append((path.stem, figure["printed"], found.get(at)))
    assert wrong == []
