"""The words of a page with what the model says of them, whole results on sentences about invented events."""

from sayso.page.page import Document, Kind, Page
from sayso.page.pages import pages_of
from sayso.reading.reader import Reader
from sayso.text import Span

SENTENCE = "At least 14 miners and three children were killed in the flood near Damascus, rescuers said."
WORDS = [
    ("miners", "NNS", "nsubjpass", "killed"),
    ("children", "NNS", "conj", "miners"),
    ("killed", "VBN", "ccomp", "said"),
    ("said", "VBD", "root", None),
]


def _page(text: str) -> Page:
    (page,) = pages_of(Document(text.encode(), Kind.PLAIN, "case", "case"))
    return page


def test_words_have_parts_of_speech_and_heads() -> None:
    page = _page(SENTENCE)
    syntax = Reader.load().read(page).syntax
    assert syntax is not None
    words = {w.span.of(page.text): w for w in syntax.words_in(Span(0, len(page.text)))}
    assert " ".join(words) == "At least 14 miners and three children were killed in the flood near Damascus , rescuers said ."
    assert words["14"].part_of_speech == "CD"
    assert words["Damascus"].entity == "LOCATION"
    for word, tag, _, _ in WORDS:
        assert words[word].part_of_speech == tag
    heads = {word: None if (at := words[word].head) is None else syntax.word_at(at) for word, *_ in WORDS}
    assert [h.span.of(page.text) if h else None for h in heads.values()] == [head for *_, head in WORDS]


def test_every_window_answers_for_its_own_words() -> None:
    text = "\n\n".join(f"{SENTENCE} Nobody had seen number {i} before." for i in range(40))
    page = _page(text)
    syntax = Reader.load().read(page).syntax
    assert syntax is not None
    words = syntax.words_in(Span(0, len(text)))
    assert "".join(w.span.of(text) for w in words) == "".join(text.split())
    assert [w for w in words if syntax.word_at(w.span.start) != w] == []
    assert syntax.words_in(Span(5, 5)) == []
