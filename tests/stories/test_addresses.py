"""Which addresses are of one document."""

from importlib import resources

import pytest

from sayso.stories.addresses import canonical

SAME = [
    "https://gazette.example/news/1",
    "http://www.gazette.example/news/1/",
    "https://m.gazette.example/news/1#comments",
    "https://www.gazette.example/news/1?utm_source=feed&fbclid=12ab",
    "https://www.gazette.example/news/1/amp",
    "https://amp.gazette.example/amp/news/1",
    "https://www.gazette.example/news/1.amp.html?CMP=share",
    "HTTPS://WWW.GAZETTE.EXAMPLE:443/news/1/index.html",
    "https://gazette-example.cdn.ampproject.org/c/s/gazette.example/news/1",
    "https://www.google.com/amp/s/www.gazette.example/news/1/amp",
    "https://web.archive.org/web/20250311132000/https://www.gazette.example/news/1",
    "https://web.archive.org/web/20250311132000id_/http://gazette.example/news/1",
]
OTHERS = [
    "https://gazette.example/news/2",
    "https://gazette.example/News/1",  # on many servers another document
    "https://sport.gazette.example/news/1",
    "https://gazette.example/news/1?id=7",
    "https://gazette.example:8080/news/1",
    "https://gazette.example/news/1/ampere",
]


@pytest.mark.parametrize("url", SAME)
def test_variants_are_of_one_document(url: str) -> None:
    assert canonical(url) == "gazette.example/news/1"


@pytest.mark.parametrize("url", OTHERS)
def test_others_are_not(url: str) -> None:
    assert canonical(url) != "gazette.example/news/1"


def test_what_tells_which_document_it_is_stays_in_any_order() -> None:
    assert canonical("https://gazette.example/a?id=7&utm_medium=x&page=2") == "gazette.example/a?id=7&page=2"
    assert canonical("https://gazette.example/a?page=2&id=7") == "gazette.example/a?id=7&page=2"


@pytest.mark.parametrize("url", [None, "", "/news/1", "file:///tmp/1.html", "https://", "https://[", "https://x:port/"])
def test_what_is_no_address_has_none(url: str | None) -> None:
    assert canonical(url) is None


def test_every_example_of_the_table_is_the_same_document() -> None:
    lines = resources.files("sayso.stories").joinpath("addresses.tsv").read_text(encoding="utf-8").splitlines()
    examples = [line.split("\t")[2] for line in lines if not line.startswith("#")]
    assert {canonical(example) for example in examples} == {"gazette.example/news/1"}
