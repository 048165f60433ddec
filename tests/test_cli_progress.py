"""Progress where nobody watches: nothing of short work, a line at the beginning and one at the end of long work."""

from __future__ import annotations

import pytest

from sayso.cli.progress import LONG, progress


def _told(capsys: pytest.CaptureFixture[str], *, seconds: float) -> tuple[str, str]:
    times = iter((0.0, *(seconds,) * 9))
    with progress("Linking", "pages", clock=lambda: next(times)) as on_done:
        for done in range(1, 4):
            on_done(done, 3)
    said = capsys.readouterr()
    return said.out, said.err


def test_long_work_is_told_in_two_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert _told(capsys, seconds=LONG + 1) == ("", "Linking 3 pages; 1 done so far\n3 pages done in 4 seconds\n")


def test_short_work_is_not_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert _told(capsys, seconds=LONG / 2) == ("", "")
