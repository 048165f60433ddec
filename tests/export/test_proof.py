"""Bundles of proof: checked by their own verifier in a process without sayso, sound and tampered with in every kind of file."""

from __future__ import annotations

import ast
import gzip
import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator

from sayso.claims.report import Report
from sayso.claims.statement import Stance, Statement, StatementKind
from sayso.errors import UsageError
from sayso.export.proof import verify
from sayso.export.proof.bundle import Bundle, names_in, write_bundle
from sayso.export.selection import Asked
from sayso.gathering import gather
from sayso.ledger import decisions, fetches, figures, rows
from sayso.ledger.answers import StatementFilter
from sayso.ledger.ledger import Ledger
from sayso.ledger.veiling import log_beside, unveilings
from sayso.ledger.veils import Wish
from sayso.reading.speaker import Reason, Speaker, SpeakerKind
from sayso.text import digest
from tests.export.authority import BEFORE, Authority, serving
from tests.export.conftest import MADE, Select, bridge
from tests.ledger.build import MODEL, NOON, document, flood, page, spans
from tests.site import Site
from tests.test_cli_veils import NAME, TOKEN, toll
from tests.test_gathering import QUICK, PatternReader

VERIFIER = Path(verify.__file__)


def proved(select: Select, path: Path, *, asked: Asked | None = None, wish: Wish = Wish.PRISONERS, **how: Any) -> Bundle:
    return write_bundle(select(asked, wish), path, made=MADE, version="0", **how)


def checked(path: Path, *arguments: str, verifier: Path | None = None) -> tuple[int, str]:
    """How the verifier ends, and what it says, in a process that cannot import sayso."""
    command = [sys.executable, "-I", "-S", str(verifier or path / "verify.py"), *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd="/")
    assert ended.stderr == ""
    return ended.returncode, ended.stdout


@pytest.fixture
def bundle(select: Select, tmp_path: Path) -> Path:
    """A sound bundle of the whole ledger, with a timestamp."""
    path = tmp_path / "bundle"
    with serving(Authority(at=BEFORE)) as service:
        proved(select, path, service=service)
    return path


def test_a_sound_bundle_is_found_sound(bundle: Path) -> None:
    code, said = checked(bundle)
    lines = said.splitlines()
    assert (code, lines[-1]) == (0, "All of it matches.")
    assert lines[0].startswith("Checked: 28 files, 5 pages, 15 entries, ")
    assert any(
        "attests the digest of manifest.json as of 20240508093100Z; its signature is not checked here" in line for line in lines
    )
    assert any(line.startswith("Note: pages that are here with names withheld: 1;") for line in lines)


def test_a_bundle_is_the_same_each_time(select: Select, tmp_path: Path) -> None:
    for name in ("one.zip", "two.zip"):
        folder = tmp_path / name[:3]
        folder.mkdir()
        proved(select, folder / "proof.zip")
    assert (tmp_path / "one" / "proof.zip").read_bytes() == (tmp_path / "two" / "proof.zip").read_bytes()


def test_a_zip_holds_the_same_and_is_checked_as_it_is(select: Select, tmp_path: Path) -> None:
    one, other = proved(select, tmp_path / "proof.zip"), proved(select, tmp_path / "folder")
    assert one.manifest == other.manifest
    assert checked(tmp_path, str(tmp_path / "proof.zip"), verifier=VERIFIER)[0] == 0
    with zipfile.ZipFile(tmp_path / "proof.zip") as archive:
        assert {name.split("/")[0] for name in archive.namelist()} == {"proof"}
        archive.extractall(tmp_path / "out")
    assert checked(tmp_path / "out" / "proof")[0] == 0


def test_only_what_is_asked_for_is_in_it(select: Select, tmp_path: Path) -> None:
    done = proved(select, tmp_path / "b", asked=Asked(statements=StatementFilter(words="searching")))
    [entry] = map(json.loads, (tmp_path / "b" / "data" / "entries.jsonl").read_text().splitlines())
    assert (done.pages, done.entries, entry["words"], entry["speaker"]) == (1, 1, "“We are still searching,”", "Ilse Brandt")
    assert checked(tmp_path / "b")[0] == 0


# Tampered with

KINDS = [
    "README.txt",
    "verify.py",
    "manifest.json",
    "manifest-sha256.txt",
    "tagmanifest-sha256.txt",
    "bagit.txt",
    "bag-info.txt",
    "timestamp.tsr",
    "data/entries.jsonl",
    "data/decisions.jsonl",
    "data/pages/*/text.txt",
    "data/pages/*/page.json",
    "data/pages/*/record.json",
    "data/archive/*.warc.gz",
]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("at", [0.1, 0.5, 0.98])
def test_a_flipped_byte_is_found_in_every_kind_of_file(bundle: Path, kind: str, at: float) -> None:
    file = sorted(bundle.glob(kind))[0]
    data = bytearray(file.read_bytes())
    data[int(at * len(data))] ^= 0x01
    file.write_bytes(data)
    code, said = checked(bundle, str(bundle), verifier=VERIFIER)
    assert code == 1
    assert any(line.startswith("FAULT ") and file.relative_to(bundle).as_posix() in line for line in said.splitlines()), said


def test_missing_and_added_files_are_found(bundle: Path) -> None:
    gone = sorted(bundle.glob("data/archive/*.warc.gz"))[0]
    gone.unlink()
    (bundle / "data" / "more.txt").write_text("put there later")
    code, said = checked(bundle)
    assert code == 1
    assert f"FAULT {gone.relative_to(bundle).as_posix()}: it is missing" in said
    assert "FAULT data/more.txt: it is in no manifest: it was put there later" in said


def with_manifests(bundle: Path) -> None:
    """Make the manifests again, as somebody would who knows how."""
    manifest = json.loads((bundle / "manifest.json").read_text())
    for name, told in manifest["files"].items():
        data = (bundle / name).read_bytes()
        told.update(sha256=digest(data), bytes=len(data))
    (bundle / "manifest.json").write_text(json.dumps(manifest))
    for listed in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        names = [line.partition("  ")[2] for line in (bundle / listed).read_text().splitlines()]
        (bundle / listed).write_text("".join(f"{digest((bundle / name).read_bytes())}  {name}\n" for name in names))


def page_of(bundle: Path, name: str) -> Path:
    [found] = [
        file.parent for file in bundle.glob("data/pages/*/page.json") if json.loads(file.read_text())["page"]["page_name"] == name
    ]
    return found


def edited(file: Path, edit: Callable[[Any], None]) -> None:
    told = json.loads(file.read_text())
    edit(told)
    file.write_text(json.dumps(told, ensure_ascii=False, indent=1))


def _another_speaker(told: Any) -> None:
    told["readings"][0]["statements"][0]["speaker"] = "Somebody Else"


def _another_sighting(told: Any) -> None:
    told["sightings"][0]["seen_at"] = "2020-01-01T00:00:00.000000+00:00"


def _another_date(told: Any) -> None:
    told["page"]["published"] = "2020-01-01"


def _no_mark(told: Any) -> None:
    told["readings"][0]["marks"] = []


def _no_last_link(told: Any) -> None:
    told["links"].pop()


def _another_link(told: Any) -> None:
    told["links"][1]["subject"] = "0" * 64


EDITS: list[tuple[Callable[[Any], None], str]] = [
    (_another_speaker, "record.json, statement s1 (entry {entry}): what it says is not what was stored"),
    (_another_sighting, "page.json, link 1: the sighting is not what was linked then"),
    (_another_date, "page.json, link 0: the page is not what was linked then"),
    (_no_mark, "page.json, link 2: the reading is not what was linked then"),
    (_no_last_link, "record.json: its chain is not the one in page.json"),
    (_another_link, "record.json: its chain is not the one in page.json"),
]


@pytest.mark.parametrize(("edit", "words"), EDITS, ids=[edit.__name__.strip("_") for edit, _ in EDITS])
def test_edited_rows_are_found_whatever_the_manifests_say(bundle: Path, edit: Callable[[Any], None], words: str) -> None:
    page = page_of(bundle, "flood")
    entry = json.loads((page / "record.json").read_text())["readings"][0]["statements"][0]["entry"]
    edited(page / "record.json", edit)
    with_manifests(bundle)
    (bundle / "timestamp.tsr").unlink()
    code, said = checked(bundle)
    assert code == 1
    assert words.format(entry=entry[:12]) in said


def test_an_edited_text_is_found_with_the_entries_that_it_breaks(bundle: Path) -> None:
    page = page_of(bundle, "flood")
    text = (page / "text.txt").read_text().replace("nine people", "four people")
    (page / "text.txt").write_text(text)
    edited(page / "page.json", lambda told: told.update(text_sha256=digest(text)))
    with_manifests(bundle)
    code, said = checked(bundle)
    assert code == 1
    assert "text.txt: the text is not the one that the ledger stored" in said
    assert "its content is 'that nine people had died', where the page's text has 'that four people had died'" in said
    assert "FAULT timestamp.tsr: it attests another digest than that of manifest.json" in said


def test_other_words_of_an_entry_are_found(bundle: Path) -> None:
    file = bundle / "data" / "entries.jsonl"
    file.write_text(file.read_text().replace("that nine people had died", "that four people had died"))
    with_manifests(bundle)
    code, said = checked(bundle)
    assert code == 1
    assert "data/entries.jsonl, line" in said
    assert "its content is 'that four people had died', where the page's text has 'that nine people had died'" in said


def test_other_archived_bytes_are_found(bundle: Path) -> None:
    blob = json.loads((page_of(bundle, "bridge") / "record.json").read_text())["blob"]
    file = bundle / "data" / "archive" / f"{blob}.warc.gz"
    file.write_bytes(gzip.compress(gzip.decompress(file.read_bytes()).replace(b"14&#32;people", b"41&#32;people")))
    with_manifests(bundle)
    code, said = checked(bundle)
    assert code == 1
    assert f"FAULT data/archive/{blob}.warc.gz: a record of it" in said
    assert f"FAULT data/archive/{blob}.warc.gz: the archived bytes are not in it, or not as they were" in said


def test_a_decision_that_was_edited_is_found(bundle: Path) -> None:
    file = bundle / "data" / "decisions.jsonl"
    file.write_text(file.read_text().replace("a painter", "a sculptor"))
    with_manifests(bundle)
    code, said = checked(bundle)
    assert code == 1
    assert "FAULT data/decisions.jsonl, line 1: it is not what was decided" in said


def test_words_that_are_not_in_the_archived_page_are_found() -> None:
    hay = verify.Haystack(b"<p>At&nbsp;least 14 peo<b>ple</b> &amp; a bus</p><script>never said</script>")
    assert hay.has("At\u00a0least 14 people & a bus")
    assert hay.has("least  14\npeople")
    assert not hay.has("at most 14 people")


BROKEN = [
    b"<",
    b"<a ",
    b"<!--",
    b"<p a='",
    b"<p a=\"'",
    b"&",
    b"<![CDATA[",
    b"<script>",
    b"</",
    b"<?",
    b"<a= ",
    b"<a>",
    b"[",
    b"[1,",
]


@pytest.mark.parametrize("data", BROKEN, ids=repr)
def test_no_page_is_so_broken_that_looking_through_it_takes_long(data: bytes) -> None:
    begun = time.process_time()
    verify.Haystack(data * 60_000).has("words")
    assert time.process_time() - begun < 5


TAKEN_APART = {
    "<p>It's 5 < 6 &amp; 7 > 6</p>": "It's 5 < 6 & 7 > 6",
    "<p title='a > b' class=\"c\">one</p><br/>two": "onetwo",
    "<p it's odd>three</p> isn't four": "three isn't four",
    "a<!-- b > c -->d<!-- e": "ad",
    "<script>if (a < b) { '<p>x</p>' }</SCRIPT>shown<style>p {}</style>": "shown",
    "&ldquo;no&rdquo; &#8212; &#x2014; &lt;b&gt;": "“no” — — <b>",
    "<title>The <em>Post</title>": "The Post",
    "": "",
}


@pytest.mark.parametrize(("page_", "words"), TAKEN_APART.items(), ids=TAKEN_APART)
def test_tags_are_taken_out_and_words_left(page_: str, words: str) -> None:
    assert verify.stripped(page_) == words


DECODINGS = {
    "utf-8": "Béla said “no”".encode(),
    "utf-8 with a mark": "\ufeffBéla said “no”".encode(),
    "windows-1252, said": b'<meta charset="windows-1252">B\xe9la said \x93no\x94',
    "windows-1252, not said": b"B\xe9la said \x93no\x94",
    "utf-16": "Béla said “no”".encode("utf-16"),
    "a record": json.dumps({"body": "<p>Béla said “no”</p>"}).encode(),
}


@pytest.mark.parametrize("data", DECODINGS.values(), ids=DECODINGS)
def test_words_are_found_in_whatever_coding(data: bytes) -> None:
    assert verify.Haystack(data).has("Béla said “no”")


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "data/../../x", "a\\..\\b", "data//x", ""])
def test_the_verifier_reads_nothing_outside(bundle: Path, name: str) -> None:
    edited(bundle / "manifest.json", lambda told: told["files"].update({name: {"sha256": "0" * 64, "bytes": 1}}))
    assert checked(bundle)[0] == 1
    with pytest.raises(ValueError, match="not one that a bundle has"):
        verify.Bundle(bundle).read(name)


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b'{"files": [], "pages": 3}', b'{"files": {}, "pages": {"x": {}}}', b"\xff"]
)
def test_a_broken_manifest_is_a_fault_and_no_traceback(bundle: Path, data: bytes) -> None:
    (bundle / "manifest.json").write_bytes(data)
    code, said = checked(bundle)
    assert (code, "FAULT " in said) == (1, True)


def test_where_there_is_no_bundle_it_says_so(tmp_path: Path) -> None:
    assert checked(tmp_path, str(tmp_path), verifier=VERIFIER) == (
        2,
        f"There is no bundle at {tmp_path}: no folder with a manifest.json, and no zip\n",
    )


def test_the_verifier_is_plain_python_that_older_ones_run() -> None:
    tree = ast.parse(VERIFIER.read_text(), feature_version=(3, 9))
    imported = {alias.name.split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names} | {
        (node.module or "").split(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)
    }
    assert imported <= sys.stdlib_module_names


def test_the_verifier_takes_digests_of_the_columns_that_a_ledger_does() -> None:
    assert tuple(verify.PAGE) == rows._PAGE
    assert tuple(verify.SIGHTING) == rows._SIGHTING
    assert tuple(verify.STATEMENT) == rows._STATEMENT
    assert tuple(verify.SEAL) == rows._SEAL
    assert tuple(verify.FIGURE) == figures._FIGURE
    assert tuple(verify.MARK) == figures._MARK
    assert tuple(verify.FETCH) == fetches._FETCH


# Names, seals, decisions


def bytes_of(bundle: Path) -> Iterator[bytes]:
    for file in sorted(bundle.rglob("*")):
        if file.is_file():
            data = file.read_bytes()
            yield gzip.decompress(data) if file.suffix == ".gz" else data


def test_names_that_are_withheld_are_nowhere_in_it(select: Select, tmp_path: Path) -> None:
    done = proved(select, tmp_path / "b")
    veiled = toll()[1].page.id
    assert done.withheld == [veiled]
    assert [data for data in bytes_of(tmp_path / "b") if NAME.search(data.decode("utf-8", "replace"))] == []
    folder = tmp_path / "b" / "data" / "pages" / veiled
    assert sorted(file.name for file in folder.iterdir()) == ["page.json", "text.txt"]
    assert TOKEN.search((folder / "text.txt").read_text())
    assert not (tmp_path / "b" / "data" / "archive" / f"{toll()[1].page.blob}.warc.gz").exists()
    assert not list(unveilings(log_beside(select().ledger.path)))


CAMP = """Captured conscript Danil Veresh, 21, spoke to reporters beside two captured Ostran soldiers, and Veresh wept.

Mayor Ada Ruiz said nobody had died."""


def test_bytes_that_a_page_shares_with_one_on_which_names_are_withheld_are_left_out(
    select: Select, ledger: Ledger, tmp_path: Path
) -> None:
    of = document(CAMP, name="live")
    said, told = page(of, part="0"), page(of, part="1")
    ruiz = Speaker("Ada Ruiz", SpeakerKind.PERSON, Reason.AS_NAMED)
    places = spans(told.text, "Mayor Ada Ruiz", "said", "nobody had died")
    statement = Statement("s1", StatementKind.INDIRECT, Stance.NEUTRAL, places[:1], places[1:2], places[2:], ruiz)
    reports = [Report(said, model=MODEL), Report(told, (statement,), MODEL)]
    ledger.record(of, reports, seen_at=NOON, run=ledger.begin(["/live"], at=NOON))
    done = proved(select, tmp_path / "b", asked=Asked(statements=StatementFilter(words="nobody")))
    assert (told.id in done.without_bytes, done.archives) == (True, 0)
    assert [data for data in bytes_of(tmp_path / "b") if NAME.search(data.decode("utf-8", "replace"))] == []
    assert checked(tmp_path / "b")[0] == 0


def test_names_are_taken_in_by_somebody_who_is_noted(select: Select, tmp_path: Path) -> None:
    done = proved(select, tmp_path / "b", wish=Wish.NEVER)
    veiled = toll()[1].page.id
    assert (done.withheld, done.archives) == ([], 5)
    assert any(b"Danil Veresh" in data for data in bytes_of(tmp_path / "b"))
    assert [(u.page, u.by) for u in unveilings(log_beside(select().ledger.path))] == [(veiled, "Rhea Venn")]
    assert checked(tmp_path / "b")[0] == 0


def test_whose_names_would_be_in_it_is_told_before(select: Select) -> None:
    veils, everywhere = select().veils, select(wish=Wish.ALWAYS).veils
    names = names_in(select(), by_default=veils, everywhere=everywhere)
    assert names.withheld == (toll()[1].page.id,)
    assert set(names.withheld) <= set(names.private)


def test_decisions_are_in_it_as_far_as_they_are_about_it(bundle: Path) -> None:
    told = [json.loads(line) for line in (bundle / "data" / "decisions.jsonl").read_text().splitlines()]
    assert [sorted(row) for row in told] == [
        ["about", "by", "decided_at", "digest", "one", "other", "reason", "verdict"],
        ["digest"],  # it names somebody whose name is withheld
    ]
    assert told[0]["reason"] == "a painter"
    assert decisions.About(told[0]["about"]) is decisions.About.PEOPLE


def test_a_sealed_page_leaves_its_tombstone_alone(select: Select, ledger: Ledger, tmp_path: Path) -> None:
    ledger.seal("flood", by="Rhea Venn", reason="asked for", at=NOON)
    proved(select, tmp_path / "b")
    [line] = (tmp_path / "b" / "data" / "tombstones.jsonl").read_text().splitlines()
    stone = json.loads(line)
    assert (stone["page"], stone["by"], stone["reason"]) == (flood()[1].page.id, "Rhea Venn", "asked for")
    decided = (tmp_path / "b" / "data" / "decisions.jsonl").read_bytes()
    assert [data for data in bytes_of(tmp_path / "b") if b"Brandt" in data] == ([decided] if b"Brandt" in decided else [])
    assert checked(tmp_path / "b")[0] == 0
    stone["reason"] = "another"
    (tmp_path / "b" / "data" / "tombstones.jsonl").write_text(json.dumps(stone) + "\n")
    with_manifests(tmp_path / "b")
    code, said = checked(tmp_path / "b")
    assert code == 1
    assert f"(page {stone['page'][:12]}): the tombstone is not the one that was set" in said


# For archives


def test_archived_bytes_are_warc_records_that_say_what_they_are(bundle: Path) -> None:
    of, report = bridge()
    data = (bundle / "data" / "archive" / f"{report.page.blob}.warc.gz").read_bytes()
    info, kept = [
        (r.rec_type, r.rec_headers, r.content_stream().read()) for r in ArchiveIterator(io.BytesIO(data), check_digests=True)
    ]
    assert (info[0], kept[0], kept[2]) == ("warcinfo", "resource", of.data)
    assert b"no exchange over a network was recorded" in info[2]
    told = {name: kept[1].get_header(name) for name in ("WARC-Target-URI", "WARC-Date", "Content-Type", "WARC-Payload-Digest")}
    assert told == {
        "WARC-Target-URI": "file:/news/bridge.html",
        "WARC-Date": "2024-05-06T12:04:00.000000Z",
        "Content-Type": "text/html",
        "WARC-Payload-Digest": f"sha256:{report.page.blob}",
    }


def test_a_page_that_was_fetched_goes_with_its_request_and_answer(ledger: Ledger, select: Select, tmp_path: Path) -> None:
    with Site() as site:
        gathered = gather(
            ledger, [site.url("courier", "/to/1/gzip/flood"), site.url("courier", "/flood")], PatternReader(), QUICK
        )
        assert not gathered.failed
        done = proved(select, tmp_path / "b")
        assert done.recorded > 0
    assert checked(tmp_path / "b")[0] == 0
    kinds, addresses = set(), set()
    for file in (tmp_path / "b").glob("data/archive/*.warc.gz"):
        with file.open("rb") as stream:
            found = [
                (r.rec_type, r.rec_headers.get_header("WARC-Target-URI")) for r in ArchiveIterator(stream, check_digests=True)
            ]
        kinds.add(tuple(kind for kind, _ in found))
        addresses |= {address for kind, address in found if kind == "conversion"}
    assert ("warcinfo", "resource") in kinds
    recorded = next(each for each in kinds if "response" in each)
    assert {"request", "response", "conversion"} <= set(recorded)
    assert all(".localhost:" in str(address) for address in addresses)
    [page] = [
        json.loads(file.read_text())
        for file in (tmp_path / "b").glob("data/pages/*/record.json")
        if "/gzip/flood" in file.read_text()
    ]
    assert page["fetches"]
    edit = next(f for f in (tmp_path / "b").glob("data/pages/*/record.json") if "/gzip/flood" in f.read_text())
    edited(edit, lambda told: told["fetches"][0].update(fetched_at="2020-01-01T00:00:00.000000+00:00"))
    with_manifests(tmp_path / "b")
    code, said = checked(tmp_path / "b")
    assert code == 1
    assert "the fetch is not what was linked then" in said


def test_it_is_a_bag_of_rfc_8493(bundle: Path) -> None:
    assert (bundle / "bagit.txt").read_text() == "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    files = {file.relative_to(bundle).as_posix() for file in bundle.rglob("*") if file.is_file()}
    for manifest, mine in (("manifest-sha256.txt", True), ("tagmanifest-sha256.txt", False)):
        listed = dict(reversed(line.split("  ")) for line in (bundle / manifest).read_text().splitlines())  # type: ignore[misc]
        assert set(listed) == {name for name in files if name.startswith("data/") is mine} - {"tagmanifest-sha256.txt"}
        assert all(digest((bundle / name).read_bytes()) == found for name, found in listed.items())
    octets = sum((bundle / name).stat().st_size for name in files if name.startswith("data/"))
    count = sum(name.startswith("data/") for name in files)
    assert f"Payload-Oxum: {octets}.{count}\n" in (bundle / "bag-info.txt").read_text()
    assert "Bagging-Date: 2024-05-08\n" in (bundle / "bag-info.txt").read_text()
    assert datetime.fromisoformat(json.loads((bundle / "manifest.json").read_text())["made"]) == MADE.astimezone(UTC)


# Writing


def test_nothing_is_written_over_and_nothing_is_left_of_a_failure(select: Select, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "mine.txt").write_text("keep")
    for force in (False, True):
        with pytest.raises(UsageError, match="is there"):
            proved(select, tmp_path / "b", force=force)
    assert (tmp_path / "b" / "mine.txt").read_text() == "keep"
    proved(select, tmp_path / "c.zip")
    with pytest.raises(UsageError, match="write over it with --force"):
        proved(select, tmp_path / "c.zip")
    proved(select, tmp_path / "c.zip", force=True)
    before = sorted(file.name for file in tmp_path.iterdir())
    with pytest.raises(UsageError, match="no address of a timestamp service"):
        proved(select, tmp_path / "d", service="nowhere")
    assert sorted(file.name for file in tmp_path.iterdir()) == before
    proved(select, tmp_path / "e")
    proved(select, tmp_path / "e", force=True)
    assert checked(tmp_path / "e")[0] == 0
