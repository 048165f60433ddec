"""Printed dates: what they mean, and what they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.page.dates import clock_of, dated_by_name, dated_by_url, iso_of, offset_of, times_in

PRINTED = [
    # text, (words, value, what) of each date
    ("3 March 2022, 09:59", [("3 March 2022, 09:59", "2022-03-03T09:59", None)]),
    ("Updated: 3 March 2022, 11:02", [("3 March 2022, 11:02", "2022-03-03T11:02", "modified")]),
    ("March 3, 2022 at 9:59 a.m. EST", [("March 3, 2022 at 9:59 a.m. EST", "2022-03-03T09:59-05:00", None)]),
    ("Thu 3 Mar 2022 09.59 GMT", [("Thu 3 Mar 2022 09.59 GMT", "2022-03-03T09:59+00:00", None)]),
    ("Last modified on Fri 4 Mar 2022 11.30 GMT", [("Fri 4 Mar 2022 11.30 GMT", "2022-03-04T11:30+00:00", "modified")]),
    ("First published on 2022-03-03", [("2022-03-03", "2022-03-03", "published")]),
    ("Tue Jun 16, 2009 10:20 am EDT", [("Tue Jun 16, 2009 10:20 am EDT", "2009-06-16T10:20-04:00", None)]),
    ("03 February 12 17:03 GMT", [("03 February 12 17:03 GMT", "2012-02-03T17:03+00:00", None)]),
    ("Updated 1:38 PM EST, Thu March 3, 2022", [("1:38 PM EST, Thu March 3, 2022", "2022-03-03T13:38-05:00", "modified")]),
    ("Jan. 5, 2025, 5:00 a.m. ET", [("Jan. 5, 2025, 5:00 a.m. ET", "2025-01-05T05:00", None)]),  # ET has two offsets
    ("6 October 2024 7:12 pm UTC+2", [("6 October 2024 7:12 pm UTC+2", "2024-10-06T19:12+02:00", None)]),
    ("the 3rd of March 2022", [("3rd of March 2022", "2022-03-03", None)]),
    ("3. März 2022 um 14:05 Uhr", [("3. März 2022 um 14:05 Uhr", "2022-03-03T14:05", None)]),
    ("Aktualisiert am 03.03.2022, 17:04 Uhr", [("03.03.2022, 17:04 Uhr", "2022-03-03T17:04", "modified")]),
    (
        "Publié le 3 mars 2022 à 09h59, mis à jour le 4 mars 2022 à 10h12",
        [("3 mars 2022 à 09h59", "2022-03-03T09:59", "published"), ("4 mars 2022 à 10h12", "2022-03-04T10:12", "modified")],
    ),
    ("3 de marzo de 2022 a las 9:59", [("3 de marzo de 2022 a las 9:59", "2022-03-03T09:59", None)]),
    ("2022年3月3日 14:05", [("2022年3月3日 14:05", "2022-03-03T14:05", None)]),
    ("2024-05-06T10:11:12Z", [("2024-05-06T10:11:12Z", "2024-05-06T10:11:12+00:00", None)]),
    ("13/04/2022 10:22", [("13/04/2022 10:22", "2022-04-13T10:22", None)]),
    ("Do 03.03.22 | 14:05 Uhr", [("Do 03.03.22 | 14:05 Uhr", "2022-03-03T14:05", None)]),
    ("03.03.22", []),  # may be a version, a score
    ("03/04/2022", []),  # April or March: not resolved
    ("31 February 2022", []),
    ("Published 3 hours ago", []),
    ("CAIRO, Jan 25 (Northern Wire) -", []),
    ("sold 2022 cars in 3 March", []),
]


@pytest.mark.parametrize(("text", "wanted"), PRINTED, ids=[text for text, _ in PRINTED])
def test_printed_dates(text: str, wanted: list[tuple[str, str, str | None]]) -> None:
    assert [(p.span.of(text), p.value, p.what) for p in times_in(text)] == wanted


def test_a_date_that_can_be_read_in_two_ways_needs_to_be_told_how() -> None:
    assert times_in("03/04/2022", day_first=True)[0].value == "2022-04-03"
    assert times_in("03/04/2022", day_first=False)[0].value == "2022-03-04"


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("2022-08-01T15:50:36Z", "2022-08-01T15:50:36+00:00"),
        ("20220801T155036+0200", "2022-08-01T15:50:36+02:00"),
        ("2022-03-03 09:59:00", "2022-03-03T09:59:00"),
        ("Thu, 03 Mar 2022 09:59:00 GMT", "2022-03-03T09:59:00+00:00"),
        (1646301540, "2022-03-03T09:59:00+00:00"),
        ("1646301540000", "2022-03-03T09:59:00+00:00"),
        ("March 3, 2022", "2022-03-03"),
        ("2022-13-01", None),
        ("yesterday", None),
    ],
)
def test_machine_times(value: str | int, iso: str | None) -> None:
    assert iso_of(value) == iso


@pytest.mark.parametrize(
    ("url", "value"),
    [
        ("https://wire.example/2031/mar/03/flood", "2031-03-03"),
        ("https://wire.example/flood-20310303", "2031-03-03"),
        ("https://wire.example/2031/3/3/flood?since=2021-01-01", "2031-03-03"),
        ("https://wire.example/203103/30/", None),
    ],
)
def test_dates_in_addresses(url: str, value: str | None) -> None:
    dated = dated_by_url(url)
    assert (dated.value if dated else None) == value


def test_a_date_in_a_file_name() -> None:
    dated = dated_by_name("2011-08-12_0221")
    assert dated is not None
    assert (dated.what, dated.value, dated.evidence, dated.words) == ("published", "2011-08-12", "file name", "2011-08-12")


@pytest.mark.parametrize(
    ("zone", "offset"),
    [("GMT", "+00:00"), ("BST", "+01:00"), ("+0530", "+05:30"), ("UTC−3", "-03:00"), ("IST", ""), ("XYZ", None)],
)
def test_a_zone_is_never_made_up(zone: str, offset: str | None) -> None:
    assert offset_of(zone) == offset


@given(st.text(max_size=120) | st.text(st.sampled_from("0123456789 -/.:,TZMarch Mayupdated"), max_size=80))
def test_dates_stand_in_the_text_in_order(text: str) -> None:
    at = 0
    for printed in times_in(text):
        assert at <= printed.span.start < printed.span.end <= len(text)
        at = printed.span.end
        if printed.labelled:
            assert printed.labelled.covers(printed.span)


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("15.04.31", "2031-04-15"),
        ("13/03/31", "2031-03-13"),
        ("03/13/31", "2031-03-13"),
        ("3 March ’31, 09:59", "2031-03-03T09:59"),
        ("3 Mar 31", "2031-03-03"),
        ("03/04/31", None),  # April or March: not resolved
        ("2.1.3", None),
    ],
)
def test_short_years_are_read_where_a_whole_line_is_a_date(line: str, value: str | None) -> None:
    assert [printed.value for printed in times_in(line, short_years=True)] == ([value] if value else [])


@pytest.mark.parametrize(
    ("line", "value", "what"),
    [
        ("09:59", "09:59", None),
        ("Updated: 11:02 GMT", "11:02+00:00", "modified"),
        ("Published at 9:59 pm", "21:59", "published"),
        ("14:07 Uhr", "14:07", None),
    ],
)
def test_a_time_of_day_that_is_all_of_a_line(line: str, value: str, what: str | None) -> None:
    clock = clock_of(line)
    assert clock is not None
    assert (clock.value, clock.what) == (value, what)


@pytest.mark.parametrize("line", ["0:00 / 3:25", "He left at 11:02.", "Duration 1:12", "26:10", "Port Sorrel 09:59", ""])
def test_other_lines_with_numbers_are_no_time_of_day(line: str) -> None:
    assert clock_of(line) is None
