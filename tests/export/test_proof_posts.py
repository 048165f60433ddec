"""The verifier finds the words of a post in its record, also where some of them are marked and the export has them in pieces."""

from __future__ import annotations

import json

from sayso.export.proof.verify import Haystack


def test_the_pieces_of_a_message_are_one_text() -> None:
    """Seen with a channel's export: *14 people* was set in bold, and the words around it were not found."""
    marked = ["At least ", {"type": "bold", "text": "14 people"}, " were killed."]
    hay = Haystack(json.dumps({"chat": {}, "message": {"text": marked}}).encode())
    assert hay.has("At least 14 people were killed.")
    assert not hay.has("At least 15 people were killed.")
