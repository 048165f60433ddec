# ruff: noqa: E501 -- a row of a table in Markdown stands on one line
"""Writes ``docs/exports.md``: every form that a ledger leaves in, the tables column by column, from the code that writes them.

python -m docs.exports            write it
python -m docs.exports --check    say whether it is stale, and end with 1 if it is
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from sayso.export.annotations import AROUND
from sayso.export.columns import COLUMNS, ROW_IS, Column, Table, Type
from sayso.export.files import ENDINGS, SCOPE_INSIDE
from sayso.export.hxl import HXL
from sayso.export.linked_data import CONTEXT
from sayso.export.tables import FORMAT

HERE = Path(__file__).parent

_HEAD = """\
<!-- Written by `make docs` from src/sayso/export; changes made here are lost. -->

# Exports

`sayso export FILE` writes what a ledger holds, or what a filter asks of it, in a form that other programs read; the ending of the file
says which. The filters are those of `sayso statements` and `sayso figures`: outlet, dates, page, speaker and status as reported hold for
everything; words, stance, kind and confidence ask for statements, and bring the figures that stand on their word; sort, what is counted,
place and time ask for figures, and bring the statements on whose word they stand.

{endings}

What holds for all of them:

- **Scope.** Every export says what was asked for and looked through: pages, outlets, dates, and pages that could not be read. Parquet has
  it in the metadata of the file under `sayso`, JSON-LD in the node `urn:sayso:export`, annotations under `sayso:scope`; beside every other
  file lies one that ends in `.scope.json`. `ledger_head` is the digest that `sayso audit` gives for the whole ledger.
- **Names.** Private people's names are withheld as they are in the commands. On such a page `withheld` says of how many people, words and
  names are those that may be shown, and the digests of its text and bytes are left out, for a guess could be tested against them. The ids of
  entries and pages stay, as in the commands; they are digests too, so that whoever has the rest of the page word for word could test a guess.
- **Sealed pages** are left out; the scope counts them.
- **The same ledger gives the same bytes**, but for the time of the export, which stands in the scope file and in a bundle's manifest.
- **Nothing is written over** without `--force`, and a file has its name only when all of it is written.
- **Times** are ISO 8601, exactly as precise as the page gives them. No zone is made up: `…_at` is what the page's clock shows.
- **Paths.** Of a file of the machine that the ledger is kept on, an export says the name alone, with its line or place where it is an archive;
  `--paths` says in which folders it lies, too. Addresses of the web are whole. A bundle of proof (below) has paths as they are stored.
- **Nothing found, nothing written.** Where no page answers a filter, that is said, with speakers of names like the one asked for, and no
  file is written; `--empty` writes it all the same.
- **Positions** count code points of the page's text from 0, the end excluded: those of tables in the stored text, those of annotations,
  linked data and bundles in the text that is shown, which is the same but where names are withheld.

## Tables

Format {format}. The same columns in the same order in CSV, JSON lines and Parquet.

- **CSV** is RFC 4180 in UTF-8: CR LF, a head, quotes where they are needed; lists are JSON in a cell, what is not there is an empty cell,
  `yes` and `no` are flags. A cell that a spreadsheet might take for a formula (it begins with `=`, `+`, `-`, `@`, a tab or a line break,
  or with apostrophes before one of these) gets one apostrophe before it; take one away to have the words. `--bom` begins the file with a
  mark by which Excel knows UTF-8.
- **JSON lines** has one object a line, `null` for what is not there.
- **Parquet** has typed columns with a description each; a list of spans is a list of lists of two whole numbers.
"""

_TYPES = {
    Type.TEXT: "string",
    Type.COUNT: "int64",
    Type.NUMBER: "double",
    Type.FLAG: "bool",
    Type.DAY: "date32",
    Type.CLOCK: "timestamp[us]",
    Type.MOMENT: "timestamp[us, UTC]",
    Type.TEXTS: "list<string>",
    Type.SPANS: "list<list<int64>>",
    Type.NAMES: "list<struct<name, statements, because>>",
    Type.EVIDENCE: "list<struct<page, because, words>>",
}

_LINKED_DATA = """\
## Linked data (JSON-LD)

One document with its context inside, so that nothing is fetched to read it; a node a line.

| what | type | in which words |
| --- | --- | --- |
| a page | `NewsArticle`, `prov:Entity` | `headline`, `url`, `publisher`, `author`, `datePublished`, `dateModified`, `inLanguage`, `articleSection`, `textDigest`, `generatedAtTime` (first seen) |
| a newer version of a page | | `wasRevisionOf` the page before it at the same address |
| shared text | | `wasDerivedFrom` a page whose outlet it credits; `sharesTextWith` another, for shared text alone does not tell who had it first |
| a statement, all in quotation marks | `Quotation`, `prov:Entity` | `text`, `wasQuotedFrom` the page, `wasAttributedTo` and `creator` the speaker, `isPartOf` the statement that it stands in, or the page |
| any other statement | `Claim`, `prov:Entity` | the same, with `appearance` |
| a figure | `Claim`, `prov:Entity` | `printed`, `mainEntity` a `QuantitativeValue` with `value` or `minValue` and `maxValue` and `unitText`, `spatialCoverage`, `temporalCoverage` |
| a mark | `sayso:Mark` | `markedAs`, `about` |
| a dossier | `Claim`, `prov:Collection` | `appearance` each page, `firstAppearance` where one has the earliest day and all have one, `prov:hadMember` |
| who says it | `Person`, `Organization` or `Thing` with a `prov:` type | of that page alone: whether two pages mean the same is in the table of speakers, with the reasons |

An entry is named `urn:sayso:entry:ENTRY:PAGE`, a page `urn:sayso:page:PAGE`. There is no `ClaimReview`: that is for the verdicts of
people, and sayso gives none. The terms of the context:

{terms}

## Web annotations

One `AnnotationCollection` of the [Web Annotation Data Model](https://www.w3.org/TR/annotation-model/) with all annotations on its first
page. Each entry is an annotation; its bodies say who says it and tag it, its targets are the pieces that it cites (`sayso:part` says
which). `source` is the page's address, `state` the moment at which it was seen and the archived text (`cached`). A `TextQuoteSelector`
gives the words with {around} code points before and after them, a `TextPositionSelector` their place in that text, in code points.

## HXL

CSV whose second line has [HXL](https://hxlstandard.org) hashtags. A row is a figure about people; its least and greatest number stand in
the columns of its sort, and are empty for a vague word such as *dozens*. Figures of other sorts are left out, and the scope counts them.

{hxl}

## Citations

`sayso cite ENTRY` prints who said what, where that was published, when it was seen, and where it stands, with the digests of the page's
text and of its archived bytes; with `--bibtex` an entry of BibTeX, in which the name of a person is one that BibTeX may take apart and the
name of a body (an agency, the outlet) stands in braces of its own. `--ids` of `sayso statements`, `figures` and `show` prints the ids. Where the same text stands on several pages, each is cited.

## Proof

`sayso export --proof FOLDER` (or `FILE.zip`) writes what shows that pages said so, and a program that checks it without sayso:
`python3 verify.py`. It is a BagIt bag (RFC 8493), too.

| file | what is in it |
| --- | --- |
| `README.txt` | what it is and how to check it, for a lawyer or an editor |
| `verify.py` | the checks, in plain Python 3.9 and its standard library |
| `manifest.json` | scope, pages, SHA-256 and size of each file; its own digest stands for the whole bundle |
| `timestamp.tsr` | with `--timestamp URL`: an RFC 3161 timestamp of `manifest.json` by that service |
| `manifest-sha256.txt`, `tagmanifest-sha256.txt`, `bagit.txt`, `bag-info.txt` | the bag |
| `data/entries.jsonl` | the entries asked for, each with its words, speaker, status, and `cited`: part, start, end, words |
| `data/pages/ID/text.txt` | the page's text |
| `data/pages/ID/page.json` | what is known of it, its reading as in [format.md](format.md), its sightings and fetches, its hash chain |
| `data/pages/ID/record.json` | the ledger's rows as they are stored, all readings of them |
| `data/archive/BLOB.warc.gz` | the archived bytes as WARC 1.1: request and response records of a page that was fetched, with a `conversion` record of the bytes as they were read; of a page that came from a file a `resource` record, which says so |
| `data/decisions.jsonl` | what people decided about what is in it; other decisions by their digests alone |
| `data/tombstones.jsonl` | the seals of the ledger |

The verifier recomputes every digest, id and link, compares each citation with its page's text, and looks for the cited words in the
archived bytes with tags taken out and white space left out. It names each file and entry that does not match and ends with 1; it says
what it cannot check: PDF, the signature of a timestamp, pages on which names are withheld. On these the bundle has the text that may be
shown, and neither archived bytes nor the ledger's rows, for both hold the names. `--clear` takes them in, after it asked (`--yes`), and
notes who did. The digests of the chain are taken over rows in which stands where a page was seen, so a bundle of pages that came from files
holds their paths: the command says so and asks first, and goes on without asking with `--paths`.
`sayso verify BUNDLE` makes the same checks with the verifier of your own sayso.
"""


def exports() -> str:
    """The page as Markdown."""
    endings = _table(
        ("ending", "form", "its scope stands"),
        ((f"`{end}`", f"`{form}`", "in it" if form in SCOPE_INSIDE else "beside it") for end, form in ENDINGS.items()),
    )
    parts = [_HEAD.format(endings=endings, format=FORMAT).rstrip()]
    for table in Table:
        parts.append(f"### {table.value}\n\n{ROW_IS[table]}\n\n{_columns(COLUMNS[table])}")
    terms = _table(
        ("term", "means"),
        ((f"`{term}`", f"`{told if isinstance(told, str) else told.get('@id', term)}`") for term, told in CONTEXT.items()),
    )
    hxl = _table(("column", "hashtag", "meaning"), ((f"`{c.name}`", f"`{tag}`", c.meaning) for c, tag in HXL))
    parts.append(_LINKED_DATA.format(terms=terms, around=AROUND, hxl=hxl).rstrip())
    return "\n\n".join(parts) + "\n"


def _columns(columns: tuple[Column, ...]) -> str:
    return _table(("column", "type", "meaning"), ((f"`{c.name}`", f"`{_TYPES[c.type]}`", c.meaning) for c in columns))


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def main() -> int:
    """Writes or checks the page."""
    path = HERE / "exports.md"
    stale = not path.exists() or path.read_text(encoding="utf-8") != exports()
    if "--check" in sys.argv[1:]:
        print("docs/exports.md is stale; write it again with: make docs" if stale else "docs/exports.md is fresh")
        return int(stale)
    path.write_text(exports(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
