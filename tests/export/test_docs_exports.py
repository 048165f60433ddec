"""The documented exports are those that are written."""

from __future__ import annotations

from docs.exports import HERE, exports


def test_the_page_is_fresh() -> None:
    assert (HERE / "exports.md").read_text(encoding="utf-8") == exports()
