#!/usr/bin/env python3
"""Checks a bundle of evidence, without sayso: plain Python 3.9 or newer, nothing to install, nothing fetched.

    python3 verify.py                 the folder that this file lies in
    python3 verify.py BUNDLE          a folder or zip elsewhere (then the verify.py inside is not what you trust, but this one)

It tells each file, and in it each entry, that does not match, and ends with 1 if there is any; with 0 if all matches, and with 2
if there is no bundle. What it cannot check it says too.
"""

# mypy: ignore-errors
# (it goes with every bundle, and is kept as short to read as it can be)

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import io
import json
import re
import sys
import unicodedata
import zipfile
from pathlib import Path

LARGEST = 1 << 28
NAME = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")

PAGE = (
    "digest part extractor seen state note name url outlet headline authors published modified dates language section blocks "
    "words text_digest"
).split()
SIGHTING = "seen_at seen how kind name url outlet trouble".split()
FETCH = (
    "asked url fetched_at outcome status redirects etag last_modified content_type address failure trouble file record begins "
    "length payload records"
).split()
STATEMENT = (
    "position entry name kind stance speaker speaker_kind speaker_role because speaker_start speaker_end within confidence "
    "source cue content"
).split()
FIGURE = (
    "position entry name printed low high bound counts sort event who blamed as_of period place part_of replaces holder"
).split()
MARK = "position entry name words status about holder by".split()
SEAL = "page blob text_digest before by reason sealed_at".split()


def sha256(data: bytes | str) -> str:
    return hashlib.sha256(data.encode("utf-8") if isinstance(data, str) else data).hexdigest()


def digest_of(values: list[object]) -> str:
    """The digest of a list of plain values, as a ledger takes it: over compact JSON."""
    words = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return sha256(re.sub("[\x00\ud800-\udfff]", "\ufffd", words))


def row_digest(what, row, columns):
    return digest_of([what] + [row[column] for column in columns])


class Bundle:
    """The files of a bundle, in a folder or a zip. Nothing is unpacked to the disk."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(str(path)) if path.is_file() else None
        self.folder, self.prefix = path, ""
        if self.zip:
            manifests = sorted((n for n in self.zip.namelist() if n.split("/")[-1] == "manifest.json"), key=len)
            self.prefix = manifests[0][: -len("manifest.json")] if manifests else ""

    def names(self):
        if self.zip:
            return {n[len(self.prefix) :] for n in self.zip.namelist() if n.startswith(self.prefix) and not n.endswith("/")}
        return {p.relative_to(self.folder).as_posix() for p in self.folder.rglob("*") if p.is_file() or p.is_symlink()}

    def read(self, name):
        if not NAME.fullmatch(name) or ".." in name.split("/"):
            raise ValueError("its name is not one that a bundle has")
        if self.zip:
            if self.zip.getinfo(self.prefix + name).file_size > LARGEST:
                raise ValueError("it is too large to be checked")
            return self.zip.read(self.prefix + name)
        path = self.folder / name
        if path.is_symlink() or path.stat().st_size > LARGEST:
            raise ValueError("it is a link, or too large to be checked")
        return path.read_bytes()


class Verifier:
    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.faults: list[str] = []
        self.notes: list[str] = []
        self.counts: dict[str, int] = dict.fromkeys(("files", "pages", "entries", "citations", "occurrences", "links"), 0)
        self.known: dict[str, bytes] = {}

    def fault(self, where, words):
        self.faults.append(where + ": " + words)

    def note(self, words):
        if words not in self.notes:
            self.notes.append(words)

    def read(self, name):
        """The bytes of a file; None, and a fault, where there are none."""
        try:
            return self.bundle.read(name)
        except (OSError, KeyError, ValueError, RuntimeError, EOFError, zipfile.BadZipFile) as error:
            self.fault(name, f"it cannot be read ({error})")
        except Exception as error:  # a damaged zip can raise anything
            self.fault(name, f"it cannot be read ({type(error).__name__}: {error})")
        return None

    def json(self, name):
        data = self.read(name)
        if data is None:
            return None
        try:
            return json.loads(data.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            self.fault(name, f"it is no JSON any more ({error})")
            return None

    def lines(self, name):
        data = self.read(name)
        for number, line in enumerate((data or b"").split(b"\n"), 1):
            if line:
                try:
                    yield number, json.loads(line.decode("utf-8"))
                except (ValueError, RecursionError) as error:
                    self.fault(f"{name}, line {number}", f"it is no JSON any more ({error})")

    # The files

    def files(self):
        there = self.bundle.names()
        listed = self.manifest("tagmanifest-sha256.txt")
        manifest = self.json("manifest.json")
        files = manifest.get("files") if isinstance(manifest, dict) else None
        if not isinstance(files, dict):
            self.fault("manifest.json", "it lists no files")
            files = {}
        files = {name: told for name, told in files.items() if isinstance(told, dict)}
        payload = self.manifest("manifest-sha256.txt")
        for name in sorted(set(files) | set(listed) | set(payload)):
            sources = {"manifest.json": files.get(name, {}).get("sha256")}
            sources.update({"manifest-sha256.txt": payload.get(name), "tagmanifest-sha256.txt": listed.get(name)})
            wanted = {where: found for where, found in sources.items() if found}
            if name not in there:
                self.fault(name, "it is missing")
                continue
            data = self.read(name)
            if data is None:
                continue
            self.counts["files"] += 1
            self.known[name] = data
            told = " and ".join(wanted)
            if len(set(wanted.values())) > 1:
                self.fault(name, f"{told} give different digests of it; one of them was changed")
            if sha256(data) not in wanted.values():
                self.fault(name, f"its SHA-256 is now {sha256(data)[:16]}, not the one in {told}: one of them was changed")
            elif name in files and files[name].get("bytes") != len(data):
                self.fault(name, f"it has {len(data)} bytes, not as many as the manifest says")
        for name in sorted(set(payload) ^ {name for name in files if name.startswith("data/")}):
            self.fault(name, "one manifest names it and the other does not")
        for name in sorted(there - set(files) - set(listed) - set(payload) - {"tagmanifest-sha256.txt"}):
            self.fault(name, "it is in no manifest: it was put there later")
        return manifest if isinstance(manifest, dict) else {}

    def manifest(self, name):
        found = {}
        for line in (self.read(name) or b"").decode("utf-8", "replace").splitlines():
            digest, _, file = line.partition("  ")
            if not re.fullmatch("[0-9a-f]{64}", digest) or not file:
                self.fault(name, f"a line of it is not a digest and a name: {line[:80]!r}")
            else:
                found[file] = digest
        return found

    # Timestamp

    def timestamp(self, manifest_data):
        token = self.known.get("timestamp.tsr")
        if token is None:
            self.note("no timestamp of a third party is there: when the bundle was made stands in it, but nobody else attests it")
            return
        try:
            imprint, when = imprint_of(token)
        except (ValueError, IndexError) as error:
            self.fault("timestamp.tsr", f"it is no timestamp token ({error})")
            return
        if imprint != hashlib.sha256(manifest_data).digest():
            self.fault("timestamp.tsr", "it attests another digest than that of manifest.json")
            return
        self.note(
            f"timestamp.tsr attests the digest of manifest.json as of {when}; its signature is not checked here: "
            "openssl ts -verify -in timestamp.tsr -data manifest.json -CAfile CERTIFICATES-OF-THE-SERVICE"
        )

    # Pages

    def page(self, page, told):
        base = f"data/pages/{page}/"
        known = self.json(base + "page.json")
        text_data = self.read(base + "text.txt")
        if not isinstance(known, dict) or text_data is None:
            return
        self.counts["pages"] += 1
        text = text_data.decode("utf-8", "replace")
        links = known.get("chain") or []
        record = None
        if told.get("clear"):
            record = self.json(base + "record.json")
            if not isinstance(record, dict):
                record = None
        subjects = {}
        rows = []
        if record is not None:
            self.record(page, base, record, text, subjects, rows)
            if record.get("links") != links:
                self.fault(base + "record.json", "its chain is not the one in page.json")
        self.chain(base + "page.json", page, links, subjects, record is not None)
        told_text = known.get("text_sha256")
        if told_text != sha256(text_data):
            self.fault(base + "text.txt", "the text is not the one that page.json was written with")
        return text, rows, record

    def record(self, page, base, record, text, subjects, rows):
        """Recheck a page's rows against their digests, ids and citations; fill in what its chain stands for."""
        name, row, blob = base + "record.json", record["page"], record["blob"]
        if sha256("\x1f".join((blob, row["part"] or "", row["extractor"]))) != page or row["digest"] != page:
            self.fault(name, "the page's id is not made from its bytes, part and extractor")
        if sha256(text) != row["text_digest"]:
            self.fault(base + "text.txt", "the text is not the one that the ledger stored: its SHA-256 differs")
        subjects["page", record["row"]] = digest_of(["page", blob] + [row[column] for column in PAGE])
        for seen in record["sightings"]:
            subjects["sighting", seen["row"]] = digest_of(["sighting", blob] + [seen[column] for column in SIGHTING])
        for fetched in record.get("fetches", ()):
            subjects["fetch", fetched["row"]] = digest_of(["fetch", blob] + [fetched[column] for column in FETCH])
        for reading in record["readings"]:
            digests = [
                self.entries(name, row["text_digest"], reading, kind, text, rows) for kind in ("statements", "figures", "marks")
            ]
            said = ["reading", page, reading["model"], reading["rules"], reading["read_at"], digests[0]]
            if digests[1] or digests[2]:
                said += digests[1:]
            subjects["reading", reading["row"]] = digest_of(said)

    def entries(self, name, text_digest, reading, kind, text, rows):
        digests = []
        for row in reading[kind]:
            where = "{}, {} {} (entry {})".format(name, kind[:-1], row["name"], row["entry"][:12])
            if kind == "statements":
                said = ["statement"] + [row[column] for column in STATEMENT]
                if row["circumstances"] is not None:
                    said.append(row["circumstances"])
                found = digest_of(said)
                cited = {what: json.loads(row[what]) for what in ("source", "cue", "content")}
                made = [spans(cited["source"]), spans(cited["cue"]), spans(cited["content"])]
                entry = digest_of([text_digest, "statement", made])
            elif kind == "figures":
                found = row_digest("figure", row, FIGURE)
                cited = {what: json.loads(row[what]) for what in ("printed", "counts", "event", "who", "blamed")}
                cited.update({what: json.loads(row[what])[:1] for what in ("as_of", "period", "place") if row[what]})
                entry = digest_of([text_digest, "figure", [spans(cited["printed"])]])
            else:
                found = row_digest("mark", row, MARK)
                cited = {what: json.loads(row[what]) for what in ("words", "by")}
                entry = digest_of([text_digest, "mark", [spans(cited["words"])]])
            if found != row["digest"]:
                self.fault(where, "what it says is not what was stored")
            if entry != row["entry"]:
                self.fault(where, "its id is not made from the text and its place in it")
            for what, pieces in cited.items():
                for start, end, words in pieces:
                    self.counts["citations"] += 1
                    if text[start:end] != words:
                        self.fault(where, f"its {what} is {words!r}, where the page's text has {text[start:end]!r}")
                    rows.append((where, words))
            digests.append(row["digest"])
        return digests

    def chain(self, name, page, links, subjects, whole):
        end, linked = page, set()
        for position, link in enumerate(links):
            where = f"{name}, link {position}"
            self.counts["links"] += 1
            if link["position"] != position:
                self.fault(where, "a link before it is missing")
            subject = (link["what"], link["row"])
            if whole and subject in subjects:
                linked.add(subject)
                if subjects[subject] != link["subject"]:
                    self.fault(where, "the {} is not what was linked then".format(link["what"]))
            elif whole:
                self.fault(where, "it stands for a {} that is not there".format(link["what"]))
            end = digest_of([end, link["what"], link["subject"]])
            if end != link["digest"]:
                self.fault(where, "its digest does not follow from the link before it")
            end = link["digest"]
        for what, _row in sorted(set(subjects) - linked):
            if what not in ("sighting", "fetch"):
                self.fault(name, f"a {what} of the page stands in no link")

    # Archived bytes

    def archived(self, blob, name):
        """The archived bytes as they were, from the WARC file of a blob."""
        data = self.known.get(name)
        if data is None:
            return None
        found = None
        try:
            for headers, block in warc_records(data):
                claimed = headers.get("warc-block-digest", "")
                if claimed and not is_digest(claimed, block):
                    self.fault(name, "a record of it ({}) is not what its digest says".format(headers.get("warc-record-id", "?")))
                if headers.get("warc-type") in ("resource", "conversion") and sha256(block) == blob:
                    found = block
        except Exception as error:  # what is damaged can raise anything
            self.fault(name, f"its records cannot be read ({error})")
            return None
        if found is None:
            self.fault(name, f"the archived bytes are not in it, or not as they were: none have the SHA-256 {blob[:16]}")
        return found

    def occurrences(self, blob, name, kind, pieces):
        data = self.archived(blob, name)
        if data is None:
            return
        if data[:5] == b"%PDF-" or kind == "binary":
            self.note(f"{name}: a PDF or other file that is no text; that the cited words stand in it is not checked")
            return
        hay = Haystack(data)
        for where, words in pieces:
            if not bare(words):
                continue
            found = hay.has(words)
            self.counts["occurrences"] += found
            if not found:
                self.fault(where, f"its words do not occur in the archived page {name}: {words[:80]!r}")

    # What people decided, and what was sealed

    def decisions(self):
        before, left_out = "", 0
        for number, row in self.lines("data/decisions.jsonl"):
            where = f"data/decisions.jsonl, line {number}"
            if "about" in row:
                said = [row[c] for c in ("about", "verdict", "one", "other", "by", "reason", "decided_at")]
                if digest_of(["decision", before, *said]) != row["digest"]:
                    self.fault(where, "it is not what was decided, or one before it was changed or taken away")
            else:
                left_out += 1
            before = row["digest"]
        if left_out:
            self.note(f"{left_out} decisions of people about other pages are here by their digests alone")

    def tombstones(self):
        for number, row in self.lines("data/tombstones.jsonl"):
            where = f"data/tombstones.jsonl, line {number} (page {str(row.get('page'))[:12]})"
            seal, links = {key: row[key] for key in SEAL}, row["links"]
            self.chain(where, row["page"], links, {}, False)
            last = links[-1] if links else {}
            if last.get("what") != "seal" or last.get("subject") != digest_of(["seal"] + [seal[column] for column in SEAL]):
                self.fault(where, "the tombstone is not the one that was set")
            before = [[each["position"], each["what"], each["row"], each["digest"]] for each in links if each["what"] != "seal"]
            if digest_of(before) != row["before"]:
                self.fault(where, "its chain is not the one that the tombstone was set on")

    # All

    def run(self) -> None:
        manifest = self.files()
        self.timestamp(self.known.get("manifest.json", b""))
        pages = manifest.get("pages") if isinstance(manifest.get("pages"), dict) else {}
        pages = {page: told for page, told in pages.items() if isinstance(told, dict)}
        read = {}
        for page, told in sorted(pages.items()):
            try:
                found = self.page(page, told)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                self.fault(f"data/pages/{page}/", f"its files do not hold what they should ({type(error).__name__}: {error})")
                continue
            if found:
                read[page] = found
        pieces = {page: list(rows) for page, (_, rows, _) in read.items()}
        for number, entry in self.lines("data/entries.jsonl"):
            where = f"data/entries.jsonl, line {number} (entry {str(entry.get('entry'))[:12]})"
            self.counts["entries"] += 1
            try:
                self.entry(where, entry, read, pieces)
            except (KeyError, TypeError, ValueError) as error:
                self.fault(where, f"it does not hold what it should ({type(error).__name__}: {error})")
        for page, told in sorted(pages.items()):
            if told.get("archive"):
                self.occurrences(str(told.get("blob")), str(told["archive"]), told.get("kind"), pieces.get(page, []))
        veiled = sum(1 for told in pages.values() if not told.get("clear"))
        if veiled:
            self.note(
                f"pages that are here with names withheld: {veiled}; their words are checked against the text that may be "
                "shown, but neither against the stored text nor against archived bytes, which are not here"
            )
        for check in (self.decisions, self.tombstones):
            try:
                check()
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                self.fault("data/", f"decisions or tombstones do not hold what they should ({type(error).__name__}: {error})")

    def entry(self, where, entry, read, pieces):
        if entry["page"] not in read:
            self.fault(where, "its page is not in the bundle, or cannot be read")
            return
        text, _, record = read[entry["page"]]
        for cited in entry["cited"]:
            start, end = cited["start"], cited["end"]
            self.counts["citations"] += 1
            if text[start:end] != cited["words"]:
                self.fault(
                    where, "its {} is {!r}, where the page's text has {!r}".format(cited["part"], cited["words"], text[start:end])
                )
            pieces[entry["page"]].append((where, cited["words"]))
        if record is not None:
            kept = [
                row for reading in record["readings"] for row in reading[entry["type"] + "s"] if row["entry"] == entry["entry"]
            ]
            if not kept:
                self.fault(where, "the ledger's record of the page has no such entry")


def spans(pieces):
    return [[start, end] for start, end, _ in pieces]


# The words of archived bytes


UNSEEN = re.compile("[\\s\u00ad\u200b-\u200f\u2060\ufeff]+")
CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]+)", re.IGNORECASE)


def bare(words):
    """Words without white space, and without what no reader sees."""
    return UNSEEN.sub("", words)


TAG = re.compile("</?([A-Za-z]+)|<[!?]")
IN_TAG = re.compile(">|=\\s{0,20}([\"'])")
CLOSING = {name: re.compile("</" + name, re.IGNORECASE) for name in ("script", "style")}


def taken_apart(text):
    """What a page shows, its tags taken out, and apart from that what stands in tags, comments, scripts and styles.

    Each character is looked at a few times at most, however a page is broken; no parser is needed that could be led astray.
    """
    shown, aside, at, unclosed = [], [], 0, set()
    while True:
        found = text.find("<", at)
        if found < 0:
            shown.append(text[at:])
            break
        shown.append(text[at:found])
        tag = TAG.match(text, found)
        if tag is None:
            shown.append("<")
            at = found + 1
            continue
        if text.startswith("<!--", found):
            end = text.find("-->", found + 4)
            end = len(text) if end < 0 else end + 3
        else:
            end = end_of_tag(text, tag.end(), unclosed)
        aside.append(text[found:end])
        at = end
        name = (tag.group(1) or "").lower()
        if name in CLOSING and text[found + 1 : found + 2] != "/":
            closing = CLOSING[name].search(text, at)
            end = closing.start() if closing else len(text)
            aside.append(text[at:end])
            at = end
    return "".join(shown), "\n".join(aside)


def end_of_tag(text, at, unclosed):
    """Where a tag ends, or the text where it never does; ``unclosed`` are the quotes that nothing closes any more."""
    while True:
        found = IN_TAG.search(text, at)
        if found is None:
            return len(text)
        if found.group() == ">":
            return found.end()
        quote, at = found.group(1), found.end()
        end = -1 if quote in unclosed else text.find(quote, at)
        if end < 0:
            unclosed.add(quote)
        else:
            at = end + 1


class Haystack:
    """Archived bytes as words, in which cited words are looked for with white space left out."""

    def __init__(self, data):
        self.forms = []
        for text in decodings(data):
            shown, aside = taken_apart(text)
            for words in (html.unescape(shown), record_words(text), html.unescape(aside)):
                if words:
                    self.forms.append(bare(words))

    def has(self, words):
        wanted = bare(words)
        if any(wanted in form for form in self.forms):
            return True
        other = unicodedata.normalize("NFC", wanted)
        return any(other in unicodedata.normalize("NFC", form) for form in self.forms)


def decodings(data):
    """The bytes as text: as they say themselves, as UTF-8, or as what most other pages are in."""
    named = CHARSET.search(data[:4096])
    tried = ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else []
    tried += [named.group(1).decode("ascii", "replace")] if named else []
    texts = []
    for coding in [*tried, "utf-8-sig"]:
        try:
            texts.append(data.decode(coding))
            break
        except (LookupError, UnicodeDecodeError):
            continue
    if not texts:
        texts = [data.decode("utf-8", "replace"), data.decode("cp1252", "replace"), data.decode("cp1251", "replace")]
    return [re.sub("[\x00\ud800-\udfff]", "\ufffd", text) for text in texts]


def stripped(text):
    return html.unescape(taken_apart(text)[0])


def record_words(text):
    """The words of an article of an archive, which is a JSON object."""
    if text.lstrip()[:1] not in ("{", "["):
        return ""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return ""
    found, todo = [], [value]
    while todo:
        value = todo.pop()
        if isinstance(value, str):
            found += [value, stripped(value)]
        elif isinstance(value, (dict, list)):
            todo += list(value.values() if isinstance(value, dict) else value)
            if isinstance(value, list):  # a post of which some words are marked: its pieces are one text
                pieces = [each.get("text") if isinstance(each, dict) else each for each in value]
                found.append("".join(piece for piece in pieces if isinstance(piece, str)))
    return "\n".join(found)


# WARC


def warc_records(data):
    stream = io.BytesIO(data)
    if data[:2] == b"\x1f\x8b":
        whole = gzip.GzipFile(fileobj=stream).read(LARGEST + 1)
        if len(whole) > LARGEST:
            raise ValueError("it is too large to be checked")
        stream = io.BytesIO(whole)
    while True:
        line = stream.readline()
        while line in (b"\r\n", b"\n"):
            line = stream.readline()
        if not line:
            return
        if not line.startswith(b"WARC/"):
            raise ValueError(f"what should be a record begins with {line[:20]!r}")
        headers = {}
        line = stream.readline()
        while line.strip():
            key, _, value = line.decode("utf-8", "replace").partition(":")
            headers[key.strip().lower()] = value.strip()
            line = stream.readline()
        length = int(headers.get("content-length", "0"))
        block = stream.read(length)
        if len(block) != length:
            raise ValueError("a record ends before its end")
        yield headers, block


def is_digest(claimed, block):
    name, _, value = claimed.partition(":")
    try:
        digest = hashlib.new(name.replace("-", ""), block).digest()
    except ValueError:
        return True
    return value.lower() in (digest.hex(), base64.b32encode(digest).decode().lower(), base64.b64encode(digest).decode().lower())


# RFC 3161


def tlv(data, at):
    """The tag, the content's place and the end of a value in DER."""
    tag, length, at = data[at], data[at + 1], at + 2
    if length & 0x80:
        size = length & 0x7F
        if not 0 < size < 5:
            raise ValueError("a length in it makes no sense")
        length, at = int.from_bytes(data[at : at + size], "big"), at + size
    if at + length > len(data):
        raise ValueError("it ends before its end")
    return tag, at, at + length


def imprint_of(token: bytes) -> tuple[bytes, str]:
    """The digest that a timestamp attests, and when."""
    kind = bytes.fromhex("060b2a864886f70d0109100104")  # id-ct-TSTInfo
    at = token.find(kind)
    if at < 0:
        raise ValueError("there is no TSTInfo in it")
    tag, inner, _ = tlv(token, at + len(kind))  # [0] EXPLICIT
    tag, inner, end = tlv(token, inner)  # OCTET STRING
    if tag != 0x04:
        raise ValueError("its TSTInfo is not where it should be")
    info = token[inner:end]
    _, at, _ = tlv(info, 0)
    _, _, at = tlv(info, at)  # version
    _, _, at = tlv(info, at)  # policy
    _, imprint, after = tlv(info, at)
    _, _, at = tlv(info, imprint)  # algorithm
    if b"\x60\x86\x48\x01\x65\x03\x04\x02\x01" not in info[imprint:at]:
        raise ValueError("its digest is no SHA-256")
    _, start, end = tlv(info, at)
    _, _, at = tlv(info, after)  # serial number
    tag, when, end_of_time = tlv(info, at)
    return info[start:end], info[when:end_of_time].decode("ascii", "replace")


def is_bundle(path: Path) -> bool:
    """Whether there may be a bundle at a path."""
    return (path / "manifest.json").exists() or (path.is_file() and zipfile.is_zipfile(str(path)))


def report(verifier: Verifier) -> list[str]:
    """What was found, a line each."""
    lines = ["FAULT " + "".join(c if c.isprintable() else "\ufffd" for c in words) for words in verifier.faults]
    counts = verifier.counts
    lines.append(
        f"Checked: {counts['files']} files, {counts['pages']} pages, {counts['entries']} entries, {counts['citations']} cited "
        f"pieces against the texts, {counts['occurrences']} of them found in archived bytes, {counts['links']} links of chains."
    )
    lines += [f"Note: {words}." for words in verifier.notes]
    manifest = verifier.known.get("manifest.json")
    if manifest is not None:
        lines.append(f"SHA-256 of manifest.json: {sha256(manifest)}; compare it with the one that you were told.")
    many = len(verifier.faults)
    lines.append(f"{many} fault{'' if many == 1 else 's'}: this is not what was written." if many else "All of it matches.")
    return lines


def main(arguments: list[str]) -> int:
    path = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    if not is_bundle(path):
        print(f"There is no bundle at {path}: no folder with a manifest.json, and no zip")
        return 2
    verifier = Verifier(Bundle(path))
    verifier.run()
    for line in report(verifier):
        print(line)
    return 1 if verifier.faults else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
