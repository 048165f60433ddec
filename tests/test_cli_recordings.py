"""What is said in a recording is shown with its minute."""

from __future__ import annotations

import pytest

from sayso.cli.phrases import minute_of, where
from sayso.page.page import Document, Kind
from sayso.page.pages import pages_of


@pytest.mark.parametrize(
    ("duration", "minute"),
    [("PT9S", "0:09"), ("PT1M4.5S", "1:04"), ("PT1H2M12S", "1:02:12"), ("2031-03-03T09:15", None)],
)
def test_minutes(duration: str, minute: str | None) -> None:
    assert minute_of(duration) == minute


def test_where_something_is_said() -> None:
    cues = (
        "WEBVTT\n\n00:09.000 --> 00:11.000\nAda Ruiz: The boats left.\n\n"
        "01:12:00.000 --> 01:12:02.000\nPiet Olssen: All of them.\n"
    )
    (page,) = pages_of(Document(cues.encode(), Kind.TRANSCRIPT, "briefing", "briefing.vtt"))
    assert [where(page.text.index(words), page) for words in ("boats", "them")] == ["at 0:09", "at 1:12:00"]
