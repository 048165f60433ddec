"""Writing: whole under its name or not there at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.errors import UsageError
from sayso.export.writing import Unwritable, written, written_folder


def test_a_file_has_its_name_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with written(path, force=False) as stream:
        stream.write(b"half")
        assert not path.exists()
    assert path.read_bytes() == b"half"


def _broken_file(path: Path, error: type[BaseException]) -> None:
    with written(path, force=False) as stream:
        stream.write(b"half")
        raise error


def _broken_folder(path: Path, error: type[BaseException]) -> None:
    with written_folder(path, force=False, is_ours="mine") as folder:
        (folder / "mine").write_text("half")
        raise error


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_nothing_is_left_of_what_fails(tmp_path: Path, error: type[BaseException]) -> None:
    for broken in (_broken_file, _broken_folder):
        with pytest.raises(error):
            broken(tmp_path / "out", error)
    assert list(tmp_path.iterdir()) == []


def _overtaken(path: Path) -> None:
    with written(path, force=False) as stream:
        stream.write(b"ours")
        path.write_bytes(b"theirs")


def test_a_file_that_comes_meanwhile_is_left(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    with pytest.raises(UsageError, match="came to be there meanwhile"):
        _overtaken(path)
    assert path.read_bytes() == b"theirs"
    assert list(tmp_path.iterdir()) == [path]


def test_a_disk_that_is_full_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unwritable, match=r"cannot be written \(No space left on device\)"), written(tmp_path / "x", force=False):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "out"
    for words in ("one", "two"):
        with written_folder(path, force=True, is_ours="mine") as folder:
            (folder / "mine").write_text(words)
    assert [(file.name, file.read_text()) for file in path.iterdir()] == [("mine", "two")]
    assert list(tmp_path.iterdir()) == [path]
